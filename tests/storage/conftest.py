"""An open database for the tests of storage."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plugins import storage
from tests.support.databases import sqlite_url


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Path]:
    """The file of an open, migrated SQLite database."""
    await storage.open_database(url=sqlite_url(tmp_path))
    yield tmp_path / "tongxin.db"
    await storage.close_database()
