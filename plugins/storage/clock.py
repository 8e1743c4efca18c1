"""The one clock: aware UTC inside, TIMEZONE at the edge."""

from datetime import UTC, date, datetime
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
