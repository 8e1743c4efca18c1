"""我的数据, the request to the data officer, 好友情况, and what the night erases."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from plugins.gateway import call
from plugins.gateway.models import InboxRow, PreviewRow
from plugins.org import personal
from plugins.org.models import ClaimRow, DataRequestRow, PersonRow, PostRow
from plugins.storage import Transaction, audit, clock, due, erasures, retention, write
from plugins.storage.config import settings
from plugins.storage.models import AuditEntry, DueRow
from tests.support.desk import Desk
from tests.support.hall import a_hall, queued
from tests.support.roster import given_group, given_roster

ROWS = (
    "周书记,院党委/内科党支部,正式党员,书记,10001,,",
    "张三,院党委/内科党支部,正式党员,,20003,A3,",
    "李四,院党委/内科党支部,正式党员,,20004,,",
    "王五,院党委/内科党支部,正式党员,,,,",
)
ZHOU, ZHANG, LI, STRANGER, ADMIN, OFFICER = "10001", "20003", "20004", "20009", "900001", "800001"
WARD = 30001


@pytest.fixture
async def hall(database, monkeypatch):
    await given_roster(*ROWS)
    await given_group(WARD, "内科党支部")
    with a_hall(monkeypatch) as desk:
        yield desk


async def noted(actor: str, action: str, subject: str) -> None:
    async def work(tx: Transaction) -> None:
        await audit.record(tx, actor, action, subject)

    await write(work)


async def test_somebody_sees_all_that_is_kept_on_them_and_nobody_hears_of_it(hall: Desk):
    me = (await hall_person("张三")).id
    await noted(ZHOU, "org.claim.agree", f"person:{me}")
    await noted(ZHOU, "attendance.correct", f"session:3 person:{me}")
    await noted(ZHOU, "attendance.leave.grant", f"session:3 person:{me}1")
    await noted(ZHANG, "incidents.file", "incident:4")
    await noted(ZHANG, "gone.with_its_capability", "gone:5")
    await hall.says(ZHANG, "值班 明天8:00-18:00")
    before = await AuditEntry.all().count()
    with time_machine.travel(hall.now):
        (answer,) = await hall.says(ZHANG, "我的数据")
    assert all(fact in answer for fact in ("张三", "内科党支部", "20003", "A3", "11月24日", "同意绑定", "传达与签收"))
    assert all(fact in answer for fact in ("他人对您:补签", "您:报突发", "您:其他操作"))
    assert "准假" not in answer
    assert "gone" not in answer
    assert "周书记" not in answer
    assert await queued() == []
    assert await AuditEntry.all().count() == before


async def hall_person(name: str) -> PersonRow:
    return await PersonRow.get(name=name)


async def test_who_is_in_no_roster_may_ask_too(hall: Desk):
    assert "没有" in (await hall.says(STRANGER, "我的数据"))[0]


async def test_a_request_goes_to_the_data_officer_and_comes_back_answered(hall: Desk, monkeypatch):
    monkeypatch.setattr(personal, "settings", settings.model_copy(update={"data_officer": OFFICER}))
    (said,) = await hall.says(ZHANG, "删除我的数据")
    number = (await DataRequestRow.get(account=ZHANG)).id
    assert f"#{number}" in said
    assert [chat for chat, _ in await queued()] == [f"qq:private:{OFFICER}"]
    await hall.says(ZHANG, "删除我的数据")
    assert await DataRequestRow.all().count() == 1
    await hall.says(ADMIN, f"答复数据 {number} 不行")
    await hall.says(ZHANG, f"答复数据 {number} 可以")
    assert (await DataRequestRow.get(id=number)).answer == ""
    assert str(number) in (await hall.says(OFFICER, "答复数据"))[0]
    await hall.says(OFFICER, f"答复数据 {number} 名册已停用")
    await hall.says(OFFICER, f"答复数据 {number} 改口")
    assert (await DataRequestRow.get(id=number)).answer == "名册已停用"
    assert [chat for chat, _ in await queued()][1:] == [f"qq:private:{ZHANG}"]


async def test_an_agreed_request_erases_and_a_restored_backup_is_erased_again(hall: Desk, monkeypatch, tmp_path):
    monkeypatch.setattr(erasures, "path", lambda: tmp_path / erasures.FILE)
    person, begun = await PersonRow.get(account=ZHANG), clock.now()
    await hall.says(ZHANG, "删除我的数据")
    number = (await DataRequestRow.get(account=ZHANG)).id
    await hall.says(ADMIN, f"答复数据 {number} 同意")
    assert [(one.kind, one.key) for one in erasures.listed()] == [("person", str(person.id))]

    async def restored(tx: Transaction) -> None:
        await PersonRow.filter(id=person.id).update(name=person.name, account=ZHANG, active=True)

    for _ in range(2):
        left = await PersonRow.get(id=person.id)
        assert (left.account, left.active) == (None, False)
        assert left.name != person.name
        assert not await PostRow.filter(person_id=person.id).exists()
        assert not await AuditEntry.filter(actor=ZHANG).exists()
        await write(restored)
        await write(lambda tx: erasures.replay(tx, begun))


async def test_without_a_data_officer_the_administrators_answer(hall: Desk):
    await hall.says(ZHANG, "删除我的数据")
    assert [chat for chat, _ in await queued()] == [f"qq:private:{ADMIN}"]


@pytest.mark.parametrize(
    ("asked", "due_day"),
    [(datetime(2026, 11, 23, 8, tzinfo=UTC), 14), (datetime(2026, 11, 28, 8, tzinfo=UTC), 18)],
)
def test_fifteen_working_days(asked, due_day):
    assert clock.local(personal.after_working_days(asked)).day == due_day


async def test_friends_are_counted_in_the_group_and_named_in_private(hall: Desk, monkeypatch):
    async def friends(self_id: str, action: str, **_: object) -> call.Outcome:
        return call.Ok([{"user_id": int(ZHOU)}, {"user_id": int(ZHANG)}])

    monkeypatch.setattr(call, "call", friends)
    (group,) = await hall.says(ZHOU, "/好友情况", group=WARD)
    assert "好友 2" in group
    assert "李四" not in group
    (private,) = await hall.says(ZHOU, "好友情况")
    assert "李四" in private
    assert "张三" not in private


async def test_without_a_list_of_friends_it_says_so(hall: Desk, monkeypatch):
    async def nothing(self_id: str, action: str, **_: object) -> call.Outcome:
        return call.NotSent("1404")

    monkeypatch.setattr(call, "call", nothing)
    assert "取不到" in (await hall.says(ZHOU, "好友情况"))[0]


async def test_the_night_erases_what_has_had_its_time_and_nothing_else(hall: Desk):
    now = hall.now

    async def work(tx: Transaction) -> None:
        for number, age in ((1, 8), (2, 6)):
            when = now - timedelta(days=age)
            await InboxRow.create(self_id="1", chat="c", message_id=str(number), received_at=when)
            await ClaimRow.create(
                id=number, account=str(number), person_id=(await hall_person("王五")).id, asked_at=when
            )
            await PreviewRow.create(
                word="w",
                number=number,
                owner="o",
                chat="c",
                payload="{}",
                state="open",
                expires_at=now - timedelta(days=3 - number),
            )
        await AuditEntry.create(id=900, at=now - timedelta(days=732), actor="a", action="b", subject="c")
        await AuditEntry.create(id=901, at=now - timedelta(days=700), actor="a", action="b", subject="c")

    await write(work)
    for _ in range(2):
        assert await retention.run(now) == []
        assert [row.message_id for row in await InboxRow.all()] == ["2"]
        assert [row.id for row in await ClaimRow.all()] == [2]
        assert [row.id for row in await AuditEntry.filter(id__gte=900)] == [901]
        assert await PreviewRow.all().count() == 1


async def test_each_night_schedules_the_next(hall: Desk):
    await retention.begin()
    await retention.begin()
    first = (await DueRow.get(kind=retention.KIND)).due_at
    assert await due.run_due(first) == 1
    assert (await DueRow.get(kind=retention.KIND)).due_at - first == timedelta(days=1)


async def test_one_that_fails_does_not_keep_the_others(hall: Desk, monkeypatch):
    async def broken(tx: Transaction, before: datetime) -> None:
        raise ValueError

    monkeypatch.setitem(retention._rules, "inbox", retention.Rule("inbox", 7, broken))
    await noted("a", "b", "c")
    assert await retention.run(clock.now() + timedelta(days=800)) == ["inbox"]
    assert await AuditEntry.all().count() == 0
