"""A real process kills itself at every failpoint of a migration; the next one goes on as if nothing had been."""

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins import storage
from plugins.storage import apps, migrate
from plugins.storage.config import PROJECT
from plugins.storage.connections import place
from tests.storage.zoo.facts import ROWS, Facts, facts
from tests.support.databases import BOTH
from tests.support.migrations import config_of, running, up_to

PROGRAM = """
import sys, nonebot
nonebot.init(_env_file=None, driver="~none", log_level="ERROR")
nonebot.load_plugin("plugins.storage")
from plugins import storage
storage.register_app("zoo", "tests.storage.zoo.models", "tests.storage.zoo.migrations")
storage.cli.migrate_database(sys.argv[1])
"""


def failpoints() -> list[str]:
    """Every failpoint named in the code of migrations."""
    tree = ast.parse(Path(migrate.__file__).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "failpoint" and isinstance(call.args[0], ast.Constant)
    ]


@pytest.fixture(autouse=True)
def zoo() -> Iterator[None]:
    """The zoo is a registered app."""
    storage.register_app("zoo", "tests.storage.zoo.models", "tests.storage.zoo.migrations")
    yield
    apps.unregister_app("zoo")


def migrate_in_another_process(url: str, killed_at: str) -> int:
    environment = {**os.environ, "TONGXIN_FAILPOINT": killed_at, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", PROGRAM, url]
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, timeout=60).returncode


async def first_migration_with_rows(url: str) -> None:
    async with running(url, "storage", "zoo") as (runner, connection):
        await up_to(runner, "zoo.0001_initial")
        await connection.execute_script(ROWS)


async def migrated(url: str) -> Facts:
    where = place(url)
    await migrate.run(where, config_of(where, "storage", "zoo"))
    async with running(url, "storage", "zoo") as (runner, connection):
        assert await runner.pending() == []
        return await facts(connection)


def test_there_are_failpoints_around_the_record_and_the_commit():
    assert {"storage.migrate.before_record", "storage.migrate.before_commit", "storage.migrate.after_commit"} <= set(
        failpoints()
    )


@pytest.mark.slow
@BOTH
async def test_a_kill_anywhere_in_a_migration_is_survived(empty_url: str):
    await first_migration_with_rows(empty_url)
    for name in failpoints():
        if name == "storage.migrate.after_backup" and place(empty_url).file is None:
            continue
        assert migrate_in_another_process(empty_url, name) == -signal.SIGKILL
    after = await migrated(empty_url)
    assert list(after.rows.values()) == [2, 2, 3, 4, 3]
    assert ("zoo_animal", ("kind", "name"), True) in after.indexes
    assert ("zoo_animal", ("keeper_id", "name"), True) not in after.indexes
    assert len(after.references) == 4
