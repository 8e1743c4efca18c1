"""The hospital as a fixture: built once, and copied for each test."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from plugins import render
from plugins.gateway.segments import Segment
from tests.relay.stage import Stage, given_hospital
from tests.support.databases import Masters


@pytest.fixture(scope="session")
async def hospital_file(masters: Masters) -> Path:
    """A closed SQLite database with the hospital in it, to copy."""
    return await masters.file(given_hospital)


@pytest.fixture
async def stage(request: pytest.FixtureRequest, masters: Masters) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    async with masters.opened(request, given_hospital):
        yield Stage()


@pytest.fixture
def no_pictures(monkeypatch):
    """No picture can be made: the words must do."""

    async def none(template: Path, data: Mapping[str, Any]) -> tuple[Segment, ...]:  # as render declares it
        return ()

    monkeypatch.setattr(render, "pictured", none)
