"""Who is on the list of a session: made in one statement, refreshed in three until signing in opens, fixed from then on."""

from collections.abc import Sequence

from plugins.gateway.directory import BoundGroup, GroupKind, UnitView
from plugins.org import audience
from plugins.org.audience import Scope
from plugins.org.bindings import load_bound
from plugins.org.domain import Flags, leads, titles
from plugins.storage import Transaction, read

from .. import domain
from ..domain import Proposal, Role
from .rows import recount

_NEW = (
    "INSERT INTO attendance_record (session_id, person_id, unit_id, role, voter, state, leave, official, leave_reason, "
    "leave_decided_by, made_up_by, made_up_text) "
)
_BLANK = "'waiting', 'none', FALSE, '', '', '', ''"
_MEMBERS = f"p.home_membership IN ({', '.join('?' * len(domain.MEMBERS))})"
_EXPECTED = f"{_MEMBERS} AND COALESCE(o.flags, '') NOT LIKE '%不计入应到%'"
_VOTES = f"{_EXPECTED} AND p.home_membership = ? AND COALESCE(o.flags, '') NOT LIKE '%无表决权%'"

# What domain.standing says, for everybody in the scope.
_STANDINGS = f"""
SELECT CAST(? AS BIGINT), a.person_id, a.unit_id,
       CASE WHEN {_EXPECTED} THEN 'expected' ELSE 'observer' END, CASE WHEN {_VOTES} THEN TRUE ELSE FALSE END, {_BLANK}
FROM ({{audience}}) a JOIN org_person p ON p.id = a.person_id
LEFT JOIN org_post o ON o.person_id = a.person_id AND o.unit_id = a.unit_id WHERE TRUE
"""
# Who has not been there yet stands as the roster says now.
_ANEW = """
ON CONFLICT (session_id, person_id) DO UPDATE
SET unit_id = excluded.unit_id, role = excluded.role, voter = excluded.voter
WHERE attendance_record.signed_in_at IS NULL AND attendance_record.correction IS NULL
"""
_OFF = (
    "DELETE FROM attendance_record WHERE session_id = ? AND signed_in_at IS NULL AND correction IS NULL "
    "AND person_id NOT IN (SELECT a.person_id FROM ({people}) a)"
)
_SEATS = """
SELECT o.person_id, o.unit_id, u.name AS unit, o.title, o.membership, o.flags
FROM org_post o JOIN org_person p ON p.id = o.person_id JOIN org_unit u ON u.id = o.unit_id
WHERE p.active AND o.title <> '' AND o.unit_id IN ({units}) ORDER BY o.unit_id, o.id
"""


async def scope_of(proposal: Proposal, unit: UnitView) -> Scope:
    """The scope of a session as it is now. Raises what parse_scope raises."""
    return await audience.parse_scope(proposal.scope, unit, representatives=proposal.observers)


async def groups_of(proposal: Proposal, scope: Scope) -> list[BoundGroup]:
    """Where it is announced. A session of the committee alone: in the 工作群 of its unit, else in the 支部群."""
    if not proposal.of_committee:
        return list((await audience.describe(scope)).groups)
    found: list[BoundGroup] = []
    bound = await load_bound()
    for unit in scope.included:
        own = [group for group in bound if group.unit.id == unit.id and group.kind is not GroupKind.PUBLIC]
        work = [group for group in own if group.kind is GroupKind.WORK]
        found += work or own
    return found


async def make(tx: Transaction, number: int, proposal: Proposal, scope: Scope) -> None:
    """Writes the list of a session, or makes it what the roster says now: people who joined are added, people who left are
    taken off, people who moved count where they are; who was there already stays as they are."""
    if proposal.of_committee:
        await _make_of_committee(tx, number, scope)
    else:
        people, params = audience.people_sql(scope)
        standings = (*domain.MEMBERS, *domain.MEMBERS, domain.FULL)
        await tx.execute(_NEW + _STANDINGS.format(audience=people) + _ANEW, [number, *standings, *params])
        await tx.execute(_OFF.format(people=people), [number, *params])
    await recount(tx, number)


async def _make_of_committee(tx: Transaction, number: int, scope: Scope) -> None:
    seats = await seats_of(scope)
    sql = _NEW + f"VALUES (CAST(? AS BIGINT), ?, ?, ?, ?, {_BLANK})" + _ANEW
    await tx.execute_many(sql, [(number, person, unit, role.value, vote) for person, unit, role, vote in seats])
    kept = ", ".join("?" * len(seats)) or "NULL"
    await tx.execute(
        "DELETE FROM attendance_record WHERE session_id = ? AND signed_in_at IS NULL AND correction IS NULL "
        f"AND person_id NOT IN ({kept})",
        [number, *(person for person, *_ in seats)],
    )


async def seats_of(scope: Scope) -> Sequence[tuple[int, int, Role, bool]]:
    """The committee members of the units that are named, each once: person, unit, role, whether they have a vote."""
    units = [unit.id for unit in scope.included]
    found: dict[int, tuple[int, int, Role, bool]] = {}
    for row in await read(_SEATS.format(units=", ".join("?" * len(units))), units):
        sat = tuple(title for title in titles(row["title"]) if leads(title, row["unit"]))
        flags = Flags.read(row["flags"])
        stands = domain.standing(
            row["membership"], no_vote=flags.no_vote, not_expected=flags.not_expected, observers=False
        )
        if stands is not None and domain.sits_in_committee(sat) and row["person_id"] not in found:
            found[row["person_id"]] = (row["person_id"], row["unit_id"], stands.role, stands.voter)
    return list(found.values())


_COUNT = f"""
SELECT COUNT(CASE WHEN {_EXPECTED} THEN 1 END) AS expected, COUNT(*) AS people,
       COUNT(CASE WHEN {_EXPECTED} AND p.account IS NULL THEN 1 END) AS without_account
FROM ({{audience}}) a JOIN org_person p ON p.id = a.person_id
LEFT JOIN org_post o ON o.person_id = a.person_id AND o.unit_id = a.unit_id
"""


async def foreseen(proposal: Proposal, scope: Scope) -> tuple[int, int, int]:
    """For a preview: how many will be 应到, how many may sit in, and how many of the 应到 have no account."""
    if proposal.of_committee:
        seats = await seats_of(scope)
        expected = [person for person, _, role, _ in seats if role is Role.EXPECTED]
        marks = ", ".join("?" * len(expected)) or "NULL"
        rows = await read(
            f"SELECT COUNT(*) AS people FROM org_person WHERE account IS NULL AND id IN ({marks})", expected
        )
        return len(expected), len(seats) - len(expected), rows[0]["people"]
    people, params = audience.people_sql(scope)
    rows = await read(_COUNT.format(audience=people), [*domain.MEMBERS, *domain.MEMBERS, *params])
    found = rows[0]
    return found["expected"], found["people"] - found["expected"], found["without_account"]
