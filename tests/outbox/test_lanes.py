"""What goes first, also when rows are claimed ahead; and what happens to rows that were claimed in vain."""

import asyncio

import pytest

from plugins import storage
from plugins.gateway import accounts, call, chats, outbox
from plugins.gateway.outbox import drain, reach
from plugins.gateway.outbox import sending as outbox_sending
from plugins.gateway.outbox.domain import Lane, State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.outbox.reach import Reach
from plugins.gateway.outcomes import Ok
from plugins.gateway.segments import text
from tests.outbox.builders import saying
from tests.outbox.line import BULK, Line, a_thousand_wait
from tests.outbox.outlet import Outlet


@pytest.fixture
def line(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line().take_over(monkeypatch)


async def an_incident() -> None:
    urgent = saying("urgent", chats.group(6_000_000), [text("突发")], lane=Lane.URGENT)
    await storage.write(lambda tx: outbox.enqueue_all(tx, [urgent]))


async def test_an_incident_goes_before_every_bulk_row_that_has_not_begun_though_some_are_claimed(line: Line):
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    assert await OutboxRow.filter(state=State.SENDING).count() > drain.CONCURRENCY
    await an_incident()
    line.open.set()
    await line.begins(drain.CONCURRENCY + 20)
    assert line.begun.index("突发") == drain.CONCURRENCY


async def test_nothing_else_begins_while_what_is_urgent_is_fetched(line: Line, monkeypatch: pytest.MonkeyPatch):
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    fetched, claim = asyncio.Event(), drain.Drain._claim

    async def slowly(self: drain.Drain, self_id: str, most: int, where: Reach | None, least: Lane = Lane.BULK):
        if least is Lane.URGENT:
            await fetched.wait()
        return await claim(self, self_id, most, where, least)

    monkeypatch.setattr(drain.Drain, "_claim", slowly)
    await an_incident()
    line.open.set()
    try:
        await line.is_over()
        assert len(line.begun) == drain.CONCURRENCY
    finally:
        fetched.set()
    await line.begins(drain.CONCURRENCY + 20)
    assert line.begun[drain.CONCURRENCY] == "突发"


async def test_an_alert_with_a_picture_does_not_wait_behind_pictures_that_wait_for_each_other(line: Line):
    async def work(tx: storage.Transaction) -> None:
        picture = await outbox.blobs.keep(tx, b"picture", name="a.png", kind="image")
        bulk = [
            saying(f"{n}", chats.group(5_000_000 + n), [text("汇总"), picture], lane=Lane.BULK, ref="bulk")
            for n in range(8)
        ]
        await outbox.enqueue_all(tx, bulk)

    async def alert(tx: storage.Transaction) -> None:
        picture = await outbox.blobs.keep(tx, b"smoke", name="b.png", kind="image")
        said = saying("alert", chats.private("6000001"), [text("突发"), picture], lane=Lane.ALERT)
        await outbox.enqueue_all(tx, [said])

    await storage.write(work)
    await line.begins(4)
    await storage.write(alert)
    try:
        await line.begins(5)
    finally:
        line.open.set()
    assert line.begun[4] == "突发"


async def test_an_alert_does_not_wait_for_the_list_of_friends(
    line: Line, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    answered = asyncio.Event()

    async def silent(self_id: str, action: str, /, **params: object) -> Ok:
        await answered.wait()
        return Ok([])

    monkeypatch.setattr(call, "call", silent)
    monkeypatch.delitem(reach._fetched, str(outlet.bot), raising=False)
    reach.refresh(str(outlet.bot))
    said = saying("alert", chats.private("6000001"), [text("突发")], lane=Lane.ALERT)
    await storage.write(lambda tx: outbox.enqueue_all(tx, [said]))
    try:
        async with asyncio.timeout(outbox_sending.ASK_FOR / 2):
            await line.begins(1)
    finally:
        answered.set()
        line.open.set()


async def test_an_incident_goes_next_at_a_slow_pace_too(line: Line, outlet: Outlet):
    line.open.set()
    accounts.of(str(outlet.bot)).pacer.interval = 0.05
    await a_thousand_wait()
    await line.begins(8)
    await an_incident()
    begun = len(line.begun)
    await line.begins(begun + 3)
    assert "突发" in line.begun[begun : begun + 2]  # one may have been claimed in the very moment


async def test_what_was_claimed_ahead_is_given_back_uncounted_at_stop(line: Line):
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    line.open.set()
    await outbox.stop_drain()
    begun = len(line.begun)
    assert await OutboxRow.filter(state=State.SENT).count() == begun
    assert await OutboxRow.filter(state=State.QUEUED, attempt=0).count() == BULK - begun
    await outbox.start()
    await line.begins(begun + 40)
    assert await OutboxRow.filter(state=State.UNCERTAIN).count() == 0


async def test_what_was_claimed_ahead_is_given_back_when_the_account_is_gone(line: Line, outlet: Outlet):
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    await outlet.endpoint.disconnect()
    async with asyncio.timeout(10):
        while await OutboxRow.filter(state=State.SENDING).count() > drain.CONCURRENCY:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.01)
    line.open.set()
    assert len(line.begun) == drain.CONCURRENCY
    assert await OutboxRow.filter(state=State.QUEUED, attempt=0).count() == BULK - drain.CONCURRENCY


async def a_notice_is_claimed_among_them_and_stopped(line: Line) -> None:
    sayings = [
        saying(
            f"{n}", chats.group(5_000_000 + n), [text("通知" if n == 40 else "汇总")], ref="40" if n == 40 else "bulk"
        )
        for n in range(60)
    ]
    await storage.write(lambda tx: outbox.enqueue_all(tx, sayings))
    await line.begins(drain.CONCURRENCY)
    stopped = await storage.write(lambda tx: outbox.stop(tx, "40"))
    assert stopped.recalled_later == 1


async def test_what_was_claimed_ahead_and_stopped_does_not_go(line: Line):
    await a_notice_is_claimed_among_them_and_stopped(line)
    line.open.set()
    async with asyncio.timeout(10):
        while await OutboxRow.filter(state=State.SENT).count() < 59:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
    assert "通知" not in line.begun
    assert (await OutboxRow.get(ref="40")).state is State.CANCELLED


async def test_what_was_stopped_and_is_given_back_does_not_go_later(line: Line, outlet: Outlet):
    await a_notice_is_claimed_among_them_and_stopped(line)
    await outlet.endpoint.disconnect()
    async with asyncio.timeout(10):
        while (await OutboxRow.get(ref="40")).state is not State.CANCELLED:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
    line.open.set()
    assert "通知" not in line.begun
