"""Words that decide what an opinion may be: who wants no name, what is no opinion but an accusation."""

import re

from .states import Kind

_UNNAMED = re.compile(
    r"匿名|不署名|不具名|别说是我|不要说是我|别说我|别提我(?:的)?名|不要提我(?:的)?名|别告诉.{0,6}是我"
)
_ACCUSES = re.compile(r"检举|控告|举报|贪污|受贿|索贿|行贿|挪用公款|套取(?:医保|资金)|违法违纪|违纪违法")
_KIND = re.compile(rf"({'|'.join(Kind)})(?:[\s:：,，]+|$)")
_APART = re.compile(r"[、,，;；\s]+")
_SPACED = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
"""`张 三` is one name."""
_NOBODY = frozenset({"没有", "无", "没", "不用", "不需要", "不", "否", "-"})
_CODE = re.compile(r"(?<!\d)\d{4}(?:[\s\-_.·]{0,2}\d{4}){3}(?!\d)")
_REFUSES = re.compile(r"[不别勿无没免甭否停]|算了")
_ENDINGS = frozenset({"提交", "完毕", "完了", "发完", "发完了", "写完了", "说完了", "没了"})
_EVERYTHING = frozenset({"全院", "全体", "不指定", "不写", "整个", "都行", *_NOBODY})


def ends_writing(said: str) -> bool:
    """Whether a message of what is being written says that there is no more."""
    return said.strip().rstrip("。.!！") in _ENDINGS


def wants_no_name(text: str) -> bool:
    """Whether somebody who is about to give their name says that they do not want to."""
    return bool(_UNNAMED.search(text))


def holds_code(text: str) -> bool:
    """Whether a 查询码 stands in what its reader may not have: with it, whoever handles a case could speak as its author."""
    return bool(_CODE.search(text))


def accuses(text: str) -> bool:
    """检举控告: has channels of its own, and is not taken here."""
    return bool(_ACCUSES.search(text))


def kind_and_text(argument: str) -> tuple[Kind | None, str]:
    """`监督 正文` → the kind, and the rest; None where the first word is no kind."""
    plain = argument.strip()
    first = _KIND.match(plain)
    return (Kind(first[1]), plain[first.end() :]) if first else (None, plain)


def read_avoided(text: str) -> tuple[str, ...]:
    """Whom `回避 王主任、李书记` keeps out; nobody for 没有."""
    plain = text.strip().rstrip("。.!")
    if plain in _NOBODY:
        return ()
    typed = re.sub(r"^(?:请)?回避[:：\s]*", "", plain)
    named = _APART.split(_SPACED.sub(r"\1", typed))
    return tuple(dict.fromkeys(name for name in named if name and name not in _NOBODY))


def wants_push(text: str) -> bool | None:
    """Whether the answer to the question about 推送 says yes; None where it says nothing of it. Whatever refuses in it,
    refuses: a route is kept only for who plainly asks for it."""
    if "推" not in text:
        return None
    return not _REFUSES.search(text)


def names_no_unit(text: str) -> bool:
    """Whether the answer to `关于哪个单位?` is: none in particular."""
    return text.strip().rstrip("。.!") in _EVERYTHING
