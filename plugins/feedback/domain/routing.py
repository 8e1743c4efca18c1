"""Who handles a case: the nearest unit upwards with somebody who is not to be kept out, else the oversight, else nobody.

Nobody means that the case is not taken: an open case without a handler is worse than a refusal that names other doors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from .states import Kind

Path = tuple[int, ...]
"""A unit by the ids from the root down to itself."""

SUPERVISORS = ("书记", "纪检委员")
"""Only these handle 监督, in a unit above the one it is about."""
CLERK = "干事"
"""A clerk handles no case, whoever appointed them."""

OVERSIGHT = 0
"""Stands for a unit where FEEDBACK_OVERSIGHT handles."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody appointed (设经办) in a unit, as the roster is now. `kinds` empty: every kind.

    `titles` are those held in that very unit, `belongs` the paths of all units the person stands in.
    """

    person: int
    account: str
    name: str
    unit: int
    kinds: frozenset[Kind]
    titles: tuple[str, ...]
    belongs: tuple[Path, ...]
    barred: bool = False
    """An administrator or a clerk, or not the account that was appointed: handles nothing."""
    held: tuple[str, ...] = ()
    """The titles held anywhere."""


class Side(StrEnum):
    """Whose word the naming of a handler still needs."""

    SECRETARY = "secretary"
    ABOVE = "above"
    BESIDE = "beside"
    """Another officer's of the unit above all."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What decides who may handle: kind, the unit it is about, who is to be kept out."""

    kind: Kind
    subject: Path
    avoided: frozenset[int] = frozenset()
    """Person ids: whoever 回避 names, and the author of a named opinion."""
    avoided_accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Oversight:
    """FEEDBACK_OVERSIGHT: accounts outside the tree. `person` is theirs in the roster, None when in none."""

    account: str
    person: int | None = None
    barred: bool = False
    belongs: tuple[Path, ...] = ()
    held: tuple[str, ...] = ()
    """As a candidate's."""


def may_handle(candidate: Candidate, matter: Matter) -> bool:
    """Whether this one may handle this matter in their unit."""
    if candidate.barred or candidate.person in matter.avoided or candidate.account in matter.avoided_accounts:
        return False
    if matter.kind is Kind.SUPERVISION:
        accused = matter.subject[-1]
        if candidate.unit == accused or any(accused in path for path in candidate.belongs):
            return False
        if not is_supervisor(candidate.titles):
            return False
    return not candidate.kinds or matter.kind in candidate.kinds


def is_supervisor(titles: Iterable[str]) -> bool:
    """Whether somebody with these titles in a unit may handle 监督 about the units below it."""
    return any(title.endswith(SUPERVISORS) and "副书记" not in title for title in titles)


def may_oversee(one: Oversight, matter: Matter) -> bool:
    """Whether this account of FEEDBACK_OVERSIGHT may handle this matter."""
    return not one.barred and one.account not in matter.avoided_accounts and one.person not in matter.avoided


def route(
    matter: Matter,
    candidates: Mapping[int, Sequence[Candidate]],
    oversight: Iterable[Oversight] = (),
    *,
    begin: Path | None = None,
) -> int | None:
    """The unit that handles: from `begin` (by default what the case is about) upwards, 监督 one above that.

    OVERSIGHT where no unit can, None where that is nobody either.
    """
    path = matter.subject if begin is None else begin
    if matter.kind is Kind.SUPERVISION and begin is None:
        path = path[:-1]
    for unit in reversed(path):
        if any(may_handle(one, matter) for one in candidates.get(unit, ())):
            return unit
    return OVERSIGHT if any(may_oversee(one, matter) for one in oversight) else None


def above(desk: int, path: Path) -> Path:
    """Where routing begins one above the unit that has it now (`path` is that unit's); empty above the root."""
    return () if desk == OVERSIGHT else path[:-1]
