"""The faults of reliability.md, over a real WebSocket; the truth log of the simulated service decides."""

from plugins.gateway import chats, outbox
from plugins.gateway.outbox.domain import State
from plugins.sandbox import faults
from plugins.sandbox.model import group_chat
from tests.outbox.outlet import Outlet

SEND = "send_group_msg"


async def test_a_message_goes_out_once_and_stands_for_its_number(outlet: Outlet):
    await outlet.says("通知 #12", number=12)
    row = await outlet.becomes("通知 #12", State.SENT)
    assert outlet.copies("通知 #12") == 1
    assert await outbox.number_of(chats.group(outlet.ward), str(row.message_id)) == 12
    assert outlet.endpoint.violations == []


async def test_fault_1_timeout_but_shown_is_found_in_the_history(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=4)
    row = await outlet.becomes("通知", State.SENT)
    assert (outlet.copies("通知"), row.evidence, row.attempt) == (1, "history", 1)


async def test_fault_2_timeout_and_absent_is_repeated_once_after_the_grace(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown(), times=2)
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=4)
    await outlet.shows(lambda: len(outlet.endpoint.calls_of("get_group_msg_history")) == 1)
    assert (await outlet.row("通知")).state is State.UNCERTAIN
    await outlet.later(seconds=60)
    await outlet.shows(lambda: len(outlet.endpoint.calls_of(SEND)) == 2)
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=64)
    row = await outlet.becomes("通知", State.NEEDS_HUMAN)
    assert (row.repeated, len(outlet.endpoint.calls_of(SEND)), outlet.copies("通知")) == (True, 2, 0)


async def test_fault_2_the_one_repeat_arrives(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=64)
    await outlet.becomes("通知", State.SENT)
    assert outlet.copies("通知") == 1


async def test_fault_4_a_mute_holds_the_group_until_it_is_lifted(outlet: Outlet):
    outlet.world.mute_all(outlet.ward, True, operator=outlet.head)
    outlet.world.member(outlet.ward, outlet.bot).role = type(outlet.world.member(outlet.ward, outlet.bot).role).MEMBER
    await outlet.says("通知")
    await outlet.becomes("通知", State.HELD)
    await outlet.says("别处", outlet.lab)
    await outlet.becomes("别处", State.SENT)
    outlet.world.mute_all(outlet.ward, False, operator=outlet.head)
    await outlet.becomes("通知", State.SENT)
    assert outlet.copies("通知") == 1


async def test_fault_10_a_failed_send_in_the_history_is_not_taken_as_sent(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.ShownAsFailed())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=4)
    await outlet.shows(lambda: outlet.endpoint.calls_of("get_group_msg_history"))
    await outlet.later(seconds=64)
    await outlet.becomes("通知", State.SENT)
    assert outlet.world.truth.count(group_chat(outlet.ward), containing="通知") == 1
