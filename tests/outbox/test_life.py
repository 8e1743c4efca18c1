"""The outbox from day to day: private chats, direct answers, restarts, stops, doubts that a person decides."""

import asyncio
from datetime import timedelta

import pytest

from plugins import storage
from plugins.gateway import accounts, call, chats, outbox
from plugins.gateway.outbox import withdraw
from plugins.gateway.outbox.domain import Lane, Recall, State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import text
from plugins.sandbox import faults
from plugins.storage import clock
from plugins.storage.errors import Conflict, NotFound
from tests.outbox.outlet import Outlet, connected

SEND = "send_group_msg"
HARD = "5,000 字:" + "𠮷野家👩‍⚕️\u200b\u202e[CQ:at,qq=all] &amp; &#91;\t\n" * 40


async def _die_while_sending(tx: storage.Transaction) -> None:
    """As if the process had been killed between the answer and its mark."""
    await OutboxRow.all().update(state=State.SENDING, owner="dead", message_id=None, sent_at=None, due_at=clock.now())


async def test_fault_16_hard_text_arrives_as_it_was_written(outlet: Outlet):
    await outlet.says(HARD, ref="hard", key="hard")
    await outlet.becomes("hard", State.SENT)
    assert [m.text for m in outlet.world.truth.messages(sender=outlet.bot)] == [HARD]


async def test_fault_16_hard_text_is_recognised_in_the_history(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
    await outlet.says(HARD, ref="hard", key="hard")
    await outlet.becomes("hard", State.UNCERTAIN)
    await outlet.later(seconds=4)
    row = await outlet.becomes("hard", State.SENT)
    assert row.evidence == "history"


async def test_fault_13_a_reused_id_stands_for_the_newest_message(outlet: Outlet):
    await outlet.says("通知 #12", number=12)
    first = await outlet.becomes("通知 #12", State.SENT)
    outlet.world.restart_ids()
    await outlet.later(hours=1)
    sent = await call.send(chats.group(outlet.ward), [text("好的")])
    assert isinstance(sent, call.Ok)
    reused = first.message_id == sent.message_id
    expected = None if reused else 12
    assert await outbox.number_of(chats.group(outlet.ward), str(first.message_id)) == expected


async def test_fault_13_a_reused_id_stands_for_the_older_message_to_who_spoke_before_the_newer_one(outlet: Outlet):
    ward = chats.group(outlet.ward)
    await outlet.says("通知", number=12)
    first = await outlet.becomes("通知", State.SENT)
    await outlet.later(minutes=1)
    between = clock.now()
    await outlet.later(minutes=1)
    await outlet.says("另一件", number=13)
    second = await outlet.becomes("另一件", State.SENT)

    async def reuse(_: storage.Transaction) -> None:
        await OutboxRow.filter(id=second.id).update(message_id=first.message_id)

    await storage.write(reuse)
    message_id = str(first.message_id)
    assert await outbox.number_then(ward, message_id, between) == 12
    assert await outbox.number_then(ward, message_id, clock.now()) == 13
    assert await outbox.number_then(ward, message_id, between - timedelta(hours=1)) is None


async def test_a_friend_is_told_and_a_stranger_is_not_even_tried(outlet: Outlet):
    outlet.world.make_friends(outlet.bot, outlet.nurse)
    accounts.of(str(outlet.bot)).stale = True
    await outlet.says("提醒", chats.private(outlet.nurse))
    await outlet.says("提醒主任", chats.private(outlet.head))
    await outlet.becomes("提醒", State.SENT)
    row = await outlet.becomes("提醒主任", State.REJECTED)
    assert row.evidence == "refused: stranger"
    assert len(outlet.endpoint.calls_of("send_private_msg")) == 1


async def test_an_incident_is_tried_for_all(outlet: Outlet):
    await outlet.says("突发", chats.private(outlet.head), lane=Lane.URGENT)
    await outlet.becomes("突发", State.UNCERTAIN)
    assert len(outlet.endpoint.calls_of("send_private_msg")) == 1


async def test_a_temporary_session_carries_its_group(outlet: Outlet):
    sent = await call.send(chats.private(outlet.nurse, via=str(outlet.ward)), [text("已私聊")])
    assert isinstance(sent, call.Ok)
    assert outlet.endpoint.calls_of("send_private_msg")[0].params["group_id"] == outlet.ward


async def test_fault_8_what_a_killed_process_had_begun_is_looked_for_at_the_next_start(unconnected: Outlet):
    async with connected(unconnected) as outlet:
        await outlet.says("通知")
        await outlet.becomes("通知", State.SENT)
        await outbox.stop_drain()
        await storage.write(_die_while_sending)
        await outbox.start()
        await outlet.becomes("通知", State.SENT)
        assert outlet.copies("通知") == 1


async def test_a_person_sends_again_or_takes_it_as_sent(outlet: Outlet):
    outlet.endpoint.faults.history.off = True
    outlet.endpoint.faults.next(SEND, faults.TimeoutNotShown(), times=2)
    await outlet.says("一")
    await outlet.says("二", outlet.lab)
    for sentence in ("一", "二"):
        await outlet.becomes_in_time(sentence, State.NEEDS_HUMAN, seconds=70)
    first, second = await outlet.row("一"), await outlet.row("二")
    await storage.write(lambda tx: outbox.resend(tx, first.id))
    await storage.write(lambda tx: outbox.accept(tx, second.id))
    await outlet.becomes("一", State.SENT)
    assert (outlet.copies("一"), outlet.copies("二", outlet.lab)) == (1, 0)
    assert (await outlet.row("二")).state is State.SENT
    with pytest.raises(Conflict):
        await storage.write(lambda tx: outbox.resend(tx, first.id))
    with pytest.raises(NotFound):
        await storage.write(lambda tx: outbox.accept(tx, 999_999))


async def test_what_is_stopped_on_its_way_is_recalled_once_it_is_known(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.LateAnswer(0.3))
    await outlet.says("通知")
    await outlet.shows(lambda: outlet.endpoint.calls_of(SEND))
    stopped = await storage.write(lambda tx: outbox.stop(tx, "通知"))
    assert stopped.recalled_later == 1
    await outlet.becomes("通知", State.SENT)
    await outlet.shows(outlet.world.truth.recalls)
    async with asyncio.timeout(20):
        while (row := await outlet.row("通知")).recall is not Recall.DONE:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
    assert row.due_at is None


async def is_there_and_wanted_back(outlet: Outlet, sentence: str, number: int) -> None:
    await outlet.says(sentence, number=number)
    await outlet.becomes(sentence, State.SENT)
    await storage.write(lambda tx: withdraw.recall(tx, sentence))


async def recall_becomes(outlet: Outlet, sentence: str, how: Recall) -> None:
    async with asyncio.timeout(5):
        while (await outlet.row(sentence)).recall is not how:
            outbox.wake()
            await asyncio.sleep(0.01)


async def recall_was_tried(outlet: Outlet, times: int) -> None:
    """So often in vain, and that is kept."""
    async with asyncio.timeout(5):
        while (await outlet.row("通知 #12")).looks != times:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)


async def test_a_recall_without_an_answer_is_tried_again(outlet: Outlet):
    outlet.endpoint.faults.next("delete_msg", faults.AnswerUnknown(), times=2)
    await is_there_and_wanted_back(outlet, "通知 #12", 12)
    for tries in (1, 2):
        await recall_was_tried(outlet, tries)
        await outlet.later(seconds=16)
    await recall_becomes(outlet, "通知 #12", Recall.DONE)
    assert len(outlet.world.truth.recalls()) == 1


async def test_what_cannot_be_taken_back_is_given_up_after_three_tries(outlet: Outlet):
    outlet.endpoint.faults.next("delete_msg", faults.AnswerUnknown(), times=None)
    await is_there_and_wanted_back(outlet, "通知 #12", 12)
    for tries in (1, 2):
        await recall_was_tried(outlet, tries)
        await outlet.later(seconds=16)
    await recall_becomes(outlet, "通知 #12", Recall.FAILED)
    await outlet.later(seconds=60)
    assert len(outlet.endpoint.calls_of("delete_msg")) == 3


async def test_an_account_that_is_logged_out_takes_back_once_it_is_there_again(outlet: Outlet):
    outlet.endpoint.faults.next("delete_msg", faults.Refused(1006514, "账号离线"), times=5)
    await is_there_and_wanted_back(outlet, "通知 #12", 12)
    async with asyncio.timeout(10):
        while (await outlet.row("通知 #12")).recall is Recall.WANTED:
            await outlet.later(seconds=6)
            await asyncio.sleep(0.02)
    assert (await outlet.row("通知 #12")).recall is Recall.DONE
    assert len(outlet.endpoint.calls_of("delete_msg")) == 6


@pytest.mark.parametrize("who", ["the bot", "a member"])
async def test_fault_13_what_stands_for_something_else_by_now_is_not_taken_back(outlet: Outlet, who: str):
    await outlet.says("通知 #12", number=12)
    first = await outlet.becomes("通知 #12", State.SENT)
    if who == "the bot":
        await outlet.says("另一件 #13", number=13)
        other = str((await outlet.becomes("另一件 #13", State.SENT)).message_id)
    else:
        other = str(outlet.chatter().id)

    async def reuse(tx: storage.Transaction) -> None:
        await OutboxRow.filter(id=first.id).update(message_id=other)
        await withdraw.recall(tx, "通知 #12")

    await storage.write(reuse)
    await recall_becomes(outlet, "通知 #12", Recall.FAILED)
    assert outlet.world.truth.recalls() == []


async def test_a_message_in_parts_arrives_whole_and_in_order(outlet: Outlet):
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown())
    for part in (1, 2, 3):
        await outlet.says("长文", segments=[text(f"#12({part}/3)")], key="long", ref="long", part=part, parts=3)
    await outlet.says("另一条")
    await outlet.becomes("另一条", State.SENT)
    assert outlet.copies("#12") == 1
    await outlet.later(seconds=4)
    await outlet.shows(lambda: outlet.copies("#12") == 3)
    shown = [m.text for m in outlet.world.truth.messages(sender=outlet.bot)]
    assert [sentence for sentence in shown if "#12" in sentence] == ["#12(1/3)", "#12(2/3)", "#12(3/3)"]


async def test_an_answer_goes_before_the_outbox_on_one_budget(outlet: Outlet):
    account = accounts.of(str(outlet.bot))
    account.pacer.interval = 0.2
    for number in range(12):
        await outlet.says(f"通知{number}", (outlet.ward, outlet.lab)[number % 2])
    await outlet.shows(lambda: len(outlet.endpoint.calls_of(SEND)) >= 5)
    assert isinstance(await call.send(chats.group(outlet.ward), [text("答复")]), call.Ok)
    shown = [m.text for m in outlet.world.truth.messages(sender=outlet.bot)]
    assert shown.index("答复") <= 7
    assert len(shown) < 12


async def test_too_many_waiting_answers_are_dropped(outlet: Outlet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(accounts, "MOST_DIRECT", 2)
    accounts.of(str(outlet.bot)).pacer.interval = 0.05
    chat = chats.group(outlet.ward)
    sent = await asyncio.gather(*(call.send(chat, [text(f"答复{n}")]) for n in range(12)))
    dropped = [outcome for outcome in sent if isinstance(outcome, call.NotSent)]
    assert 3 <= len(dropped) <= 6  # 12 without a burst of about 5 and the 2 that may wait


async def test_without_a_socket_an_answer_is_not_sent(unconnected: Outlet):
    assert await call.send(chats.group(unconnected.ward), [text("答复")]) == call.NotSent("no socket", called=False)


async def test_an_idle_outbox_writes_nothing(outlet: Outlet):
    await outlet.says("通知")
    await outlet.becomes("通知", State.SENT)
    await asyncio.sleep(0.2)
    before = await storage.write(lambda tx: tx.execute("PRAGMA data_version"))
    wal = outlet.database.path.with_name(outlet.database.path.name + "-wal")
    size = wal.stat().st_size
    for _ in range(20):
        outlet.chatter()
        outbox.wake()
        await asyncio.sleep(0.01)
    assert wal.stat().st_size == size
    assert await storage.write(lambda tx: tx.execute("PRAGMA data_version")) == before


async def test_fault_16_half_a_character_is_no_reason_to_lose_a_message(outlet: Outlet):
    await outlet.says("\ud83d#12", ref="half", key="half")
    row = await outlet.row("half")
    assert row.state in (State.QUEUED, State.SENDING, State.SENT)
    await outlet.becomes("half", State.SENT)
    assert outlet.copies("#12") == 1
