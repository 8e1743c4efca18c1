"""What runs by itself: the sweeps (service.sweeping handles their due rows), and the nightly erasing."""

from plugins.storage import clock, retention
from plugins.storage.config import settings as storage_settings

from .service import erasing, figures, sweeping, vault

retention.register("opinions", 0, erasing.expired)
retention.register("figures of opinions", 366 * storage_settings.retention_years, figures.expired)


async def begin() -> None:
    """At the start of the program: the next sweep, keys that FEEDBACK_KEY has outgrown, and those needed next.

    Raises KeysUnavailable: the program starts all the same, for everything else; opinions then answer that they cannot
    be had.
    """
    await sweeping.begin()
    await vault.change_over()
    await vault.prepare(clock.today())
