"""What the commands of attendance have in common: which session is meant, names in a line, what is told to be typed."""

import re

from plugins.gateway.request import Answer, Request
from plugins.gateway.texts import as_typed_in

from .. import service
from ..service import Fit

APART = re.compile(r"[\s、,,;;]+")
"""What stands between the names of a line."""


async def session_meant(request: Request, fit: Fit, *, whole: bool) -> int:
    """The number typed or quoted, else the newest of this chat, else the only one the sender leads. Raises WhichSession."""
    if request.number is not None:
        return request.number
    return await service.led(request.account, request.chat, request.word, fit, request.time, whole=whole)


def told(request: Request, sentence: str) -> Answer:
    """A sentence that tells people what to type, as it has to be typed in this chat."""
    return Answer(as_typed_in(sentence, in_group=request.chat.is_group))
