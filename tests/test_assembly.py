import nonebot

import bot


def test_exactly_the_named_plugins_are_loaded():
    assert {plugin.module_name for plugin in nonebot.get_loaded_plugins()} == set(bot.PLUGINS)
