"""Taking back what was said in many chats: at the account's pace, the newest first while it may be done freely."""

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

import pytest

from plugins.gateway import chats
from plugins.gateway.config import settings
from plugins.gateway.outbox import Recall, State, looks, withdraw
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.outbox.outlook import Attention
from plugins.storage import Transaction, clock, write
from tests.outbox.builders import say
from tests.outbox.outlet import Outlet
from tests.support.databases import Database


async def test_what_can_be_taken_back_freely_comes_first_the_newest_of_it_before_the_others(database: Database):
    now = clock.now()
    for place, age in enumerate((600, 300, 90, 10)):
        await say("通知", chats.group(30001 + place))

        async def sent(tx: Transaction, age: int = age) -> None:
            there = {"state": State.SENT, "message_id": "7", "due_at": None}
            await OutboxRow.filter(state=State.QUEUED).update(sent_at=now - timedelta(seconds=age), **there)

        await write(sent)
    recalls = await write(lambda tx: withdraw.recall(tx, "test:1"))
    assert (recalls.wanted, recalls.cancelled, recalls.unknown) == (4, 0, 0)
    rows = await OutboxRow.filter(recall=Recall.WANTED).order_by("due_at")
    assert [row.chat[-1] for row in rows] == ["4", "3", "2", "1"]
    assert (await write(lambda tx: withdraw.recall(tx, "test:1"))).wanted == 0


def test_an_account_takes_back_one_an_interval_and_not_all_at_once_when_it_comes_back(monkeypatch: pytest.MonkeyPatch):
    now = 1000.0
    monkeypatch.setattr(looks.time, "monotonic", lambda: now)
    monkeypatch.setattr(settings, "send_interval", 1.0)
    monkeypatch.setattr(looks, "_pacers", {})
    at = clock.now()
    rows = [Attention(-n, 1, chats.group(n), "9", at, "7", State.SENT, at) for n in range(1, 101)]
    waits = [looks._wait(row) for row in rows]
    assert waits[0] == 0
    assert all(later > earlier for earlier, later in pairwise(waits))
    assert 80 <= waits[-1] <= 120
    now += waits[49]
    assert [looks._wait(row) == 0 for row in rows[48:51]] == [True, True, False]
    now += 500
    assert sum(looks._wait(row) == 0 for row in rows[60:]) == 1


async def test_all_are_taken_back_and_what_is_said_meanwhile_does_not_wait(
    outlet: Outlet, monkeypatch: pytest.MonkeyPatch
):
    for group in (outlet.ward, outlet.lab):
        for part in (1, 2):
            await outlet.says("通知", group, key=f"{part}")
    await _all_of_them(state=State.SENT)
    monkeypatch.setattr(settings, "send_interval", 0.3)
    begun = time.monotonic()
    await write(lambda tx: withdraw.recall(tx, "通知"))
    await outlet.says("急事", outlet.lab)
    await outlet.becomes("急事", State.SENT)
    await _all_of_them(recall=Recall.DONE)
    assert time.monotonic() - begun >= 3 * 0.3 * 0.85
    assert len(outlet.world.truth.recalls()) == 4


async def _all_of_them(**become: str) -> None:
    async with asyncio.timeout(10):
        while await OutboxRow.filter(ref="通知", **become).count() < 4:  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
