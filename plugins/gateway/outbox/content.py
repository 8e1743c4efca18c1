"""Content: splitting long texts in stable parts, and recognising one's own message in a history. Pure."""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise

from ..segments import Segment, from_json, to_json
from .domain import NOT_OFFERED, Absent, Evidence, Found, Unclear

LOOKALIKE = timedelta(minutes=10)
"""An equal message of ours that seems this much older than the send may be it all the same: clocks differ."""

_BREAKS = ("\n", "。", "\uff01", "\uff1f", "\uff1b", "!", "?", ";", "\uff0c", ",", " ")
_GLUE = frozenset({0x200D, 0xFE0E, 0xFE0F})


def parts(text: str, limit: int, number: int | None = None) -> tuple[str, ...]:
    """`text` in pieces of at most `limit` characters, the same for the same arguments.

    One piece is the text itself. Of several, each begins with a line `#12(1/2)` (`(1/2)` without a number); what
    follows these lines joins to the text again. A piece ends at a line or sentence end where there is one, and
    never inside a character (an emoji with its joiners, a letter with its accents). Raises ValueError below 40.
    """
    if limit < 40:
        raise ValueError("a limit below 40 characters leaves no room for the text")
    if len(text) <= limit:
        return (text,)
    label = f"#{number}" if number is not None else ""
    count = 2
    while True:
        room = limit - len(f"{label}({count}/{count})\n")
        bodies = _cut(text, room)
        if len(str(len(bodies))) <= len(str(count)):
            return tuple(f"{label}({at}/{len(bodies)})\n{body}" for at, body in enumerate(bodies, 1))
        count = len(bodies)


def _cut(text: str, room: int) -> list[str]:
    bodies = []
    while len(text) > room:
        end = _end(text, room)
        bodies.append(text[:end])
        text = text[end:]
    return [*bodies, text] if text else bodies


def _end(text: str, room: int) -> int:
    for mark in _BREAKS:
        at = text.rfind(mark, room // 2, room)
        if at >= 0 and not _inside_character(text, at + 1):
            return at + 1
    end = room
    while end > room // 2 and _inside_character(text, end):
        end -= 1
    return end if end > room // 2 else room


def _inside_character(text: str, at: int) -> bool:
    """Whether cutting before index `at` would tear one visible character apart."""
    if at >= len(text):
        return False
    following, before = ord(text[at]), ord(text[at - 1])
    if following in _GLUE or before == 0x200D or unicodedata.combining(text[at]):
        return True
    if 0x1F3FB <= following <= 0x1F3FF or 0xE0020 <= following <= 0xE007F:
        return True  # skin tones; the tags of a flag
    return _is_half_flag(text[at]) and _half_flags_before(text, at) % 2 == 1


def _is_half_flag(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF


def _half_flags_before(text: str, at: int) -> int:
    begin = at
    while begin and _is_half_flag(text[begin - 1]):
        begin -= 1
    return at - begin


def frozen(segments: Iterable[Segment]) -> str:
    """Segments as they are stored: JSON, readable; escaped where a text holds what no database takes."""
    items = to_json(segments)
    readable = json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    try:
        readable.encode()
    except UnicodeEncodeError:
        return json.dumps(items, separators=(",", ":"))
    return readable


@lru_cache(maxsize=64)
def thawed(stored: str) -> tuple[Segment, ...]:
    """The segments of a stored message."""
    return from_json(json.loads(stored))


@lru_cache(maxsize=64)
def is_for_everyone(stored: str) -> bool:
    """Whether a stored message contains an @全体."""
    return addresses_everyone(thawed(stored))


def addresses_everyone(segments: Iterable[Segment]) -> bool:
    """Whether the message contains an @全体."""
    return any(piece.type == "at" and str(piece.data.get("qq")) == "all" for piece in segments)


def without_everyone(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The same message without its @全体."""
    return tuple(piece for piece in segments if not addresses_everyone((piece,)))


def normalised(segments: Iterable[Segment]) -> tuple[str, ...]:
    """What of a message survives the way through the service, for comparing.

    White space, invisible characters, quotes and the names of pictures and files change on the way; text, order,
    mentions and kinds do not.
    """
    pieces: list[str] = []
    for piece in segments:
        if piece.type == "text" or addresses_everyone((piece,)):
            # an @全体 of an account that may not use it arrives as words
            kept = _visible(str(piece.data.get("text", "@全体成员")))
            if pieces and pieces[-1].startswith("text:"):
                pieces[-1] += kept
            elif kept:
                pieces.append("text:" + kept)
        elif piece.type == "at":
            pieces.append(f"at:{piece.data.get('qq')}")
        elif piece.type == "face":
            pieces.append(f"face:{piece.data.get('id')}")
        elif piece.type != "reply":
            pieces.append(piece.type)
    return tuple(pieces)


def _visible(text: str) -> str:
    plain = unicodedata.normalize("NFC", text)
    return "".join(c for c in plain if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc", "Mn"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a history page. `order` is its true sequence number where the implementation tells it."""

    message_id: str
    mine: bool
    at: datetime
    content: tuple[str, ...]
    failed: bool = False
    order: int | None = None


def judge(
    page: Sequence[Entry] | None, content: tuple[str, ...], started: datetime, claimed: Iterable[str]
) -> Evidence:
    """What a history says about a message of ours with `content`, sent at or after `started`.

    `page` runs from old to new up to the present, None when the implementation has no history. An id in `claimed`
    belongs to another message of ours. Times in a history are whole seconds.
    """
    if page is None:
        return Unclear(NOT_OFFERED)
    begin = started.replace(microsecond=0)
    taken = set(claimed)
    alike = [e for e in page if e.mine and e.content == content and e.message_id and e.message_id not in taken]
    here = [e for e in alike if e.at >= begin]
    if delivered := [e for e in here if not e.failed]:
        return Found(delivered[0].message_id, delivered[0].at)
    if any(e.at >= begin - LOOKALIKE and not e.failed for e in alike):
        return Unclear("resembling")
    if not spans(page, begin):
        return Unclear("gap")
    return Absent()


def spans(page: Sequence[Entry], begin: datetime) -> bool:
    """Whether a page shows everything from `begin` on: it reaches further back, and misses nothing in between."""
    before = [e for e in page if e.at < begin and not e.failed]
    if not before:
        return False
    orders = [e.order for e in page if e.order is not None and not e.failed and (e.at >= begin or e is before[-1])]
    return all(later - earlier == 1 for earlier, later in pairwise(orders))
