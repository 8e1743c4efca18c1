"""feedback: opinions from members and the public, named or anonymous, handled by two-person appointment."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")

from plugins.storage import register_app

register_app("feedback", "plugins.feedback.models", "plugins.feedback.migrations")

from . import config, service

__plugin_meta__ = PluginMetadata(
    name="意见与群众监督",
    description="提意见、办意见,匿名的真匿名",
    usage="意见、匿名意见、查询、意见台账;写法发:菜单 意见",
    config=config.Config,
)

__all__ = ["config", "service"]
