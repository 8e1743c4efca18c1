"""What an import would do: the roster of the file against the roster that is kept."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .limits import Limits
from .people import FilePerson, FilePost, UnitNames, gather
from .rows import Problem, ProblemKind, Sheet
from .words import titles


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as kept. `bound` says whether a group belongs to it: such a unit is not given up for being empty."""

    id: int
    names: UnitNames
    active: bool
    bound: bool


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as kept; `posts` without order, `home` and the home post's membership apart."""

    id: int
    name: str
    account: str | None
    staff_no: str | None
    home: UnitNames
    membership: str
    active: bool
    posts: frozenset[FilePost]


@dataclass(frozen=True, slots=True)
class Change:
    """A kept person as they shall be. Empty QQ or 工号 in the file leaves the kept one."""

    known: KnownPerson
    person: FilePerson
    account: str | None
    staff_no: str | None

    @property
    def posts_differ(self) -> bool:
        return frozenset(self.person.posts) != self.known.posts

    @property
    def account_replaced(self) -> bool:
        return self.known.account is not None and self.account != self.known.account

    @property
    def differs(self) -> bool:
        kept, person = self.known, self.person
        before = (kept.name, kept.account, kept.staff_no, kept.home, kept.membership, kept.active)
        after = (person.name, self.account, self.staff_no, person.home, person.membership, True)
        return before != after or self.posts_differ


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole effect of an import. With `problems` nothing may be applied, and the rest is empty."""

    problems: tuple[Problem, ...] = ()
    new_units: tuple[UnitNames, ...] = ()
    """Parents before children."""
    restored_units: tuple[int, ...] = ()
    dropped_units: tuple[KnownUnit, ...] = ()
    added: tuple[FilePerson, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[KnownPerson, ...] = ()
    unchanged: int = 0
    assumed: int = 0
    """People whose 身份 the file leaves open."""
    other_titles: tuple[tuple[str, int], ...] = ()
    """Titles that carry no rights, the most frequent first."""
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def people(self) -> int:
        """How many people the roster has afterwards."""
        return len(self.added) + len(self.changed) + self.unchanged

    @property
    def is_empty(self) -> bool:
        return not (
            self.added or self.changed or self.removed or self.new_units or self.restored_units or self.dropped_units
        )

    @property
    def accounts_replaced(self) -> int:
        return sum(change.account_replaced for change in self.changed)

    def digest(self) -> str:
        """Equal for equal effects: what was shown can be compared with what would be done now."""
        effects = (
            self.new_units,
            self.restored_units,
            self.dropped_units,
            self.added,
            [(change.known.id, change.person) for change in self.changed],
            [person.id for person in self.removed],
        )
        return hashlib.sha256(repr(effects).encode()).hexdigest()


def compare(
    sheet: Sheet, units: Sequence[KnownUnit], known: Sequence[KnownPerson], limits: Limits | None = None
) -> Plan:
    """The plan of a full import: who is missing from the file is deactivated, never deleted.

    With `limits` the file is the full roster of that unit with all below it; others are neither changed nor missing.
    """
    problems = [*sheet.problems, *_other_roots(sheet, units)]
    if limits:
        problems += limits.foreign_rows(sheet.rows)
    people, contradictions = gather(sheet.rows)
    problems += contradictions
    matches: dict[int, KnownPerson] = {}
    if not problems:
        matches, problems = _matches(people, known)
    if limits and not problems:
        problems = list(limits.strangers(people, matches))
        people = [limits.complete(p, matches[i]) if i in matches else p for i, p in enumerate(people)]
    taken = {person.id for person in matches.values()}
    removed = [
        person
        for person in known
        if person.active and person.id not in taken and (limits is None or limits.covers(person.home))
    ]
    if limits and not problems:
        problems = [*_overreach(limits, people, matches), *limits.removed(removed)]
    if problems:
        return Plan(tuple(sorted(problems, key=lambda problem: problem.rows)), ignored=sheet.ignored)
    added: list[FilePerson] = []
    changed: list[Change] = []
    for index, person in enumerate(people):
        if (kept := matches.get(index)) is None:
            added.append(person)
            continue
        change = Change(kept, person, person.account or kept.account, person.staff_no or kept.staff_no)
        if change.differs:
            changed.append(change)
    gone = {person.id for person in removed}
    stay = [person for person in known if limits and person.active and person.id not in taken | gone]
    new, restored, dropped = _units([*people, *stay], units)
    if limits:
        dropped = tuple(unit for unit in dropped if limits.covers(unit.names) and unit.names != limits.top)
    return Plan(
        new_units=new,
        restored_units=restored,
        dropped_units=dropped,
        added=tuple(added),
        changed=tuple(changed),
        removed=tuple(removed),
        unchanged=len(people) - len(added) - len(changed),
        assumed=sum(person.assumed for person in people),
        other_titles=_other_titles(people),
        ignored=sheet.ignored,
    )


def _overreach(limits: Limits, people: Sequence[FilePerson], matches: dict[int, KnownPerson]) -> Iterable[Problem]:
    for index, person in enumerate(people):
        kept = matches.get(index)
        yield from limits.given(person, kept, person.account or (kept.account if kept else None))


def _other_roots(sheet: Sheet, units: Iterable[KnownUnit]) -> list[Problem]:
    """There is one organisation, so every path begins with its name: the kept one, else the file's most frequent."""
    roots = Counter(row.unit[0] for row in sheet.rows)
    root = next((unit.names[0] for unit in units), None) or next((name for name, _ in roots.most_common(1)), "")
    return [Problem(ProblemKind.OTHER_ROOT, (row.number,), root) for row in sheet.rows if row.unit[0] != root]


def _matches(
    people: Sequence[FilePerson], known: Sequence[KnownPerson]
) -> tuple[dict[int, KnownPerson], list[Problem]]:
    """Who of the file (by index) is whom: by 工号 or QQ, then by name within the home unit."""
    by_staff_no = {person.staff_no: person for person in known if person.staff_no}
    by_account = {person.account: person for person in known if person.account}
    by_place: dict[tuple[str, UnitNames], list[KnownPerson]] = defaultdict(list)
    for person in known:
        by_place[person.name, person.home].append(person)
    matches: dict[int, KnownPerson] = {}
    taken: dict[int, FilePerson] = {}
    problems: list[Problem] = []

    def take(index: int, kept: KnownPerson) -> None:
        person = people[index]
        if other := taken.get(kept.id):
            problems.append(Problem(ProblemKind.ONE_KNOWN_TWICE, other.rows + person.rows, kept.name))
        taken[kept.id] = person
        matches[index] = kept

    for index, person in enumerate(people):
        staff = by_staff_no.get(person.staff_no or "")
        account = by_account.get(person.account or "")
        if account and not staff and person.staff_no and account.staff_no:
            value = f"{account.staff_no}、{person.staff_no}"
            problems.append(Problem(ProblemKind.TWO_STAFF_NUMBERS, person.rows, value))
        elif kept := staff or account:
            take(index, kept)
    for index, person in enumerate(people):
        if index in matches:
            continue
        fitting = [kept for kept in by_place[person.name, person.home] if kept.id not in taken and _fits(person, kept)]
        fitting = [kept for kept in fitting if kept.active] or fitting
        if len(fitting) > 1:
            problems.append(Problem(ProblemKind.SEVERAL_KNOWN, person.rows, f"{person.home[-1]} {person.name}"))
        elif fitting:
            take(index, fitting[0])
    return matches, [*problems, *_double_accounts(people, matches, by_account)]


def _double_accounts(
    people: Sequence[FilePerson], matches: dict[int, KnownPerson], by_account: dict[str, KnownPerson]
) -> Iterable[Problem]:
    """QQ numbers that would be those of two people: taken from somebody who keeps theirs."""
    after = {kept.id: people[index].account or kept.account for index, kept in matches.items()}
    for index, kept in matches.items():
        person = people[index]
        holder = by_account.get(person.account or "")
        if holder and holder.id != kept.id and after.get(holder.id, holder.account) == person.account:
            yield Problem(ProblemKind.TWO_KNOWN, person.rows, f"{kept.name}、{holder.name}")


def _fits(person: FilePerson, kept: KnownPerson) -> bool:
    """Nothing that is written on both sides differs (equal numbers were matched before)."""
    return not (person.staff_no and kept.staff_no) and not (person.account and kept.account)


def _units(
    people: Iterable[FilePerson | KnownPerson], units: Sequence[KnownUnit]
) -> tuple[tuple[UnitNames, ...], tuple[int, ...], tuple[KnownUnit, ...]]:
    """New units, units to take back, units nobody is in any more."""
    needed: dict[UnitNames, None] = {}
    for names in dict.fromkeys(post.unit for person in people for post in person.posts):
        needed.update(dict.fromkeys(names[:depth] for depth in range(1, len(names) + 1)))
    by_names = {unit.names: unit for unit in units}
    held = {unit.names[:depth] for unit in units if unit.bound for depth in range(1, len(unit.names) + 1)}
    return (
        tuple(sorted((names for names in needed if names not in by_names), key=len)),
        tuple(unit.id for unit in units if unit.names in needed and not unit.active),
        tuple(unit for unit in units if unit.active and unit.names not in needed and unit.names not in held),
    )


def _other_titles(people: Iterable[FilePerson]) -> tuple[tuple[str, int], ...]:
    counts = Counter(
        title
        for person in people
        for post in person.posts
        if post.title and not post.officer
        for title in titles(post.title)
    )
    return tuple(counts.most_common())
