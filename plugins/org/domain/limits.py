"""What an officer's import may touch: the importer's unit with all below it, and nobody at or above their own post."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from .people import FilePerson, FilePost, UnitNames
from .rows import Problem, ProblemKind, RosterRow
from .words import titles

_RANKS = (
    ("副书记", 1),
    ("书记", 0),
    ("党小组长", 3),
    ("党小组组长", 3),
    ("小组长", 3),
    ("干事", 4),
    ("委员", 2),
    ("支委", 2),
)
NO_RANK = 9


def rank(title: str) -> int:
    """How high a post stands in its unit, 0 (书记) the highest; NO_RANK for titles without an officer's rights."""
    return min((_rank(part) for part in titles(title)), default=NO_RANK)


def _rank(title: str) -> int:
    return next((value for word, value in _RANKS if title.endswith(word)), NO_RANK)


class Known(Protocol):
    """What the limits read of a kept person; plan.KnownPerson."""

    @property
    def name(self) -> str: ...
    @property
    def account(self) -> str | None: ...
    @property
    def home(self) -> UnitNames: ...
    @property
    def active(self) -> bool: ...
    @property
    def posts(self) -> frozenset[FilePost]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """`top` is the importer's unit, `own` the rank of their post there."""

    top: UnitNames
    own: int

    def covers(self, unit: UnitNames) -> bool:
        """Whether the unit is `top` or stands below it."""
        return unit[: len(self.top)] == self.top

    def foreign_rows(self, rows: Iterable[RosterRow]) -> list[Problem]:
        """Rows about other units."""
        return [
            Problem(ProblemKind.FOREIGN_UNIT, (row.number,), f"{'/'.join(row.unit)}|{self.top[-1]}")
            for row in rows
            if not self.covers(row.unit)
        ]

    def complete(self, person: FilePerson, kept: Known) -> FilePerson:
        """The person of the file with what they are outside `top`, which the file does not tell and does not change."""
        outside = [post for post in kept.posts if not self.covers(post.unit)]
        if self.covers(kept.home) or not kept.active:
            return replace(person, posts=(*person.posts, *sorted(outside, key=_place)))
        outside.sort(key=lambda post: (post.unit != kept.home, _place(post)))
        return replace(person, name=kept.name, posts=(*outside, *person.posts))

    def strangers(self, people: Sequence[FilePerson], matches: Mapping[int, Known]) -> Iterator[Problem]:
        """People of other units, or who would be called otherwise, whom the file draws in."""
        for index, kept in matches.items():
            person = people[index]
            if self.covers(kept.home):
                continue
            here = any(self.covers(post.unit) for post in kept.posts)
            if not (kept.active and here and person.name == kept.name):
                yield Problem(ProblemKind.FOREIGN_PERSON, person.rows, kept.name)

    def given(self, person: FilePerson, kept: Known | None, account: str | None) -> Iterator[Problem]:
        """Why this person may not become what the file says."""
        before = kept.posts if kept else frozenset()
        if kept and kept.account and account != kept.account:
            yield Problem(ProblemKind.CHANGED_ACCOUNT, person.rows, kept.name)
        if kept and account != kept.account and not kept.account and self._stands_above(kept):
            yield Problem(ProblemKind.SUPERIOR, person.rows, kept.name)
        after = frozenset(person.posts)
        if any(self._is_too_high(post) for post in after - before):
            yield Problem(ProblemKind.POST_TOO_HIGH, person.rows, person.name)
        elif any(self._is_too_high(post) for post in before - after):
            yield Problem(ProblemKind.SUPERIOR, person.rows, person.name)

    def removed(self, people: Iterable[Known]) -> Iterator[Problem]:
        """People who are missing from the file and stand too high to be deactivated by it."""
        return (Problem(ProblemKind.SUPERIOR_MISSING, (), kept.name) for kept in people if self._stands_above(kept))

    def _stands_above(self, kept: Known) -> bool:
        return any(self._is_too_high(post) for post in kept.posts)

    def _is_too_high(self, post: FilePost) -> bool:
        """An officer's post above or beside `top`, or one in it that is not below the importer's own."""
        if not post.officer:
            return False
        return not self.covers(post.unit) or (post.unit == self.top and rank(post.title) <= self.own)


def _place(post: FilePost) -> tuple[UnitNames, str]:
    return post.unit, post.title
