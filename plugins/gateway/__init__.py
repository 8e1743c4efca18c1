"""gateway: the chat service. Router in, outbox out, quiet acknowledgements, previews, times."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")

__plugin_meta__ = PluginMetadata(name="网关", description="命令进、消息出", usage="由其他插件使用")
