"""What is claimed ahead of its send: how much, for how long, and that it costs nobody a message or another one's turn."""

import asyncio
from collections.abc import Iterator

import pytest

from plugins import storage
from plugins.gateway import accounts, chats, outbox
from plugins.gateway.outbox import blobs, drain, rows, sending
from plugins.gateway.outbox.domain import GRACE, Lane, State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import text
from plugins.sandbox import faults
from plugins.sandbox.endpoint import Endpoint
from plugins.storage import Transaction, clock
from plugins.storage.errors import WriteFailed
from tests.outbox.builders import saying
from tests.outbox.line import BULK, Line, a_thousand_wait
from tests.outbox.outlet import Outlet, connected

SEND = "send_group_msg"
WAITING_MOST = drain.REFILL_AT + drain.AHEAD


@pytest.fixture
def line(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    line = Line().take_over(monkeypatch)
    yield line
    line.open.set()  # the drain waits for what is under way when it stops


async def claimed(lane: Lane = Lane.BULK) -> int:
    return await OutboxRow.filter(state=State.SENDING, lane=lane).count()


async def are_claimed(least: int, lane: Lane = Lane.BULK) -> None:
    async with asyncio.timeout(10):
        while await claimed(lane) < least:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)


async def an_incident(n: int) -> None:
    urgent = saying(f"urgent {n}", chats.group(6_000_000 + n), [text("突发")], lane=Lane.URGENT)
    await storage.write(lambda tx: outbox.enqueue_all(tx, [urgent]))


async def test_where_sends_take_long_hardly_anything_is_claimed_ahead(line: Line, outlet: Outlet):
    accounts.of(str(outlet.bot)).takes = 16.0  # as measured by its last sends
    await a_thousand_wait()
    await line.begins(drain.CONCURRENCY)
    await an_incident(1)  # once it is claimed the drain has been round again
    await are_claimed(1, Lane.URGENT)
    assert await claimed() <= drain.CONCURRENCY + 4


async def test_how_long_sends_take_is_measured(line: Line, outlet: Outlet):
    line.open.set()
    await a_thousand_wait()
    await line.begins(BULK)
    assert 0.02 <= accounts.of(str(outlet.bot)).takes < 1


async def test_what_waited_too_long_to_begin_is_given_back_uncounted_and_goes_later_once(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    line = Line(lambda chat, said: chat.id).take_over(monkeypatch)
    await a_thousand_wait()
    await are_claimed(drain.CONCURRENCY + 1)
    await outlet.later(seconds=11)
    line.open.set()
    async with asyncio.timeout(20):
        while await OutboxRow.filter(state=State.SENT).count() < BULK:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
    assert len(set(line.begun)) == len(line.begun) == BULK
    assert await OutboxRow.exclude(attempt=1).count() == 0


async def test_one_incident_after_the_other_claims_nothing_else(line: Line):
    await a_thousand_wait()
    await are_claimed(WAITING_MOST)
    for n in range(3):
        await an_incident(n)
        await are_claimed(n + 1, Lane.URGENT)
    assert await claimed() == WAITING_MOST


async def test_what_could_not_be_given_back_is_given_back_once_it_can(
    line: Line, outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    await a_thousand_wait()
    await are_claimed(drain.CONCURRENCY + 1)
    give_back, tried = rows.give_back, asyncio.Event()

    async def fails(*_: object) -> None:
        tried.set()
        raise WriteFailed

    monkeypatch.setattr(rows, "give_back", fails)
    await outlet.endpoint.disconnect()
    await asyncio.wait_for(tried.wait(), 10)
    monkeypatch.setattr(rows, "give_back", give_back)
    async with asyncio.timeout(10):
        while await claimed() > drain.CONCURRENCY:
            outbox.wake()
            await asyncio.sleep(0.01)
    assert await OutboxRow.filter(state=State.UNCERTAIN).count() == 0


async def test_an_account_whose_sends_hang_does_not_hold_up_another(unconnected: Outlet):
    outlet = unconnected
    second, its_group = outlet.bot + 50, outlet.ward + 50
    outlet.world.add_account(second, "二号", bot=True)
    outlet.world.add_group(its_group, "二号的群", owner=outlet.head, members=[second])
    firsts = range(outlet.ward + 100, outlet.ward + 100 + 2 * drain.CONCURRENCY)
    for group in firsts:
        outlet.world.add_group(group, str(group), owner=outlet.head, members=[outlet.bot])
    async with (
        connected(outlet),
        Endpoint(outlet.world, self_id=second, url=outlet.endpoint.url, reconnect=0.05) as other,
    ):
        await other.connected()
        outlet.endpoint.faults.next(SEND, faults.Unanswered(), times=None)
        for group in firsts:
            await outlet.says(f"给一号 {group}", group)
        await outlet.shows(lambda: len(outlet.endpoint.calls_of(SEND)) >= drain.CONCURRENCY // 2)
        await outlet.says("给二号", its_group)
        await outlet.becomes("给二号", State.SENT)
        outlet.endpoint.cut()


async def test_a_picture_that_waited_for_others_beyond_its_lease_comes_once(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    carrying = asyncio.Semaphore(0)
    monkeypatch.setattr(sending, "_carrying", carrying)

    async def work(tx: Transaction) -> None:
        picture = await blobs.keep(tx, b"\x89PNG\r\n\x1a\n" + bytes(100), name="a.png", kind="image")
        await outbox.enqueue(
            tx, chat=chats.group(outlet.ward), segments=[text("看图"), picture], key="k", kind="test", ref="看图"
        )

    await storage.write(work)
    await outlet.becomes("看图", State.SENDING)
    await outlet.later(seconds=76)
    await storage.write(lambda tx: rows.give_up_leases(tx, clock.now()))  # as another process does
    async with asyncio.timeout(10):
        while (await outlet.row("看图")).attempt < 2:  # its absence is shown, it is taken again
            outbox.wake()
            await asyncio.sleep(0.01)
    carrying.release()
    carrying.release()
    await outlet.becomes("看图", State.SENT)
    await outlet.shows(lambda: not sending.unsettled(chats.group(outlet.ward)))
    assert outlet.copies("看图") == 1


async def test_the_grace_begins_with_the_call_however_long_the_row_had_waited(outlet: Outlet):
    asked, go_on = asyncio.Event(), asyncio.Event()

    async def slow_quota(self_id: str, row: object) -> bool:
        asked.set()
        await go_on.wait()
        return True

    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "_may_address_everyone", slow_quota)
        patch.setattr(sending.content, "is_for_everyone", lambda frozen: True)
        await outlet.says("通知")
        await asked.wait()
        await outlet.later(seconds=25)
        go_on.set()
        await outlet.becomes("通知", State.UNCERTAIN)
    await outlet.later(seconds=GRACE.total_seconds() - 10)
    looks = len(outlet.endpoint.calls_of("get_group_msg_history"))
    await outlet.shows(lambda: len(outlet.endpoint.calls_of("get_group_msg_history")) > looks)
    row = await outlet.row("通知")
    assert row.state is State.UNCERTAIN
    assert row.repeated is False
    await outlet.later(seconds=15)
    await outlet.becomes_in_time("通知", State.SENT, seconds=5)
    assert outlet.copies("通知") == 1
