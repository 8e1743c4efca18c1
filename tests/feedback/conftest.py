"""The hospital as a fixture: built once on SQLite and copied, with keys in a folder of the test's own."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plugins import storage
from plugins.feedback.service import codes, vault
from plugins.feedback.service.keyring import Keyring
from plugins.gateway.catchup import marks
from plugins.storage import erasures
from tests.feedback.stage import Stage, given_hospital
from tests.support.databases import sqlite_url

OUTER = bytes(range(32))


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """The keys and the erasure list of this test alone."""
    ring = Keyring(tmp_path / "keys", (OUTER,))
    monkeypatch.setattr(vault, "ring", lambda: ring)
    monkeypatch.setattr(erasures, "path", lambda: tmp_path / erasures.FILE)
    codes.forget_wrong_codes()
    return ring


@pytest.fixture(scope="session")
async def feedback_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed SQLite database with the hospital in it."""
    folder = tmp_path_factory.mktemp("feedback")
    await storage.open_database(url=sqlite_url(folder))
    await given_hospital(Stage())
    await storage.close_database()
    return folder / "tongxin.db"


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, feedback_file: Path, tmp_path: Path, keys: Keyring
) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    marks._noted.clear()  # what an earlier test had typed would be written, a second late, into this one's database
    if getattr(request, "param", "sqlite") == "sqlite":
        shutil.copy(feedback_file, tmp_path / "tongxin.db")
        await storage.open_database(url=sqlite_url(tmp_path))
        yield Stage()
        await storage.close_database()
        return
    server = request.getfixturevalue("postgres_server")
    name = await server.create()
    await storage.open_database(url=server.url(name))
    stage = Stage()
    await given_hospital(stage)
    yield stage
    await storage.close_database()
    await server.drop(name)
