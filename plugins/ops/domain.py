"""The rules of ops: what is masked, what a token must be, which backups go, when an administrator is told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

# ---- doctor


class Mark(StrEnum):
    """How one thing stands."""

    GOOD = "✓"
    WRONG = "✗"
    OPEN = "?"
    """It could not be found out, or only a person can know."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what it is, and what to do when it is not good."""

    mark: Mark
    what: str
    cure: str = ""


def masked(number: str) -> str:
    """A QQ or group number that can be recognised by who knows it, and by nobody else: 12****78."""
    shown = 2 if len(number) >= 7 else 1
    return f"{number[:shown]}****{number[-shown:]}" if len(number) > 2 * shown else "****"


LEAST_TOKEN = 16


def is_strong(token: str) -> bool:
    """Whether a token withstands guessing from the network: long enough, and not of a few characters over and over."""
    return len(token) >= LEAST_TOKEN and len(set(token)) >= LEAST_TOKEN // 2 and not token.isdigit()


# ---- backups

_NAME = re.compile(r"-(\d{8}T\d{6})(?:\d{6})?Z(?:-before-\w+)?\.(?:db|dump|sqlite3?)(?:\.sha256)?$")
_LEFTOVER = re.compile(r"\.part$")
LEFTOVER_AFTER = timedelta(hours=6)
NIGHT_HOUR, NIGHT_MINUTE = 3, 30


def backup_name(stem: str, at: datetime, suffix: str, why: str = "") -> str:
    """`tongxin-20261124T030000Z.db`; with `why` of a copy taken before something, `…Z-before-restore.db`."""
    return f"{stem}-{at.astimezone(UTC):%Y%m%dT%H%M%S}Z{f'-before-{why}' if why else ''}{suffix}"


def taken_at(name: str) -> datetime | None:
    """When a backup was taken, by its name (aware UTC), or None when the name does not say."""
    found = _NAME.search(name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if found else None


def expired(files: Iterable[tuple[str, datetime]], now: datetime, keep_days: int) -> list[str]:
    """Which of these files (name, last changed) go: backups of any kind that are too old, and what killed ones left."""
    return [
        name
        for name, changed in files
        if ((at := taken_at(name)) is not None and now - at > timedelta(days=keep_days))
        or (_LEFTOVER.search(name) and now - changed > LEFTOVER_AFTER)
    ]


def next_night(local_now: datetime) -> datetime:
    """The next time of the nightly backup after `local_now`, in the same zone."""
    tonight = local_now.replace(hour=NIGHT_HOUR, minute=NIGHT_MINUTE, second=0, microsecond=0)
    return tonight if tonight > local_now else tonight + timedelta(days=1)


# ---- alerts


class Trouble(StrEnum):
    """Why an account cannot speak."""

    OFFLINE = "offline"
    """It was logged out of the chat service."""
    PAUSED = "paused"
    """All it sends fails: the breaker is open."""
    UNCONNECTED = "unconnected"
    """No implementation is connected for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands. `unconnected_for`: for how long there has been no socket (zero when there is one)."""

    account: str
    unconnected_for: timedelta = timedelta()
    offline: bool = False
    paused: bool = False
    unproved: bool = False
    """Nothing has gone out since its sends failed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What an administrator is to be told. Without `trouble` the account is back."""

    account: str
    trouble: Trouble | None


QUIET_FOR = timedelta(minutes=30)
"""At most one alert for each account and trouble in this time."""
UNCONNECTED_AFTER = timedelta(minutes=2)
"""An implementation that restarts is no trouble."""


def trouble_of(standing: Standing) -> Trouble | None:
    """What is wrong with an account, the cause before its effects."""
    if standing.unconnected_for:
        return Trouble.UNCONNECTED if standing.unconnected_for >= UNCONNECTED_AFTER else None
    if standing.offline:
        return Trouble.OFFLINE
    return Trouble.PAUSED if standing.paused else None


@dataclass(slots=True)
class Watch:
    """What administrators have been told so far: the trouble that is open for an account, and when each was told."""

    open: dict[str, Trouble] = field(default_factory=dict)
    told: dict[tuple[str, Trouble], datetime] = field(default_factory=dict)

    def notice(self, standing: Standing, now: datetime) -> Notice | None:
        """What is to be told about this account now, if anything. Told once a trouble, however long it lasts."""
        trouble, open_now = trouble_of(standing), self.open.get(standing.account)
        if trouble is None:
            undecided = standing.unconnected_for or (open_now is Trouble.PAUSED and standing.unproved)
            return Notice(standing.account, None) if open_now and not undecided else None
        if trouble is open_now:
            return None
        last = self.told.get((standing.account, trouble))
        return Notice(standing.account, trouble) if last is None or now - last >= QUIET_FOR else None

    def keep(self, notice: Notice, now: datetime) -> None:
        """The notice has reached somebody."""
        if notice.trouble is None:
            self.open.pop(notice.account, None)
        else:
            self.open[notice.account] = notice.trouble
            self.told[(notice.account, notice.trouble)] = now
