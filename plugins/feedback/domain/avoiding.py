"""回避: whom the words of an author keep out. Too many rather than the wrong one; what means nobody is asked about."""

import re
from collections.abc import Iterable

from .routing import Path

_SURNAME = "(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|[\u4e00-\u9fff])"
_TITLE = "(副?(?:主任|书记|院长|科长|处长|部长|所长|护士长|委员|干事|组长|局长|医生|老师|同志|经理|校长|总))"
_TITLED = re.compile(_SURNAME + _TITLE)
_FAMILIAR = re.compile(rf"[老小大]{_SURNAME}|{_SURNAME}(?:姐|哥|工|处|局|院|导|大夫|护士|教授|师傅|阿姨|叔)")
_LAST_TITLE = re.compile(f"{_TITLE}$")
_TITLE_ALONE = re.compile(f"(?:本院|我院|我们|咱们|党委|党总支|党支部|支部|党小组|院|科室|科|的)*{_TITLE}")


def means(avoided: str, name: str) -> bool:
    """Whether what the author typed may mean a person of this name: the name itself, or a surname with a title, both also
    within a longer text (`内科王主任` keeps out everybody called 王), or as one says it among people (`老王`, `王姐`)."""
    plain = avoided.strip()
    if not plain or not name:
        return False
    if name in plain:
        return True
    familiar = _FAMILIAR.fullmatch(plain)
    surnames = {titled[1] for titled in _TITLED.finditer(plain)} | set(familiar.groups() if familiar else ())
    return any(surname and name.startswith(surname) for surname in surnames)


def title_alone(avoided: str) -> str:
    """The title where the author named one and no person (`书记`, `党支部书记`), else ""."""
    found = _TITLE_ALONE.fullmatch(avoided.strip())
    return found[1] if found else ""


def without_title(avoided: str) -> str:
    """`内科党支部书记` → `内科党支部`."""
    return _LAST_TITLE.sub("", avoided.strip())


def holds(title: str, held: Iterable[str]) -> bool:
    """Whether somebody with these titles is meant by a title alone; 书记 means every 副书记 too."""
    return bool(title) and any(one.endswith(title) for one in held)


def stands_in(units: frozenset[int], belongs: Iterable[Path]) -> bool:
    """Whether somebody who belongs there stands in one of these units or below it; of the root, in the root itself."""
    return any(path[-1] in units or not units.isdisjoint(path[1:]) for path in belongs if path)
