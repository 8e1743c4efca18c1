"""What Tortoise's own migrations destroy on SQLite stays: rows, indexes, constraints, foreign keys, the key counter."""

from collections.abc import AsyncIterator, Iterator

import pytest
from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations
from tortoise.migrations.executor import PlanStep
from tortoise.migrations.migration import Migration
from tortoise.migrations.schema_generator.state import State

from plugins import storage
from plugins.storage import apps, migrate
from plugins.storage.errors import MigrationFailed
from tests.storage.zoo.facts import ROWS, TABLES, Facts, facts
from tests.support.databases import BOTH
from tests.support.migrations import running, up_to

pytestmark = BOTH

REFERENCES = {
    ("zoo_animal", "keeper_id", "zoo_keeper", "RESTRICT"),
    ("zoo_visit", "animal_id", "zoo_animal", "CASCADE"),
    ("zoo_animal_food", "zoo_animal_id", "zoo_animal", "CASCADE"),
    ("zoo_animal_food", "food_id", "zoo_food", "CASCADE"),
}
COUNTS = dict(zip(TABLES, (2, 2, 3, 4, 3), strict=True))


@pytest.fixture(autouse=True)
def zoo() -> Iterator[None]:
    """The zoo is a registered app."""
    storage.register_app("zoo", "tests.storage.zoo.models", "tests.storage.zoo.migrations")
    yield
    apps.unregister_app("zoo")


@pytest.fixture
async def steps(empty_url: str) -> AsyncIterator["Steps"]:
    """A database at the zoo's first migration, with rows in it."""
    async with running(empty_url, "zoo") as (runner, connection):
        steps = Steps(runner, connection)
        await steps.to("zoo.0001_initial")
        await connection.execute_script(ROWS)
        yield steps


class Steps:
    """Applies the pending migrations one at a time."""

    def __init__(self, runner: migrate.Runner, connection: BaseDBAsyncClient) -> None:
        self.runner, self.connection = runner, connection

    async def to(self, name: str) -> Facts:
        """Applies what is pending up to and with `name`, and returns the facts then."""
        await up_to(self.runner, name)
        return await facts(self.connection)


async def test_altering_fields_keeps_everything(steps: Steps):
    before = await facts(steps.connection)
    after = await steps.to("zoo.0002_longer")
    assert before.rows == COUNTS
    assert before.references == REFERENCES
    assert ("zoo_animal", ("keeper_id", "name"), True) in before.indexes
    assert len(before.indexes) >= 4
    assert after == before


async def test_removing_a_field_takes_only_its_own_index(steps: Steps):
    before = await steps.to("zoo.0002_longer")
    after = await steps.to("zoo.0003_no_nickname")
    assert after.rows == before.rows
    assert after.references == before.references
    assert before.indexes - after.indexes == {("zoo_animal", ("nickname",), False)}
    assert not after.indexes - before.indexes


async def test_an_added_unique_constraint_is_one_more_index(steps: Steps):
    before = await steps.to("zoo.0003_no_nickname")
    after = await steps.to("zoo.0004_unique")
    assert after.rows == before.rows
    assert after.references == before.references
    assert after.indexes - before.indexes == {("zoo_animal", ("kind", "name"), True)}
    assert not before.indexes - after.indexes
    with pytest.raises(Exception, match=r"(?i)unique"):
        await steps.connection.execute_query(
            "INSERT INTO zoo_animal (keeper_id, name, kind) VALUES (2, 'Bert', 'horse')"
        )


async def test_a_removed_unique_constraint_takes_no_other(steps: Steps):
    before = await steps.to("zoo.0004_unique")
    after = await steps.to("zoo.0005_names_repeat")
    assert after.rows == before.rows
    assert after.references == before.references
    assert before.indexes - after.indexes == {("zoo_animal", ("keeper_id", "name"), True)}
    assert not after.indexes - before.indexes


async def test_a_key_that_was_given_out_is_not_given_out_again(steps: Steps):
    await steps.to("zoo.0005_names_repeat")
    rows = await steps.connection.execute_query_dict(
        "INSERT INTO zoo_animal (keeper_id, name, kind) VALUES (1, 'New', 'gnu') RETURNING id"
    )
    assert rows[0]["id"] == 5


async def test_deleting_still_follows_foreign_keys(steps: Steps):
    await steps.to("zoo.0005_names_repeat")
    if steps.connection.capabilities.dialect == "sqlite":
        await steps.connection.execute_script("PRAGMA foreign_keys=ON")
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await steps.connection.execute_query("DELETE FROM zoo_keeper WHERE id = 1")
    await steps.connection.execute_query("DELETE FROM zoo_animal WHERE id = 1")
    after = await facts(steps.connection)
    assert (after.rows["zoo_visit"], after.rows["zoo_animal_food"]) == (2, 2)


class Broken(Migration):
    """Changes a table, then fails."""

    operations = [  # noqa: RUF012 - as Tortoise reads it
        operations.AlterField("Animal", "name", fields.CharField(max_length=99)),
        operations.RunSQL("INSERT INTO no_such_table VALUES (1)"),
    ]


class Orphaning(Migration):
    """Leaves visits without their animal, which nothing would notice while foreign keys are off."""

    operations = [operations.RunSQL("DELETE FROM zoo_keeper")]  # noqa: RUF012 - as Tortoise reads it


@pytest.mark.parametrize("migration", [Broken, Orphaning])
async def test_a_migration_that_fails_is_undone_as_a_whole(steps: Steps, migration: type[Migration]):
    before = await steps.to("zoo.0005_names_repeat")
    bad = PlanStep(migration("0006_bad", "zoo"), backward=False)
    with pytest.raises(MigrationFailed, match=r"zoo\.0006_bad"):
        await steps.runner.apply([bad], lambda name: None)
    assert await facts(steps.connection) == before
    assert await steps.runner.pending() == []


async def test_the_state_is_copied_for_those_alone_who_look_back(empty_url: str, monkeypatch: pytest.MonkeyPatch):
    copied: list[State] = []
    clone = State.clone
    monkeypatch.setattr(State, "clone", lambda state: (copied.append(state), clone(state))[1])
    async with running(empty_url, "zoo") as (runner, connection):
        plan = await runner.pending()
        copied.clear()
        await runner.apply(plan, lambda _: None)
        rows = (await facts(connection)).rows
    looking = [each for step in plan for each in step.migration.operations if type(each) not in migrate.ADDING]
    assert 0 < len(copied) == len(looking)
    assert set(rows) == set(TABLES)
