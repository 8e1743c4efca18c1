"""guide: see PluginMetadata."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")

__plugin_meta__ = PluginMetadata(name="指南", description="菜单与帮助", usage="发:菜单")
