"""What waited is asked about once more before it is sent."""

import pytest

from plugins.gateway.chats import Chat
from plugins.gateway.outbox import wishes
from plugins.gateway.outbox.domain import State
from tests.outbox.outlet import Outlet


@pytest.mark.parametrize(("wanted", "state"), [(True, State.SENT), (False, State.CANCELLED)])
async def test_what_is_not_wanted_any_more_is_not_sent(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch, wanted: bool, state: State
):
    async def wish(chat: Chat, ref: str) -> bool:
        return wanted

    monkeypatch.setattr(wishes, "_wishes", {"": wish})
    await outlet.says("通知")
    await outlet.becomes("通知", state)
    assert outlet.copies("通知") == wanted


async def test_when_the_answer_cannot_be_had_it_is_sent(outlet: Outlet, monkeypatch: pytest.MonkeyPatch):
    async def wish(chat: Chat, ref: str) -> bool:
        raise RuntimeError

    monkeypatch.setattr(wishes, "_wishes", {"": wish})
    await outlet.says("通知")
    await outlet.becomes("通知", State.SENT)


def test_a_prefix_is_asked_about_by_one():
    with pytest.raises(ValueError, match="remind:"):
        wishes.asks_before("remind:", wishes.still_wanted)  # type: ignore[arg-type]  # never asked
