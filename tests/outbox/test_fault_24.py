"""Fault 24 for what is to be sent: the clock jumps an hour while it waits, is under way, or is in doubt."""

import pytest

from plugins.gateway.outbox.domain import State
from plugins.sandbox import faults
from tests.outbox.outlet import Outlet

SEND = "send_group_msg"


@pytest.mark.parametrize("hours", [1, -1])
async def test_fault_24_what_is_in_doubt_when_the_clock_jumps_comes_once(outlet: Outlet, hours: int):
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown())
    await outlet.says("通知")
    await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(hours=hours)
    await outlet.becomes_in_time("通知", State.SENT, minutes=5)
    assert outlet.copies("通知") == 1


@pytest.mark.parametrize("hours", [1, -1])
async def test_fault_24_what_is_held_when_the_clock_jumps_goes_out_once(outlet: Outlet, hours: int):
    outlet.world.mute_all(outlet.ward, True, operator=outlet.head)
    outlet.world.member(outlet.ward, outlet.bot).role = type(outlet.world.member(outlet.ward, outlet.bot).role).MEMBER
    await outlet.says("通知")
    await outlet.becomes("通知", State.HELD)
    await outlet.later(hours=hours)
    outlet.world.mute_all(outlet.ward, False, operator=outlet.head)
    await outlet.becomes_in_time("通知", State.SENT, minutes=5)
    assert outlet.copies("通知") == 1


async def test_fault_24_what_is_under_way_when_the_clock_jumps_is_waited_for(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.LateAnswer(0.5))
    await outlet.says("通知")
    await outlet.shows(lambda: outlet.endpoint.calls_of(SEND))
    await outlet.later(hours=1)
    row = await outlet.becomes("通知", State.SENT)
    assert (row.evidence, row.attempt, outlet.copies("通知")) == ("answer", 1, 1)
    assert outlet.endpoint.calls_of("get_group_msg_history") == []
