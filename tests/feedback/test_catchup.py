"""What is typed about a case while the bot is away is not looked up afterwards: it leaves no mark of who was there when."""

import pytest

from plugins.gateway import registry

APPOINTING = {"设经办", "撤经办"}
"""These name no case and no author."""
WORDS = sorted(one.word for one in registry.commands() if one.handler.__module__.startswith("plugins.feedback."))


def test_there_are_some():
    assert {"匿名意见", "查询", "受理"} <= set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_no_command_on_a_case_is_caught_up_with(word: str):
    entry = registry.find(word)
    assert entry is not None
    assert entry.catchup == (word in APPOINTING)
