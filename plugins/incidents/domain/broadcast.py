"""通报: what groups are told about an incident, and what its next version replaces."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

HEADERS = ("标题", "报平安", "单位")
URGENT_GROUPS = 30
"""To at most so many groups (about half a minute of sending) it goes before everything else; to more it goes with the
directives, so that no alert of another incident waits behind it."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """What was typed. `scope` "" is that of the version before; `unit_id` the unit acted for, None with that scope;
    `asks` whether people are asked for 报平安, None: as the version before. `title` "" is the incident's."""

    number: int
    unit_id: int | None
    scope: str
    title: str
    text: str
    asks: bool | None = None

    def as_json(self) -> dict[str, Any]:  # JSON of a preview
        return asdict(self)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Broadcast":  # as above
        return cls(**payload)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a version comes to. `groups` counts all, `fresh` those that no version went to before; `asks` whether those
    of the scope are asked for 报平安; `names_reporter`: the text has the reporter's name; `corrected`: the title is
    that of the first report, which was corrected since."""

    number: int
    title: str
    version: int
    unit: str
    scope: str
    text: str
    groups: int
    fresh: int
    people: int
    without_account: int
    groupless: tuple[str, ...]
    asks: bool
    names_reporter: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A version that is on its way; `asked` is how many people are asked for 报平安 by now."""

    number: int
    version: int
    groups: int
    asked: int


@dataclass(frozen=True, slots=True)
class Told:
    """One version of a 通报, as it was sent. `unit` sent it; no person is named. `reached` of `groups` have all of it; None
    when that is not known any more."""

    version: int
    at: datetime
    unit: str
    scope: str
    groups: int
    people: int
    text: str
    reached: int | None = None


def goes_first(groups: int) -> bool:
    """Whether a 通报 to so many groups goes before everything else."""
    return groups <= URGENT_GROUPS


def next_version(before: int) -> int:
    """The version after the newest one; 1 is the first."""
    return before + 1
