"""Planning reminders, dropping them, and asking for one now: steps of other capabilities' use cases."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from plugins.gateway import outbox
from plugins.gateway.directory import UnitView
from plugins.org.units import stored_path
from plugins.storage import Transaction, clock, due, failpoint, moment, read

from . import domain, kinds, quiet, reach, wishes
from .domain import Reminded
from .owed import owed, parameter, verdicts

SERVE = "remind.serve"
OVER = "remind.over"
KEY = "all"

_MATTER = (
    "INSERT INTO remind_matter (kind, ref, number, until, moments, next_at, touched_at) VALUES (?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (kind, ref) DO UPDATE SET {changed}touched_at = excluded.touched_at "
    "RETURNING id, number, until"
)
_PLANNED = "number = excluded.number, until = excluded.until, moments = excluded.moments, next_at = excluded.next_at, "
_ROUND = (
    "INSERT INTO remind_round (matter_id, opens_at, look_at, lapses_at, asked, spares_since, scope, noted) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, FALSE)"
)
_EARLIEST = (
    "SELECT MIN(at) AS at FROM (SELECT MIN(r.look_at) AS at FROM remind_round r "
    "JOIN remind_matter m ON m.id = r.matter_id WHERE m.kind IN ({known}) "
    "UNION ALL SELECT MIN(next_at) AS at FROM remind_matter WHERE kind IN ({known})) AS both_of_them"
)


async def plan(
    tx: Transaction,
    kind: str,
    ref: str,
    *,
    number: int | None,
    until: datetime | None,
    moments: Iterable[datetime],
) -> None:
    """Plans automatic reminders of a matter at `moments` (aware), in place of what was planned for it before.

    At each moment everybody who owes it then is reminded in private: not in quiet hours nor on duty (later, while
    `until` is not over), only friends, at most `most` times. Moments that have passed while the bot was down come to one
    reminder; none is sent from `until` on (None: no end). Moments in the past are served at once: `hours_before` gives
    none of them. At `until` the kind's `at_end` is called. `number` is what a reminder stands for when it is quoted.
    What a person was reminded before stays counted.
    """
    times = sorted({one.astimezone(UTC) for one in moments if until is None or one < until})
    matter = await _matter(tx, kind, ref, number=number, until=until, moments=times)
    await tx.execute("DELETE FROM remind_round WHERE matter_id = ? AND NOT asked", (matter,))
    entry = kinds.find(kind)
    if entry is not None and entry.at_end is not None and until is not None:
        payload = {"kind": kind, "ref": ref, "until": until.isoformat()}
        await due.schedule(tx, OVER, over_key(kind, ref), until, payload)
    else:
        await due.cancel(tx, OVER, over_key(kind, ref))
    await wake(tx)


async def drop(tx: Transaction, kind: str, ref: str) -> None:
    """Nobody is reminded of this matter any more: what is planned, asked for or waits in the outbox is given up, and
    `at_end` is not called. Fine for a matter nobody knows."""
    rows = await tx.execute(
        "UPDATE remind_matter SET next_at = NULL, moments = '[]' WHERE kind = ? AND ref = ? RETURNING id", (kind, ref)
    )
    for row in rows:
        await tx.execute("DELETE FROM remind_round WHERE matter_id = ?", (row["id"],))
        await due.cancel(tx, OVER, over_key(kind, ref))
        await outbox.stop(tx, wishes.ref_of(kind, ref))


@dataclass(frozen=True, slots=True)
class Asked:
    """What `ask` found, for `now`."""

    kind: str
    ref: str
    number: int | None
    at: datetime
    scope: str
    outcome: Reminded


async def ask(kind: str, ref: str, at: datetime, *, number: int | None, within: UnitView | None = None) -> Asked:
    """How many would be reminded because somebody asks at `at` (`催办`), and why the others not. Outside a use case: it
    may wait for the chat service, and looks at everybody who owes it. Raises NoFriendList.

    `within` limits it to who owes it in that unit or below. `number` is what a reminder stands for when it is quoted.
    """
    entry = kinds.find(kind)
    if entry is None:
        raise ValueError(f"{kind} is not registered")
    friends = () if entry.strangers_too else await reach.friends()
    scope = stored_path(within.path) if within else ""
    known = await read("SELECT id FROM remind_matter WHERE kind = ? AND ref = ?", (kind, ref))
    matter = known[0]["id"] if known else 0
    found = await verdicts(owed(entry, ref, matter, round_id=0, scope=scope), friends, at)
    goes_at = None if entry.any_hour else quiet.quiet_until(at)
    return Asked(kind, ref, number, at, scope, Reminded(**found, goes_at=goes_at))


async def now(tx: Transaction, asked: Asked) -> Reminded:
    """Reminds them: in private, in the background, beginning at once; in quiet hours when they end. Who has done it by
    the time their turn comes is left out. Asked twice within half an hour, nobody is reminded twice."""
    if asked.outcome.reminded or asked.outcome.on_duty:
        matter = await _matter(tx, asked.kind, asked.ref, number=asked.number)
        begins = asked.outcome.goes_at or asked.at
        await open_round(tx, matter, begins, begins + domain.ASKED_LASTS, asked=True, scope=asked.scope)
        await wake(tx)
    return asked.outcome


async def open_round(
    tx: Transaction,
    matter: int,
    opens_at: datetime,
    lapses_at: datetime | None,
    *,
    asked: bool = False,
    scope: str = "",
) -> None:
    """Begins to serve a moment of a matter."""
    spares_since = opens_at - domain.RECENTLY if asked else None
    values = (matter, opens_at, opens_at, lapses_at, parameter(tx, asked), spares_since, scope)
    await tx.execute(_ROUND, values)
    failpoint("remind.open.before_commit")


async def wake(tx: Transaction) -> None:
    """Has the queue look when the next reminder may be due."""
    earliest = await earliest_of(tx)
    if earliest is not None:
        await due.no_later_than(tx, SERVE, KEY, earliest)


async def earliest_of(tx: Transaction) -> datetime | None:
    """When the next reminder of a loaded capability may be due, aware UTC."""
    marks, names = kinds.known()
    value = (await tx.execute(_EARLIEST.format(known=marks), (*names, *names)))[0]["at"]
    return None if value is None else moment(value)


async def _matter(
    tx: Transaction,
    kind: str,
    ref: str,
    *,
    number: int | None,
    until: datetime | None = None,
    moments: Sequence[datetime] | None = None,
) -> int:
    """The id of a matter, made when it is new. Without `moments` what is planned stays."""
    planned = moments or ()
    values: list[Any] = [  # of the columns' own types
        kind,
        ref,
        number,
        until,
        json.dumps([one.isoformat() for one in planned]),
        planned[0] if planned else None,
        clock.now(),
    ]
    sql = _MATTER.format(changed="" if moments is None else _PLANNED)
    return (await tx.execute(sql, values))[0]["id"]


def over_key(kind: str, ref: str) -> str:
    return f"{kind}:{ref}"
