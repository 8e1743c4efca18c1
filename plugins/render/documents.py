"""What the command line can print: each capability registers its documents, the door knows none of them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it is to show."""

    template: Path
    data: Mapping[str, Any]  # anything JSON has, and bytes


Maker = Callable[[int], Awaitable[Page]]
"""Makes the page for a number, with the database open. Raises what has a sentence in the registry."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be printed. `summary` is what the help says of it."""

    word: str
    summary: str
    make: Maker


_documents: dict[str, Document] = {}


def prints(word: str, summary: str, make: Maker) -> None:
    """Registers `bot.py print WORD NUMBER FILE`. Raises ValueError when the word is taken."""
    if word in _documents:
        raise ValueError(word)
    _documents[word] = Document(word, summary, make)


def find(word: str) -> Document | None:
    return _documents.get(word)


def documents() -> tuple[Document, ...]:
    """All of them, in the order they were registered."""
    return tuple(_documents.values())
