"""Who cannot be written to in private is told so in their groups: how many, never who, one line a day at most."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.directory import BoundGroup, GroupKind
from plugins.gateway.outbox import Saying
from plugins.gateway.segments import text
from plugins.org.bindings import load_bound
from plugins.org.units import path_of
from plugins.storage import Transaction, clock

from . import owed, quiet, texts
from .rounds import Round

KIND = "reminder.friends"


async def strangers_in(rounds: Sequence[Round], friends: Collection[str]) -> Mapping[Chat, int]:
    """How many people of each group owe something of the rounds of which the groups were not told, and are no friends of
    the bot. Read outside a use case."""
    fresh = [one for one in rounds if not one.noted]
    people: Counter[Chat] = Counter()
    strangers = await owed.strangers(fresh, friends) if fresh else []
    bound = await load_bound() if strangers else ()
    for path, representatives, count in strangers:
        for chat in _groups_of(path_of(path), representatives, bound):
            people[chat] += count
    return people


async def note(tx: Transaction, rounds: Sequence[Round], people: Mapping[Chat, int], now: datetime) -> None:
    """Tells the groups, a line each; one that had its line today gets none."""
    day = clock.local(now).date()
    await outbox.enqueue_all(
        tx,
        [
            Saying(
                key=f"remind:friends:{day}",
                chat=chat,
                segments=[text(texts.unreachable_text(count))],
                kind=KIND,
                ref=f"friends:{day}",
                not_before=now,
                expires_at=quiet.quiet_from(now),
            )
            for chat, count in people.items()
        ],
    )
    await tx.execute_many(
        "UPDATE remind_round SET noted = TRUE WHERE id = ?", [(one.id,) for one in rounds if not one.noted]
    )


def _groups_of(path: Sequence[int], representatives: bool, bound: Sequence[BoundGroup]) -> list[Chat]:
    """The groups people of a unit sit in: those nearest above; representatives in the 群众群 where there is one."""
    wanted = (GroupKind.PUBLIC, GroupKind.BRANCH) if representatives else (GroupKind.BRANCH,)
    for unit in reversed(path):
        for kind in wanted:
            if found := [group.chat for group in bound if group.unit.id == unit and group.kind is kind]:
                return found
    return []
