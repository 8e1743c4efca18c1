"""The tree of units, people found by name, and what capabilities contribute."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins import storage
from plugins.gateway.directory import Actor, GroupKind, UnitView, directory
from plugins.org import contribute, overview, people, service, texts
from plugins.org.contribute import LedgerSheet, PersonalData, Waiting
from plugins.org.units import UnitTree, UnknownUnit, load_tree
from plugins.storage import Transaction
from tests.support.roster import given_group, given_roster, unit

ROWS = (
    "周书记,院党委/内科党支部,正式党员,,10001,A1,",
    "周书记,院党委,,书记,,A1,",
    "钱护士,院党委/内科党支部,正式党员,,,,",
    "孙书记,院党委/外科党支部,正式党员,书记,10003,,",
    "孙书记记,院党委/外科党支部/第一党小组,正式党员,党小组长,10004,,",
    "李组员,院党委/内科党支部/第一党小组,正式党员,,10005,,",
)


@pytest.fixture
async def hospital(sqlite_database):
    await given_roster(*ROWS)


async def test_the_secretary_sees_the_tree_with_heads_numbers_and_groups(hospital):
    await given_group(30009, "院党委", GroupKind.WORK)
    await given_group(30001, "内科党支部")
    lines = await overview.tree(await directory().actor("10001"))
    assert [(line.unit.name, line.depth, line.people) for line in lines] == [
        ("院党委", 0, 0),
        ("内科党支部", 1, 2),
        ("第一党小组", 2, 1),
        ("外科党支部", 1, 1),
        ("第一党小组", 2, 1),
    ]
    text = texts.tree_text(lines)
    for fact in ("周书记", "30009", "30001", "未绑定群", "1人无QQ"):
        assert fact in text


async def test_a_branch_secretary_sees_the_branch_and_no_neighbour(hospital):
    sun = await directory().actor("10003")
    assert [line.unit.name for line in await overview.tree(sun)] == ["外科党支部", "第一党小组"]
    with pytest.raises(service.NotOverUnit):
        await overview.tree(sun, "内科党支部")


async def test_an_administrator_sees_all_and_an_empty_roster_says_what_to_do(sqlite_database):
    administrator = await directory().actor("900001")
    assert "roster import" in texts.tree_text(await overview.tree(administrator))
    await given_roster(*ROWS)
    assert len(await overview.tree(administrator)) == 5


def test_a_long_tree_is_cut():
    lines = [
        overview.UnitLine(UnitView(number, f"支部{number}", (number,)), 0, 1, 0, (), ())
        for number in range(texts.LINES_SHOWN + 5)
    ]
    text = texts.tree_text(lines)
    assert text.count("\n") == texts.LINES_SHOWN
    assert "5 个单位" in text


async def test_units_of_one_name_are_told_apart_by_what_is_above_them(hospital):
    tree = await load_tree()
    with pytest.raises(UnknownUnit) as several:
        tree.find("第一")
    assert set(several.value.candidates) == {"院党委/内科党支部/第一党小组", "院党委/外科党支部/第一党小组"}
    assert tree.full_name(tree.find("外科党支部/第一党小组")) == "院党委/外科党支部/第一党小组"
    assert tree.find("第一", tree.find("内科")).path[1] == tree.find("内科").id
    with pytest.raises(UnknownUnit):
        tree.find("")
    assert UnitTree([]).root is None
    assert len(tree) == 5


async def test_people_are_found_by_name_then_by_its_beginning(hospital):
    root = await unit("院党委")
    assert [person.name for person in await people.find("孙书记", root)] == ["孙书记"]
    assert [person.name for person in await people.find("孙", root)] == ["孙书记", "孙书记记"]
    assert await people.find("%", root) == await people.find("", root) == []
    assert await people.find("孙书记", await unit("内科党支部")) == []


async def test_a_person_is_found_where_they_hold_a_post_too(hospital):
    (zhou,) = await people.find("周书记", await unit("院党委"))
    assert (zhou.unit.name, zhou.membership, zhou.title) == ("内科党支部", "正式党员", "")


@pytest.fixture
def contributions(monkeypatch):
    for name in ("_waiting", "_ledger", "_personal", "_erasers"):
        monkeypatch.setattr(contribute, name, [])


async def test_what_waits_comes_most_urgent_first(contributions):
    now = datetime(2026, 11, 27, 7, tzinfo=UTC)

    async def relay(actor: Actor) -> list[Waiting]:
        return [Waiting(3, "无期限", "已阅 3"), Waiting(4, "周五前", "已阅 4", now + timedelta(days=3))]

    async def tasks(actor: Actor) -> list[Waiting]:
        return [Waiting(5, "今天", "完成 5", now)]

    contribute.contributes(waiting=relay)
    contribute.contributes(waiting=tasks)
    waiting = await contribute.waiting_for(Actor("10001", 1, "周书记", False))
    assert [item.number for item in waiting] == [5, 4, 3]


async def test_ledger_personal_data_and_erasure_reach_every_capability(contributions, hospital):
    erased: list[int] = []

    async def sheet(of: UnitView, month: date) -> LedgerSheet:
        return LedgerSheet(of.name, ("月份",), ((month.isoformat(),),))

    async def personal(person_id: int) -> PersonalData:
        return PersonalData("传达", (f"{person_id}",))

    async def erase(tx: Transaction, person_id: int) -> None:
        erased.append(person_id)

    contribute.contributes(ledger_sheet=sheet, personal_data=personal, erase=erase)
    assert (await contribute.ledger_of(await unit("院党委"), date(2026, 11, 1)))[0].rows == (("2026-11-01",),)
    assert (await contribute.personal_data_of(7))[0].lines == ("7",)
    await storage.write(lambda tx: contribute.erase(tx, 7))
    assert erased == [7]
