"""guide: what a person may do here, from the registry."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")

from . import commands

__plugin_meta__ = PluginMetadata(name="指南", description="菜单与帮助", usage="发:菜单,或 菜单 传达")

__all__ = ["commands"]
