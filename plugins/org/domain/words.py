"""The rules of the roster: who counts as what, which title leads, how a name and a scope are read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

T_ = TypeVar("T_")


class Membership(StrEnum):
    """What a person is to the organisation. The values are the words of the roster file."""

    FULL = "正式党员"
    PROBATIONARY = "预备党员"
    CANDIDATE = "发展对象"
    ACTIVIST = "入党积极分子"
    REPRESENTATIVE = "群众代表"

    @classmethod
    def read(cls, text: str) -> "Membership | None":
        """The membership as people write it, or None when it is no such word."""
        return _MEMBERSHIP_WORDS.get(text)


_MEMBERSHIP_WORDS = {
    **{membership.value: membership for membership in Membership},
    "党员": Membership.FULL,
    "中共党员": Membership.FULL,
    "中共正式党员": Membership.FULL,
    "中共预备党员": Membership.PROBATIONARY,
    "积极分子": Membership.ACTIVIST,
}

OFFICER_TITLES = (
    "书记",
    "副书记",
    "组织委员",
    "宣传委员",
    "纪检委员",
    "青年委员",
    "委员",
    "党小组长",
    "干事",
)
"""The titles that carry an officer's rights. Any other title is kept and carries none."""

_TITLE_WORDS = (*OFFICER_TITLES, "小组长", "党小组组长", "支委")
_TITLE_SEPARATORS = re.compile(r"[、,，;；/／\s]+|兼(?!职)任?")
_BRACKETS = re.compile(r"[(（].*?[)）]")
_QUALIFIER = re.compile(r"(?:专职|常务|第一)$")


@lru_cache(maxsize=4096)
def titles(text: str) -> tuple[str, ...]:
    """The single titles of a cell such as `书记、组织委员(主持工作)`, in order, without what stands in brackets."""
    return tuple(part for part in _TITLE_SEPARATORS.split(_BRACKETS.sub("", text)) if part)


@lru_cache(maxsize=4096)
def leads(title: str, unit_name: str) -> bool:
    """Whether any title in the text carries an officer's rights in the unit of this name.

    A title may repeat the end of the unit's name (`党支部书记` in 内科党支部). One that names another body
    (`党委书记`, `团支部书记` in 内科党支部) carries none there.
    """
    return any(
        unit_name.endswith(_QUALIFIER.sub("", part.removesuffix(word)))
        for part in titles(title)
        for word in _TITLE_WORDS
        if part.endswith(word)
    )


_NO_VOTE = "无表决权"
_NOT_EXPECTED = re.compile(r"不计入应到\s*(?:[(（]\s*([^)）]*?)\s*[)）])?")


@dataclass(frozen=True, slots=True)
class Flags:
    """The remarks that count. Whatever else stands in the remark column is not kept."""

    no_vote: bool = False
    not_expected: bool = False
    reason: str = ""
    """Why this person is not expected (`不计入应到(借调)`)."""

    @classmethod
    def read(cls, remark: str) -> "Flags":
        found = _NOT_EXPECTED.search(remark)
        return cls(_NO_VOTE in remark, bool(found), (found[1] or "")[:40] if found else "")

    def __str__(self) -> str:
        """The stored form; `Flags.read` understands it."""
        words = [_NO_VOTE] if self.no_vote else []
        if self.not_expected:
            words.append(f"不计入应到({self.reason})" if self.reason else "不计入应到")
        return ";".join(words)


_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")


def tidy_name(text: str) -> str:
    """A person's name as it is stored: no space inside Chinese names, one kind of middle dot without any beside it."""
    return _HAN_GAP.sub("", re.sub(r"\s*[·•・‧∙●]\s*", "·", " ".join(text.split())))


def match(wanted: str, named: Iterable[tuple[str, T_]]) -> list[T_]:
    """What `wanted` may mean: everything with exactly this name, else everything whose name begins with it."""
    everything = list(named)
    exact = [thing for name, thing in everything if name == wanted]
    return exact or [thing for name, thing in everything if wanted and name.startswith(wanted)]


WHOLE = ("全体", "所有")
PUBLIC = ("群众群", "群众代表")
_SCOPE_SEPARATORS = re.compile(r"[、,，;；。()（）\s]+")


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """A scope as typed, its unit names not looked up yet."""

    whole: bool
    names: tuple[str, ...]
    public: bool
    excluded: tuple[str, ...]


def read_scope(text: str) -> ScopeWords:
    """Reads `全体 除 外科党支部`, `内科党支部、药学党支部`, `群众群`.

    Exceptions without a unit before them are taken from 全体. An empty text gives empty words.
    """
    spaced = re.sub(r"(全体|所有)[(（]?除", r"\1 除 ", text).replace("除了", "除 ")
    spaced = re.sub(r"除[:：]", "除 ", spaced)
    names: list[str] = []
    excluded: list[str] = []
    whole = public = False
    target = names
    for word in _SCOPE_SEPARATORS.split(spaced):
        if target is names and word.startswith("除"):
            target = excluded
            word = word.removeprefix("除")
        if not word or word in ("外", "以外"):
            continue
        if target is names and word in WHOLE:
            whole = True
        elif target is names and word in PUBLIC:
            public = True
        else:
            target.append(word)
    whole = whole or (bool(excluded) and not names and not public)
    return ScopeWords(whole, tuple(dict.fromkeys(names)), public, tuple(dict.fromkeys(excluded)))
