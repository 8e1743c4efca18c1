"""Pictures and PDF from a template with data. The event loop never waits for the typesetter."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from nonebot.log import logger

from plugins.gateway.segments import Segment
from plugins.gateway.segments import picture as picture_segment

from . import typesetter
from .characters import settable

SECONDS = 20.0
"""How long a caller waits, the queue before it included."""

DATA_LIMIT = 2_000_000
"""Characters of data as JSON."""


PICTURE_TEXTS, PICTURE_CHARACTERS = 600, 8000
"""Lines and characters on a picture: more is a PDF. A picture's memory grows with its height, so that this bounds it."""


class RenderProblem(Exception):
    """The page was not made."""


class TooMuchData(RenderProblem):
    """More than DATA_LIMIT, or than a picture can hold."""


class TemplateBroken(RenderProblem):
    """The template cannot be read, or does not fit the data; the message says what and where."""


class RenderTimedOut(RenderProblem):
    """It took longer than SECONDS."""


async def picture(template: Path, data: Mapping[str, Any]) -> bytes:  # data: anything JSON has, and bytes
    """One PNG: the template's first page. Raises a RenderProblem.

    `data` reaches the template as `data` of house.typ and is inert: markup in it stays text. Texts are made settable
    first (characters.py). Times must come as words. `bytes` (a QR code, a photograph) become an array of numbers.
    """
    texts = list(_texts(data))
    if sum(1 + text.count("\n") for text in texts) > PICTURE_TEXTS or sum(map(len, texts)) > PICTURE_CHARACTERS:
        raise TooMuchData(template.name)
    return await _made(template, data, "png")


async def pdf(template: Path, data: Mapping[str, Any]) -> bytes:  # as above
    """A PDF on A4 from the same template, with its text selectable. Raises a RenderProblem."""
    return await _made(template, data, "pdf")


async def pictured(template: Path, data: Mapping[str, Any]) -> tuple[Segment, ...]:  # as above
    """The picture as what follows an answer's text: `Answer(text, segments=await pictured(…))`.

    Empty when it cannot be made: the text answers still. The log has the kind of problem, never a word of the data.
    """
    try:
        return (picture_segment(await picture(template, data)),)
    except RenderProblem as problem:
        logger.error(f"no picture from {template.name}: {type(problem).__name__}")
        return ()


async def _made(template: Path, data: Mapping[str, Any], kind: typesetter.Kind) -> bytes:  # as above
    given = json.dumps(_inert(data))
    if len(given) > DATA_LIMIT:
        raise TooMuchData(str(len(given)))
    work = asyncio.get_running_loop().run_in_executor(typesetter.worker, typesetter.typeset, template, given, kind)
    try:
        return await asyncio.wait_for(work, SECONDS)
    except TimeoutError:
        raise RenderTimedOut(template.name) from None
    except typesetter.TemplateBroken as error:
        raise TemplateBroken(str(error)) from None
    finally:
        typesetter.worker.submit(typesetter.tidy)


def _texts(value: object) -> Iterator[str]:
    """Every text in the data that may be shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for one in value:
            yield from _texts(one)


def _inert(value: Any) -> Any:  # whatever JSON has
    """The same data with every text settable. Raises TypeError on what is no data."""
    if isinstance(value, str):
        return settable(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes):
        return list(value)
    if isinstance(value, Mapping):
        return {str(name): _inert(one) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_inert(one) for one in value]
    raise TypeError(f"{type(value).__name__} is no data for a template")
