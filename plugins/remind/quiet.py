"""QUIET_HOURS, the gateway's setting, as reminders need it."""

from collections.abc import Iterable
from datetime import UTC, datetime

from plugins.gateway import times
from plugins.gateway.config import settings as gateway
from plugins.storage import clock

from . import domain
from .config import settings
from .domain import Quiet


def hours() -> Quiet | None:
    """The quiet hours, or None when there are none."""
    if not gateway.quiet_hours:
        return None
    daily = times.daily(gateway.quiet_hours)
    return Quiet(daily.begins, daily.ends)


def quiet_until(at: datetime) -> datetime | None:
    """The end (aware UTC) of the quiet hours that it is at that moment, or None when it is none of them."""
    quiet, local = hours(), clock.local(at)
    return quiet.end_after(local).astimezone(UTC) if quiet and quiet.covers(local) else None


def quiet_from(at: datetime) -> datetime | None:
    """When the quiet hours next begin after that moment, aware UTC; None without quiet hours."""
    quiet = hours()
    return quiet.begin_after(clock.local(at)).astimezone(UTC) if quiet else None


def hours_before(deadline: datetime, *, after: datetime, hours_of: Iterable[float] | None = None) -> list[datetime]:
    """The moments before a deadline at which whoever owes is reminded: REMIND_HOURS_BEFORE (or `hours_of`), moved out of
    the quiet hours (to their end, or before they begin where the deadline does not leave time), later than `after` only.
    Aware UTC, in order."""
    chosen = settings.hours if hours_of is None else hours_of
    local = domain.moments_before(clock.local(deadline), chosen, hours(), after=clock.local(after))
    return [moment.astimezone(UTC) for moment in local]
