"""A correction: what it changes in a directive, and what its receipts mean then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from .content import Piece
from .directive import SECRECY_WORDS, Proposal

CORRECTION_HEADERS = ("标题", "文号", "来源", "截止", "回执")
"""The header names of 更正."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected in a directive. Empty fields leave what was there; `deadline` is aware UTC.

    `note` says in one line what is different; `text` is the whole new text. `again` asks those for a receipt who have
    read it before: by default yes, since what they have read is not what counts now.
    """

    note: str
    text: str = ""
    pieces: tuple[Piece, ...] = ()
    title: str = ""
    reference: str = ""
    source: str = ""
    deadline: datetime | None = None
    again: bool = True

    @property
    def is_empty(self) -> bool:
        return not (
            self.note or self.text or self.pieces or self.title or self.reference or self.source or self.deadline
        )

    def applied(self, old: Proposal) -> Proposal:
        """The directive as it goes out from now on. A note alone stands below the old text."""
        noted = f"{old.text}\n\n更正:{self.note}".strip() if self.note else old.text
        return replace(
            old,
            title=self.title or old.title,
            text=self.text or noted,
            pieces=self.pieces or old.pieces,
            reference=self.reference or old.reference,
            source=self.source or old.source,
            deadline=self.deadline or old.deadline,
        )

    def secrecy_words(self) -> tuple[str, ...]:
        """The words that speak of secrecy in it and in the names of its files, each once."""
        names = (str(piece.data.get("name", "")) for piece in self.pieces)
        read = " ".join((self.note, self.text, self.title, self.reference, self.source, *names))
        return tuple(word for word in SECRECY_WORDS if word in read)

    def as_json(self) -> dict[str, Any]:
        return {
            "note": self.note,
            "text": self.text,
            "pieces": [[piece.type, dict(piece.data)] for piece in self.pieces],
            "title": self.title,
            "reference": self.reference,
            "source": self.source,
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "again": self.again,
        }

    def dumped(self) -> str:
        """As text, Chinese readable."""
        return json.dumps(self.as_json(), ensure_ascii=False)

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> "Correction":
        """The correction behind `as_json`."""
        fields = dict(payload)
        fields["deadline"] = datetime.fromisoformat(fields["deadline"]) if fields["deadline"] else None
        fields["pieces"] = tuple(Piece(kind, data) for kind, data in fields["pieces"])
        return cls(**fields)
