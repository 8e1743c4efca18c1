"""An anonymous opinion filed between named commands: nothing but the case is written, and nothing tells its position."""

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from tests.feedback.stage import QIAN, Stage

Picture = dict[str, list[tuple]]
"""Every row of every table with its rowid, the counters of SQLite among them."""


def picture(folder: Path) -> Picture:
    with closing(sqlite3.connect(folder / "tongxin.db")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT rowid, * FROM "{name}" ORDER BY rowid').fetchall() for name in tables}


def changed(before: Picture, after: Picture) -> set[str]:
    return {name for name in after if before.get(name) != after[name]}


async def test_nothing_but_the_case_is_written(stage: Stage, tmp_path: Path):
    await stage.says(QIAN, "意见 诉求 三楼热水器坏了")
    before = picture(tmp_path)
    await stage.files_unnamed("值班室没有空调")
    after = picture(tmp_path)
    assert changed(before, after) <= {"feedback_case", "feedback_event", "sqlite_sequence"}
    assert counters(after) == counters(before), "no number between two others is missing"


def counters(found: Picture) -> dict[str, int]:
    """What SQLite has counted up to in the tables of others; ids of opinions are random and count nothing."""
    return {name: value for _, name, value in found["sqlite_sequence"] if not name.startswith("feedback_")}


async def test_no_order_of_any_table_is_the_order_of_filing(stage: Stage, tmp_path: Path):
    """Named and anonymous in turn: whatever column of whatever table they are sorted by, the turns do not come out."""
    came: list[int] = []
    for turn in range(6):
        await stage.says(QIAN, f"意见 诉求 第 {turn} 件")
        known = picture(tmp_path)["feedback_case"]
        came.append(next(row[0] for row in known if row[0] not in came))
        await stage.files_unnamed(f"另外 {turn} 件")
        known = picture(tmp_path)["feedback_case"]
        came.append(next(row[0] for row in known if row[0] not in came))
    unnamed = set(came[1::2])
    tables = {name: rows for name, rows in picture(tmp_path).items() if any(unnamed & {*row} for row in rows)}
    assert {"feedback_case", "feedback_event"} <= tables.keys()
    for name, rows in tables.items():
        for column in range(len(rows[0])):
            cases = [[cell for cell in row if cell in came] for row in _sorted_by(rows, column)]
            order = [found[0] for found in cases if found]
            assert not _in_order(order, came), (name, column)


def _sorted_by(rows: list[tuple], column: int) -> list[tuple]:
    """Stable: rows that are alike stay in the order of their rowid."""
    return sorted(rows, key=lambda row: (str(type(row[column])), row[column] is not None and row[column]))


def _in_order(found: list[int], came: list[int]) -> bool:
    """Whether what was found stands in the order in which it came."""
    places = [came.index(one) for one in found]
    return len(places) > 2 and all(one <= other for one, other in pairwise(places))
