"""The same anonymous opinion, once by one person of the roster and once by another: nothing that is left differs."""

import random
import shutil
from dataclasses import asdict
from pathlib import Path

import pytest
from nonebot.log import logger

from plugins import storage
from plugins.feedback.service import chance, codes, sweeping, vault
from plugins.feedback.service.keyring import Keyring
from plugins.gateway import confidential, directory
from plugins.ops import status
from plugins.org.directory import Roster
from plugins.storage import clock, erasures, read
from tests.feedback.conftest import OUTER
from tests.feedback.stage import MONDAY, NURSE, QIAN
from tests.support.databases import sqlite_url
from tests.support.desk import a_desk

LINES = ("匿名意见 诉求", "值班室没有空调", "提交", "内科党支部", "回避 王主任")
PULL, PUSH = "不用", "推送"
AFTER = ("查询 {}", "追加 {} 窗户也坏了", "评价 {} 满意", "撤件 {}")


async def left_by(account: str, folder: Path, hospital: Path, push: str) -> tuple[dict[str, list[dict]], list[str]]:
    """Every table, the figures of the status page, and the log at TRACE, after one author has written, looked, added, tried to rate and withdrawn; the
    randomness and the clock are the same each time."""
    chances = random.Random(7)
    lines: list[str] = []
    code = ""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chance, "octets", chances.randbytes)
        patch.setattr(chance, "between", chances.randint)
        patch.setattr(clock, "now", lambda: MONDAY)
        ring = Keyring(folder / "keys", (OUTER,))
        patch.setattr(vault, "ring", lambda: ring)
        patch.setattr(erasures, "path", lambda: folder / erasures.FILE)
        codes.forget_wrong_codes()
        confidential._open.clear()
        shutil.copytree(hospital.parent, folder)
        await storage.open_database(url=sqlite_url(folder))
        sink = logger.add(lambda line: lines.append(line.split("|", 1)[-1]), level="TRACE", format="{time}|{message}")
        try:
            with a_desk(patch) as desk:
                patch.setattr(directory, "_directory", Roster())
                for line in (*LINES, push):
                    said = (await desk.says(account, line))[0]
                    if "查询码" in said and "藏不住" in said:
                        code = "".join(said.partition("现在抄下):")[2].split("\n")[0].split())
                for line in AFTER if push == PULL else ():
                    await desk.says(account, line.format(code))
                await sweeping.sweep(MONDAY)
        finally:
            logger.remove(sink)
            tables = await read("SELECT name FROM sqlite_master WHERE type = 'table'")
            dump = {row["name"]: await read(f'SELECT * FROM "{row["name"]}"') for row in tables}
            dump["status"] = [asdict(await status.now())]
            await storage.close_database()
    dump["erasures"] = [{"noted": one} for one in erasures_of(folder)]
    return dump, lines


def erasures_of(folder: Path) -> list[str]:
    file = folder / erasures.FILE
    return file.read_text("utf-8").splitlines() if file.exists() else []


async def test_nothing_that_is_left_tells_who_wrote(feedback_file: Path, tmp_path: Path):
    one, log = await left_by(NURSE, tmp_path / "one", feedback_file, PULL)
    other, other_log = await left_by(QIAN, tmp_path / "other", feedback_file, PULL)
    assert one == other
    assert log == other_log
    assert len(one["feedback_case"]) == 1
    assert len(one["erasures"]) == 1


async def test_it_would_show_what_differs(feedback_file: Path, tmp_path: Path):
    one, _ = await left_by(NURSE, tmp_path / "one", feedback_file, PUSH)
    other, _ = await left_by(QIAN, tmp_path / "other", feedback_file, PUSH)
    assert {name for name in one if one[name] != other[name]} == {"feedback_case"}, "the sealed route, by choice"
