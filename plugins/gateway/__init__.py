"""gateway: the chat service. Router in, outbox out, quiet acknowledgements, previews, times."""

from nonebot import get_driver, require
from nonebot.plugin import PluginMetadata

require("plugins.storage")

from plugins import storage
from plugins.storage import clock

from . import acks, confirm, drafts, retention, router, tasks
from .catchup import life
from .config import Config

__plugin_meta__ = PluginMetadata(name="网关", description="命令进、消息出", usage="由其他插件使用", config=Config)

storage.register_app("gateway", "plugins.gateway.models", "plugins.gateway.migrations")

__all__ = ["confirm", "life", "retention", "router", "tasks"]

driver = get_driver()


@driver.on_startup
async def _load() -> None:
    await drafts.load(clock.now())


@driver.on_shutdown
async def _say_the_rest() -> None:
    await acks.flush_all()
