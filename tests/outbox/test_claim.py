"""What may be sent next: order inside a chat, lanes, parts, reach, leases. On both databases."""

import asyncio
from datetime import timedelta

import pytest

from plugins import storage
from plugins.gateway import chats, outbox
from plugins.gateway.outbox import lifts, marks, rows
from plugins.gateway.outbox.domain import LEASE, Lane, State
from plugins.gateway.outbox.marks import Result
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.outcomes import Ok, Reason, Refused, Unknown
from plugins.storage import clock
from tests.outbox.builders import LAB, WARD, claim, said, say, state_of

pytestmark = pytest.mark.usefixtures("database")


async def done(row: rows.Claimed, outcome: object = None) -> None:
    outcome = outcome or Ok({"message_id": 1000 + row.id})
    await marks.record(Result(row.id, row.attempt, outcome, clock.now()))  # type: ignore[arg-type]  # any outcome


async def test_the_same_key_is_one_row_a_chat():
    for _ in range(2):
        await say("通知", key="directive:12")
        await say("通知", LAB, key="directive:12")
    assert [d.chat for d in await outbox.states("test:1")] == [WARD, LAB]


async def test_a_row_that_was_not_kept_is_never_sent():
    async def work(tx: storage.Transaction) -> None:
        await outbox.enqueue(tx, key="k", chat=WARD, segments=[], kind="test", ref="r")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await storage.write(work)
    assert await claim() == []


async def test_one_at_a_time_and_in_order_inside_a_chat():
    for sentence in ("一", "二"):
        await say(sentence)
        await say(sentence, LAB)
    first = await claim()
    assert said(first) == ["一", "一"]
    assert await claim() == []
    await done(first[0])
    assert said(await claim()) == ["二"]


async def test_an_incident_goes_before_everything_and_waits_for_nothing():
    await say("汇总", lane=Lane.BULK)
    await say("通知")
    held = (await claim(most=1))[0]
    assert said([held]) == ["通知"]
    await done(held, Refused(Reason.MUTED, 120))
    await say("突发", lane=Lane.URGENT)
    assert said(await claim()) == ["突发", "汇总"]


async def test_what_is_for_tomorrow_waits_and_blocks_nobody():
    await say("明天", not_before=clock.now() + timedelta(days=1))
    await say("今天")
    assert said(await claim()) == ["今天"]
    assert await state_of("明天") is State.QUEUED


async def test_a_held_row_holds_its_chat_and_no_other():
    await say("一")
    await say("二")
    await say("别处", LAB)
    taken = await claim()
    await done(taken[0], Refused(Reason.MUTED, 120))
    assert said(taken) == ["一", "别处"]
    assert await claim() == []
    await storage.write(lambda tx: lifts.queue_again(tx, clock.now(), chat=WARD.key))
    assert said(await claim()) == ["一"]


async def test_a_doubtful_part_holds_back_its_own_message_only():
    await say("上", key="long", part=1, parts=2)
    await say("下", key="long", part=2, parts=2)
    await say("另一条")
    first = await claim()
    assert said(first) == ["上"]
    await done(first[0], Unknown("no answer"))
    assert said(await claim()) == ["另一条"]


async def test_the_next_part_follows_the_one_before_it():
    await say("上", key="long", part=1, parts=2)
    await say("下", key="long", part=2, parts=2)
    await say("另一条")
    await done((await claim())[0])
    assert said(await claim()) == ["下"]


async def test_the_rest_of_a_refused_message_is_given_up_with_it():
    await say("上", key="long", part=1, parts=2)
    await say("下", key="long", part=2, parts=2)
    await done((await claim())[0], Refused(Reason.REMOVED, 110))
    assert [d.state for d in await outbox.states("test:1")] == [State.REJECTED, State.REJECTED]


async def test_an_account_takes_only_what_it_reaches():
    await say("一")
    await say("二", LAB)
    await say("私", chats.private("20001"))
    assert said(await claim(reach=rows.Reach.of([LAB.id], ["20001"]))) == ["二", "私"]
    assert said(await claim(reach=rows.Reach.of())) == []
    assert said(await claim(reach=None)) == ["一"]


async def test_what_has_expired_is_not_sent():
    await say("旧", expires_at=clock.now() - timedelta(seconds=1))
    assert await claim() == []
    assert await storage.write(lambda tx: rows.expire(tx, clock.now())) == 1
    assert await state_of("旧") is State.EXPIRED


async def test_two_processes_never_claim_the_same_row():
    for number in range(40):
        await say("通知", chats.group(str(number)))
    takes = await asyncio.gather(*(claim(f"process {n % 2}", most=3) for n in range(20)))
    ids = [row.id for taken in takes for row in taken]
    assert len(ids) == len(set(ids)) == 40
    assert await OutboxRow.filter(state=State.SENDING, attempt=1).count() == 40


async def test_a_lease_of_a_dead_process_ends_in_doubt_not_in_a_second_copy():
    await say("一")
    await claim("dead")
    now = clock.now()
    assert await storage.write(lambda tx: rows.give_up_leases(tx, now)) == []
    assert await storage.write(lambda tx: rows.give_up_leases(tx, now + LEASE)) == [WARD.key]
    assert await state_of("一") is State.UNCERTAIN
    assert await claim("other") == []


async def test_stopping_cancels_what_waits_and_remembers_what_is_out():
    await say("一", ref="d")
    await say("二", LAB, ref="d")
    await say("三", chats.group("3"), ref="d")
    first, second = await claim(most=2)
    await done(first)
    stopped = await storage.write(lambda tx: outbox.stop(tx, "d"))
    assert (stopped.cancelled, stopped.recalled_later, stopped.already_sent) == (1, 1, 1)
    await done(second, Unknown("no answer"))
    await done(second, Ok({"message_id": 7}))
    row = await OutboxRow.get(id=second.id)
    assert (row.state, row.recall, row.due_at is not None) == (State.SENT, "wanted", True)
