"""The tour as a newcomer runs it: the real bot as a child process, its facts checked against the world's truth."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_tour_plays_to_its_end_and_says_what_it_checked():
    done = subprocess.run(
        [sys.executable, "bot.py", "demo", "--tour"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓") > 12
    assert "✗" not in done.stdout
