"""总结: the whole of one incident on paper. Times aware UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .incident import Entry, Line, Timeline
from .safety import Roll


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with what it replaced."""

    line: Line
    replaced: str


@dataclass(frozen=True, slots=True)
class Summary:
    """All of it. `alerted` officers were alerted, `unreached` are those who were not reached; `closed_at` None while it
    goes on; `safety` counts nobody where 报平安 was not asked for."""

    timeline: Timeline
    closed_at: datetime | None
    alerted: int
    unreached: tuple[str, ...]
    safety: Roll


def corrections(lines: Iterable[Line]) -> tuple[Corrected, ...]:
    """Each correction beside the version before it: of the incident under whose number it was typed, else of the first
    that was reported. `lines` in the order of their times."""
    newest: dict[int, str] = {}
    found: list[Corrected] = []
    for line in lines:
        if line.kind not in (Entry.FIRST, Entry.CORRECTION):
            continue
        if line.kind is Entry.CORRECTION:
            found.append(Corrected(line, newest.get(line.number, next(iter(newest.values()), ""))))
        newest[line.number] = line.text
    return tuple(found)
