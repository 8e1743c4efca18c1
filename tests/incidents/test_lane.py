"""With a thousand bulk rows waiting and one account, every officer hears of an incident before any further bulk row."""

import asyncio
from typing import Any

import pytest

from plugins import storage
from plugins.gateway import accounts, call, chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.outbox import drain
from plugins.gateway.outbox.domain import Lane
from plugins.gateway.outcomes import Ok, Outcome
from plugins.gateway.request import Origin
from plugins.gateway.segments import text
from plugins.incidents import service
from plugins.storage import clock
from tests.outbox.builders import saying
from tests.outbox.conftest import outlet, unconnected
from tests.outbox.outlet import Outlet
from tests.support.roster import given_roster

__all__ = ["outlet", "unconnected"]

BULK = 1000
OFFICERS = 7
NURSE = "20099"


class Line:
    """Stands in for the chat service: every send waits until the line is open, and is noted when it begins."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.open = asyncio.Event()

    async def call(self, self_id: str, action: str, /, **params: Any) -> Outcome:  # JSON of the action
        return Ok([])

    async def say(self, self_id: str, chat: Chat, message: str, late: object) -> Outcome:
        self.begun.append("bulk" if chat.is_group else chat.id)
        await self.open.wait()
        return Ok({"message_id": len(self.begun)})

    async def begins(self, count: int) -> None:
        async with asyncio.timeout(20):
            while len(self.begun) < count:  # noqa: ASYNC110 - a send has no event
                await asyncio.sleep(0.005)


async def a_branch() -> None:
    heads = [f"干部{place},院党委/内科党支部,正式党员,委员,{30000 + place},H{place}," for place in range(OFFICERS - 1)]
    await given_roster(
        "周院长,院党委,正式党员,书记,30099,Z1,", *heads, f"钱护士,院党委/内科党支部,正式党员,,{NURSE},N1,"
    )


async def a_thousand_wait() -> None:
    sayings = [
        saying(f"bulk {n}", chats.group(5_000_000 + n), [text("汇总")], lane=Lane.BULK, ref="bulk") for n in range(BULK)
    ]
    await storage.write(lambda tx: outbox.enqueue_all(tx, sayings))


async def reported() -> int:
    actor = await directory().actor(NURSE)
    now = clock.now()
    origin = Origin("90000", f"qq:private:{NURSE}", f"1@{int(now.timestamp())}")
    unit = await service.unit_for(actor, None)
    report = service.Report(actor, unit, chats.private(NURSE), origin, now, now, "三楼停电", "")
    return (await service.file(report)).number


@pytest.fixture
def line(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setattr(call, "call", line.call)
    monkeypatch.setattr(call, "say", line.say)
    return line


async def test_all_officers_come_before_every_bulk_row_that_has_not_begun(line: Line):
    await a_branch()
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    number = await reported()
    line.open.set()
    reached = await service.wait(number, clock.now())
    assert (reached.sent, reached.pending, reached.unreached) == (OFFICERS, (), ())
    next_ones = line.begun[drain.CONCURRENCY : drain.CONCURRENCY + OFFICERS]
    assert sorted(next_ones) == sorted([*(str(30000 + place) for place in range(OFFICERS - 1)), "30099"])


async def test_at_a_pace_too(line: Line, outlet: Outlet):
    line.open.set()
    await a_branch()
    accounts.of(str(outlet.bot)).pacer.interval = 0.05
    await a_thousand_wait()
    await line.begins(8)
    number = await reported()
    begun = len(line.begun)
    reached = await service.wait(number, clock.now())
    assert reached.sent == OFFICERS
    after = line.begun[begun:]
    last = max(place for place, who in enumerate(after) if who != "bulk")
    assert after[: last + 1].count("bulk") <= 1  # one may have been claimed in the very moment
