"""More faults of reliability.md: the account, the socket, the history, the allowances."""

import pytest

from plugins.gateway import accounts, call, chats, directory, pacing
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import reach
from plugins.gateway.outbox.domain import State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import Segment, text
from plugins.sandbox import faults
from plugins.sandbox.dialect import Dialect
from tests.outbox.outlet import Outlet, connected

SEND, HISTORY = "send_group_msg", "get_group_msg_history"


class Losses(list[Chat]):
    """Hears which groups are lost."""

    async def target_gone(self, chat: Chat, reason: str) -> None:
        self.append(chat)


@pytest.fixture
def losses(monkeypatch: pytest.MonkeyPatch) -> Losses:
    heard = Losses()
    monkeypatch.setattr(directory, "_target_events", [heard])
    return heard


async def test_fault_3_removed_from_the_group_is_rejected_and_told_once(outlet: Outlet, losses: Losses):
    outlet.endpoint.faults.next(SEND, faults.Refused(110), times=None)
    await outlet.says("一")
    await outlet.says("二")
    await outlet.becomes("一", State.REJECTED)
    await outlet.becomes("二", State.REJECTED)
    reach.refresh(str(outlet.bot))  # the list still names the group
    await reach.known(str(outlet.bot), within=5)
    await outlet.says("三")
    await outlet.becomes("三", State.REJECTED)
    assert losses == [chats.group(outlet.ward)]


async def test_fault_5_offline_pauses_the_account_and_loses_nothing(unconnected: Outlet):
    async with connected(unconnected, heartbeat=0.2) as outlet:
        outlet.world.account(outlet.bot).online = False  # nothing is reported: the refused send tells
        await outlet.says("通知")
        row = await outlet.becomes("通知", State.HELD)
        assert row.evidence == "refused: offline 1006514"
        alert = await OutboxRow.get(kind="alert")
        assert (alert.chat, str(outlet.bot) in alert.segments) == ("qq:private:900001", True)
        assert accounts.of(str(outlet.bot)).budget(16) == 0
        await outlet.says("另一条", outlet.lab)
        outlet.world.account(outlet.bot).online = True  # the next heartbeat says so
        await outlet.becomes("通知", State.SENT)
        await outlet.becomes("另一条", State.SENT)
        assert (outlet.copies("通知"), outlet.copies("另一条", outlet.lab)) == (1, 1)


async def test_fault_5_every_send_hangs(outlet: Outlet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(call, "API_TIMEOUT", 0.05)
    outlet.endpoint.faults.hang_sends = True
    for number in range(8):
        await outlet.says(f"通知{number}")
    await outlet.shows(lambda: not accounts.of(str(outlet.bot)).budget(16))
    hanging = len(outlet.endpoint.calls_of(SEND))
    assert hanging == pacing.REFUSALS_IN_A_ROW
    outlet.endpoint.faults.clear()
    accounts.of(str(outlet.bot)).breaker.probe_now()
    await outlet.later(seconds=64)
    for number in range(8):
        await outlet.becomes(f"通知{number}", State.SENT)
        assert outlet.copies(f"通知{number}") == 1


@pytest.mark.parametrize("shown", [True, False])
async def test_fault_6_a_socket_cut_in_the_middle_is_doubt_at_once(outlet: Outlet, shown: bool):
    outlet.endpoint.faults.next(SEND, faults.CutDuring(shown=shown))
    await outlet.says("通知")
    row = await outlet.becomes("通知", State.UNCERTAIN)
    assert row.evidence == "socket lost"
    await outlet.endpoint.connected()
    await outlet.later(seconds=64)
    row = await outlet.becomes("通知", State.SENT)
    assert (outlet.copies("通知"), row.attempt) == (1, 1 if shown else 2)


async def test_fault_7_without_a_socket_nothing_is_attempted(outlet: Outlet):
    await outlet.endpoint.disconnect()
    await outlet.shows(lambda: not accounts.connected())
    await outlet.says("通知")
    await outlet.later(seconds=30)
    row = await outlet.row("通知")
    assert (row.state, row.attempt) == (State.QUEUED, 0)
    outlet.endpoint.come_back()
    row = await outlet.becomes("通知", State.SENT)
    assert (row.attempt, outlet.copies("通知")) == (1, 1)


async def test_fault_9_an_answer_after_the_timeout_still_counts(outlet: Outlet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(call, "API_TIMEOUT", 0.05)
    outlet.endpoint.faults.next(SEND, faults.LateAnswer(0.5))
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    row = await outlet.becomes("通知", State.SENT)
    assert (row.evidence, bool(row.message_id), outlet.copies("通知")) == ("answer (late)", True, 1)


async def test_fault_11_without_a_history_a_person_decides(outlet: Outlet):
    outlet.endpoint.faults.history.off = True
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=64)
    row = await outlet.becomes("通知", State.NEEDS_HUMAN)
    assert (row.evidence, outlet.copies("通知")) == ("history not offered", 0)


@pytest.mark.parametrize("dialect", [Dialect.NAPCAT, Dialect.LLONEBOT])
async def test_fault_11_a_gap_is_no_proof_of_absence(unconnected: Outlet, dialect: Dialect):
    async with connected(unconnected, dialect=dialect) as outlet:
        outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
        await outlet.says("通知")
        await outlet.becomes("通知", State.UNCERTAIN)
        outlet.chatter()
        last = outlet.world.history(outlet.world.group(outlet.ward).chat)[-1].seq
        outlet.endpoint.faults.history.gap(outlet.world.group(outlet.ward).chat, range(last - 1, last))
        row = await outlet.becomes_in_time("通知", State.NEEDS_HUMAN, minutes=2)
        assert (row.evidence, outlet.copies("通知")) == ("gap", 1)


async def test_fault_13_an_id_that_named_another_message_before_is_found_all_the_same(outlet: Outlet):
    earlier = len(outlet.world.truth.messages())
    await outlet.says("通知一")
    first = await outlet.becomes("通知一", State.SENT)
    await outlet.later(seconds=30)
    outlet.world.restart_ids()
    for _ in range(earlier):
        outlet.chatter()
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
    await outlet.says("通知二")
    await outlet.becomes("通知二", State.UNCERTAIN)
    await outlet.later(seconds=4)
    second = await outlet.becomes("通知二", State.SENT)
    assert (second.message_id, second.evidence, outlet.copies("通知二")) == (first.message_id, "history", 1)


@pytest.mark.parametrize("wrong_way", [False, True])
async def test_fault_11_a_busy_chat_is_paged_back_and_a_wrong_way_stops(outlet: Outlet, wrong_way: bool):
    outlet.endpoint.faults.history.wrong_way = wrong_way
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    for _ in range(120):
        outlet.chatter()
    await outlet.later(seconds=4)
    if wrong_way:
        row = await outlet.becomes_in_time("通知", State.NEEDS_HUMAN, minutes=2)
        assert row.evidence == "gap"
    else:
        await outlet.becomes("通知", State.SENT)
    assert outlet.copies("通知") == 1


async def test_fault_15_without_an_everyone_left_it_goes_out_plain(outlet: Outlet):
    outlet.world.use_up_at_all(outlet.ward)
    await outlet.says("通知", segments=[Segment("at", {"qq": "all"}), text("通知")])
    await outlet.becomes("通知", State.SENT)
    shown = outlet.world.truth.messages(sender=outlet.bot, containing="通知")
    assert [[s["type"] for s in message.segments] for message in shown] == [["text"]]


async def test_an_everyone_is_never_repeated_by_the_program(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown())
    await outlet.says("通知", segments=[Segment("at", {"qq": "all"}), text("通知")])
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=64)
    await outlet.becomes("通知", State.NEEDS_HUMAN)
    assert len(outlet.endpoint.calls_of(SEND)) == 1


async def test_fault_17_a_burst_of_refusals_slows_down_and_loses_nothing(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pacing, "FIRST_PAUSE", 0.2)
    outlet.endpoint.faults.next(SEND, faults.Refused(299, "发送过于频繁"), times=8)
    for number in range(12):
        await outlet.says(f"通知{number:02}", (outlet.ward, outlet.lab)[number % 2])
    await outlet.becomes_in_time("通知11", State.SENT, minutes=15)
    for number in range(12):
        await outlet.becomes(f"通知{number:02}", State.SENT)
        assert outlet.copies(f"通知{number:02}", (outlet.ward, outlet.lab)[number % 2]) == 1
    assert await OutboxRow.filter(kind="alert").count() == 1


async def test_an_echo_of_our_own_is_proof(unconnected: Outlet):
    async with connected(unconnected, echo_sent=True) as outlet:
        outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
        await outlet.says("通知")
        row = await outlet.becomes("通知", State.SENT)
        assert (bool(row.message_id), outlet.copies("通知"), outlet.endpoint.calls_of(HISTORY)) == (True, 1, [])
