"""What several commands read: the visible number of a case, all that was typed, and whether somebody may speak."""

import re

from plugins.gateway import registry
from plugins.gateway.chats import group
from plugins.gateway.directory import directory
from plugins.gateway.drafting import urgent_word
from plugins.gateway.request import Request
from plugins.gateway.rights import Stranger
from plugins.gateway.segments import plain_text
from plugins.gateway.texts import urgent_in_draft_text

from .. import texts
from ..domain import holds_code, read_number

_WORD = re.compile(r"[\s/／]*[^\W\d_]+[\s,，:：]*")


def behind(request: Request) -> str:
    """All that was typed behind the word, also a number that the router took for one (`意见 3 楼电梯坏了`)."""
    return _WORD.sub("", plain_text(request.segments), count=1).strip()


def case_number(request: Request) -> tuple[int, str] | None:
    """The visible number of a case (`意23`, `23`, `#23`) and what stands behind it, lines kept; None without one."""
    if request.number is not None:
        return request.number, request.argument.strip()
    return read_number(request.argument)


def not_taken(said: str, ending: str) -> str | None:
    """What stands against a piece of an opinion: it holds a 查询码, is a command's word and nothing else, or begins with
    an urgent one."""
    if holds_code(said):
        return texts.attached.code_inside_text()
    if (word := urgent_word(said)) is not None:
        return urgent_in_draft_text(word)
    return texts.attached.command_word_text(said, ending) if registry.is_word(said) else None


async def check_known(request: Request) -> None:
    """Anyone of the roster, in a bound group, or writing through one. Raises Stranger."""
    if request.bound is not None or (await request.actor()).person_id is not None:
        return
    via = request.chat.via
    if not via or await directory().bound(group(via)) is None:
        raise Stranger
