"""Administrators are told when an account cannot speak: the account itself may be the only one that could tell them.

Every few seconds the accounts of this process are looked at, and domain.Watch says what is new. What administrators
have been told is kept in a file, so that a program that starts over and over does not tell them over and over.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from nonebot.log import logger

from plugins import storage
from plugins.gateway import accounts, elsewhere
from plugins.gateway.outbox.models import AccountRow
from plugins.storage import clock
from plugins.storage.connections import place

from . import mail, texts, webhook
from .config import settings
from .domain import Notice, Standing, Trouble, Watch

LOOK_SECONDS = 5.0
AGAIN_AFTER = 60.0
"""Seconds after which a notice that nobody took is tried again."""
SEEN_WITHIN = timedelta(days=2)
"""An account that was connected in this time is expected to be."""

_task: asyncio.Task[None] | None = None


def standings(expected: Sequence[str], gone_since: dict[str, float], now: float) -> list[Standing]:
    """How the expected accounts and those of this process stand. `gone_since` is kept from look to look (monotonic)."""
    connected = set(accounts.connected())
    found = []
    for self_id in sorted({*expected, *connected}):
        if self_id in connected:
            gone_since.pop(self_id, None)
            account = accounts.of(self_id)
            paused = account.breaker.until > now
            found.append(Standing(self_id, timedelta(), account.offline, paused, account.breaker.troubled))
        else:
            gone = now - gone_since.setdefault(self_id, now)
            found.append(Standing(self_id, timedelta(seconds=gone) or timedelta(microseconds=1)))
    return found


class Alerts:
    """What is told, and whom: the loop's memory."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._gone_since: dict[str, float] = {}
        self._expected: set[str] = set()
        self._not_before: dict[str, float] = {}
        self.watch = _read(file)

    def expect(self, self_ids: Sequence[str]) -> None:
        """These accounts should be connected."""
        self._expected.update(self_ids)

    async def look(self, now: datetime, monotonic: float) -> list[Notice]:
        """Looks once, tells what is new, and returns what was told. What nobody took is tried again a minute later."""
        told = []
        self.expect(accounts.connected())
        for standing in standings(sorted(self._expected), self._gone_since, monotonic):
            notice = self.watch.notice(standing, now)
            if notice is None or monotonic < self._not_before.get(standing.account, 0.0):
                continue
            if await tell(texts.notice_text(notice, clock.local(now))):
                self.watch.keep(notice, now)
                _write(self._file, self.watch)
                told.append(notice)
            else:
                self._not_before[standing.account] = monotonic + AGAIN_AFTER
        return told


async def tell(text: str) -> bool:
    """Sends `text` every way that is set. Whether somebody took it; failures are logged without addresses."""
    ways = []
    if settings.alert_webhook:
        ways.append(webhook.post(settings.alert_webhook, text))
    if settings.alert_smtp:
        ways.append(mail.post(settings.alert_smtp, texts.subject_text(), text))
    outcomes = await asyncio.gather(*ways, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, webhook.NotTaken | mail.NotTaken):
            logger.error("an alert was not taken: {}", outcome)
        elif isinstance(outcome, BaseException):
            logger.error("an alert failed: {}", type(outcome).__name__)
    return any(outcome is None for outcome in outcomes)


async def tell_if_set(text: str) -> bool | None:
    """The same for other plugins (gateway.elsewhere); None where no way is set."""
    return await tell(text) if settings.alert_webhook or settings.alert_smtp else None


elsewhere.register(tell_if_set)


async def start() -> None:
    """Begins to look, where there is a way to tell anybody."""
    global _task
    if settings.alert_webhook or settings.alert_smtp:
        _task = asyncio.create_task(_run(), name="ops-alerts")


async def stop() -> None:
    """Looks no more."""
    global _task
    if _task is not None:
        _task.cancel()
        await asyncio.gather(_task, return_exceptions=True)
        _task = None


async def _run() -> None:
    alerts = Alerts(storage.config.settings.data_dir / "alerts.json")
    if place().file:  # with several processes another may hold the account
        alerts.expect([row.id for row in await AccountRow.filter(seen_at__gt=clock.now() - SEEN_WITHIN)])
    while True:
        try:
            await alerts.look(clock.now(), time.monotonic())
        except Exception as error:  # the next look begins afresh
            logger.error("looking after the accounts failed: {}", type(error).__name__)
        await asyncio.sleep(LOOK_SECONDS)


def _read(file: Path) -> Watch:
    watch = Watch()
    try:
        fields = json.loads(file.read_text("utf-8"))
        watch.open.update({account: Trouble(trouble) for account, trouble in fields["open"].items()})
        for account, trouble, at in fields["told"]:
            watch.told[(account, Trouble(trouble))] = datetime.fromisoformat(at)
    except (OSError, ValueError, KeyError, TypeError):  # none yet, or not readable: at worst told once more
        return watch
    return watch


def _write(file: Path, watch: Watch) -> None:
    told = [[account, trouble, at.isoformat()] for (account, trouble), at in watch.told.items()]
    part = file.with_name(file.name + ".part")
    part.touch(mode=0o600)
    part.write_text(json.dumps({"open": watch.open, "told": told}), "utf-8")
    part.replace(file)
