"""render: pictures and PDF from a template and plain data, in the house style and with the house font."""

from nonebot import require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")

from .documents import Page, prints
from .service import RenderProblem, RenderTimedOut, TemplateBroken, TooMuchData, pdf, picture, pictured

__plugin_meta__ = PluginMetadata(name="版面", description="图片和 PDF", usage="没有指令;供各项能力排版")

__all__ = [
    "Page",
    "RenderProblem",
    "RenderTimedOut",
    "TemplateBroken",
    "TooMuchData",
    "pdf",
    "picture",
    "pictured",
    "prints",
]
