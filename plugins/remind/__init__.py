"""remind: who is reminded of what and when. Capabilities register a kind, plan moments, and ask; see `register`."""

from nonebot import get_driver, require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")

from plugins.storage import register_app

register_app("remind", "plugins.remind.models", "plugins.remind.migrations")

from . import jobs
from .config import Config
from .domain import Reminded
from .kinds import Query, register
from .plans import Asked, ask, drop, now, plan
from .quiet import hours_before, quiet_until
from .reach import friends
from .serving import begin

__plugin_meta__ = PluginMetadata(name="提醒", description="提醒谁、什么时候提醒", usage="由其他插件使用", config=Config)

get_driver().on_startup(begin)

__all__ = [
    "Asked",
    "Query",
    "Reminded",
    "ask",
    "drop",
    "friends",
    "hours_before",
    "jobs",
    "now",
    "plan",
    "quiet_until",
    "register",
]
