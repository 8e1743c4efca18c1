import nonebot
import pytest

import bot


def test_exactly_the_named_plugins_are_loaded():
    names = (*bot.ALWAYS, *bot.CAPABILITIES, *bot.ACROSS)
    assert {plugin.module_name for plugin in nonebot.get_loaded_plugins()} == {f"plugins.{name}" for name in names}


@pytest.mark.parametrize("value", ["relay,nonsense", 7, ["nonsense"]])
def test_an_unknown_capability_is_refused_in_one_line(value: object, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as refused:
        bot._wanted(value)
    assert refused.value.code == bot.REFUSED
    assert "CAPABILITIES" in capsys.readouterr().err


def test_capabilities_can_be_left_out():
    assert "plugins.relay" not in bot._wanted("")
    assert "plugins.relay" in bot._wanted("relay")
