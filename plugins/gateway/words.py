"""How a message becomes a command: the word, what belongs to it, and what is only chat."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import NamedTuple

LONGEST_WORD = 12
"""Letters. No command word is longer."""
LONGEST_BARE = 80
"""Characters. With more than that around it, a bare word is chat."""

POLITE = re.compile(
    "谢谢(?:您|大家|老师)?|谢了|多谢|感谢|好[的滴嘞]?|嗯{1,2}|收到|明白|知道了|了解|(?:您|大家)?辛苦了?|ok",
    re.IGNORECASE,
)
"""What people say beside a bare word."""

_EDGE = "\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTERS = r"[^\W\d_]"
_HEAD = re.compile(rf"[\s{_EDGE},，、:：]*([/／][/／\s{_EDGE}]*)?({_LETTERS}{{1,{LONGEST_WORD + 1}}})?")
_RUN = re.compile(rf"{_LETTERS}+")
_LEADING = re.compile(rf"(?:[^\S\n]|[{_EDGE}])*[:：,，、;；。!！~～]*(?:[^\S\n]|[{_EDGE}])*\n*")
_BLANK = "".join(char for char in map(chr, range(0x10000)) if re.match(rf"[\s{_EDGE}]", char))
_NUMBER = re.compile(
    rf"(?:(?:[^\S\n]|[{_EDGE}:：,，、;；(（【\[])*|\s*(?=[#＃]?\d{{1,7}}\s*\Z))"
    rf"(?:[#＃][^\S\n]*(\d{{1,7}})(?!\d)|(\d{{1,7}})(?!{_LETTERS}|[\d_\ufe0f\u20e3]|[:：.．/／\-－~～]\d))"
)
_NUMBER_BEFORE = re.compile(r"(?<![\w.．+＋、-])[#＃]?(\d{1,7})\s*\Z")
_MEANT = re.compile(r"\w")
_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_NO_NOISE = re.compile(r"[\d?？+＋]")
_HAN_NAME = re.compile("[\u3400-\u9fff\U00020000-\U000323af]{2,4}(?<![了吗呢吧啊呀么])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message read as a command."""

    word: str
    """As typed: the caller finds the command behind a synonym."""
    number: int | None
    code: str | None
    """Four digits beside a word of `coded`, in ASCII."""
    argument: str
    """What stands behind word, number and code, lines kept, as typed; "" for punctuation and emoji alone."""
    tail: str
    """The same with the number still in it, for words whose text may begin with one (突发 3 楼停电)."""
    around: tuple[str, ...] | None
    """The words around it beside number, code and politeness; None when there is more than words."""
    glued: str
    """What stands right before the word without a gap (张三签到), else ""."""
    slashed: bool = False
    bare_ok: bool = False
    """Whether it may stand unaddressed in a group, as far as `own_names` were given."""
    other_name_candidate: str | None = None
    """The one word around it when it may be another person's name: 2-4 Han characters, no own name."""

    def fits(self, own_names: Collection[str]) -> bool:
        """Whether nothing but these names (the sender's, their units') stands around the word.

        For a caller that looks the sender up only once a bare word has something beside it.
        """
        if self.around is None:
            return False
        if self.glued in self.around and self.glued not in own_names:
            return False
        return all(_is_own(word, own_names) for word in self.around)


def read(
    text: str,
    find: Callable[[str], bool],
    *,
    own_names: Collection[str] = (),
    addressed: bool = False,
    coded: Collection[str] = (),
    bare: Callable[[str], bool] | None = None,
) -> Reading | None:
    """Reads a message's plain text as a command, or None when it is chat. Never raises.

    `find` knows every word that counts here, `bare` those that count without being addressed (default: `find`).
    `addressed`: in private, with an @ of the bot, or quoting it; a leading / makes it so too. Addressed, a word
    begins the message, or is a bare one with nothing but politeness, own names, a number and emoji around it.
    Unaddressed, only a Reading with `bare_ok` (or that `fits` the sender's names) is a command, the rest is chat.
    `coded` are the words that take a four-digit code.
    """
    head = _HEAD.match(text)
    word = head[2] if head else None
    slashed = head is not None and head[1] is not None
    if (addressed or slashed) and head and word and len(word) <= LONGEST_WORD and find(word):
        reading = _reading(_Place("", word, text[head.end() :]), word in coded, find)
        return _judged(replace(reading, slashed=slashed), own_names)
    if slashed or len(text) > LONGEST_BARE or not (place := _bare_place(text, bare or find)):
        return None
    reading = _judged(_reading(place, place.word in coded, bare or find), own_names)
    return None if reading.around is None or (addressed and not reading.bare_ok) else reading


_NAME_BEHIND = re.compile(
    "[\u3400-\u9fff\U00020000-\U000323af]{2,4}|[\u3400-\u9fff]{1,12}(?:[·•・‧∙●][\u3400-\u9fff]{1,12}){1,4}"
)


def name_behind(reading: Reading) -> str | None:
    """The one person's name that stands behind the word with nothing else around it, or None."""
    name = reading.argument.strip()
    if reading.glued or reading.number is not None or not _NAME_BEHIND.fullmatch(name):
        return None
    return name if reading.around == tuple(_RUN.findall(name)) else None


class _Place(NamedTuple):
    """A word, and the text before and behind it; `glued` ends `before`."""

    before: str
    word: str
    behind: str
    glued: str = ""


def _bare_place(text: str, bare: Callable[[str], bool]) -> _Place | None:
    """The first bare word: a whole run of letters, else the end of one."""
    glued: _Place | None = None
    for found in _RUN.finditer(text):
        run = found[0]
        size = len(run)
        if size <= LONGEST_WORD and bare(run):
            return _Place(text[: found.start()], run, text[found.end() :])
        if glued is None and 4 <= size <= 7:
            for length in (2, 3):
                if 2 <= size - length <= 4 and bare(run[-length:]):
                    start, end = found.end() - length, found.end()
                    glued = _Place(text[:start], text[start:end], text[end:], run[:-length])
                    break
    return glued


def _reading(place: _Place, takes_code: bool, known: Callable[[str], bool]) -> Reading:
    before, behind = place.before, place.behind
    if "\r" in behind:
        behind = behind.replace("\r\n", "\n").replace("\r", "\n")
    number, code, rest = _numbers(behind, takes_code)
    if found := _NUMBER_BEFORE.search(before):
        if takes_code and code is None and len(found[1]) == 4 and found[0][0] not in "#＃":
            code, before = f"{int(found[1]):04d}", before[: found.start()]
        elif number is None:
            number, before = int(found[1]), before[: found.start()]
    return Reading(
        word=place.word,
        number=number,
        code=code,
        argument=_trimmed(rest) if _MEANT.search(rest) else "",
        tail=_trimmed(behind),
        around=_around(before, rest, place.word, known),
        glued=place.glued,
    )


def _judged(reading: Reading, own_names: Collection[str]) -> Reading:
    if reading.fits(own_names):
        return replace(reading, bare_ok=True)
    if reading.around and len(reading.around) == 1 and _HAN_NAME.fullmatch(reading.around[0]):
        return replace(reading, other_name_candidate=reading.around[0])
    return reading


def _numbers(behind: str, takes_code: bool) -> tuple[int | None, str | None, str]:
    """The number, the code, and what is left."""
    number: int | None = None
    code: str | None = None
    for _ in range(2 if takes_code else 1):
        found = _NUMBER.match(behind)
        if not found:
            break
        digits = found[1] or found[2]
        if takes_code and found[2] and len(digits) == 4:
            if code is not None:
                break
            code = f"{int(digits):04d}"
        elif number is None:
            number = int(digits)
        else:
            break
        behind = behind[found.end() :]
    return number, code, behind


def _around(before: str, rest: str, word: str, known: Callable[[str], bool]) -> tuple[str, ...] | None:
    if len(before) + len(rest) > LONGEST_BARE:
        return None
    beside = _KEYCAP.sub(" ", f"{before} {rest}")
    if _NO_NOISE.search(beside):
        return None
    words = tuple(run for run in _RUN.findall(beside) if run != word and not POLITE.fullmatch(run))
    return None if any(map(known, words)) else words


def _trimmed(text: str) -> str:
    """Without the separator behind a word and the white space at both ends; the first line keeps its indent."""
    found = _LEADING.match(text)
    return text[found.end() if found else 0 :].rstrip(_BLANK)


def _is_own(word: str, names: Collection[str]) -> bool:
    return _names_one(word, names) or any(
        word.endswith(name) and _names_one(word[: -len(name)], names) for name in names if name
    )


def _names_one(word: str, names: Collection[str]) -> bool:
    """A whole name, a part of one (古丽·阿依), or the beginning of a unit's: 内科, 内科支部 for 内科党支部."""
    return any(
        word == name
        or (len(word) >= 2 and len(name) > 4 and (name.startswith(word) or word == name.replace("党", "")))
        or word in _RUN.findall(name)
        for name in names
    )
