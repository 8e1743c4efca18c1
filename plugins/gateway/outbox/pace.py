"""How what waits goes on: for who looks at it and wonders."""

from dataclasses import dataclass

from plugins.storage import clock

from .. import accounts
from .domain import State
from .models import OutboxRow


@dataclass(frozen=True, slots=True)
class Pace:
    """How what waits goes on, as far as this process sees it. `halted`: no account may speak now (not connected, logged out,
    or refused with everything). `seconds`: until all that is due is out at the accounts' pace, whatever it is about."""

    halted: bool
    seconds: float


async def pace() -> Pace:
    """As it is now."""
    able = [
        account
        for account in map(accounts.of, accounts.connected())
        if not account.offline and not account.breaker.troubled
    ]
    if not able:
        return Pace(halted=True, seconds=0.0)
    steps = [account.pacer.interval * account.pacer.slowness for account in able]
    if not all(steps):
        return Pace(halted=False, seconds=0.0)
    waiting = await OutboxRow.filter(state=State.QUEUED, due_at__lte=clock.now()).count()
    return Pace(halted=False, seconds=waiting / sum(1 / step for step in steps))
