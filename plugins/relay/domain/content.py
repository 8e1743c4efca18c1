"""What is relayed: the words and attachments of a message, read out of its segments."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

TITLE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """One attachment of a directive: a message segment that is carried on as it came."""

    type: str
    data: Mapping[str, Any]  # as the chat service gave it


@dataclass(frozen=True, slots=True)
class Content:
    """What is relayed. `left_out` counts pieces that cannot be carried (cards and the like)."""

    text: str
    pieces: tuple[Piece, ...] = ()
    left_out: int = 0


def title_and_text(header: str, content: Content) -> tuple[str, str]:
    """The title and the text below it: the header, else the first line, which is not said twice."""
    text = content.text.strip("\n")
    if header:
        return header, text
    first, _, rest = text.strip().partition("\n")
    first = first.strip()
    if not first:
        return (_title_of(content.pieces[0]) if content.pieces else ""), text
    if len(first) <= TITLE_LIMIT:
        return first, rest.strip("\n")
    return first[:TITLE_LIMIT] + "…", text


def content_of(segments: Iterable[tuple[str, Mapping[str, Any]]]) -> Content:
    """What of a message can be relayed: its text, with a mark where a picture stood, and its pieces.

    A mention becomes its words, so that relaying calls nobody. A bundle of messages that could not be read is left out.
    """
    words: list[str] = []
    pieces: list[Piece] = []
    left_out = 0
    for kind, data in segments:
        if kind == "text":
            words.append(str(data.get("text", "")))
        elif kind == "image":
            pieces.append(Piece(kind, {"file": _source_of(data)}))
            words.append(f"[图{sum(piece.type == 'image' for piece in pieces)}]")
        elif kind in ("file", "video", "record"):
            name = {"name": str(data.get("name") or data.get("file"))} if kind == "file" else {}
            pieces.append(Piece(kind, {"file": _source_of(data), **name}))
        elif kind == "at":
            words.append("@全体成员 " if data.get("qq") == "all" else f"@{data.get('name') or data.get('qq')} ")
        elif kind == "face":
            words.append("[表情]")
        elif kind != "reply":
            left_out += 1
    text = re.sub(r"(?:\s*\[图\d+\])+\s*\Z", "", "".join(words))
    return Content(text.strip("\n"), tuple(pieces), left_out)


def _source_of(data: Mapping[str, Any]) -> str:
    url = str(data.get("url") or "")
    return url if url.startswith(("http://", "https://")) else str(data.get("file_id") or data.get("file") or "")


def _title_of(piece: Piece) -> str:
    """A file is called by its name, everything else by what it is."""
    return str(piece.data.get("name") or _name_of((piece,)))[:TITLE_LIMIT]


def _name_of(pieces: Sequence[Piece]) -> str:
    names = {"image": "图片", "file": "文件", "video": "视频", "record": "语音", "forward": "聊天记录"}
    return names[pieces[0].type] if pieces else ""


def count_pieces(pieces: Iterable[Piece]) -> Mapping[str, int]:
    """How many attachments of each kind, by their Chinese name."""
    return Counter(_name_of((piece,)) for piece in pieces)
