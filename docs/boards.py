"""Makes the pictures of 传达情况 in docs/images, for 3, 32 and 630 units: `uv run python docs/boards.py`."""

import asyncio
import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugins import assembly

assembly.load(_env_file=None, driver="~fastapi", log_level="WARNING")

from PIL import Image

from benchmarks.boards import MADE, board
from plugins import render
from plugins.relay import pictures


async def draw() -> None:
    for units in (3, 32, 630):
        png = await render.picture(pictures.BOARD, pictures.board(board(units), MADE))
        target = ROOT / "docs" / "images" / f"units-{units}.png"
        Image.open(io.BytesIO(png)).convert("RGB").quantize(255).save(
            target, optimize=True
        )  # small, for the repository
        sys.stdout.write(f"docs/images/{target.name}\n")


asyncio.run(draw())
