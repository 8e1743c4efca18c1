"""tasks: work handed out to units, reported on, reviewed and closed."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")
require("plugins.remind")
require("plugins.render")

from plugins.storage import register_app

register_app("tasks", "plugins.tasks.models", "plugins.tasks.migrations")

from . import commands, jobs

__plugin_meta__ = PluginMetadata(
    name="任务",
    description="布置、签收、报进度、审核、销号",
    usage="任务、签收、进度、完成、审核、延期、销号;写法发:菜单 任务",
)

__all__ = ["commands", "jobs"]
