"""Who cannot be written to in private is told so in their groups: how many, never who, one line a day at most."""

from collections import Counter
from collections.abc import Collection, Sequence
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


async def note(tx: Transaction, rounds: Sequence[Round], friends: Collection[str], now: datetime) -> None:
    """For the rounds of which the groups were not told: a line a group about the people at home there who owe something
    and are no friends of the bot. A group that had its line today gets none."""
    fresh = [one for one in rounds if not one.noted]
    if not fresh:
        return
    people: Counter[Chat] = Counter()
    strangers = await owed.strangers(tx, fresh, friends)
    bound = await load_bound() if strangers else ()
    for path, representatives, count in strangers:
        for chat in _groups_of(path_of(path), representatives, bound):
            people[chat] += count
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
    for one in fresh:
        await tx.execute("UPDATE remind_round SET noted = TRUE WHERE id = ?", (one.id,))


def _groups_of(path: Sequence[int], representatives: bool, bound: Sequence[BoundGroup]) -> list[Chat]:
    """The groups people of a unit sit in: those nearest above; representatives in the 群众群 where there is one."""
    wanted = (GroupKind.PUBLIC, GroupKind.BRANCH) if representatives else (GroupKind.BRANCH,)
    for unit in reversed(path):
        for kind in wanted:
            if found := [group.chat for group in bound if group.unit.id == unit and group.kind is kind]:
                return found
    return []
