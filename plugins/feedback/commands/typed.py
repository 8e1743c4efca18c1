"""Reading what stands behind a word: the visible number of a case, and all that was typed."""

import re

from plugins.gateway.request import Request
from plugins.gateway.segments import plain_text

from ..domain import read_number

_WORD = re.compile(r"[\s/／]*[^\W\d_]+[\s,，:：]*")


def behind(request: Request) -> str:
    """All that was typed behind the word, also a number that the router took for one (`意见 3 楼电梯坏了`)."""
    return _WORD.sub("", plain_text(request.segments), count=1).strip()


def case_number(request: Request) -> tuple[int, str] | None:
    """The visible number of a case (`意23`, `23`, `#23`) and what stands behind it, lines kept; None without one."""
    if request.number is not None:
        return request.number, request.argument.strip()
    return read_number(request.argument)
