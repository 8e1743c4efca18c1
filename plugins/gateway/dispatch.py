"""Runs one command: place and rights, the function, and every error as one sentence."""

import secrets
import traceback
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from nonebot.log import logger

from . import drafts, kinds, registry, rights, texts
from .inbox import AlreadyHandled
from .registry import Command
from .request import Answer, Reply, Request

Act = Callable[[Command, Request], Awaitable[Reply]]


class Outcome(NamedTuple):
    """What to say, and whether the command refused what was typed (then nothing was changed)."""

    reply: Reply
    refused: bool


async def run(entry: Command, request: Request) -> Outcome:
    """What a command comes to; a command with a draft that is typed alone opens one."""
    sent_along = any(segment.type == "file" for segment in request.segments)
    if entry.draft and not request.argument and request.quote is None and not sent_along:
        return await _guarded(entry, request, _open_draft)
    return await attempt(entry, request)


async def attempt(entry: Command, request: Request) -> Outcome:
    """Calls the command function. Never raises: domain errors have their sentence, the rest a number."""
    return await _guarded(entry, request, _call)


async def _call(entry: Command, request: Request) -> Reply:
    return await entry.handler(request)


async def _open_draft(entry: Command, request: Request) -> Reply:
    await drafts.begin(request.account, request.chat, entry.word, request.origin, request.time, number=request.number)
    return Answer(entry.draft if entry.at_once else texts.draft_opened_text(entry.word))


async def _guarded(entry: Command, request: Request, act: Act) -> Outcome:
    try:
        rights.check_place(entry, request)
        await rights.check(entry, request)
        return Outcome(await act(entry, request), refused=False)
    except AlreadyHandled:
        return Outcome(None, refused=True)
    except Exception as error:  # what the person typed must get an answer whatever happens
        sentence = registry.sentence_for(error)
        if sentence is None:
            sentence = texts.failed_text(log(error, entry.word))
        elif isinstance(error, kinds.NotOfThisKind) and (other := await kinds.mistaken_for(error)) is not None:
            sentence = texts.another_kind_text(error.number, other.name, other.see)
        sentence = texts.as_typed_in(sentence, in_group=request.chat.is_group)
        joined = entry.bare and isinstance(error, rights.Stranger)
        quoting = not (entry.misplaced and isinstance(error, rights.WrongPlace))
        return Outcome(Answer(sentence, joined=joined, quoting=quoting), refused=True)


def log(error: Exception, where: str) -> str:
    """Logs class and place of an unexpected error under a random number, never its message: it may quote people."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    frames = "".join(traceback.format_tb(error.__traceback__))
    logger.error(f"error {code} in {where}: {type(error).__name__}\n{frames}")
    return code
