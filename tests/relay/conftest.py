"""The hospital as a fixture: built once on SQLite and copied; built anew where a test asks for PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins import render, storage
from plugins.gateway.segments import Segment
from tests.relay.stage import Stage, given_hospital
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
async def stage(request: pytest.FixtureRequest, hospital_file: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(hospital_file, tmp_path / "tongxin.db")
        await storage.open_database(url=sqlite_url(tmp_path))
        yield Stage()
        await storage.close_database()
        return
    server = request.getfixturevalue("postgres_server")
    name = await server.create()
    await storage.open_database(url=server.url(name))
    yield await given_hospital()
    await storage.close_database()
    await server.drop(name)


@pytest.fixture
def no_pictures(monkeypatch):
    """No picture can be made: the words must do."""

    async def none(template: Path, data: Mapping[str, Any]) -> tuple[Segment, ...]:  # as render declares it
        return ()

    monkeypatch.setattr(render, "pictured", none)
