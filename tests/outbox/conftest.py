"""An outlet: the outbox with everything around it."""

from collections.abc import AsyncIterator

import pytest

from plugins.gateway.config import settings
from plugins.storage import clock
from tests.outbox.outlet import Clock, Outlet, connected
from tests.support.databases import Database


@pytest.fixture
def unconnected(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Outlet:
    """An outlet whose bot has not connected yet; sends are not paced."""
    moving = Clock()
    monkeypatch.setattr(clock, "now", moving)
    monkeypatch.setattr(settings, "send_interval", 0.0)
    return Outlet(moving, sqlite_database)


@pytest.fixture
async def outlet(unconnected: Outlet) -> AsyncIterator[Outlet]:
    """The same, connected."""
    async with connected(unconnected):
        yield unconnected
