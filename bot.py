"""The door: settings, adapters, plugins."""

from typing import Any

import nonebot
from nonebot.adapters.onebot.v11 import Adapter

PLUGINS = ("plugins.storage", "plugins.gateway", "plugins.org", "plugins.relay", "plugins.guide")


class PluginsMissing(Exception):
    """Not every named plugin could be loaded; the log says why."""


def load(**settings: Any) -> None:  # NoneBot's settings are of any type
    """Initialises NoneBot and loads exactly PLUGINS. Raises PluginsMissing otherwise."""
    nonebot.init(**settings)
    nonebot.get_driver().register_adapter(Adapter)
    nonebot.load_all_plugins(list(PLUGINS), [])
    loaded = {plugin.module_name for plugin in nonebot.get_loaded_plugins()}
    if loaded != set(PLUGINS):
        raise PluginsMissing(", ".join(sorted(loaded.symmetric_difference(PLUGINS))))
