"""Who is this, and which unit is this group: afresh for people, from memory for groups."""

import asyncio

import pytest

from plugins import storage
from plugins.gateway.chats import group, private
from plugins.gateway.directory import GroupKind, directory
from plugins.org import bindings
from plugins.org.models import PersonRow, PostRow
from plugins.storage import Transaction
from tests.support.roster import given_group, given_roster, unit

ROWS = (
    "周书记,院党委/内科党支部,正式党员,,10001,A1,",
    "周书记,院党委,,书记,,A1,",
    "钱护士,院党委/内科党支部,正式党员,护士长,10002,,",
    "孙医生,院党委/外科党支部,正式党员,书记,10003,,",
)


@pytest.fixture
def queries(monkeypatch):
    """The statements read meanwhile."""
    said: list[str] = []
    read = storage.read

    async def listening(sql, params=()):
        said.append(sql)
        return await read(sql, params)

    monkeypatch.setattr("plugins.org.bindings.read", listening)
    monkeypatch.setattr("plugins.org.directory.read", listening)
    return said


async def test_an_actor_has_their_posts_the_home_one_first(database):
    await given_roster(*ROWS)
    zhou = await directory().actor("10001")
    assert (zhou.name, [post.unit.name for post in zhou.posts]) == ("周书记", ["内科党支部", "院党委"])
    assert [one.name for one in zhou.officer_units()] == ["院党委"]
    assert zhou.is_officer_over(await unit("外科党支部"))


async def test_a_head_nurse_is_no_officer_and_a_branch_secretary_none_of_the_neighbour(database):
    await given_roster(*ROWS)
    nurse, sun = await directory().actor("10002"), await directory().actor("10003")
    assert nurse.officer_units() == ()
    assert sun.is_officer_over(await unit("外科党支部"))
    assert not sun.is_officer_over(await unit("内科党支部"))
    assert not sun.is_officer_over(await unit("院党委"))


async def test_an_unknown_account_and_an_administrator_in_no_roster(database):
    stranger, administrator = await directory().actor("55555"), await directory().actor("900001")
    assert (stranger.person_id, stranger.superuser) == (None, False)
    assert (administrator.person_id, administrator.superuser) == (None, True)


async def test_a_name_of_the_roster_is_known_while_its_owner_is_active(database):
    await given_roster(*ROWS)
    assert await directory().knows_name("钱护士")
    assert not await directory().knows_name("钱")
    await given_roster(*ROWS[:2])
    assert not await directory().knows_name("钱护士")


async def test_rights_are_read_afresh(database):
    await given_roster(*ROWS)
    assert (await directory().actor("10003")).officer_units()

    async def demote(tx: Transaction) -> None:
        await PostRow.filter(person__account="10003").update(officer=False)

    await storage.write(demote)
    assert not (await directory().actor("10003")).officer_units()

    async def leave(tx: Transaction) -> None:
        await PersonRow.filter(account="10003").update(active=False)

    await storage.write(leave)
    assert (await directory().actor("10003")).person_id is None


async def test_one_query_an_actor_and_none_a_group(database, queries, monkeypatch):
    await given_roster(*ROWS)
    await given_group(30001, "内科党支部")
    monkeypatch.setattr(bindings, "REFRESH_SECONDS", 60.0)
    bound = await directory().bound(group(30001))
    assert bound is not None
    assert (bound.unit.name, bound.kind) == ("内科党支部", GroupKind.BRANCH)
    queries.clear()
    for number in range(100):
        assert await directory().bound(group(40000 + number)) is None
        assert await directory().bound(private(number)) is None
    assert await directory().bound(group(30001)) == bound
    assert queries == []
    await directory().actor("10001")
    assert len(queries) == 1


async def test_a_new_binding_and_a_renamed_roster_are_seen_at_once(database):
    await given_roster(*ROWS)
    assert await directory().bound(group(30001)) is None
    await given_group(30001, "内科党支部")
    assert await directory().bound(group(30001)) is not None


async def test_whoever_asks_while_the_bindings_are_read_waits_for_them(sqlite_database):
    await given_roster(*ROWS)
    assert await directory().bound(group(30001)) is None
    await given_group(30001, "内科党支部")
    answers = await asyncio.gather(*(directory().bound(group(30001)) for _ in range(5)))
    assert all(answer is not None for answer in answers)


async def test_where_several_processes_write_the_map_grows_old(database, monkeypatch):
    await given_roster(*ROWS)
    assert await directory().bound(group(30001)) is None
    await given_group(30001, "内科党支部")
    bindings.groups._stale = False  # as in a process that did not write it
    monkeypatch.setattr(bindings, "REFRESH_SECONDS", -1.0)
    assert (await directory().bound(group(30001)) is not None) is (database.dialect == "postgres")


async def test_what_was_known_stays_in_use_while_the_database_is_away(database, monkeypatch):
    await given_roster(*ROWS)
    await given_group(30001, "内科党支部")
    assert await directory().bound(group(30001)) is not None

    async def away(sql, params=()):
        raise ConnectionError

    bindings.groups.forget()
    monkeypatch.setattr(bindings, "read", away)
    assert await directory().bound(group(30001)) is not None
