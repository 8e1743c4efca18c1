"""How fast one account may speak, and when it must pause. Pure: the monotonic time comes as an argument."""

import random
from dataclasses import dataclass, field

BURST = 5
"""Messages that may go out at once after a silence."""

REFUSALS_IN_A_ROW = 5
FIRST_PAUSE = 60.0
LONGEST_PAUSE = 1800.0


@dataclass(slots=True)
class Pacer:
    """A budget of one message per `interval` seconds (with jitter) after a burst. Interval 0 never waits."""

    interval: float
    burst: int = BURST
    slowness: float = 1.0
    """Multiplies the interval: above 1 after trouble."""
    _spent_until: float = field(default=float("-inf"), repr=False)

    def ready(self, now: float, most: int) -> int:
        """How many messages may go now, at most `most`."""
        if self.interval <= 0:
            return most
        free = self.burst - (max(self._spent_until - now, 0.0) / self._step)
        return max(0, min(most, int(free + 1e-9)))

    def take(self, now: float, count: int = 1) -> None:
        """Spends `count` messages, also beyond what is ready."""
        for _ in range(count if self.interval > 0 else 0):
            # S311 does not apply: jitter is no secret
            self._spent_until = max(self._spent_until, now) + self._step * random.uniform(0.85, 1.15)

    def wait(self, now: float) -> float:
        """Seconds until one more message may go; 0 when it may now."""
        if self.interval <= 0:
            return 0.0
        return max(0.0, self._spent_until - now - (self.burst - 1) * self._step)

    @property
    def _step(self) -> float:
        return self.interval * self.slowness


@dataclass(slots=True)
class Breaker:
    """Opens after several failures in a row; then lets one message through at a time until one succeeds."""

    streak: int = 0
    opened: int = 0
    """How often it has opened since the last success."""
    until: float = float("-inf")

    def failed(self, now: float) -> bool:
        """Counts one failure. True when this one opens it: the moment to tell people."""
        self.streak += 1
        if self.streak < REFUSALS_IN_A_ROW and not self.opened:
            return False
        if now < self.until:
            return False
        self.until = now + min(FIRST_PAUSE * 2**self.opened, LONGEST_PAUSE)
        self.opened += 1
        return self.opened == 1

    def trip(self, now: float) -> bool:
        """Opens it at once (the account is offline). True when it was closed."""
        self.streak = max(self.streak, REFUSALS_IN_A_ROW - 1)
        return self.failed(now)

    def succeeded(self) -> None:
        self.streak = 0
        self.opened = 0
        self.until = float("-inf")

    def probe_now(self) -> None:
        """Something says it may work again: the next message may try."""
        self.until = float("-inf")

    def limit(self, now: float, most: int) -> int:
        """How many messages may be under way at once."""
        if now < self.until:
            return 0
        return min(most, 1) if self.opened else most

    @property
    def troubled(self) -> bool:
        """True while the account's last sends all failed: a refusal then says nothing about the message."""
        return self.opened > 0
