"""The hospital as a fixture: built once and copied, with keys in a folder of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plugins.feedback.service import codes, drafting, vault
from plugins.feedback.service.keyring import Keyring
from plugins.gateway.catchup import marks
from plugins.storage import erasures
from tests.feedback.stage import Stage, given_hospital
from tests.support.databases import Masters

OUTER = bytes(range(32))


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """The keys and the erasure list of this test alone."""
    ring = Keyring(tmp_path / "keys", (OUTER,))
    monkeypatch.setattr(vault, "ring", lambda: ring)
    monkeypatch.setattr(erasures, "path", lambda: tmp_path / erasures.FILE)
    codes.forget_wrong_codes()
    drafting._unnamed.clear()
    return ring


async def _hospital() -> None:
    await given_hospital(Stage())


@pytest.fixture(scope="session")
async def feedback_file(masters: Masters) -> Path:
    """A closed SQLite database with the hospital in it, to copy."""
    return await masters.file(_hospital)


@pytest.fixture
async def stage(request: pytest.FixtureRequest, masters: Masters, keys: Keyring) -> AsyncIterator[Stage]:
    """The hospital on an open SQLite database; on PostgreSQL too with `@ON_BOTH`."""
    marks._noted.clear()  # what an earlier test had typed would be written, a second late, into this one's database
    async with masters.opened(request, _hospital):
        yield Stage()
