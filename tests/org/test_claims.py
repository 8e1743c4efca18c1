"""绑定: somebody claims an entry of the roster, an officer agrees, and everybody hears what they must."""

import json
from datetime import timedelta

import pytest

from plugins.gateway.chats import private
from plugins.gateway.directory import GroupKind, directory
from plugins.org import claims
from plugins.org.models import ClaimRow, PersonRow
from plugins.storage import due
from plugins.storage.models import AuditEntry
from tests.support.desk import Desk
from tests.support.hall import a_hall, queued
from tests.support.roster import given_group, given_roster

ROWS = (
    "周书记,院党委,正式党员,书记,10001,A1,",
    "孙书记,院党委/外科党支部,正式党员,书记,10003,,",
    "张三,院党委/内科党支部,正式党员,,,,",
    "李四,院党委/内科党支部,正式党员,,,,",
    "王芳,院党委/内科党支部,正式党员,,,B1,",
    "王芳,院党委/外科党支部,正式党员,,,B2,",
    "古丽·阿依,院党委/内科党支部,正式党员,,,,",
)
ZHOU, SUN, ZHANG, LI, STRANGER = "10001", "10003", "20003", "20004", "20009"
WARD, OFFICE = 30001, 30009


@pytest.fixture
async def hall(database, monkeypatch):
    await given_roster(*ROWS)
    await given_group(WARD, "内科党支部")
    await given_group(OFFICE, "院党委", GroupKind.WORK)
    with a_hall(monkeypatch) as desk:
        yield desk


async def account_of(name: str) -> str | None:
    return (await PersonRow.get(name=name)).account


async def number_of(account: str) -> int:
    return (await ClaimRow.get(account=account)).id


async def test_a_nurse_claims_her_entry_and_the_secretary_agrees(hall: Desk):
    told, group = await hall.says(ZHANG, "绑定 张三", group=WARD)
    number = await number_of(ZHANG)
    assert f"#{number}" in told
    assert "180天" in told
    assert "张三" not in group
    assert str(number) in (await hall.says(ZHOU, "同意"))[0]
    await hall.says(ZHOU, f"同意 {number}")
    assert await account_of("张三") == ZHANG
    assert (await directory().actor(ZHANG)).name == "张三"
    assert ("qq:private:" + ZHANG) in [chat for chat, _ in await queued()]
    assert await AuditEntry.filter(action="org.claim.agree", actor=ZHOU).count() == 1
    assert await hall.says(ZHOU, f"同意 {number}") != []
    assert await ClaimRow.all().count() == 0


async def test_officers_of_another_branch_neither_see_nor_decide_it(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    number = await number_of(ZHANG)
    assert str(number) not in (await hall.says(SUN, "同意"))[0]
    await hall.says(SUN, "同意 全部")
    await hall.says(SUN, f"同意 {number}")
    assert await account_of("张三") is None


async def test_officers_hear_of_many_claims_in_one_message(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    await hall.says(LI, "绑定 李四", group=WARD)
    assert await queued() == []
    await due.run_due(hall.now + timedelta(minutes=2))
    ((chat, segments),) = await queued()
    assert chat == f"qq:group:{OFFICE}"
    assert all(name in json.dumps(json.loads(segments), ensure_ascii=False) for name in ("张三", "李四"))
    assert await due.run_due(hall.now + timedelta(minutes=4)) == 0


async def test_all_at_once(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    await hall.says(LI, "绑定 李四", group=WARD)
    (answer,) = await hall.says(ZHOU, "/同意 全部", group=OFFICE)
    assert "2 人" in answer
    assert (await account_of("张三"), await account_of("李四")) == (ZHANG, LI)


async def test_a_refused_claim_binds_nobody(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    await hall.says(ZHOU, f"拒绝 {await number_of(ZHANG)}")
    assert await account_of("张三") is None
    assert len(await queued()) == 1


async def test_two_claim_the_same_entry_and_only_one_gets_it(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    await hall.says(STRANGER, "绑定 张三", group=WARD)
    (answer,) = await hall.says(ZHOU, "同意 全部")
    assert "作废" in answer
    assert await account_of("张三") == ZHANG


async def test_an_account_has_one_open_claim(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    first = await number_of(ZHANG)
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    assert await number_of(ZHANG) == first
    await hall.says(ZHANG, "绑定 李四", group=WARD)
    assert await ClaimRow.all().count() == 1


async def test_an_entry_with_a_number_cannot_be_claimed(hall: Desk):
    (answer,) = await hall.says(STRANGER, "绑定 孙书记")
    assert "别的QQ号" in answer
    assert await ClaimRow.all().count() == 0


async def test_whoever_is_bound_is_told_so(hall: Desk):
    assert "孙书记" in (await hall.says(SUN, "绑定 张三"))[0]
    assert await ClaimRow.all().count() == 0


async def test_namesakes_choose_by_unit(hall: Desk):
    (answer,) = await hall.says(STRANGER, "绑定 王芳")
    assert "内科党支部" in answer
    assert "外科党支部" in answer
    await hall.says(STRANGER, "绑定 王芳 外科党支部")
    row = await ClaimRow.get(account=STRANGER).select_related("person__home_unit")
    assert row.person.home_unit.name == "外科党支部"


async def test_a_claim_lapses_after_a_week(hall: Desk):
    await hall.says(ZHANG, "绑定 张三", group=WARD)
    hall.passes(days=7, minutes=1)
    await hall.says(ZHOU, "同意 全部")
    assert await account_of("张三") is None


@pytest.mark.parametrize(
    "chat", ["绑定 成功", "绑定 张三 了吗", "请问怎么绑定 张三", "我要绑定 张三", "绑定 手机号码要多久", "张三 绑定"]
)
async def test_talk_about_binding_is_chat(hall: Desk, chat):
    assert await hall.says(STRANGER, chat, group=WARD) == []
    assert await ClaimRow.all().count() == 0


@pytest.mark.parametrize("typed", ["绑定 张三", "绑定:张三", "绑定 古丽•阿依", "/绑定 李四"])
async def test_a_name_of_the_roster_behind_the_word_counts(hall: Desk, typed):
    await hall.says(STRANGER, typed, group=WARD)
    assert await ClaimRow.all().count() == 1


async def test_a_wrong_name_is_answered_where_the_bot_was_addressed(hall: Desk):
    assert "赵六" in (await hall.says(STRANGER, "绑定 赵六"))[0]
    assert "绑定 张三" in (await hall.says(STRANGER, "绑定"))[0]


async def test_who_is_no_friend_and_in_no_bound_group_cannot_claim(hall: Desk):
    stranger = await directory().actor(STRANGER)
    with pytest.raises(claims.NotAMember):
        await claims.claim(stranger, private(STRANGER, via="39999"), None, "张三", hall.now)
    assert await claims.claim(stranger, private(STRANGER, via=str(WARD)), None, "张三", hall.now)
