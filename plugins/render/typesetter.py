"""The typesetter: typst with the house font, in the one thread it belongs to."""

import ctypes
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from . import strips

Kind = Literal["png", "pdf"]

ROOT = Path(__file__).parents[2]
"""Templates lie below it, and see no file outside it."""

FONTS = Path(__file__).parent / "fonts"
PIXELS_PER_POINT = 2.25
"""A picture is as many points wide as its template says; the house's sheet is 360 points, thus 810 pixels."""

BLANK_PAGES = 11
"""typst keeps what it has set for the next ten pages, tens of MB of long ones; setting blank pages lets it go. Without
them and the trimming below the process grows by 80 MB, with them by 25 (benchmarks/render.py)."""

M_MMAP_THRESHOLD = -3
"""malloc.h of glibc."""

worker = ThreadPoolExecutor(1, thread_name_prefix="render")
"""One thread: a compiler keeps what it has read, and may be used by one thread only. typst lets go of the
interpreter's lock meanwhile."""


class TemplateBroken(Exception):
    """The template cannot be read, or does not fit the data; the message says what and where."""


def typeset(template: Path, data: str, kind: Kind) -> bytes:
    """The pages below one another as one PNG, or a PDF. Runs in `worker` only. Raises TemplateBroken."""
    try:
        made = _compiler().compile(
            template.resolve(), format=kind, ppi=72 * PIXELS_PER_POINT, sys_inputs={"data": data, "kind": kind}
        )
    except BaseException as error:  # a panic inside typst is no Exception
        _compiler.cache_clear()
        raise TemplateBroken(_what_is_wrong(error)) from None
    if isinstance(made, list):
        return strips.joined(made)
    assert made is not None  # no output file was named
    return made


def tidy() -> None:
    """Gives back the memory of what was set. Runs in `worker` only, when nobody waits."""
    for _ in range(BLANK_PAGES):
        _compiler().compile(b"", format="svg", sys_inputs={})
    _trim()


@cache
def _compiler() -> typst.Compiler:
    _keep_little()
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(root=ROOT, font_paths=fonts, ignore_system_fonts=True)


def _what_is_wrong(error: BaseException) -> str:
    """The first line of what typst says, and the place in the template."""
    place = re.search(r"┌─ (\S+)", getattr(error, "diagnostic", ""))
    return str(error).partition("\n")[0] + (f" ({place[1]})" if place else "")


def _keep_little() -> None:
    """glibc takes memory for large things (pixels) from the system and gives it back, unless it finds that they come
    and go: then it keeps it, in pieces between other things. Said once, its first threshold stays."""
    _glibc("mallopt", M_MMAP_THRESHOLD, 128 * 1024)


def _trim() -> None:
    """glibc keeps freed memory for itself unless asked."""
    _glibc("malloc_trim", 0)


def _glibc(name: str, *arguments: int) -> None:
    """Other systems need no asking."""
    try:
        getattr(ctypes.CDLL(None), name)(*arguments)
    except (AttributeError, OSError, TypeError):
        return
