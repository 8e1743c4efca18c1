"""设职务 and 撤职务: who gives a post, and what it carries."""

import pytest

from plugins.gateway import directory
from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.texts import WHO
from plugins.org.directory import Roster
from plugins.org.models import PostRow
from tests.support.desk import a_desk
from tests.support.roster import given_group, given_roster

ADMIN, ZHOU, CHEN, NURSE = "900001", "10001", "10002", "10005"
ROWS = (
    "周院长,院党委,正式党员,书记,10001,A1,",
    "陈书记,院党委/内科党支部,正式党员,书记,10002,A2,",
    "钱护士,院党委/内科党支部,正式党员,,10005,A5,",
    "李明,院党委/内科党支部,正式党员,,,,",
    "李明,院党委/外科党支部,正式党员,,,A6,",
)


@pytest.fixture
async def desk(monkeypatch, sqlite_database):
    await given_roster(*ROWS)
    with a_desk(monkeypatch) as desk:
        monkeypatch.setattr(directory, "_directory", Roster())
        yield desk


async def says(desk, account: str, typed: str, **where: int) -> str:
    (answer,) = await desk.says(account, typed, **where)
    return answer


async def posts_of(name: str, unit: str) -> list[tuple[str, bool]]:
    return await PostRow.filter(person__name=name, unit__name=unit).values_list("title", "officer")


async def test_an_officer_above_gives_a_post_and_takes_it_again(desk):
    shown = await says(desk, ZHOU, "设职务 钱护士 组织委员")
    assert "内科党支部 钱护士" in shown
    assert await posts_of("钱护士", "内科党支部") == [("", False)]
    assert "组织委员" in await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "内科党支部") == [("组织委员", True)]
    assert "没有变化" in await says(desk, ZHOU, "设职务 钱护士 组织委员")
    await says(desk, ZHOU, "设职务 钱护士 护士长")
    await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "内科党支部") == [("组织委员、护士长", True)]
    await says(desk, ZHOU, "撤职务 钱护士 组织委员")
    await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "内科党支部") == [("护士长", False)]


async def test_a_post_in_another_unit_is_a_row_of_its_own_and_goes_with_the_title(desk):
    await says(desk, ZHOU, "设职务 钱护士 干事 外科党支部")
    await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "外科党支部") == [("干事", True)]
    await says(desk, ZHOU, "撤职务 钱护士 干事 外科党支部")
    await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "外科党支部") == []
    assert len(await posts_of("钱护士", "内科党支部")) == 1


async def test_in_the_work_group_it_works_too(desk):
    await given_group(30001, "院党委", GroupKind.WORK)
    shown = await says(desk, ZHOU, "/设职务 钱护士 组织委员", group=30001)
    number = shown.split()[0].strip("#")
    assert "已办" in await says(desk, ZHOU, f"/确认 {number}", group=30001)


async def test_only_from_above(desk):
    for unit in ("", " 外科党支部", " 院党委"):
        assert "没有权限" in await says(desk, CHEN, f"设职务 钱护士 副书记{unit}")
    assert "没有权限" in await says(desk, ZHOU, "设职务 钱护士 书记 院党委")
    assert "#" in await says(desk, ADMIN, "设职务 钱护士 副书记 院党委")
    assert WHO[Who.STEWARD] in await says(desk, NURSE, "设职务 钱护士 书记")


async def test_demoted_between_preview_and_confirmation_is_refused(desk):
    await says(desk, ZHOU, "设职务 钱护士 组织委员")
    await given_roster(ROWS[0].replace("书记", ""), *ROWS[1:])
    assert WHO[Who.STEWARD] in await says(desk, ZHOU, "确认")
    await given_roster(ROWS[0].replace("院党委,", "院党委/外科党支部,"), *ROWS[1:])
    assert "没有权限" in await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "内科党支部") == [("", False)]


async def test_a_post_that_changed_meanwhile_is_not_overwritten(desk):
    await says(desk, ZHOU, "设职务 钱护士 组织委员")
    await says(desk, ADMIN, "设职务 钱护士 宣传委员")
    await says(desk, ADMIN, "确认")
    assert "没有改动" in await says(desk, ZHOU, "确认")
    assert await posts_of("钱护士", "内科党支部") == [("宣传委员", True)]


async def test_namesakes_are_told_apart_by_their_unit(desk):
    asked = await says(desk, ZHOU, "设职务 李明 干事")
    assert "内科党支部" in asked
    assert "外科党支部" in asked
    assert "外科党支部 李明" in await says(desk, ZHOU, "设职务 李明 干事 外科党支部")


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("设职务 钱护士", "例"),
        ("设职务 没有人 书记", "没有这个姓名"),
        ("设职务 钱护士 书记 没有的支部", "没有叫"),
        (f"设职务 钱护士 {'长' * 300}", "写不下"),
        ("撤职务 钱护士 书记", "没有变化"),
    ],
)
async def test_what_is_wrong_is_said(desk, typed, fact):
    assert fact in await says(desk, ZHOU, typed)


async def test_who_cannot_be_told_apart_in_a_file_stands_in_one_unit(desk):
    await given_roster(*ROWS[:4])
    assert "工号" in await says(desk, ADMIN, "设职务 李明 干事 院党委")
