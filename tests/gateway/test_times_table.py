"""The table of times as people write them: every row is read as it says, or refused with an example that works."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plugins.gateway import times

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 16, 0, tzinfo=SHANGHAI)
ROWS = [
    (line.split("\t") + [""] * 4)[:4]
    for line in Path(__file__).with_name("time-expressions.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(("text", "kind", "start", "end"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_the_table(text: str, kind: str, start: str, end: str):
    if kind == "error":
        with pytest.raises(times.TimeProblem):
            times.parse(text, MONDAY)
        return
    found = times.parse(text, MONDAY)
    if kind == "span":
        assert found == times.Span(local(start), local(end))
    else:
        assert isinstance(found, times.Moment)
        assert found.at == local(start)
