"""With a thousand rows waiting and one account, every officer hears of an incident before any further row: also when what
waits is news of another incident."""

import pytest

from plugins.gateway import accounts, chats
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.outbox import drain
from plugins.gateway.outbox.domain import Lane
from plugins.gateway.request import Origin
from plugins.incidents import service
from plugins.storage import clock
from tests.outbox.conftest import outlet, unconnected
from tests.outbox.line import Line, a_thousand_wait
from tests.outbox.outlet import Outlet
from tests.support.roster import given_roster

__all__ = ["outlet", "unconnected"]

OFFICERS = 7
NURSE = "20099"


def by_who(chat: Chat, said: str) -> str:
    """An officer by their account; what groups are told is bulk."""
    return "bulk" if chat.is_group else chat.id


async def a_branch() -> None:
    heads = [f"干部{place},院党委/内科党支部,正式党员,委员,{30000 + place},H{place}," for place in range(OFFICERS - 1)]
    await given_roster(
        "周院长,院党委,正式党员,书记,30099,Z1,", *heads, f"钱护士,院党委/内科党支部,正式党员,,{NURSE},N1,"
    )


async def reported() -> int:
    actor = await directory().actor(NURSE)
    now = clock.now()
    origin = Origin("90000", f"qq:private:{NURSE}", f"1@{int(now.timestamp())}")
    unit = await service.unit_for(actor, None)
    report = service.Report(actor, unit, chats.private(NURSE), origin, now, now, "三楼停电", "")
    return (await service.file(report)).number


@pytest.fixture
def line(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(by_who).take_over(monkeypatch)


@pytest.mark.parametrize("lane", [Lane.BULK, Lane.URGENT])
async def test_all_officers_come_before_every_bulk_row_that_has_not_begun(line: Line, lane: Lane):
    await a_branch()
    await a_thousand_wait(lane)
    await line.begins(drain.CONCURRENCY)
    number = await reported()
    line.open.set()
    reached = await service.wait(number, clock.now())
    assert (reached.sent, reached.pending, reached.unreached) == (OFFICERS, (), ())
    next_ones = line.begun[drain.CONCURRENCY : drain.CONCURRENCY + OFFICERS]
    assert sorted(next_ones) == sorted([*(str(30000 + place) for place in range(OFFICERS - 1)), "30099"])


@pytest.mark.parametrize("lane", [Lane.BULK, Lane.URGENT])
async def test_at_a_pace_too(line: Line, outlet: Outlet, lane: Lane):
    line.open.set()
    await a_branch()
    accounts.of(str(outlet.bot)).pacer.interval = 0.05
    await a_thousand_wait(lane)
    await line.begins(8)
    number = await reported()
    begun = len(line.begun)
    reached = await service.wait(number, clock.now())
    assert reached.sent == OFFICERS
    after = line.begun[begun:]
    last = max(place for place, who in enumerate(after) if who != "bulk")
    assert after[: last + 1].count("bulk") <= 1  # one may have been claimed in the very moment
