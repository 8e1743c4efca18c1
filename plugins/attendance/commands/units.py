"""What shows many units: a picture behind the answer, of very many a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from plugins import render
from plugins.gateway.segments import Segment, document

from .. import domain


class Drawn(NamedTuple):
    """What follows an answer: both are empty where nothing could be drawn, and the answer says it in words."""

    picture: tuple[Segment, ...]
    files: tuple[Segment, ...]


async def drawn(template: Path, data: Mapping[str, Any], units: int, name: str) -> Drawn:  # JSON for the template
    """A picture, which holds domain.LINES units at most; more are a PDF called `name`."""
    if units <= domain.LINES:
        return Drawn(await render.pictured(template, data), ())
    try:
        return Drawn((), (document(await render.pdf(template, data), f"{name}.pdf"),))
    except render.RenderProblem:
        return Drawn((), ())
