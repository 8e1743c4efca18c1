"""Message content as OneBot v11 segment arrays. Users' text never becomes a CQ string."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Segment(NamedTuple):
    """One piece of a message. `data` holds strings and numbers only."""

    type: str
    data: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"type": self.type, "data": dict(self.data)}


def text(value: str) -> Segment:
    return Segment("text", {"text": value})


def at(account: str) -> Segment:
    return Segment("at", {"qq": account})


def reply(message_id: str | int) -> Segment:
    return Segment("reply", {"id": str(message_id)})


def picture(content: bytes) -> Segment:
    """An image by its bytes: the implementation needs no access to our files."""
    return Segment("image", {"file": "base64://" + b64encode(content).decode("ascii")})


def document(content: bytes, name: str) -> Segment:
    """A file by its bytes; it stands alone in a message."""
    return Segment("file", {"file": "base64://" + b64encode(content).decode("ascii"), "name": name})


def to_json(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [segment.as_json() for segment in segments]


def from_json(items: Iterable[Mapping[str, Any]]) -> tuple[Segment, ...]:
    return tuple(Segment(str(item["type"]), dict(item.get("data") or {})) for item in items)


def plain_text(segments: Iterable[Segment]) -> str:
    """The text of the text segments alone."""
    return "".join(str(segment.data.get("text", "")) for segment in segments if segment.type == "text")
