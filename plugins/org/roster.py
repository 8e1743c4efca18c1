"""Importing a roster file: what it would do, and doing it whole or not at all."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass

from plugins import storage
from plugins.storage import Transaction, audit, read
from plugins.storage.errors import Conflict, DomainError

from . import domain
from .bindings import groups
from .domain import FilePerson, FilePost, KnownPerson, KnownUnit, Limits, Plan, Problem, Sheet
from .units import path_of, stored_path

UnitNames = tuple[str, ...]
Progress = Callable[[int], None]
CHUNK = 2000
"""Rows written between two tellings of the progress."""


class RosterRefused(DomainError):
    """The file has problems; nothing of it was applied."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class RosterMoved(Conflict):
    """The roster was changed between the preview and the confirmation."""


def _unseen(done: int) -> None:
    """Progress that nobody watches."""


async def preview(sheet: Sheet, limits: Limits | None = None) -> Plan:
    """What importing `sheet` as the full roster (of the unit in `limits`) would do now. Changes nothing."""
    units, people = await _known()
    return domain.compare(sheet, units, people, limits)


async def apply(sheet: Sheet, digest: str, actor: str, progress: Progress = _unseen) -> Plan:
    """Does what was previewed (`digest` of its plan), all or nothing, with its audit row.

    `actor` is an account or "cli"; `progress` is told how many rows were written since it was told last.
    Raises RosterRefused, RosterMoved.
    """

    async def work(tx: Transaction) -> Plan:
        return await enact(tx, sheet, digest, actor, progress=progress)

    return await keep(work)


async def keep(work: Callable[[Transaction], Awaitable[Plan]]) -> Plan:
    """Runs a use case that ends with `enact`, in a commit of its own."""
    plan = await storage.write(work, alone=True)
    storage.failpoint("org.import.after_commit")
    return plan


async def enact(
    tx: Transaction,
    sheet: Sheet,
    digest: str,
    actor: str,
    limits: Limits | None = None,
    progress: Progress = _unseen,
) -> Plan:
    """`apply` as the last statement of a use case."""
    units, people = await _known()
    plan = domain.compare(sheet, units, people, limits)
    if plan.problems:
        raise RosterRefused(plan.problems)
    if plan.digest() != digest:
        raise RosterMoved
    if plan.is_empty:
        return plan
    await _Apply(tx, {unit.names: unit.id for unit in units}, await _paths(), progress).run(plan)
    counts = {"added": len(plan.added), "changed": len(plan.changed), "removed": len(plan.removed)}
    await audit.record(tx, actor, "org.import", limits.top[-1] if limits else "roster", counts)
    tx.after_commit(groups.forget)
    storage.failpoint("org.import.before_commit")
    return plan


async def _paths() -> dict[int, tuple[int, ...]]:
    return {row["id"]: path_of(row["path"]) for row in await read("SELECT id, path FROM org_unit")}


async def _known() -> tuple[list[KnownUnit], list[KnownPerson]]:
    """The whole roster as kept, deactivated entries too."""
    rows = await read("SELECT id, name, path, active FROM org_unit ORDER BY id")
    bound = {row["unit_id"] for row in await read("SELECT unit_id FROM org_binding")}
    name_of = {row["id"]: row["name"] for row in rows}
    names = {row["id"]: tuple(name_of[part] for part in path_of(row["path"])) for row in rows}
    units = [KnownUnit(row["id"], names[row["id"]], bool(row["active"]), row["id"] in bound) for row in rows]
    posts: dict[int, list[FilePost]] = defaultdict(list)
    for row in await read("SELECT person_id, unit_id, membership, title, officer, flags FROM org_post"):
        post = FilePost(
            names[row["unit_id"]],
            domain.Membership(row["membership"]),
            row["title"],
            bool(row["officer"]),
            row["flags"],
        )
        posts[row["person_id"]].append(post)
    people = [
        KnownPerson(
            row["id"],
            row["name"],
            row["account"],
            row["staff_no"],
            names[row["home_unit_id"]],
            row["home_membership"],
            bool(row["active"]),
            frozenset(posts[row["id"]]),
        )
        for row in await read(
            "SELECT id, name, account, staff_no, home_unit_id, home_membership, active FROM org_person ORDER BY id"
        )
    ]
    return units, people


_ADD_UNIT = "INSERT INTO org_unit (id, name, parent_id, path, active) VALUES (?, ?, ?, ?, ?)"
_ADD_PERSON = (
    "INSERT INTO org_person (id, name, account, staff_no, home_unit_id, home_membership, active) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE_PERSON = (
    "UPDATE org_person SET name = ?, account = ?, staff_no = ?, home_unit_id = ?, home_membership = ?, active = ? "
    "WHERE id = ?"
)
_ADD_POST = "INSERT INTO org_post (person_id, unit_id, membership, title, officer, flags) VALUES (?, ?, ?, ?, ?, ?)"


@dataclass(slots=True)
class _Apply:
    """The writes of one plan: a handful of statements run over many rows each."""

    tx: Transaction
    ids: dict[UnitNames, int]
    paths: dict[int, tuple[int, ...]]
    progress: Progress

    async def _many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        for start in range(0, len(rows), CHUNK):
            await self.tx.execute_many(sql, rows[start : start + CHUNK])
            self.progress(len(rows[start : start + CHUNK]))

    async def run(self, plan: Plan) -> None:
        await self._units(plan)
        await self._change(plan)
        await self._add(plan.added)
        await self._activity("org_person", ((person.id, False) for person in plan.removed))

    async def _units(self, plan: Plan) -> None:
        rows: list[tuple[int, str, int | None, str, bool]] = []
        for names, identifier in zip(plan.new_units, await self._reserve("org_unit", len(plan.new_units)), strict=True):
            parent = self.ids.get(names[:-1])
            self.ids[names] = identifier
            self.paths[identifier] = (*(self.paths[parent] if parent else ()), identifier)
            rows.append((identifier, names[-1], parent, stored_path(self.paths[identifier]), True))
        await self._many(_ADD_UNIT, rows)
        await self._activity("org_unit", ((identifier, True) for identifier in plan.restored_units))
        await self._activity("org_unit", ((unit.id, False) for unit in plan.dropped_units))

    async def _change(self, plan: Plan) -> None:
        for column in ("account", "staff_no"):
            # given up first, so that two people can exchange theirs
            given_up = [
                (change.known.id,)
                for change in plan.changed
                if getattr(change.known, column) not in (None, getattr(change, column))
            ]
            await self._many(f"UPDATE org_person SET {column} = NULL WHERE id = ?", given_up)
        rows = [
            (
                change.person.name,
                change.account,
                change.staff_no,
                self.ids[change.person.home],
                change.person.membership.value,
                True,
                change.known.id,
            )
            for change in plan.changed
        ]
        await self._many(_CHANGE_PERSON, rows)
        moved = [(change.known.id, change.person) for change in plan.changed if change.posts_differ]
        await self._many("DELETE FROM org_post WHERE person_id = ?", [(known,) for known, _ in moved])
        await self._posts(moved)

    async def _add(self, people: Sequence[FilePerson]) -> None:
        numbered = list(zip(await self._reserve("org_person", len(people)), people, strict=True))
        rows = [
            (
                identifier,
                person.name,
                person.account,
                person.staff_no,
                self.ids[person.home],
                person.membership.value,
                True,
            )
            for identifier, person in numbered
        ]
        await self._many(_ADD_PERSON, rows)
        await self._posts(numbered)

    async def _posts(self, people: Iterable[tuple[int, FilePerson]]) -> None:
        rows = [
            (identifier, self.ids[post.unit], post.membership.value, post.title, post.officer, post.flags)
            for identifier, person in people
            for post in person.posts
        ]
        await self._many(_ADD_POST, rows)

    async def _activity(self, table: str, entries: Iterable[tuple[int, bool]]) -> None:
        rows = [(active, identifier) for identifier, active in entries]
        await self._many(f"UPDATE {table} SET active = ? WHERE id = ?", rows)

    async def _reserve(self, table: str, count: int) -> list[int]:
        """Fresh keys: bulk inserts return none, and posts need their person's."""
        if not count:
            return []
        if self.tx.dialect == "postgres":
            sql = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS id FROM generate_series(1, ?)"
            return [int(row["id"]) for row in await self.tx.execute(sql, (count,))]
        rows = await self.tx.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        first = (int(rows[0]["seq"]) if rows else 0) + 1
        return list(range(first, first + count))
