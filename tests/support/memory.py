"""Files of tests live in memory where the machine has a file system for that: a commit then waits for no disk.

The program syncs all the same, and a killed process finds there what it would find on a disk.
"""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ENOUGH = 4 << 30


def _usable() -> bool:
    """In a container it often holds 64 MB, too few."""
    return os.access(_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free >= _ENOUGH


ROOT: Path | None = _MEMORY if _usable() else None
"""The folder for temporary files, or None: that of the system."""


def use() -> None:
    """`tmp_path` and its kind are made there, unless the environment says where."""
    if ROOT is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(ROOT))
