"""The bot that is loaded and waits holds nothing of what is seldom used: a picture has to find room beside it."""

import subprocess
import sys

from plugins.assembly import ROOT

SELDOM = {"PIL", "cryptography", "docx", "httpx", "lxml", "python_calamine", "rich", "xlsxwriter"}
"""Some 20 MB; each is imported where it is used."""

LOADED = """
import sys
from plugins import assembly
assembly.load(_env_file=None, driver="~fastapi", log_level="ERROR")
print(*{name.partition(".")[0] for name in sys.modules})
"""


def test_what_is_seldom_used_is_not_loaded():
    ended = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = set(ended.stdout.split())
    assert "typst" in loaded
    assert not SELDOM & loaded
