import os
import signal
import subprocess
import sys

import pytest

from plugins.storage.config import PROJECT

PROGRAM = """
import nonebot
nonebot.init(_env_file=None, driver="~none", log_level="ERROR")
nonebot.load_plugin("plugins.storage")
from plugins.storage import failpoint
for _ in range(3):
    failpoint("test.there")
    print("passed", flush=True)
"""


def passed_with(armed: str) -> tuple[int, int]:
    """Exit code, and how often the point was passed."""
    environment = {**os.environ, "TONGXIN_FAILPOINT": armed, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, timeout=60, text=True)
    return done.returncode, done.stdout.count("passed")


@pytest.mark.parametrize(
    ("armed", "expected"),
    [
        ("test.there", (-signal.SIGKILL, 0)),
        ("test.there:3", (-signal.SIGKILL, 2)),
        ("test.elsewhere", (0, 3)),
        ("", (0, 3)),
    ],
)
def test_the_process_dies_there_and_only_there(armed: str, expected: tuple[int, int]):
    assert passed_with(armed) == expected
