"""A matter people owe, told as rows of a table of the tests' own, and friends as a test says."""

import pytest

from plugins.gateway.config import settings as gateway
from plugins.remind import kinds
from plugins.storage import clock
from tests.remind.ward import Ward, given_ward
from tests.support.databases import Database


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the tests' own kinds are registered."""
    monkeypatch.setattr(kinds, "_kinds", {})


@pytest.fixture
async def ward(database: Database, kind: None, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """The ward on both databases; nothing is paced."""
    made = Ward(monkeypatch)
    monkeypatch.setattr(clock, "now", lambda: made.now)
    monkeypatch.setattr(gateway, "send_interval", 0.0)
    await given_ward()
    made.registers("t")
    return made
