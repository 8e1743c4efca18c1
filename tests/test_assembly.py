import nonebot
import pytest

from plugins import assembly


def test_exactly_the_named_plugins_are_loaded():
    names = (*assembly.ALWAYS, *assembly.CAPABILITIES, *assembly.ACROSS)
    assert {plugin.module_name for plugin in nonebot.get_loaded_plugins()} == {f"plugins.{name}" for name in names}


@pytest.mark.parametrize("value", ["relay,nonsense", 7, ["nonsense"]])
def test_an_unknown_capability_is_refused_in_one_line(value: object, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as refused:
        assembly.wanted(value)
    assert refused.value.code == assembly.REFUSED
    assert "CAPABILITIES" in capsys.readouterr().err


def test_capabilities_can_be_left_out():
    assert "plugins.relay" not in assembly.wanted("")
    assert "plugins.relay" in assembly.wanted("relay")
