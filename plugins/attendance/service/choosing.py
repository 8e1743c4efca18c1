"""Which session a word without a number is about: the newest that fits and was announced in this chat, else the only one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, directory
from plugins.org.units import UnitTree, load_tree
from plugins.storage import moment, read

from ..config import settings
from ..domain import OPENS_BEFORE, Proposal
from . import finding
from .errors import WhichSession
from .rows import proposal_from

RECENT = timedelta(days=30)
"""How long after its end a session is still meant by what is done afterwards."""

_SESSIONS = """
SELECT s.id, s.title, s.begins, s.ends, s.state, s.unit_id, s.proposal,
       EXISTS (SELECT 1 FROM attendance_target t WHERE t.session_id = s.id AND t.chat = ?) AS here,
       EXISTS (SELECT 1 FROM attendance_record r WHERE r.session_id = s.id AND r.leave = 'asked') AS asked
FROM attendance_session s WHERE s.state <> 'cancelled' AND s.ends >= ? ORDER BY s.id DESC
"""
_PART = """
SELECT DISTINCT r.session_id FROM attendance_record r JOIN org_unit u ON u.id = r.unit_id
JOIN attendance_session s ON s.id = r.session_id WHERE s.state <> 'cancelled' AND s.ends >= ? AND ({inside})
"""
_TO_MAKE_UP = """
SELECT s.id, s.title FROM attendance_record r JOIN attendance_session s ON s.id = r.session_id
WHERE r.person_id = ? AND r.role = 'expected' AND r.made_up_at IS NULL AND r.state IN ('absent', 'pending', 'leave')
AND s.state IN ('ended', 'settled') AND s.ends >= ? ORDER BY s.begins DESC
"""


class Fit(StrEnum):
    """What a word can be about."""

    OPEN = "open"
    """One may sign in: from some minutes before until the end."""
    RUNNING = "running"
    AHEAD = "ahead"
    """Not begun."""
    COMING = "coming"
    """Not over."""
    BEGUN = "begun"
    """Begun, or over for less than RECENT."""
    ASKED = "asked"
    """Somebody's leave waits for a decision."""


_FITS: Mapping[Fit, Callable[[bool, datetime, datetime, datetime, bool], bool]] = {
    Fit.OPEN: lambda open, begins, ends, now, asked: open and begins - OPENS_BEFORE <= now <= ends,
    Fit.RUNNING: lambda open, begins, ends, now, asked: open and begins <= now <= ends,
    Fit.AHEAD: lambda open, begins, ends, now, asked: open and now < begins,
    Fit.COMING: lambda open, begins, ends, now, asked: open and now <= ends,
    Fit.BEGUN: lambda open, begins, ends, now, asked: begins <= now,
    Fit.ASKED: lambda open, begins, ends, now, asked: asked,
}


async def led(account: str, chat: Chat, word: str, fit: Fit, now: datetime, *, whole: bool) -> int:
    """The session an officer or a host means, at the time it was typed. `whole`: the word is about a session as a whole,
    so only sessions of units they lead and those they host or record; else also those with people of theirs.
    Raises WhichSession with what could be meant."""
    actor = await directory().actor(account)
    tree = await load_tree()
    rows = [row for row in await read(_SESSIONS, (chat.key, now - RECENT)) if _fits(fit, row, now)]
    part = set() if whole else await _with_people_of(actor, now - RECENT)
    mine = [row for row in rows if row["id"] in part or _leads(actor, row, tree)]
    here = [row for row in mine if row["here"]]
    if here or len(mine) == 1:
        return (here or mine)[0]["id"]
    raise WhichSession(word, [(row["id"], row["title"]) for row in mine])


async def to_make_up(person_id: int, now: datetime) -> int:
    """The only session a person has to make up. Raises WhichSession."""
    rows = await read(_TO_MAKE_UP, (person_id, now - timedelta(days=settings.makeup_days)))
    if len(rows) != 1:
        raise WhichSession("补学", [(row["id"], row["title"]) for row in rows])
    return rows[0]["id"]


async def coming_for(person_id: int, chat: Chat, word: str, now: datetime, *, with_leave: bool = False) -> int:
    """The only coming session of a person that was announced in this chat, else the only coming one; `with_leave`: of those
    with a leave to take back. Raises WhichSession."""
    choices, here = await finding.coming(person_id, chat, now, with_leave=with_leave)
    only = here if len(here) == 1 else choices
    if len(only) != 1:
        raise WhichSession(word, choices)
    return only[0][0]


def _fits(fit: Fit, row: Mapping[str, Any], now: datetime) -> bool:  # a raw row of _SESSIONS
    return _FITS[fit](row["state"] == "open", moment(row["begins"]), moment(row["ends"]), now, bool(row["asked"]))


def _leads(actor: Actor, row: Mapping[str, Any], tree: UnitTree) -> bool:  # as above
    unit = tree.get(row["unit_id"])
    if unit is not None and actor.is_officer_over(unit):
        return True
    proposal: Proposal = proposal_from(row["proposal"])
    return actor.person_id is not None and actor.person_id in (proposal.host_id, proposal.recorder_id)


async def _with_people_of(actor: Actor, since: datetime) -> set[int]:
    """Sessions that have people of the units on their list that the actor leads."""
    below = [f"%/{unit.id}/%" for unit in actor.officer_units()]
    if not below:
        return set()
    inside = " OR ".join(["u.path LIKE ?"] * len(below))
    return {row["session_id"] for row in await read(_PART.format(inside=inside), [since, *below])}
