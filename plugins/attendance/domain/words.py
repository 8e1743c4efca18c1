"""What officers write in the headers of 开会: kinds of sessions, where they are held, what is voted on."""

import re
from enum import StrEnum

HEADERS = (
    "标题",
    "类型",
    "时间",
    "形式",
    "地点",
    "链接",
    "主持",
    "记录",
    "议题",
    "签到码",
    "点名",
    "列席",
    "表决",
    "重复",
    "单位",
)
"""The header names of 开会."""

_APART = re.compile(r"[、,,;;/／\s+]+")


class SessionKind(StrEnum):
    """What kind of session it is; several may go together (主题党日 + 党课). The values are the words people write."""

    MEMBERS = "党员大会"
    COMMITTEE = "支委会"
    GROUP = "党小组会"
    LECTURE = "党课"
    THEME_DAY = "主题党日"
    STUDY = "集中学习"
    LIFE = "组织生活会"
    REVIEW = "民主评议"
    PARTY_COMMITTEE = "党委会"
    OTHER = "其他"


_KINDS = {kind.value: kind for kind in SessionKind} | {
    "支部党员大会": SessionKind.MEMBERS,
    "支部大会": SessionKind.MEMBERS,
    "支部委员会": SessionKind.COMMITTEE,
    "支委会议": SessionKind.COMMITTEE,
    "小组会": SessionKind.GROUP,
    "主题党日活动": SessionKind.THEME_DAY,
    "学习": SessionKind.STUDY,
    "民主评议党员": SessionKind.REVIEW,
    "党委会议": SessionKind.PARTY_COMMITTEE,
}

OF_COMMITTEES = frozenset({SessionKind.COMMITTEE, SessionKind.PARTY_COMMITTEE})
"""Sessions of a unit's committee: its members are 应到, nobody else."""


class UnknownWord(ValueError):
    """A header's value is none of the words it takes; `word` is what was written."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def read_kinds(text: str) -> tuple[SessionKind, ...]:
    """Reads `党员大会、党课`, each once, in the order written; nothing written is 其他. Raises UnknownWord."""
    words = [word for word in _APART.split(text) if word]
    for word in words:
        if word not in _KINDS:
            raise UnknownWord(word)
    return tuple(dict.fromkeys(_KINDS[word] for word in words)) or (SessionKind.OTHER,)


def is_of_committee(kinds: tuple[SessionKind, ...]) -> bool:
    """Whether only the committee is 应到: 支委会 alone; with 党课 beside it everybody is."""
    return bool(kinds) and set(kinds) <= OF_COMMITTEES


COMMITTEE_TITLES = ("书记", "副书记", "委员")
"""Titles whose holders sit in a committee: each ends in one of these words (组织委员, 支委 too). 干事 and 党小组长 do not."""


def sits_in_committee(titles: tuple[str, ...]) -> bool:
    """Whether any of a person's titles in the unit (`("书记", "组织委员")`) is a seat in its committee."""
    return any(title.endswith(COMMITTEE_TITLES) or title.endswith("支委") for title in titles)


class Mode(StrEnum):
    """Where a session is held."""

    ONLINE = "online"
    ON_SITE = "on_site"
    BOTH = "both"


_MODES = {
    "线上": Mode.ONLINE,
    "网上": Mode.ONLINE,
    "线下": Mode.ON_SITE,
    "现场": Mode.ON_SITE,
    "线上线下": Mode.BOTH,
    "线上线下结合": Mode.BOTH,
    "线上+线下": Mode.BOTH,
}


def read_mode(text: str, *, place: str, link: str) -> Mode:
    """Reads 线上, 线下, 线上线下结合; where nothing is written, from whether there is a place and a link.
    Raises UnknownWord."""
    word = "".join(text.split())
    if not word:
        return Mode.BOTH if place and link else Mode.ONLINE if link else Mode.ON_SITE
    if word not in _MODES:
        raise UnknownWord(text.strip())
    return _MODES[word]


class Vote(StrEnum):
    """What is voted on; decides the quorum (quorum.py)."""

    GENERAL = "general"
    ADMISSION = "admission"
    COMMITTEE = "committee"
    ELECTION = "election"


_VOTES = {
    "一般": Vote.GENERAL,
    "发展党员": Vote.ADMISSION,
    "发展": Vote.ADMISSION,
    "转正": Vote.ADMISSION,
    "支委会": Vote.COMMITTEE,
    "选举": Vote.ELECTION,
}


def read_vote(text: str, kinds: tuple[SessionKind, ...] = ()) -> Vote | None:
    """Reads 一般, 发展党员, 支委会, 选举; None where nothing or 否 is written. What a 支委会 decides in general goes by the rule
    of committees. Raises UnknownWord, also for 支委会 at a session of everybody."""
    word = text.strip()
    if word in ("", "否", "无", "没有", "不"):
        return None
    if word not in _VOTES:
        raise UnknownWord(word)
    vote = _VOTES[word]
    if vote is Vote.COMMITTEE and kinds and not is_of_committee(kinds):
        raise UnknownWord(word)
    return Vote.COMMITTEE if vote is Vote.GENERAL and kinds == (SessionKind.COMMITTEE,) else vote


def read_observers(text: str) -> bool:
    """Whether 列席 invites the representatives of the public. Raises UnknownWord for anybody else."""
    word = text.strip()
    if word in ("", "否", "无"):
        return False
    if word not in ("群众代表", "代表"):
        raise UnknownWord(word)
    return True
