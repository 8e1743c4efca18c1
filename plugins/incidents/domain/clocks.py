"""The clocks of an incident. Times aware UTC; `minutes` is INCIDENT_REPORT_MINUTES."""

from datetime import datetime, timedelta

WAIT = timedelta(seconds=5)
"""For so long the answer to a report waits for the alerts to arrive."""
LOOKS = (timedelta(seconds=7), timedelta(seconds=60))
"""After a report: when it is looked whether the reporter was answered and whom the alert has not reached."""
MOST_REMINDERS = 12
"""A person is reminded of one incident at most so often; it stands in 我的 all the same."""
GATHERED = timedelta(seconds=20)
"""After news went out, what comes within this time goes out together at its end."""
DOUBLE = timedelta(minutes=1)
"""What two people of one unit report within this time may be one thing."""
RETYPED = timedelta(minutes=10)
"""The same words of the same person within this time are one report."""
MOST_FIRST = 5
"""New incidents of one person within RETYPED; what they report beyond is a line of their last one: told to the same people,
but alerting nobody again."""
RECALLABLE = timedelta(days=1)
"""Ids of messages are reused: a recalled message is looked for among those of this time."""


def next_report(last: datetime, minutes: int) -> datetime:
    """When the next report is due after the one at `last`."""
    return last + timedelta(minutes=minutes)


def reminders(last: datetime, minutes: int) -> list[datetime]:
    """When whoever has to report is reminded, if nothing comes after `last`."""
    return [last + timedelta(minutes=minutes * count) for count in range(1, MOST_REMINDERS + 1)]


def gathers_until(told: datetime | None, now: datetime) -> datetime | None:
    """When news of `now` goes out after the last was told at `told`; None: at once."""
    return told + GATHERED if told is not None and told <= now < told + GATHERED else None
