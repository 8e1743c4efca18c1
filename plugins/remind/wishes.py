"""What a reminder in the outbox is about, and whether it is still owed when its turn to be sent has come."""

from collections.abc import Iterable

from plugins.gateway.chats import Chat
from plugins.storage import read

from . import kinds

PREFIX = "remind:"
SEVERAL = "several"

_MATTERS = "SELECT kind, ref FROM remind_matter WHERE id IN ({marks})"


def ref_of(kind: str, ref: str) -> str:
    """What the outbox knows the reminders of one matter by."""
    return f"{PREFIX}{kind}:{ref}"


def ref_of_several(matters: Iterable[int]) -> str:
    """The same for a message about several, by the ids of their rows (the first of them, as long as it has room)."""
    return f"{PREFIX}{SEVERAL}:" + ".".join(str(matter) for matter in list(matters)[:8])


async def still_owed(chat: Chat, ref: str) -> bool:
    """Whether the person of a private chat still owes something of what a reminder in it is about."""
    kind, _, rest = ref.removeprefix(PREFIX).partition(":")
    matters = [(kind, rest)]
    if kind == SEVERAL:
        ids = [int(one) for one in rest.split(".")]
        rows = await read(_MATTERS.format(marks=", ".join("?" * len(ids))), ids)
        matters = [(row["kind"], row["ref"]) for row in rows]
    for name, one in matters:
        entry = kinds.find(name)
        if entry is None:
            continue
        sql, params = entry.owing(one)
        owes = f"SELECT 1 AS owes FROM ({sql}) o JOIN org_person p ON p.id = o.person_id WHERE p.account = ? LIMIT 1"
        if await read(owes, (*params, chat.id)):
            return True
    return False
