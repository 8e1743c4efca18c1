"""When people are reminded: moments before a deadline, quiet hours, what a missed moment comes to. Pure rules.

Local times are aware, in the zone people live in; other times are aware, in whatever zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time, timedelta

BEFORE_QUIET = timedelta(hours=1)
"""How long before the quiet hours somebody is reminded whose deadline lies in them."""
RECENTLY = timedelta(minutes=30)
"""Whoever was reminded of a matter this short ago is not reminded again because an officer asks (twice)."""
ASKED_LASTS = timedelta(hours=24)
"""How long a reminder an officer asked for waits for people on duty."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of every day without reminders, half-open, wall-clock; over midnight when `ends` is not after `begins`."""

    begins: time
    ends: time

    def covers(self, local: datetime) -> bool:
        clock = local.time()
        if self.begins < self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends

    def end_after(self, local: datetime) -> datetime:
        """The first end after this local time."""
        end = datetime.combine(local.date(), self.ends, local.tzinfo)
        return end if end > local else end + timedelta(days=1)

    def begin_after(self, local: datetime) -> datetime:
        """The first beginning after this local time."""
        begin = datetime.combine(local.date(), self.begins, local.tzinfo)
        return begin if begin > local else begin + timedelta(days=1)


def settled(moment: datetime, until: datetime, quiet: Quiet | None) -> datetime:
    """When a reminder meant for `moment` (local) really goes: at the end of the quiet hours it falls into; where the
    deadline lies before that, BEFORE_QUIET before they begin."""
    if quiet is None or not quiet.covers(moment):
        return moment
    morning = quiet.end_after(moment)
    if morning < until:
        return morning
    return quiet.begin_after(moment - timedelta(days=1)) - BEFORE_QUIET


def moments_before(
    deadline: datetime, hours: Iterable[float], quiet: Quiet | None, *, after: datetime
) -> list[datetime]:
    """The moments `hours` before `deadline` (local), out of the quiet hours, in order; those after `after` only."""
    wanted = {settled(deadline - timedelta(hours=one), deadline, quiet) for one in hours}
    return sorted(moment for moment in wanted if after < moment < deadline)


def opened(moments: Sequence[datetime], now: datetime) -> tuple[datetime | None, datetime | None]:
    """What of the planned moments, in order, is due now, and which comes next. Several that were missed are one."""
    past = [moment for moment in moments if moment <= now]
    coming = [moment for moment in moments if moment > now]
    return (past[-1] if past else None), (coming[0] if coming else None)


@dataclass(frozen=True, slots=True)
class Reminded:
    """What asking for reminders comes to: how many people who owe it are reminded in private, and how many are not.

    `on_duty` are reminded when their duty ends (within a day); `capped` had REMIND_MAX reminders; `recently` were
    reminded less than half an hour ago; `unreachable` are no friends of the bot, `without_account` have no QQ: neither
    can be told. `goes_at` is the end of the quiet hours when it is one of them (aware UTC), None: now.
    """

    reminded: int
    on_duty: int
    capped: int
    recently: int
    unreachable: int
    without_account: int
    goes_at: datetime | None

    @property
    def owing(self) -> int:
        """Everybody who owes it."""
        told = self.reminded + self.on_duty + self.capped + self.recently
        return told + self.unreachable + self.without_account


def together(outcomes: Sequence[Reminded]) -> Reminded:
    """The sums of what was asked about people who are counted once."""
    counts = [field.name for field in fields(Reminded) if field.name != "goes_at"]
    sums = {name: sum(getattr(one, name) for one in outcomes) for name in counts}
    return Reminded(**sums, goes_at=outcomes[0].goes_at)
