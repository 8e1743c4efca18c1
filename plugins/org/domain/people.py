"""From rows to people: equal 工号 or QQ is one person, and namesakes are told apart or asked about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from .rows import Problem, ProblemKind, RosterRow
from .words import Flags, Membership, leads, titles

UnitNames = tuple[str, ...]
"""A unit by the names from the root down to it."""


@dataclass(frozen=True, slots=True)
class FilePost:
    """What a person is in one unit."""

    unit: UnitNames
    membership: Membership
    title: str
    officer: bool
    flags: str


@dataclass(frozen=True, slots=True)
class FilePerson:
    """A person as the file has them. The first post is the home one (组织关系), where they count."""

    rows: tuple[int, ...]
    name: str
    account: str | None
    staff_no: str | None
    posts: tuple[FilePost, ...]
    assumed: bool
    """The file gives no 身份 at home, so 正式党员 was taken."""

    @property
    def home(self) -> UnitNames:
        return self.posts[0].unit

    @property
    def membership(self) -> Membership:
        return self.posts[0].membership


def gather(rows: Sequence[RosterRow]) -> tuple[list[FilePerson], list[Problem]]:
    """The people of the file in its order, and what cannot be said of whom."""
    groups = _groups(rows)
    problems = [problem for group in groups for problem in _contradictions(group)]
    problems += _namesakes(groups)
    return ([] if problems else [_person(group) for group in groups]), problems


def _groups(rows: Sequence[RosterRow]) -> list[list[RosterRow]]:
    """Rows of one person together: joined by 工号 or QQ, also over a third row that has both."""
    parent = list(range(len(rows)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        for key in (("staff_no", row.staff_no), ("account", row.account)):
            if key[1]:
                other = root(first.setdefault((key[0], key[1]), index))
                mine = root(index)
                parent[max(other, mine)] = min(other, mine)
    groups: dict[int, list[RosterRow]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[root(index)].append(row)
    return list(groups.values())


def _contradictions(group: list[RosterRow]) -> Iterable[Problem]:
    if len(group) == 1:
        return
    numbers = tuple(row.number for row in group)
    for kind, values in (
        (ProblemKind.TWO_NAMES, {row.name: None for row in group}),
        (ProblemKind.TWO_ACCOUNTS, {row.account: None for row in group if row.account}),
        (ProblemKind.TWO_STAFF_NUMBERS, {row.staff_no: None for row in group if row.staff_no}),
    ):
        if len(values) > 1:
            yield Problem(kind, numbers, "、".join(map(str, values)))


def _namesakes(groups: Sequence[Sequence[RosterRow]]) -> list[Problem]:
    """Equal names in one unit are two people only when each has a 工号 or QQ."""
    known = [any(row.staff_no or row.account for row in group) for group in groups]
    places: dict[tuple[str, UnitNames], dict[int, list[int]]] = defaultdict(dict)
    for index, group in enumerate(groups):
        for row in group:
            places[row.name, row.unit].setdefault(index, []).append(row.number)
    return [
        Problem(ProblemKind.NAMESAKES, tuple(sorted(chain.from_iterable(found.values()))), f"{unit[-1]} {name}")
        for (name, unit), found in places.items()
        if len(found) > 1 and not all(known[index] for index in found)
    ]


def _person(group: Sequence[RosterRow]) -> FilePerson:
    home = group[0]
    membership = home.membership or Membership.FULL
    units: dict[UnitNames, list[RosterRow]] = {}
    for row in group:
        units.setdefault(row.unit, []).append(row)
    return FilePerson(
        tuple(row.number for row in group),
        home.name,
        next((row.account for row in group if row.account), None),
        next((row.staff_no for row in group if row.staff_no), None),
        tuple(_post(unit, found, membership) for unit, found in units.items()),
        home.membership is None,
    )


def _post(unit: UnitNames, rows: Sequence[RosterRow], otherwise: Membership) -> FilePost:
    """One post a unit: the titles of its rows joined, a flag in any of them kept."""
    title = "、".join(dict.fromkeys(chain.from_iterable(titles(row.title) for row in rows)))
    flags = Flags(
        any(row.flags.no_vote for row in rows),
        any(row.flags.not_expected for row in rows),
        next((row.flags.reason for row in rows if row.flags.reason), ""),
    )
    membership = next((row.membership for row in rows if row.membership), otherwise)
    return FilePost(unit, membership, title, leads(title, unit[-1]), str(flags))
