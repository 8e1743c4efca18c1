"""attendance: sessions on site and online, and one record a person that is right."""

from nonebot import get_driver, require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")
require("plugins.remind")

from plugins.storage import register_app

from .config import Config

register_app("attendance", "plugins.attendance.models", "plugins.attendance.migrations")

from . import commands, jobs, pages

get_driver().on_startup(pages.install)

__plugin_meta__ = PluginMetadata(
    name="组织生活",
    description="开会、签到、请假、出勤",
    usage="开会、签到、请假、出勤;写法发:菜单 开会",
    config=Config,
)

__all__ = ["commands", "jobs", "pages"]
