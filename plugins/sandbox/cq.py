"""CQ codes: the text form of a message, and what an implementation makes of a text it is told to send."""

import json
import re
from collections.abc import Iterable

from .model import Segment, text

CODE = re.compile(r"\[CQ:([A-Za-z0-9_.-]+)((?:,[^,\[\]]+=[^,\[\]]*)*)\]")
_TEXT = (("&", "&amp;"), ("[", "&#91;"), ("]", "&#93;"))
_VALUE = (*_TEXT, (",", "&#44;"))


def encode(segments: Iterable[Segment]) -> str:
    """The `raw_message` of these segments, trimmed as NapCat does."""
    return "".join(map(_encode_one, segments)).strip()


def decode(raw: str) -> list[Segment]:
    """The segments of a text with CQ codes in it: what a bot risks that sends text in place of segments."""
    segments: list[Segment] = []
    position = 0
    for code in CODE.finditer(raw):
        if code.start() > position:
            segments.append(text(_unescape(raw[position : code.start()])))
        pairs = (pair.split("=", 1) for pair in code[2].split(",") if pair)
        segments.append({"type": code[1], "data": {name: _unescape(value) for name, value in pairs}})
        position = code.end()
    if position < len(raw):
        segments.append(text(_unescape(raw[position:])))
    return segments


def _encode_one(segment: Segment) -> str:
    data = segment["data"]
    if segment["type"] == "text":
        return _escape(str(data["text"]), _TEXT)
    pairs = []
    for name, value in data.items():
        if value is None or value == "":
            continue
        written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        pairs.append(f",{name}={_escape(written, _VALUE)}")
    return f"[CQ:{segment['type']}{''.join(pairs)}]"


def _escape(value: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for raw, written in pairs:
        value = value.replace(raw, written)
    return value


def _unescape(value: str) -> str:
    for raw, written in reversed(_VALUE):
        value = value.replace(written, raw)
    return value
