"""Forms people type: `名称: 值` lines under a first line, then a body."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

DEFAULT_SYNONYMS: Mapping[str, str] = {"截至": "截止", "截止时间": "截止", "时限": "截止"}
"""Other names of headers, and the header they stand for."""

BODY = "正文"
"""The header that starts the body by force."""

MOST_HINTS = 10
"""Lines of a body that are looked at for near misses."""

_YES = re.compile("是的?|要|需要|有|对|开|y|yes|1|true|√|✓|✔")
_NO = re.compile("否|不|不是|不要|不用|不需要|无|没有?|关|n|no|0|false|×|✗|✘")

_APART = re.compile(r"((?:[^\S\n\u3000]{2,}|[^\S\n]*[\t\u3000])[^\S\n]*)")
_HEADER = re.compile(r"\s*([^\s:：]{1,10}) ?[:：]")
_INNER = re.compile(r"(?<=\S)[^\S\n]+([^\s:：]{1,10})[:：]")


class FormProblem(Exception):
    """A value that is neither yes nor no."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What looks like a header and was not read as one: as typed, and the header it may have meant.

    Both are the same when a header of the command stands where none is read: behind one space, or in the body.
    """

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Form:
    """A parsed form. `fields` go by the header's own name, values stripped; `body` is as typed, lines kept."""

    first: str
    fields: Mapping[str, str]
    body: str
    near_misses: tuple[NearMiss, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    """Header and value where a header came again: the last one counts."""


def parse(argument: str, headers: Sequence[str], synonyms: Mapping[str, str] = DEFAULT_SYNONYMS) -> Form:
    """Splits `argument` into first line, the command's own headers, and the body. Never raises, loses nothing.

    The first line may carry headers itself. A blank line, a line that is no header, or `正文:` opens the body.
    """
    return _Parser(headers, synonyms).parse(argument)


def is_yes(value: str) -> bool:
    """Reads 是, 否 and the like. Raises FormProblem for anything else."""
    word = _plain(value).rstrip("。.!").casefold()
    if _YES.fullmatch(word):
        return True
    if _NO.fullmatch(word):
        return False
    raise FormProblem


class _Parser:
    def __init__(self, headers: Sequence[str], synonyms: Mapping[str, str]) -> None:
        self.names = {_plain(other): name for other, name in synonyms.items() if name in headers}
        self.names |= {_plain(name): name for name in headers}
        self.fields: dict[str, str] = {}
        self.near: list[NearMiss] = []
        self.dropped: list[tuple[str, str]] = []

    def parse(self, argument: str) -> Form:
        lines = argument.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        first, opening = self._header_line(self._spread(lines[0]))
        if found := _HEADER.match(first):
            self._note(found[1])
        body = self._headers(lines[1:]) if opening is None else [opening, *lines[1:]]
        return Form(
            first.strip(), self.fields, "\n".join(body).strip("\n").rstrip(), tuple(self.near), tuple(self.dropped)
        )

    def _spread(self, line: str) -> str:
        """In the first line one space before a header is enough: nothing there can be meant by it."""
        return _INNER.sub(lambda found: f"  {found[0].lstrip()}" if self._own(found[1]) else found[0], line)

    def _headers(self, lines: list[str]) -> list[str]:
        """Reads header lines into `fields`; what remains is the body."""
        for index, line in enumerate(lines):
            if not line.strip():
                self._note_swallowed(lines[index + 1 :])
                return lines[index + 1 :]
            if not self._begins_header(line):
                self._note_opening(lines[index:])
                return lines[index:]
            _, opening = self._header_line(line)
            if opening is not None:
                return [opening, *lines[index + 1 :]]
        return []

    def _begins_header(self, line: str) -> bool:
        found = _HEADER.match(line)
        return found is not None and self._own(found[1])

    def _header_line(self, line: str) -> tuple[str, str | None]:
        """Takes the headers of a line. Gives what stands before them, and the body if it begins here."""
        pieces = _APART.split(line)
        before, name, value = "", "", ""
        for index in range(0, len(pieces), 2):
            piece, gap = pieces[index], pieces[index - 1] if index else ""
            found = _HEADER.match(piece)
            if not found or not self._own(found[1]):
                if name:
                    value += gap + piece
                else:
                    before += gap + piece
                continue
            self._put(name, value)
            if _plain(found[1]) == BODY:
                return before, "".join((piece[found.end() :].lstrip(), *pieces[index + 1 :]))
            name, value = self.names[_plain(found[1])], piece[found.end() :]
        self._put(name, value)
        return before, None

    def _put(self, name: str, value: str) -> None:
        if not name:
            return
        if name in self.fields:
            self.dropped.append((name, self.fields[name]))
        self.fields[name] = value.strip()
        for found in _INNER.finditer(value):
            self._note(found[1])

    def _note_opening(self, lines: list[str]) -> None:
        """A near miss that opened the body is noted, and those right behind it; then the headers that the body swallowed and that
        were not written before."""
        for line in lines[:MOST_HINTS]:
            found = _HEADER.match(line)
            if not found or not self._note(found[1]):
                break
        self._note_swallowed(lines)

    def _note_swallowed(self, lines: list[str]) -> None:
        for line in lines[:MOST_HINTS]:
            found = _HEADER.match(line)
            if found and (name := self.names.get(_plain(found[1]))) and name not in self.fields:
                self._note(found[1])

    def _note(self, typed: str) -> bool:
        meant = typed if _plain(typed) in self.names else self._meant(_plain(typed))
        if meant and (miss := NearMiss(typed, meant)) not in self.near:
            self.near.append(miss)
        return meant is not None

    def _own(self, typed: str) -> bool:
        plain = _plain(typed)
        return plain in self.names or plain == BODY

    def _meant(self, plain: str) -> str | None:
        return next((name for known, name in self.names.items() if _is_near(plain, known)), None)


def _plain(text: str) -> str:
    wide = unicodedata.normalize("NFKC", text)
    return "".join(char for char in wide if unicodedata.category(char) != "Cf").strip()


def _is_near(typed: str, known: str) -> bool:
    """One holds the other, or they differ by one character; of two-character names the first must agree."""
    if len(typed) < 2 or len(known) < 2:
        return False
    if typed in known or known in typed or sorted(typed) == sorted(known):
        return True
    if len(typed) == len(known):
        wrong = [index for index, (one, other) in enumerate(zip(typed, known, strict=True)) if one != other]
        return len(wrong) == 1 and (len(known) > 2 or wrong[0] == 1)
    longer, shorter = sorted((typed, known), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(
        longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer))
    )
