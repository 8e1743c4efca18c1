"""Files for people that are whole or not there."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def write_whole(path: Path, content: bytes) -> None:
    """Writes `path` in place of what is there, beside it first: a failure leaves the old one. Raises OSError."""
    with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=path.suffix, delete=False) as beside:
        try:
            beside.write(content)
            beside.close()
            os.replace(beside.name, path)  # noqa: PTH105  # one call for both names
        except OSError:
            Path(beside.name).unlink(missing_ok=True)
            raise
