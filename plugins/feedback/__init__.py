"""feedback: opinions from members and the public, named or anonymous, handled by two-person appointment."""

from nonebot import get_driver, require
from nonebot.log import logger
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")
require("plugins.remind")
require("plugins.render")

from plugins.storage import register_app

register_app("feedback", "plugins.feedback.models", "plugins.feedback.migrations")

from . import commands, config, jobs, service

__plugin_meta__ = PluginMetadata(
    name="意见与群众监督",
    description="提意见、办意见,匿名的真匿名",
    usage="意见、匿名意见、查询、意见台账;写法发:菜单 意见",
    config=config.Config,
)


@get_driver().on_startup
async def _begin() -> None:
    try:
        await jobs.begin()
    except service.keyring.KeysUnavailable as error:
        logger.error("opinions cannot be opened: {} ({})", error.trouble.value, error.file)


__all__ = ["commands", "config", "jobs", "service"]
