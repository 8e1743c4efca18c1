"""relay: see PluginMetadata."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")

__plugin_meta__ = PluginMetadata(name="传达", description="传达与回执", usage="发:菜单")
