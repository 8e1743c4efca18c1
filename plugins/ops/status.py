"""How the program stands, in figures: for /health and the status page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from plugins import storage
from plugins.gateway import accounts
from plugins.storage import clock

from . import backups, facts


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as it stands now; `id` is not masked."""

    id: str
    connected: bool
    offline: bool
    troubled: bool


@dataclass(frozen=True, slots=True)
class Status:
    """Everything on the status page. Times are aware UTC; `late` is how long the oldest due job has waited."""

    version: str
    up: timedelta
    accounts: tuple[AccountLine, ...]
    outbox: Mapping[str, int]
    late: timedelta
    waiting: int
    last_backup: datetime | None
    migrations: int


async def is_well() -> bool:
    """Whether the database answers."""
    try:
        await storage.read("SELECT 1 AS one")
    except Exception:  # whatever it is, it does not answer
        return False
    return True


def can_speak() -> bool:
    """Whether some account is connected and not in trouble."""
    return any(line.connected and not line.offline and not line.troubled for line in lines())


def lines() -> tuple[AccountLine, ...]:
    """The connected accounts."""
    known = ((self_id, accounts.of(self_id)) for self_id in accounts.connected())
    return tuple(AccountLine(self_id, True, one.offline, one.breaker.troubled) for self_id, one in known)


async def now() -> Status:
    """The status at this moment: four small queries. Raises what the database raises."""
    at = clock.now()
    outbox = await storage.read("SELECT state, COUNT(*) AS n FROM gateway_outbox GROUP BY state ORDER BY state")
    (due,) = await storage.read("SELECT MIN(run_at) AS first, COUNT(*) AS n FROM storage_due WHERE run_at <= ?", (at,))
    (applied,) = await storage.read("SELECT COUNT(*) AS n FROM tortoise_migrations")
    last = backups.newest()
    return Status(
        version=facts.version(),
        up=at - facts.BEGUN,
        accounts=lines(),
        outbox={row["state"]: row["n"] for row in outbox},
        late=at - storage.moment(due["first"]) if due["first"] else timedelta(),
        waiting=due["n"],
        last_backup=last.taken_at if last else None,
        migrations=applied["n"],
    )
