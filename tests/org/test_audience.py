"""Whom a scope reaches, and through which groups."""

import pytest

from plugins import storage
from plugins.gateway.directory import GroupKind
from plugins.org import audience
from plugins.org.audience import EmptyScope, OutsideUnit
from plugins.org.units import UnknownUnit
from plugins.storage import Transaction
from tests.support.roster import chats, given_group, given_roster, unit

HOSPITAL = (
    "周书记,院党委/内科党支部,正式党员,,10001,A1,",
    "周书记,院党委,,书记,,A1,",
    "钱护士,院党委/内科党支部,正式党员,,10002,,",
    "孙医生,院党委/外科党支部,预备党员,,10003,,",
    "吴药师,院党委/药学党支部,正式党员,,,,",
    "群一,院党委/外科党支部,群众代表,,10009,,",
)


async def names(text, acting="院党委", **options):
    scope = await audience.parse_scope(text, await unit(acting), **options)
    return [person.name for person in await audience.people_of(scope)]


async def targets(text, acting="院党委", **options):
    scope = await audience.parse_scope(text, await unit(acting), **options)
    return [group.chat.id for group in await audience.groups_of(scope)]


@pytest.fixture
async def hospital(sqlite_database):
    await given_roster(*HOSPITAL)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全体", ["周书记", "钱护士", "孙医生", "吴药师"]),
        ("全体 除 内科", ["孙医生", "吴药师"]),
        ("外科、药学", ["孙医生", "吴药师"]),
        ("院党委", ["周书记", "钱护士", "孙医生", "吴药师"]),
        ("外科 院党委", ["周书记", "钱护士", "孙医生", "吴药师"]),
        ("群众群", ["群一"]),
        ("外科 群众群", ["孙医生", "群一"]),
    ],
)
async def test_who_is_addressed(hospital, text, expected):
    assert await names(text) == expected


async def test_representatives_come_in_when_asked_for(hospital):
    assert await names("外科", representatives=True) == ["孙医生", "群一"]


async def test_deactivated_people_are_not_addressed(hospital):
    await given_roster(*HOSPITAL[:3])
    assert await names("全体") == ["周书记", "钱护士"]


@pytest.mark.parametrize("text", ["", "  ", "全体 除 院党委", "内科 除 内科"])
async def test_a_scope_of_nobody_is_refused(hospital, text):
    with pytest.raises(EmptyScope):
        await audience.parse_scope(text, await unit("院党委"))


async def test_unknown_and_ambiguous_names_bring_what_they_may_mean(hospital):
    with pytest.raises(UnknownUnit) as unknown:
        await names("口腔科")
    assert unknown.value.candidates == ()
    await given_roster(*HOSPITAL, "郑医生,院党委/外科二支部,,,,,")
    with pytest.raises(UnknownUnit) as several:
        await names("外科")
    assert several.value.candidates == ("外科党支部", "外科二支部")


async def test_a_branch_does_not_reach_its_neighbour(hospital):
    with pytest.raises(OutsideUnit):
        await names("外科", acting="内科党支部")
    assert await names("全体", acting="内科党支部") == ["周书记", "钱护士"]


async def test_a_directive_goes_to_the_branch_groups_and_not_to_the_work_group_above(hospital):
    await given_group(1, "院党委", GroupKind.WORK)
    await given_group(2, "院党委", GroupKind.PUBLIC)
    await given_group(11, "内科党支部")
    await given_group(12, "内科党支部")
    await given_group(21, "外科党支部")
    assert await targets("全体") == ["11", "12", "21"]
    assert await targets("全体 除 内科") == ["21"]
    assert await targets("全体", representatives=True) == ["2", "11", "12", "21"]
    assert await targets("群众群") == ["2"]


async def test_a_branch_that_has_only_a_work_group_gets_it_there(hospital):
    await given_group(3, "药学党支部", GroupKind.WORK)
    assert await targets("药学") == ["3"]


async def test_members_at_home_in_the_committee_are_reached_in_its_work_group(hospital):
    await given_group(1, "院党委", GroupKind.WORK)
    await given_roster(*HOSPITAL, "郑干事,院党委,正式党员,干事,10005,,")
    assert await targets("全体") == ["1"]


async def test_a_party_group_is_reached_in_the_group_of_its_branch(hospital):
    await given_roster(*HOSPITAL, "郑护士,院党委/内科党支部/第一党小组,正式党员,,10005,,")
    await given_group(11, "内科党支部")
    reach = await audience.describe(await audience.parse_scope("内科", await unit("院党委")))
    assert (chats(list(reach.groups))[0].id, reach.units_without_group) == ("11", ())


async def test_units_that_nothing_reaches_are_reported_with_the_numbers(hospital):
    await given_group(11, "内科党支部")
    scope = await audience.parse_scope("全体", await unit("院党委"))
    reach = await audience.describe(scope)
    assert (reach.people, reach.units, reach.without_account) == (4, 3, 1)
    assert [one.name for one in reach.units_without_group] == ["外科党支部", "药学党支部"]
    assert await audience.units_without_group(scope) == list(reach.units_without_group)


async def test_representatives_without_any_group_are_reported(hospital):
    scope = await audience.parse_scope("群众群", await unit("院党委"))
    assert [one.name for one in await audience.units_without_group(scope)] == ["外科党支部"]
    await given_group(2, "院党委", GroupKind.PUBLIC)
    assert await audience.units_without_group(scope) == []


async def test_both_databases_agree_and_the_select_stands_in_an_insert(database):
    await given_roster(*HOSPITAL)
    assert await names("全体") == ["周书记", "钱护士", "孙医生", "吴药师"]
    assert await names("外科 群众群 除 药学") == ["孙医生", "群一"]
    scope = await audience.parse_scope("全体 除 内科", await unit("院党委"))
    assert (await audience.describe(scope)).without_account == 1
    sql, params = audience.people_sql(scope)

    async def work(tx: Transaction) -> list[dict]:
        await tx.execute("CREATE TABLE audience_copy (note VARCHAR(9), person_id INT, unit_id INT)")
        await tx.execute(
            "INSERT INTO audience_copy (note, person_id, unit_id) "
            f"SELECT CAST(? AS VARCHAR(9)), a.person_id, a.unit_id FROM ({sql}) a",
            ["n", *params],
        )
        return await tx.execute("SELECT person_id, unit_id FROM audience_copy ORDER BY person_id")

    copied = await storage.write(work)
    assert copied == [
        {"person_id": person.person_id, "unit_id": person.unit_id} for person in await audience.people_of(scope)
    ]
