"""`bot.py print board 12 …` as the administrator runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.relay import texts
from plugins.render import cli

ROOT = Path(__file__).parents[2]


@pytest.fixture
def prints(tmp_path):
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite://{tmp_path / 'tongxin.db'}",
            "DATA_DIR": str(tmp_path),
            "PYTHONIOENCODING": "utf-8",
        }
        return subprocess.run(
            [sys.executable, str(ROOT / "bot.py"), "print", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


async def test_a_board_is_printed_while_the_database_is_in_use(stage, prints, tmp_path):
    number = await stage.relays("传达 全体\n标题: 冬训通知\n正文: 请看")
    for name, beginning in (("情况.pdf", b"%PDF-"), ("情况.png", b"\x89PNG")):
        done = prints("board", str(number), name)
        assert done.returncode == 0, done.stderr
        assert name in done.stdout
        assert (tmp_path / name).read_bytes().startswith(beginning)
    missing = prints("board", "999", "无.pdf")
    assert (missing.returncode, missing.stderr.strip()) == (2, texts.no_such_text(999))
    assert not list(tmp_path.glob("*无*"))


def test_what_cannot_be_printed_is_said_with_what_can(capsys, tmp_path):
    assert cli.print_out("poster", 1, tmp_path / "a.pdf") == cli.REFUSED
    assert "board" in capsys.readouterr().err
    assert cli.print_out("board", 1, tmp_path / "a.docx") == cli.REFUSED
    assert list(tmp_path.iterdir()) == []
