"""A matter people owe, told as rows of a table of the tests' own, and friends as a test says."""

import pytest

from plugins.gateway.config import settings as gateway
from plugins.remind import kinds, serving
from plugins.storage import clock
from tests.remind.ward import Ward, given_ward
from tests.remind.weeks import LOOK_AGAIN
from tests.support.databases import Database


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tests' own kinds are registered."""
    monkeypatch.setattr(kinds, "_kinds", {})


@pytest.fixture
async def ward(database: Database, kind: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward on both databases; nothing is paced."""
    return await _a_ward(monkeypatch)


@pytest.fixture
async def sqlite_ward(sqlite_database: Database, kind: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward on SQLite alone, for what takes many runs: while it is not connected, it does not look that often."""
    monkeypatch.setattr(serving, "LOOK_AGAIN", LOOK_AGAIN)
    return await _a_ward(monkeypatch)


async def _a_ward(patch: pytest.MonkeyPatch) -> Ward:
    made = Ward(patch)
    patch.setattr(clock, "now", lambda: made.now)
    patch.setattr(gateway, "send_interval", 0.0)
    await given_ward()
    made.registers("t")
    return made
