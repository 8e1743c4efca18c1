"""One PNG out of strips of it, in constant memory: never more than a strip is in the open (pixels are not unpacked).

A PNG keeps its rows as differences to what is left and above (PNG specification, 9: filtering), each row with a byte
before it that says how. A strip's first row has nothing above it, joined it would: only that row is written otherwise.
"""

import io
import struct
import zlib
from collections.abc import Iterator, Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGBA = b"\x08\x06\x00\x00\x00"
"""What typst writes, as the header says it: 8 bits, four channels, not interlaced."""

NONE, SUB, UP, AVERAGE, PAETH = range(5)
CHANNELS = 4
PIECE = 64 * 1024
"""Bytes of rows that are in the open at a time; a row is 4 times the width, and a byte."""

FAST = 1
"""The level of packing: the rows are filtered already, a higher one takes twice the time for a tenth less."""


def joined(strips: Sequence[bytes]) -> bytes:
    """The strips below one another. One strip is given back as it is. Raises ValueError when they do not fit."""
    if len(strips) == 1:
        return strips[0]
    width = _size(strips[0])[0]
    if not 0 < 1 + width * CHANNELS <= PIECE or any(_size(strip)[0] != width for strip in strips):
        raise ValueError("strips of one width are joined")
    out, packing = io.BytesIO(), zlib.compressobj(FAST)
    out.write(SIGNATURE)
    out.write(_chunk(b"IHDR", struct.pack(">II", width, sum(_size(strip)[1] for strip in strips)) + RGBA))
    for strip in strips:
        for piece in _alone(_rows(strip), 1 + width * CHANNELS):
            if packed := packing.compress(piece):
                out.write(_chunk(b"IDAT", packed))
    out.write(_chunk(b"IDAT", packing.flush()))
    out.write(_chunk(b"IEND", b""))
    return out.getvalue()


def _size(png: bytes) -> tuple[int, int]:
    """Width and height. Raises ValueError on what is no PNG as typst writes it."""
    if not png.startswith(SIGNATURE) or png[24:29] != RGBA:
        raise ValueError("a strip is a PNG in RGBA")
    width, height = struct.unpack_from(">II", png, 16)
    return width, height


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))


def _rows(png: bytes) -> Iterator[bytes]:
    """The filtered rows in pieces of PIECE bytes, the last one shorter."""
    left, at = b"", len(SIGNATURE)
    while at < len(png):
        length, kind = struct.unpack_from(">I4s", png, at)
        if kind == b"IDAT":
            left += png[at + 8 : at + 8 + length]
        at += 12 + length
    inflating = zlib.decompressobj()
    while left:
        yield inflating.decompress(left, PIECE)
        left = inflating.unconsumed_tail
    yield inflating.flush()


def _alone(pieces: Iterator[bytes], row: int) -> Iterator[bytes]:
    """The same, the first row of `row` bytes such that it means the same whatever is above it."""
    first = next(pieces)
    head, rest = bytearray(first[:row]), first[row:]
    if head[0] == AVERAGE:
        for at in range(1 + CHANNELS, row):
            head[at] = (head[at] + head[at - CHANNELS] // 2) & 0xFF
    head[0] = {NONE: NONE, SUB: SUB, UP: NONE, AVERAGE: NONE, PAETH: SUB}[head[0]]
    yield bytes(head)
    yield rest
    yield from pieces
