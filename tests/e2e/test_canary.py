"""A canary in an anonymous opinion, through the real program: it stands in no file and no log."""

import hashlib
from pathlib import Path

import pytest

from tests.e2e.harness import installation
from tests.e2e.hospital import a_hospital, connected

pytestmark = pytest.mark.slow
CANARY = "金丝雀空调窗帘"
HANDLER = "10987654"
SECONDS = 15


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file of the installation."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_what_was_written_stands_in_no_file_and_no_log(tmp_path):
    hospital = a_hospital(branches=2, people=3)
    bot = installation(tmp_path, LOG_LEVEL="TRACE", FEEDBACK_OVERSIGHT=HANDLER)
    author = hospital.branches[0].people[1]
    try:
        await hospital.import_into(bot)
        await bot.start()
        async with connected(hospital, bot):
            for line, answer in (
                ("匿名意见 诉求", "藏不住"),
                (CANARY, "记下了"),
                ("提交", "哪个单位"),
                ("全院", "不该看到"),
                ("没有", "推送"),
                ("不用", "已提交 意"),
                ("查询 1111 2222 3333 4444", "没有这个查询码"),
            ):
                await author.private(line)
                await author.hears(answer, within=SECONDS)
        await bot.stop()
    finally:
        await bot.kill()
    number = str(author.id)
    for name, content in files_under(tmp_path).items():
        assert CANARY.encode() not in content, name
        for make in (hashlib.md5, hashlib.sha1, hashlib.sha256):
            digest = make(number.encode())
            assert digest.digest() not in content, name
            assert digest.hexdigest().encode() not in content, name
    assert CANARY not in bot.log()
    assert number not in bot.log()
