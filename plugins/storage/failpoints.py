"""Named points where a test kills the real process, to prove that what was promised survives it."""

import os
import signal

_name, _, _nth = os.environ.get("TONGXIN_FAILPOINT", "").partition(":")
_left = int(_nth) if _nth.isdigit() else 1


def failpoint(name: str) -> None:
    """Kills this process with SIGKILL the nth time it passes the point named by TONGXIN_FAILPOINT=name[:nth].
    Names are literals, so that a test can enumerate them from the code. Otherwise does nothing."""
    if name == _name:
        _reached()


def _reached() -> None:
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
