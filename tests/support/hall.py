"""The router over a real roster: what people type goes in, what the bot would send is kept.

Sends are those of Desk; who people are comes from the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plugins.gateway import directory
from plugins.gateway.outbox.models import OutboxRow
from plugins.org.directory import Roster
from tests.support.desk import Desk, a_desk


@contextmanager
def a_hall(patch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose people are those of the roster."""
    with a_desk(patch) as desk:
        patch.setattr(directory, "_directory", Roster())
        yield desk


async def queued() -> list[tuple[str, str]]:
    """What the program would say on its own: chat key and segments as kept."""
    return [(row.chat, row.segments) for row in await OutboxRow.all().order_by("id")]
