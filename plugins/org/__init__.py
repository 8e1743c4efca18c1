"""org: see PluginMetadata."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")

__plugin_meta__ = PluginMetadata(name="组织与名册", description="单位、人员、职务、绑定", usage="发:菜单")
