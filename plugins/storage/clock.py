"""The one clock: aware UTC inside, TIMEZONE at the edge."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from .config import settings


def now() -> datetime:
    """The present moment, aware UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """TIMEZONE, the zone people read and write times in."""
    return ZoneInfo(settings.timezone)


def local(moment: datetime) -> datetime:
    """The same moment in TIMEZONE. `moment` must be aware."""
    return moment.astimezone(zone())


def today() -> date:
    """The present day in TIMEZONE."""
    return local(now()).date()


def month_bounds(day: date) -> tuple[datetime, datetime]:
    """The beginning of the local month of `day`, and of the month after; aware UTC."""
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begins, ends = (datetime.combine(one, time(), zone()).astimezone(UTC) for one in (first, after))
    return begins, ends
