"""relay: directives down to the groups, receipts back by person."""

from nonebot import get_driver, require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")
require("plugins.remind")
require("plugins.render")

from plugins.storage import register_app

register_app("relay", "plugins.relay.models", "plugins.relay.migrations")

from . import commands, jobs, service

__plugin_meta__ = PluginMetadata(
    name="传达",
    description="传达到群、回执到人",
    usage="传达、已阅、代阅、传达情况、未阅、催办、更正、撤回、停发、定时;写法发:菜单 传达",
)

get_driver().on_startup(service.plan_unplanned)

__all__ = ["commands", "jobs"]
