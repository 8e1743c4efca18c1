"""Reminders of directives: before 截止, by 催办, and the lists at 截止."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from plugins.gateway import chats
from plugins.gateway.chats import Chat
from plugins.gateway.config import settings as gateway
from plugins.gateway.directory import GroupKind
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import from_json, plain_text
from plugins.org.friends import NoFriendList
from plugins.org.models import PersonRow
from plugins.relay import service
from plugins.relay.models import DirectiveRow, ReceiptRow
from plugins.remind import reach
from plugins.remind.models import MatterRow, RoundRow
from plugins.storage import Transaction, clock, due, write
from plugins.storage.models import DueRow
from tests.relay.stage import (
    BRANCHES,
    OFFICE,
    ON_BOTH,
    SECRETARY,
    Stage,
    account_of,
    answer,
    branch,
    given_sent,
    name_of,
)
from tests.support.roster import given_group, given_roster

FORM = "传达 全体\n标题: 填报通知\n截止: 周五18:00\n正文: 请看"
FRIDAY = datetime(2026, 11, 27, 18, tzinfo=clock.zone()).astimezone(UTC)
MONDAY_EVENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NURSE = account_of("内科", 3)
EVERYBODY = frozenset({SECRETARY, *(account_of(name, place) for name in BRANCHES for place in range(19))})


@pytest.fixture
async def scene(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The hospital; everybody is a friend of the bot, and nothing is paced."""

    async def known() -> frozenset[str]:
        return EVERYBODY

    monkeypatch.setattr(reach, "known", known)
    monkeypatch.setattr(gateway, "send_interval", 0.0)
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    return stage


async def passes(stage: Stage, until: datetime, step: timedelta = timedelta(minutes=30)) -> None:
    """Time goes by, and what is due is done on the way."""
    while True:
        while await due.run_due(stage.now):
            pass
        if stage.now >= until:
            return
        stage.now = min(stage.now + step, until)


async def said_to(chat: Chat, kind: str = "reminder") -> list[str]:
    rows = await OutboxRow.filter(chat=chat.key, kind__startswith=kind).order_by("id")
    return [plain_text(from_json(json.loads(row.segments))) for row in rows]


async def reminded() -> set[str]:
    """The accounts with a reminder."""
    rows = await OutboxRow.filter(kind="reminder.relay")
    return {Chat(chats.ChatKind.PRIVATE, row.chat.rpartition(":")[2]).id for row in rows}


async def all_read(number: int, accounts: frozenset[str]) -> None:
    for account in sorted(accounts):
        await service.record(service.Claim(account, chats.private(account), number, MONDAY_EVENING))


@ON_BOTH
async def test_before_the_deadline_whoever_has_not_read_is_reminded_in_private(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    await all_read(number, EVERYBODY - {NURSE, account_of("外科", 1)})
    await passes(scene, FRIDAY - timedelta(hours=24, minutes=1), timedelta(hours=3))
    assert await reminded() == set()
    await passes(scene, FRIDAY - timedelta(hours=23))
    assert await reminded() == {NURSE, account_of("外科", 1)}
    (said,) = await said_to(chats.private(NURSE))
    assert all(part in said for part in (f"#{number}", "填报通知", "11月27日(周五)18:00", f"已阅 {number}"))
    await scene.says(NURSE, f"已阅 {number}")
    await passes(scene, FRIDAY - timedelta(minutes=1))
    assert len(await said_to(chats.private(NURSE))) == 1
    assert len(await said_to(chats.private(account_of("外科", 1)))) == 2


async def test_a_directive_without_deadline_or_receipts_reminds_nobody(scene):
    await scene.relays("传达 全体\n标题: 通知\n正文: 请看")
    await scene.relays(FORM.replace("正文", "回执: 否\n正文"))
    await passes(scene, FRIDAY + timedelta(hours=1), timedelta(hours=3))
    assert await OutboxRow.filter(kind__startswith="reminder").count() == 0


@ON_BOTH
async def test_the_secretary_asks_in_the_work_group_and_nobody_is_named(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    said = answer(await scene.says(SECRETARY, f"催办 {number}", OFFICE))
    assert f"#{number}" in said
    assert "217 人" in said
    assert "12 人没有登记QQ" in said
    assert not any(name_of(name, place) in said for name in BRANCHES for place in range(20))
    await passes(scene, scene.now + timedelta(minutes=30))
    assert len(await reminded()) == 217
    again = answer(await scene.says(SECRETARY, f"催办 {number}", OFFICE))
    assert "217 人半小时内" in again or "正在私聊提醒 217 人" in again


async def test_an_officer_of_a_branch_reminds_their_own_people_only(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    said = answer(await scene.says(account_of("外科", 0), f"催办 {number}"))
    assert "18 人" in said
    await passes(scene, scene.now)
    assert await reminded() == {account_of("外科", place) for place in range(18)}


async def test_who_may_not_see_it_may_not_ask(scene):
    number = await scene.relays(f"传达 {branch('内科')}\n标题: 通知\n截止: 周五18:00\n正文: 请看")
    assert f"没有 #{number}" in answer(await scene.says(account_of("外科", 0), f"催办 {number}"))
    assert await RoundRow.all().count() == 0


async def test_typed_twice_nobody_is_reminded_twice(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    for _ in range(3):
        await scene.says(SECRETARY, f"催办 {number}")
        await passes(scene, scene.now + timedelta(minutes=5), timedelta(minutes=5))
    assert await OutboxRow.filter(kind="reminder.relay").count() == 217


async def test_at_night_the_answer_says_when_it_goes(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    scene.now = datetime(2026, 11, 23, 23, 0, tzinfo=clock.zone()).astimezone(UTC)
    assert "11月24日(周二)07:00" in answer(await scene.says(SECRETARY, f"催办 {number}"))
    await passes(scene, scene.now + timedelta(hours=7))
    assert await reminded() == set()
    await passes(scene, scene.now + timedelta(hours=2))
    assert len(await reminded()) == 217


async def test_what_is_not_sent_yet_or_stopped_is_not_asked_for(scene):
    number = await scene.relays(FORM.replace("正文", "定时: 明天8:00\n正文"))
    assert "11月24日(周二)08:00" in answer(await scene.says(SECRETARY, f"催办 {number}"))
    await scene.says(SECRETARY, f"停发 {number}")
    await scene.says(SECRETARY, "确认")
    assert "停发" in answer(await scene.says(SECRETARY, f"催办 {number}"))
    assert await DueRow.filter(kind="remind.over").count() == 0
    await passes(scene, FRIDAY + timedelta(hours=1), timedelta(hours=3))
    assert await OutboxRow.filter(kind__startswith="reminder").count() == 0


async def test_nobody_reachable_to_ask_is_said(scene, monkeypatch):
    number = await scene.relays(FORM)

    async def unknown() -> None:
        return None

    monkeypatch.setattr(reach, "known", unknown)
    assert "好友" in answer(await scene.says(SECRETARY, f"催办 {number}"))


async def test_when_everybody_has_read_nothing_more_is_due(scene):
    number = await scene.relays(f"传达 {branch('内科')}\n标题: 通知\n截止: 周五18:00\n正文: 请看")
    await given_sent(number)
    *first, last = (account_of("内科", place) for place in range(18))
    await all_read(number, frozenset(first))

    async def the_one_without_account_is_gone(tx: Transaction) -> None:
        person = await PersonRow.get(name=name_of("内科", 19))
        await ReceiptRow.filter(person_id=person.id).delete()
        await DirectiveRow.filter(id=number).update(people=18)

    await write(the_one_without_account_is_gone)
    assert await DueRow.filter(kind="remind.over").count() == 1
    await all_read(number, frozenset({last}))
    assert (await MatterRow.get(ref=str(number))).next_at is None
    assert await DueRow.filter(kind="remind.over").count() == 0


@ON_BOTH
async def test_at_the_deadline_officers_get_the_list_of_their_own(scene):
    number = await scene.relays(FORM)
    await given_sent(number)
    unread = frozenset({NURSE, account_of("外科", 0), account_of("外科", 1)})
    await all_read(number, EVERYBODY - unread)
    await passes(scene, FRIDAY + timedelta(minutes=30), timedelta(hours=4))
    for _ in range(2):
        await service.tell_officers(str(number), FRIDAY, scene.now)
    (whole,) = await said_to(chats.private(SECRETARY), "reminder.relay_end")
    assert all(part in whole for part in (name_of("内科", 3), name_of("外科", 1), f"催办 {number}", branch("外科")))
    (own,) = await said_to(chats.private(account_of("外科", 0)), "reminder.relay_end")
    assert name_of("外科", 1) in own
    assert name_of("内科", 3) not in own
    (other,) = await said_to(chats.private(account_of("药学", 0)), "reminder.relay_end")
    assert f"{name_of('药学', 19)}(无QQ)" in other
    told = await OutboxRow.filter(kind="reminder.relay_end").values_list("chat", flat=True)
    assert len(told) == len(set(told)) == 13


async def test_a_deadline_at_night_is_told_in_the_morning(scene):
    number = await scene.relays(FORM.replace("周五18:00", "周五23:00"))
    await given_sent(number)
    await passes(scene, FRIDAY + timedelta(hours=5, minutes=30), timedelta(hours=4))
    rows = await OutboxRow.filter(kind="reminder.relay_end")
    assert {row.not_before for row in rows} == {FRIDAY + timedelta(hours=13)}


async def test_while_nobody_can_be_told_the_list_waits(scene, monkeypatch):
    number = await scene.relays(FORM)
    await given_sent(number)

    async def nobody() -> None:
        return None

    with monkeypatch.context() as gone:
        gone.setattr(reach, "known", nobody)
        with pytest.raises(NoFriendList):
            await service.tell_officers(str(number), FRIDAY, scene.now)
        scene.now = FRIDAY
        await due.run_due(scene.now)
    assert await OutboxRow.filter(kind="reminder.relay_end").count() == 0
    await passes(scene, FRIDAY + timedelta(minutes=1), timedelta(seconds=30))
    (said,) = await said_to(chats.private(SECRETARY), "reminder.relay_end")
    assert "11月27日(周五)18:00" in said


THREE_LEVELS = (
    "周书记,院党委,正式党员,书记,10001,,",
    "总书记,院党委/门诊总支,正式党员,书记,10002,,",
    *(f"内{n},院党委/门诊总支/内科党支部,正式党员,{'书记' if n == 0 else ''},{20000 + n},,"  for n in range(5)),
    *(f"外{n},院党委/门诊总支/外科党支部,正式党员,{'书记' if n == 0 else ''},{21000 + n},,"  for n in range(5)),
)  # fmt: skip


async def test_the_unit_above_hears_of_units_that_lag_and_a_work_group_stands_in(sqlite_database, monkeypatch):
    await given_roster(*THREE_LEVELS)
    await given_group(30001, "内科党支部")
    await given_group(30002, "外科党支部")
    await given_group(30003, "门诊总支", GroupKind.WORK)
    stage = Stage()

    async def known() -> frozenset[str]:
        return frozenset({"10001", "20000"})

    monkeypatch.setattr(reach, "known", known)
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    number = await stage.relays(FORM, "10001")
    await given_sent(number)
    await all_read(number, frozenset({"10001", "10002", *(str(20000 + n) for n in range(4)), "21000"}))
    await service.tell_officers(str(number), FRIDAY, FRIDAY)
    (above,) = await said_to(chats.group(30003), "reminder.relay_end")
    assert "60%" in above
    assert "外科党支部 1/5" in above
    assert "内科党支部" not in above
    (own,) = await said_to(chats.private("20000"), "reminder.relay_end")
    assert "内4" in own
    assert "60%" not in own
    (whole,) = await said_to(chats.private("10001"), "reminder.relay_end")
    assert "外4" in whole
    assert await OutboxRow.filter(chat=chats.private("21000").key, kind="reminder.relay_end").count() == 0


@ON_BOTH
async def test_directives_from_before_there_were_reminders_get_those_that_lie_ahead(scene):
    number = await scene.relays(FORM)
    over = await scene.relays(FORM)
    await write(lambda tx: DirectiveRow.filter(id=over).update(deadline=scene.now - timedelta(hours=1)))

    async def before(tx: Transaction) -> None:
        await MatterRow.all().delete()
        await DueRow.filter(kind__startswith="remind").delete()

    await write(before)
    scene.now = FRIDAY - timedelta(hours=10)
    for _ in range(2):
        await service.plan_unplanned()
    (matter,) = await MatterRow.all()
    assert (matter.ref, matter.next_at) == (str(number), FRIDAY - timedelta(hours=4))
    assert await DueRow.filter(kind="remind.over").count() == 1
