"""Who owes what: the one SQL that decides who is reminded, for both databases."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from plugins.gateway import chats
from plugins.gateway.outbox import State
from plugins.org.domain import Membership
from plugins.storage import Transaction, moment, read
from plugins.storage.reading import dialect
from plugins.storage.transactions import Dialect

from . import wishes
from .config import settings
from .domain import RECENTLY
from .kinds import Kind

VERDICTS = ("reminded", "on_duty", "capped", "recently", "unreachable", "without_account")

_ON_DUTY = "EXISTS (SELECT 1 FROM org_duty d WHERE d.person_id = p.id AND d.begins <= ? AND d.ends > ?)"
_FRIENDS = {
    "sqlite": "SELECT value FROM json_each(?)",
    "postgres": "SELECT json_array_elements_text(CAST(? AS JSON))",
}
_LOST_STATES = ", ".join(f"'{state.value}'" for state in (State.REJECTED, State.EXPIRED, State.CANCELLED))
_SEVERAL = wishes.ref_of(wishes.SEVERAL, "")
_LOST = (
    "SELECT {what} FROM gateway_outbox g JOIN remind_matter m ON m.id = w.matter_id "
    f"WHERE g.chat = '{chats.private('').key}' || p.account AND g.state IN ({_LOST_STATES}) "
    f"AND g.kind LIKE 'reminder.%' AND (g.ref = '{wishes.PREFIX}' || m.kind || ':' || m.ref "
    f"OR (g.ref LIKE '{_SEVERAL}%' "
    f"AND '.' || SUBSTR(g.ref, {len(_SEVERAL) + 1}) || '.' LIKE '%.' || CAST(m.id AS TEXT) || '.%'))"
)
_LOST_SO_FAR = f"({_LOST.format(what='COUNT(*)')})"
"""Reminders of the matter that were refused, lapsed or were stopped before they went: nobody has them, so they do not count.
What is in doubt counts."""
_LAST_WAS_LOST = f"EXISTS ({_LOST.format(what='1')} AND g.created_at >= c.last_at)"
_JOINED = (
    "FROM ({owed}) w JOIN org_person p ON p.id = w.person_id AND p.active "
    "LEFT JOIN remind_count c ON c.matter_id = w.matter_id AND c.person_id = w.person_id "
)


@dataclass(frozen=True, slots=True)
class Owed:
    """A SELECT of who owes a matter in one round, with its parameters; the columns are those of `_COLUMNS`."""

    sql: str
    params: tuple[Any, ...]  # of the statement's own types


class Served(Protocol):
    """A round as it is asked about; `place` orders several (0 first)."""

    def owed(self, place: int) -> Owed: ...


def owed(kind: Kind, ref: str, matter: int, *, round_id: int, scope: str = "", place: int = 0) -> Owed:
    """`scope` is the path of a unit it is limited to; `place` orders several (0 first)."""
    sql, params = kind.owing(ref)
    most = settings.remind_max if kind.most is None else kind.most
    columns = (
        f"{int(round_id)} AS round_id, {int(matter)} AS matter_id, {int(most)} AS most, {int(kind.any_hour)} AS any_hour, "
        f"{int(kind.strangers_too)} AS strangers_too, {int(place)} AS place, o.person_id"
    )
    if not scope:
        return Owed(f"SELECT {columns} FROM ({sql}) o", tuple(params))
    limited = f"SELECT {columns} FROM ({sql}) o JOIN org_unit u ON u.id = o.unit_id AND u.path LIKE ?"
    return Owed(limited, (*params, scope + "%"))


def union(parts: Sequence[Owed]) -> Owed:
    return Owed(" UNION ALL ".join(part.sql for part in parts), tuple(value for part in parts for value in part.params))


def parameter(tx: Transaction, value: bool) -> Any:  # what the driver takes
    return value if tx.dialect == "postgres" else int(value)


async def verdicts(one: Owed, friends: Collection[str], at: datetime) -> dict[str, int]:
    """How many of those who owe it would be reminded at that moment, and why the others not; by VERDICTS. Read outside a
    use case: it looks at all."""
    sql = (
        "SELECT verdict, COUNT(DISTINCT person_id) AS people FROM (SELECT w.person_id, CASE "
        "WHEN p.account IS NULL THEN 'without_account' "
        f"WHEN w.strangers_too = 0 AND p.account NOT IN ({_FRIENDS[dialect()]}) THEN 'unreachable' "
        f"WHEN COALESCE(c.count, 0) >= w.most AND COALESCE(c.count, 0) - {_LOST_SO_FAR} >= w.most THEN 'capped' "
        f"WHEN c.last_at > ? AND NOT {_LAST_WAS_LOST} THEN 'recently' "
        f"WHEN w.any_hour = 0 AND {_ON_DUTY} THEN 'on_duty' ELSE 'reminded' END AS verdict "
        f"{_JOINED.format(owed=one.sql)}) AS v GROUP BY verdict"
    )
    params = (_listed(friends), at - RECENTLY, at, at, *one.params)
    found = {row["verdict"]: row["people"] for row in await read(sql, params)}
    return {name: found.get(name, 0) for name in VERDICTS}


async def candidates(rounds: Sequence[Served], friends: Collection[str], now: datetime, most: int) -> dict[int, str]:
    """The next people to remind with their accounts, those of the most pressing round first. Read outside a use case: it looks at all."""
    if not rounds:
        return {}
    everything = union([one.owed(place) for place, one in enumerate(rounds)])
    sql = (
        f"SELECT w.person_id, p.account {_JOINED.format(owed=everything.sql)} WHERE {_waits(dialect())} "
        f"AND (w.any_hour = 1 OR NOT {_ON_DUTY}) GROUP BY w.person_id, p.account ORDER BY MIN(w.place), w.person_id LIMIT ?"
    )
    params = (*everything.params, _listed(friends), now, now, most)
    return {row["person_id"]: row["account"] for row in await read(sql, params)}


async def details(
    tx: Transaction, rounds: Sequence[Served], people: Mapping[int, str], now: datetime
) -> list[dict[str, Any]]:  # rows as the database gives them
    """What each of `people` is to be reminded of now: round_id, matter_id, person_id, account, next_duty."""
    everything = union([one.owed(place) for place, one in enumerate(rounds)])
    marks = ", ".join("?" * len(people))
    sql = (
        "SELECT w.round_id, w.matter_id, w.person_id, p.account, "
        "(SELECT MIN(d.begins) FROM org_duty d WHERE d.person_id = p.id AND d.begins > ?) AS next_duty "
        f"{_JOINED.format(owed=everything.sql)} WHERE w.person_id IN ({marks}) AND {_waits(tx.dialect)} "
        f"AND (w.any_hour = 1 OR NOT {_ON_DUTY}) ORDER BY w.person_id, w.place"
    )
    params = (now, *everything.params, *people, _listed(people.values()), now, now)
    return await tx.execute(sql, params)


async def duty_ends(rounds: Sequence[Served], friends: Collection[str], now: datetime) -> dict[int, datetime]:
    """The rounds in which somebody waits for the end of their duty: when the first of them is free, by round. Read outside a
    use case: it looks at all."""
    if not rounds:
        return {}
    everything = union([one.owed(place) for place, one in enumerate(rounds)])
    sql = (
        f"SELECT w.round_id, MIN(d.ends) AS ends {_JOINED.format(owed=everything.sql)} "
        "JOIN org_duty d ON d.person_id = p.id AND d.begins <= ? AND d.ends > ? "
        f"WHERE {_waits(dialect())} AND w.any_hour = 0 GROUP BY w.round_id"
    )
    params = (*everything.params, now, now, _listed(friends))
    return {row["round_id"]: moment(row["ends"]) for row in await read(sql, params)}


async def strangers(rounds: Sequence[Served], friends: Collection[str]) -> list[tuple[str, bool, int]]:
    """People with a QQ who owe something and are no friends: path of their home unit, whether representatives, count.
    Read outside a use case: it looks at all."""
    everything = union([one.owed(place) for place, one in enumerate(rounds)])
    sql = (
        "SELECT u.path, CASE WHEN p.home_membership = ? THEN 1 ELSE 0 END AS representatives, "
        f"COUNT(DISTINCT p.id) AS people {_JOINED.format(owed=everything.sql)} "
        "JOIN org_unit u ON u.id = p.home_unit_id "
        f"WHERE p.account IS NOT NULL AND w.strangers_too = 0 AND p.account NOT IN ({_FRIENDS[dialect()]}) "
        "GROUP BY u.path, representatives ORDER BY u.path"
    )
    params = (Membership.REPRESENTATIVE.value, *everything.params, _listed(friends))
    return [(row["path"], bool(row["representatives"]), row["people"]) for row in await read(sql, params)]


async def count(tx: Transaction, told: Sequence[tuple[int, int, int, datetime]]) -> None:
    """Counts a reminder for each (matter, person, round, when)."""
    await tx.execute_many(
        "INSERT INTO remind_count (matter_id, person_id, round_id, last_at, count) VALUES (?, ?, ?, ?, 1) "
        "ON CONFLICT (matter_id, person_id) DO UPDATE SET count = remind_count.count + 1, "
        "round_id = excluded.round_id, last_at = excluded.last_at",
        told,
    )


async def lock(tx: Transaction, matters: Sequence[int]) -> None:
    """Keeps other processes from serving the same matters until the use case is kept (PostgreSQL)."""
    if tx.dialect == "postgres" and matters:
        marks = ", ".join("?" * len(matters))
        await tx.execute(f"SELECT id FROM remind_matter WHERE id IN ({marks}) ORDER BY id FOR UPDATE", list(matters))


def _waits(kind: Dialect) -> str:
    """Not reminded in this round, not too often, can be written to, and not asked for twice in a row."""
    return (
        "COALESCE(c.round_id, 0) < w.round_id AND p.account IS NOT NULL "
        f"AND (COALESCE(c.count, 0) < w.most OR c.count - {_LOST_SO_FAR} < w.most) "
        f"AND (w.strangers_too = 1 OR p.account IN ({_FRIENDS[kind]})) "
        "AND (NOT EXISTS (SELECT 1 FROM remind_round r WHERE r.id = w.round_id AND c.last_at > r.spares_since) "
        f"OR {_LAST_WAS_LOST})"
    )


def _listed(friends: Iterable[str]) -> str:  # the parameter of _FRIENDS
    return json.dumps(sorted(friends))
