"""A task as it is handed out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

HEADERS = ("标题", "截止", "重复", "单位")
"""The header names of 任务."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task as previewed. `deadline` is aware UTC; `scope` is read afresh when it is issued; `repeat` is a rule of
    times.recurrence as written, "" for none."""

    unit_id: int
    scope: str
    title: str
    text: str
    deadline: datetime
    repeat: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "unit_id": self.unit_id,
            "scope": self.scope,
            "title": self.title,
            "text": self.text,
            "deadline": self.deadline.isoformat(),
            "repeat": self.repeat,
        }

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Proposal":
        return cls(**{**data, "deadline": datetime.fromisoformat(data["deadline"])})


@dataclass(frozen=True, slots=True)
class Outline:
    """What a preview shows: the units by name, those no group reaches, those without an officer who can answer; with 重复
    the next deadline and when it is laid out (aware UTC)."""

    number: int
    proposal: Proposal
    unit: str
    units: tuple[str, ...]
    groupless: tuple[str, ...]
    headless: tuple[str, ...]
    next_deadline: datetime | None = None
    next_at: datetime | None = None
