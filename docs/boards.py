"""Makes the pictures of 传达情况 (for 3, 32 and 630 units) and of 出勤 in docs/images: `uv run python docs/boards.py`."""

import asyncio
import io
import sys
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from plugins import assembly

assembly.load(_env_file=None, driver="~fastapi", log_level="WARNING")

from PIL import Image

from benchmarks.boards import MADE, board
from plugins import render
from plugins.attendance import domain
from plugins.attendance import pictures as sessions
from plugins.relay import pictures

BEGAN = datetime(2026, 11, 27, 15, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BRANCHES = ("内科党支部", "外科党支部", "妇产科党支部", "离退休第一党支部", "后勤保障与基建党支部")


def session() -> domain.Board:
    """A session that is over: in every branch one is on leave, and of some one or two are silent."""
    held = domain.Session(8, domain.SessionState.ENDED, BEGAN, BEGAN + timedelta(minutes=90), domain.Mode.BOTH)
    lines = tuple(
        domain.UnitCounts(
            place,
            name,
            (1, place),
            domain.Counts(
                expected=10 + place,
                present=9 + place - place % 3,
                late=place % 2,
                leave=1,
                official=place % 2,
                pending=place % 3,
                online=place,
            ),
        )
        for place, name in enumerate(BRANCHES, start=2)
    )
    stand = domain.Stand(lines)
    there = stand.totals.present
    online = stand.totals.online
    title = "11月主题党日:学习二十届四中全会精神"
    proposal = domain.Proposal(1, "全体", title, held.begins, held.ends, mode=domain.Mode.BOTH, place="三楼会议室")
    quorum = domain.quorum(domain.Vote.GENERAL, stand.totals.expected, there - online, online)
    return domain.Board(held, proposal, "院党委", stand, quorum, whole=True)


def keep(png: bytes, name: str) -> None:
    """Small, for the repository."""
    target = ROOT / "docs" / "images" / f"{name}.png"
    Image.open(io.BytesIO(png)).convert("RGB").quantize(255).save(target, optimize=True)
    sys.stdout.write(f"docs/images/{target.name}\n")


async def draw() -> None:
    for units in (3, 32, 630):
        keep(await render.picture(pictures.BOARD, pictures.board(board(units), MADE)), f"units-{units}")
    made = BEGAN + timedelta(minutes=105)
    keep(await render.picture(sessions.BOARD, sessions.board(session(), made)), "attendance")


asyncio.run(draw())
