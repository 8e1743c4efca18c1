"""Local months, whatever the zone of the machine."""

from datetime import UTC, date, datetime

import pytest

from plugins.storage import clock


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 11, 24), datetime(2026, 10, 31, 16, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 11, 30, 16, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)),
        (date(2028, 2, 29), datetime(2028, 1, 31, 16, tzinfo=UTC), datetime(2028, 2, 29, 16, tzinfo=UTC)),
    ],
)
def test_a_month_is_a_local_one(day: date, begins: datetime, ends: datetime):
    assert clock.month_bounds(day) == (begins, ends)
