"""Which session is meant where no number was typed or quoted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from plugins.gateway.chats import Chat
from plugins.storage import Transaction, moment, read

from ..domain import OPENS_BEFORE
from .outcomes import Claim

Meant: TypeAlias = int | tuple[tuple[int, str], ...]
"""The number, or what it could be: numbers and titles (nothing fits: none)."""

CHOICES = 6

_IN_CHATS = """
SELECT t.chat, s.id, s.title, s.begins, s.ends FROM attendance_target t JOIN attendance_session s ON s.id = t.session_id
WHERE t.chat IN ({marks}) AND s.state <> 'cancelled' AND s.ends >= ? ORDER BY s.id DESC
"""
_OF_PEOPLE = """
SELECT r.person_id, s.id, s.title, s.begins, s.ends FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id
WHERE r.person_id IN ({marks}) AND s.state <> 'cancelled' AND s.ends >= ? ORDER BY s.id DESC
"""


async def numbers_of(tx: Transaction, claims: Sequence[Claim], people: Mapping[str, int]) -> list[Meant]:
    """For each claim: the typed number, else the newest session of its chat that is open for signing in at the time of
    the claim (of several the newest that has the person on its list), else the only one the person is on the list of; where
    that is not clear, the choices."""
    open_ones = [claim for claim in claims if claim.number is None and claim.account in people]
    if not open_ones:
        return [claim.number if claim.number is not None else () for claim in claims]
    since = min(claim.time for claim in open_ones)
    here = await _fitting(tx, _IN_CHATS, "chat", {claim.chat.key for claim in open_ones}, since)
    asked = {
        people[claim.account] for claim in open_ones if len(_open_at(here.get(claim.chat.key, ()), claim.time)) != 1
    }
    theirs = await _fitting(tx, _OF_PEOPLE, "person_id", asked, since) if asked else {}
    found: list[Meant] = []
    for claim in claims:
        if claim.number is not None or claim.account not in people:
            found.append(claim.number if claim.number is not None else ())
            continue
        announced = _open_at(here.get(claim.chat.key, ()), claim.time)
        mine = theirs.get(people[claim.account], ())
        if announced:
            listed = {row["id"] for row in mine}
            found.append(next((number for number, _ in announced if number in listed), announced[0][0]))
            continue
        fitting = _open_at(mine, claim.time) or [(row["id"], row["title"]) for row in mine]
        found.append(fitting[0][0] if len(fitting) == 1 else tuple(fitting[:CHOICES]))
    return found


async def _fitting(
    tx: Transaction,
    sql: str,
    column: str,
    values: Collection[Any],  # of that column's type
    since: datetime,
) -> dict[Any, list[dict[str, Any]]]:  # raw rows by the column
    marks = ", ".join("?" * len(values))
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in await tx.execute(sql.format(marks=marks), [*values, since]):
        found.setdefault(row[column], []).append(row)
    return found


def _open_at(rows: Sequence[Mapping[str, Any]], at: datetime) -> list[tuple[int, str]]:  # raw rows
    """Those one may sign in to at that moment, the newest first."""
    return [
        (row["id"], row["title"]) for row in rows if moment(row["begins"]) - OPENS_BEFORE <= at <= moment(row["ends"])
    ]


_COMING = """
SELECT s.id, s.title, EXISTS (SELECT 1 FROM attendance_target t WHERE t.session_id = s.id AND t.chat = ?) AS here
FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id
WHERE r.person_id = ? AND r.role = 'expected' AND s.state = 'open' AND s.ends >= ? {more} ORDER BY s.begins
"""


async def coming(
    person_id: int, chat: Chat, now: datetime, *, with_leave: bool
) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Sessions that are not over and have this person on the list (`with_leave`: with a leave that can be taken back), the
    next first; and those of them that were announced in this chat: for 请假 without a number."""
    more = "AND r.leave IN ('asked', 'granted')" if with_leave else ""
    rows = await read(_COMING.format(more=more), (chat.key, person_id, now))
    found = [(row["id"], row["title"], bool(row["here"])) for row in rows]
    return [(number, title) for number, title, _ in found], [(number, title) for number, title, here in found if here]
