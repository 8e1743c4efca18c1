"""Months as people type them before a name."""

from datetime import date

import pytest

from plugins.gateway.months import NoMonth, read_month

TODAY = date(2026, 1, 20)


@pytest.mark.parametrize(
    ("said", "first", "rest"),
    [
        ("", date(2026, 1, 1), ""),
        ("内科党支部", date(2026, 1, 1), "内科党支部"),
        ("2025-11 内科党支部", date(2025, 11, 1), "内科党支部"),
        ("2025年3月", date(2025, 3, 1), ""),
        ("12月 内科", date(2025, 12, 1), "内科"),
        ("上月 内科", date(2025, 12, 1), "内科"),
        ("本月", date(2026, 1, 1), ""),
        ("3号楼支部", date(2026, 1, 1), "3号楼支部"),
    ],
)
def test_the_month_and_what_follows(said: str, first: date, rest: str):
    assert read_month(said, TODAY) == (first, rest)


@pytest.mark.parametrize("said", ["2026-13", "0月", "1026-01"])
def test_what_is_none(said: str):
    with pytest.raises(NoMonth):
        read_month(said, TODAY)
