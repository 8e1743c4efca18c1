"""代报平安: an officer who has heard from somebody says that they are safe; kept as such, with who, when and how.

For people without a QQ, and for those whose telephone is not at hand: whoever is known to be safe is not looked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins import storage
from plugins.gateway import inbox, previews
from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.previews import Preview
from plugins.gateway.request import Origin
from plugins.org.units import path_of
from plugins.storage import Transaction, audit

from ..domain.telling import Named, WhyNot, mark_of
from . import errors, names
from .acts import locked
from .safety import record_for, tally

WORD = "代报平安"

_NAMED = (
    "SELECT p.id, p.name, p.staff_no, p.account, u.name AS unit, u.path, MAX(s.answered_at) AS answered_at FROM incidents_safety s "
    "JOIN incidents_incident i ON i.id = s.incident_id JOIN org_person p ON p.id = s.person_id "
    "JOIN org_unit u ON u.id = s.unit_id WHERE COALESCE(i.merged_into, i.id) = ? AND p.active AND {which} "
    "GROUP BY p.id, p.name, p.staff_no, p.account, u.name, u.path ORDER BY p.id"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A person who is said to be safe."""

    person_id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Speakable:
    """Who is said to be safe, and how that is known ("": not said)."""

    number: int
    people: tuple[Spoken, ...]
    how: str


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """Whose answers are there now; `done` of `people` are safe."""

    number: int
    names: tuple[str, ...]
    how: str
    done: int
    people: int


async def propose(
    account: str,
    within: Sequence[UnitView],
    chat: Chat,
    origin: Origin,
    number: int,
    named: Sequence[str],
    how: str,
    now: datetime,
) -> Speakable:
    """Keeps a preview. A name is typed as telling.Named; `within` are the officer's units.

    Raises NoSuchIncident, SeveralSoNamed, NobodyToSpeakFor.
    """

    async def work(tx: Transaction) -> Speakable:
        await inbox.first_time(tx, origin, now)
        row = await locked(number)
        people = tuple([await _find(tx, within, row.id, name) for name in dict.fromkeys(named)])
        payload = {"how": how, "people": [one.person_id for one in people]}
        await previews.offer(tx, owner=account, chat=chat, word=WORD, number=row.id, payload=payload, now=now)
        storage.failpoint("incidents.speak_preview.before_commit")
        return Speakable(row.id, people, how)

    found = await storage.write(work)
    storage.failpoint("incidents.speak_preview.after_commit")
    return found


async def speak_for(
    actor: Actor, within: Sequence[UnitView], preview: Preview, origin: Origin, now: datetime
) -> SpokenFor:
    """Records what the preview showed. Raises NoSuchIncident, NobodyToSpeakFor (somebody has answered meanwhile, or is out
    of the officer's reach now), and what previews.settle raises."""
    how = str(preview.payload["how"])

    async def work(tx: Transaction) -> SpokenFor:
        await inbox.first_time(tx, origin, now)
        await previews.settle(tx, preview.id, now)
        row = await locked(preview.number)
        spoken: list[str] = []
        for person in preview.payload["people"]:
            found = await tx.execute(_NAMED.format(which="p.id = ?"), (row.id, int(person)))
            one = _judge(row.id, within, found, Named(found[0]["name"] if found else ""))
            await record_for(tx, row.id, one.person_id, actor.person_id, how, now)
            spoken.append(one.name)
        detail = {"people": len(spoken)}
        await audit.record(tx, actor.account, "incidents.speak_for", names.subject(row.id), detail)
        storage.failpoint("incidents.speak_for.before_commit")
        return SpokenFor(row.id, tuple(spoken), how, *await tally(tx, row.id))

    done = await storage.write(work)
    storage.failpoint("incidents.speak_for.after_commit")
    return done


async def _find(tx: Transaction, within: Sequence[UnitView], number: int, named: str) -> Spoken:
    typed = Named.of(named)
    return _judge(number, within, await tx.execute(_NAMED.format(which="p.name = ?"), (number, typed.name)), typed)


def _judge(
    number: int,
    within: Sequence[UnitView],
    found: Sequence[dict[str, Any]],  # rows of _NAMED
    typed: Named,
) -> Spoken:
    mine = [
        row
        for row in found
        if any(unit.id in path_of(row["path"]) for unit in within)
        and str(row["unit"]).startswith(typed.unit)
        and typed.is_marked(row["staff_no"], row["account"])
    ]
    if not mine:
        raise errors.NobodyToSpeakFor(typed.name, WhyNot.UNKNOWN)
    answered = {row["id"] for row in mine if row["answered_at"] is not None}
    waiting = list({row["id"]: row for row in mine if row["id"] not in answered}.values())
    if not waiting:
        raise errors.NobodyToSpeakFor(typed.name, WhyNot.DONE)
    if len(waiting) > 1:
        marks = [(row["unit"], mark_of(row["staff_no"], row["account"])) for row in waiting]
        raise errors.SeveralSoNamed(number, typed.name, marks)
    return Spoken(waiting[0]["id"], waiting[0]["name"], waiting[0]["unit"])
