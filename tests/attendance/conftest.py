"""The small hospital as a fixture: built once, and copied for each test."""

from collections.abc import AsyncIterator

import pytest

from plugins.attendance.service import ending, leave, leaves_told, moves
from tests.attendance.stage import Stage, friends_are, given_hospital
from tests.support.databases import Masters


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, masters: Masters, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    async with masters.opened(request, given_hospital):
        stage = Stage()
        friends_are(monkeypatch, stage, ending, leave, leaves_told, moves)
        yield stage
