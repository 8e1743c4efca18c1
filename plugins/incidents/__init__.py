"""incidents: what happens in the night: reported at once, taken on, followed until it is over."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")
require("plugins.remind")
require("plugins.render")

from plugins.storage import register_app

register_app("incidents", "plugins.incidents.models", "plugins.incidents.migrations")

from . import commands, jobs
from .config import Config

__plugin_meta__ = PluginMetadata(
    name="突发事件",
    description="首报、接手、续报、终报、更正、误报、通报、报平安、总结",
    usage="突发、接手、续报、终报、更正突发、误报、并入、通报、报平安、未报平安、总结;写法发:菜单 突发",
    config=Config,
)

__all__ = ["commands", "jobs"]
