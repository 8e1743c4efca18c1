"""Importing a roster: all or nothing, and what becomes of who was there before."""

import time

import pytest

from plugins import storage
from plugins.gateway.directory import GroupKind
from plugins.org import domain, people, roster
from plugins.org.domain import ProblemKind
from plugins.org.models import PersonRow, PostRow, UnitRow
from plugins.org.units import load_tree
from plugins.storage import Transaction
from tests.support.roster import a_file, given_group, given_roster, unit

CHEN = "陈书记,院党委/内科党支部,正式党员,书记,10001,,"
LI = "李护士,院党委/内科党支部,正式党员,,,,"
ZHAO = "赵医生,院党委/外科党支部,预备党员,,10003,,"


async def preview_of(*rows: str) -> domain.Plan:
    return await roster.preview(domain.read_sheet(a_file(*rows)))


async def active_names() -> list[str]:
    return [row.name for row in await PersonRow.filter(active=True).order_by("id")]


async def test_the_first_import_makes_units_people_and_posts(database):
    plan = await given_roster(CHEN, LI, ZHAO)
    assert (len(plan.added), len(plan.new_units), plan.people) == (3, 3, 3)
    tree = await load_tree()
    assert [tree.full_name(one) for one in tree.below(await unit("院党委"))] == [
        "院党委",
        "院党委/内科党支部",
        "院党委/外科党支部",
    ]
    (chen,) = await people.find("陈", await unit("院党委"))
    assert (chen.account, chen.unit.name, chen.title) == ("10001", "内科党支部", "书记")


async def test_the_same_file_again_changes_nothing(database):
    await given_roster(CHEN, LI, ZHAO)
    plan = await preview_of(CHEN, LI, ZHAO)
    assert plan.is_empty
    assert plan.unchanged == 3


async def test_who_is_missing_is_deactivated_and_comes_back_as_the_same_person(database):
    await given_roster(CHEN, LI, ZHAO)
    before = {row.name: row.id for row in await PersonRow.all()}
    plan = await given_roster(CHEN, LI)
    assert [person.name for person in plan.removed] == ["赵医生"]
    assert [one.names[-1] for one in plan.dropped_units] == ["外科党支部"]
    assert await active_names() == ["陈书记", "李护士"]
    await given_roster(CHEN, LI, ZHAO)
    assert {row.name: row.id for row in await PersonRow.filter(active=True)} == before
    assert await UnitRow.filter(active=True).count() == 3


async def test_a_person_is_known_again_by_number_after_a_new_name_or_unit(database):
    await given_roster("张三,院党委/内科,正式党员,,10001,A1,", LI)
    plan = await given_roster("张叁,院党委/外科,正式党员,委员,,A1,", LI)
    (change,) = plan.changed
    assert (len(plan.added), len(plan.removed), change.known.name) == (0, 0, "张三")
    row = await PersonRow.get(staff_no="A1").select_related("home_unit")
    assert (row.name, row.account, row.home_unit.name) == ("张叁", "10001", "外科")
    assert [post.officer for post in await PostRow.filter(person_id=row.id)] == [True]


async def test_a_person_without_numbers_gets_theirs_later(database):
    await given_roster(LI)
    plan = await given_roster("李护士,院党委/内科党支部,正式党员,,10002,A2,")
    assert (len(plan.added), len(plan.changed)) == (0, 1)
    assert plan.accounts_replaced == 0
    assert (await preview_of(LI)).is_empty, "an empty cell takes nothing away"


async def test_two_people_exchange_their_accounts(database):
    await given_roster("张三,院党委,,,10001,A1,", "李四,院党委,,,10002,A2,")
    plan = await given_roster("张三,院党委,,,10002,A1,", "李四,院党委,,,10001,A2,")
    assert plan.accounts_replaced == 2
    assert [row.account for row in await PersonRow.all().order_by("staff_no")] == ["10002", "10001"]


async def test_an_account_is_not_taken_from_somebody_who_keeps_it(database):
    await given_roster("张三,院党委,,,10001,A1,", "李四,院党委,,,10002,A2,")
    plan = await preview_of("张三,院党委,,,10002,A1,", "李四,院党委,,,,A2,")
    assert [(problem.kind, problem.rows) for problem in plan.problems] == [(ProblemKind.TWO_KNOWN, (2,))]


async def test_one_broken_row_keeps_all_of_the_file_out(database):
    await given_roster(CHEN)
    sheet = domain.read_sheet(a_file(LI, "无名单位,,,,,,", "王五,别的党委/内科,,,,,"))
    plan = await roster.preview(sheet)
    assert [(problem.kind, problem.rows) for problem in plan.problems] == [
        (ProblemKind.NO_UNIT, (3,)),
        (ProblemKind.OTHER_ROOT, (4,)),
    ]
    with pytest.raises(roster.RosterRefused):
        await roster.apply(sheet, plan.digest(), "cli")
    assert await active_names() == ["陈书记"]


async def test_the_most_frequent_root_is_meant_in_an_empty_roster(database):
    plan = await preview_of("甲,内科党支部,,,,,", "乙,院党委/内科,,,,,", "丙,院党委/外科,,,,,")
    assert [(problem.rows, problem.value) for problem in plan.problems] == [((2,), "院党委")]


async def test_a_name_that_two_kept_people_have_is_asked_about(database):
    await given_roster("张三,院党委,,,10001,,", "张三,院党委,,,10002,,")
    plan = await preview_of("张三,院党委,,,,,")
    assert [problem.kind for problem in plan.problems] == [ProblemKind.SEVERAL_KNOWN]


async def test_what_changed_since_the_preview_is_not_overwritten(database):
    sheet = domain.read_sheet(a_file(CHEN, LI))
    plan = await roster.preview(sheet)
    await given_roster(CHEN)
    with pytest.raises(roster.RosterMoved):
        await roster.apply(sheet, plan.digest(), "cli")
    assert await active_names() == ["陈书记"]


async def test_a_failure_in_the_middle_leaves_the_old_roster(database, monkeypatch):
    await given_roster(CHEN)

    async def fails(self: object, people: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(roster._Apply, "_posts", fails)
    with pytest.raises(RuntimeError):
        await given_roster(LI, ZHAO)
    assert await active_names() == ["陈书记"]
    assert await UnitRow.filter(name="外科党支部").count() == 0


async def test_a_unit_with_a_group_stays_though_nobody_is_in_it(database):
    await given_roster(CHEN, ZHAO)
    await given_group(30001, "外科党支部", GroupKind.BRANCH)
    plan = await given_roster(CHEN)
    assert plan.dropped_units == ()


async def test_the_import_is_in_the_audit(database):
    await given_roster(CHEN)

    async def audited(tx: Transaction) -> list[dict]:
        return await tx.execute("SELECT actor, action FROM storage_audit")

    assert await storage.write(audited) == [{"actor": "cli", "action": "org.import"}]


def a_company(people: int) -> bytes:
    """A large file, as an old spreadsheet program writes it."""
    rows = (
        f"人{number},集团党委/二级{number % 70}/支部{number % 700},正式党员,"
        f"{'书记' if number < 700 else ''},{100000 + number},G{number},"
        for number in range(people)
    )
    return a_file(*rows).decode().encode("gb18030")


async def imported(content: bytes) -> domain.Plan:
    sheet = domain.read_sheet(content)
    plan = await roster.preview(sheet)
    return await roster.apply(sheet, plan.digest(), "cli")


async def test_a_large_file_comes_in_by_a_few_statements(database):
    plan = await imported(a_company(3_000))
    assert (len(plan.added), len(plan.new_units)) == (3_000, 771)
    assert await PostRow.filter(officer=True).count() == 700
    assert (await imported(a_company(2_900))).unchanged == 2_900
    assert await PersonRow.filter(active=True).count() == 2_900


@pytest.mark.slow
async def test_fifty_thousand_rows_take_seconds(sqlite_database):
    content = a_company(50_000)
    begun = time.process_time()  # other programs on the machine do not count
    await imported(content)
    assert time.process_time() - begun < 20
    assert await PersonRow.all().count() == 50_000
