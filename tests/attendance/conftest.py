"""The small hospital as a fixture: built once, and copied for each test."""

from collections.abc import AsyncIterator

import pytest

from plugins.attendance.service import ending, leave, leaves_told, moves, qr, sign_in
from tests.attendance.stage import Stage, friends_are, given_hospital
from tests.support.databases import Masters


@pytest.fixture(autouse=True)
def nobody_has_tried_a_code() -> None:
    """Tries are counted in memory, by numbers that every test begins anew."""
    for tries in (sign_in._tries, qr._tries):
        tries._counts.clear()


@pytest.fixture
async def stage(
    request: pytest.FixtureRequest, masters: Masters, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    async with masters.opened(request, given_hospital):
        stage = Stage()
        friends_are(monkeypatch, stage, ending, leave, leaves_told, moves)
        yield stage
