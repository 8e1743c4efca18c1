"""A high picture is made strip by strip: the strips joined are the picture, and none cuts a row."""

import io
import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise

import pytest
from PIL import Image

from plugins import render
from plugins.render import strips

from .test_render import PAGE, darkest, opened

WIDTH = 5
ROWS = tuple(bytes((row * 37 + at * at * 11) % 256 for at in range(WIDTH * strips.CHANNELS)) for row in range(7))
"""Seven rows of pixels like no other."""


def filtered(row: bytes, above: bytes, how: int) -> bytes:
    """A row as a PNG has it (PNG specification 9.2)."""
    out = bytearray([how])
    for at, value in enumerate(row):
        left = row[at - 4] if at >= 4 else 0
        corner = above[at - 4] if at >= 4 else 0
        guess = left + above[at] - corner
        nearest = min((left, above[at], corner), key=lambda one: abs(guess - one))
        out.append((value - (0, left, above[at], (left + above[at]) // 2, nearest)[how]) & 0xFF)
    return bytes(out)


def a_strip(rows: Sequence[bytes], how: int) -> bytes:
    above = (bytes(WIDTH * strips.CHANNELS), *rows)
    data = zlib.compress(b"".join(filtered(row, before, how) for before, row in pairwise(above)))
    pieces = [(b"IHDR", struct.pack(">II", WIDTH, len(rows)) + strips.RGBA), (b"IDAT", data[:9]), (b"IDAT", data[9:])]
    return strips.SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [*pieces, (b"IEND", b"")]
    )


@pytest.mark.parametrize("how", range(5))
def test_strips_of_every_filter_joined_are_the_rows_below_one_another(how: int):
    joined = strips.joined([a_strip(ROWS[:3], how), a_strip(ROWS[3:4], how), a_strip(ROWS[4:], how)])
    picture = Image.open(io.BytesIO(joined))
    assert picture.size == (WIDTH, len(ROWS))
    assert picture.tobytes() == b"".join(ROWS)


def test_one_strip_is_the_picture():
    assert strips.joined([a_strip(ROWS, 1)]) == a_strip(ROWS, 1)


def test_what_does_not_fit_is_not_joined():
    other = io.BytesIO()
    Image.new("RGBA", (WIDTH + 1, 2)).save(other, "png")
    grey = io.BytesIO()
    Image.new("L", (WIDTH, 2)).save(grey, "png")
    for second in (other, grey):
        with pytest.raises(ValueError, match="strip"):
            strips.joined([a_strip(ROWS, 0), second.getvalue()])


@pytest.mark.parametrize(
    "data",
    [
        {"bars": [[f"第{n}党支部", n, 40, "待发 1" if n % 5 == 0 else ""] for n in range(1, 41)]},
        {"cells": [[f"第{n}党支部", n, 80, "失败 1" if n % 5 == 0 else ""] for n in range(1, 81)]},
        {"table": {"head": ["单位", "状态"], "rows": [[f"第{n}党支部", "已完成"] for n in range(40)]}},
    ],
    ids=["bars", "cells", "table"],
)
async def test_many_rows_are_several_strips_and_none_cuts_a_letter(data, monkeypatch):
    made: list[Image.Image] = []
    joined = strips.joined

    def seen(pieces: Sequence[bytes]) -> bytes:
        made.extend(opened(piece) for piece in pieces)
        return joined(pieces)

    monkeypatch.setattr(strips, "joined", seen)
    whole = opened(await render.picture(PAGE, {"title": "全院", "footer": "截至 11月25日", **data}))
    assert len(made) >= 5
    assert max(strip.height for strip in made) < 600
    assert whole.height == sum(strip.height for strip in made)
    edges = [strip.crop((0, row, strip.width, row + 1)) for strip in made for row in (0, strip.height - 1)]
    assert min(darkest(edge) for edge in edges) > 200, "only a line of a table may be there"
