"""The small hospital as a fixture: built once on SQLite and copied; built anew where a test asks for PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plugins import storage
from plugins.attendance.service import ending, leave, leaves_told, moves
from tests.attendance.stage import Stage, friends_are, given_hospital
from tests.support.databases import sqlite_url


@pytest.fixture(scope="session")
async def hospital_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite database with the hospital in it."""
    folder = tmp_path_factory.mktemp("hospital")
    await storage.open_database(url=sqlite_url(folder))
    await given_hospital()
    await storage.close_database()
    return folder / "tongxin.db"


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, hospital_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(hospital_file, tmp_path / "tongxin.db")
        await storage.open_database(url=sqlite_url(tmp_path))
        stage = Stage()
        friends_are(monkeypatch, stage, ending, leave, leaves_told, moves)
        yield stage
        await storage.close_database()
        return
    server = request.getfixturevalue("postgres_server")
    name = await server.create()
    await storage.open_database(url=server.url(name))
    stage = await given_hospital()
    friends_are(monkeypatch, stage, ending, leave, leaves_told, moves)
    yield stage
    await storage.close_database()
    await server.drop(name)
