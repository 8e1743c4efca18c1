"""An incident while the account cannot speak, and one that was typed while the bot was away: the real program."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from plugins.sandbox.faults import SENDS, Refused
from plugins.sandbox.words import OFFLINE
from tests.e2e.harness import installation
from tests.e2e.hospital import a_hospital, connected, serving
from tests.e2e.incidents_story import TEXT, TITLE, WORDS, IncidentStory
from tests.e2e.telling import kept

pytestmark = pytest.mark.slow
WITHIN = 10.0
"""Seconds from typing to the webhook: the promise."""


@asynccontextmanager
async def a_webhook() -> AsyncIterator[tuple[str, list[str], asyncio.Event]]:
    """A robot on loopback: its address, what it was told, and an event for what tells of an incident."""
    told: list[str] = []
    came = asyncio.Event()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].partition("\r\n")[0])
        told.append(json.loads(await reader.readexactly(length))["text"])
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()
        if TITLE in told[-1]:
            came.set()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook", told, came


async def test_the_webhook_carries_it_within_ten_seconds_when_the_account_is_offline(tmp_path):
    hospital = a_hospital(branches=2, people=2)
    async with a_webhook() as (address, told, came), serving(hospital, tmp_path, ALERT_WEBHOOK=address) as (bot, line):
        line.faults.next(SENDS, Refused(OFFLINE), times=None)  # it still hears, and every send is refused
        await hospital.branches[1].people[1].private(WORDS)
        async with asyncio.timeout(WITHIN):
            await came.wait()
        (said,) = [one for one in told if TITLE in one]
        for officer in (hospital.branches[1].people[0], hospital.secretary):
            assert officer.name in said
            assert officer.heard() == []
        await bot.kill()
        assert len(await kept(bot, "SELECT id FROM incidents_incident WHERE state = 'reported'")) == 1


async def test_what_was_typed_while_it_was_away_is_filed_with_its_time(tmp_path):
    hospital = a_hospital(branches=2, people=2)
    async with serving(hospital, tmp_path) as (bot, endpoint):
        head, reporter = hospital.branches[1].people
        await head.private("我的")
        await reporter.private("我的")
        await hospital.world.wait_for(lambda: head.heard() and reporter.heard())
        await endpoint.drained()
        await bot.idle(1.5)
        await bot.kill()
        message = await reporter.private(WORDS)
        await bot.start()
        await endpoint.connected()
        await hospital.world.wait_for(lambda: any(f"{TITLE}\n{TEXT}" in line for line in head.heard()), within=20)
        await hospital.world.wait_for(lambda: any("已报" in line for line in reporter.heard()), within=20)
        await bot.kill()
        ((typed, filed),) = await kept(bot, "SELECT reported_at, filed_at FROM incidents_incident")
        assert str(typed) <= str(filed)
        assert str(typed)[:19] == f"{message.time:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize("name", ["outbox.send.after", "outbox.mark.before_commit"])
async def test_killed_while_an_alert_goes_out_every_officer_has_it_once(tmp_path, name):
    hospital = a_hospital(branches=2, people=2)
    bot = installation(tmp_path)
    try:
        await hospital.import_into(bot)
        await bot.start(TONGXIN_FAILPOINT=name)
        async with connected(hospital, bot) as endpoint:
            story = IncidentStory(bot, hospital, endpoint, failpoint=name)
            await story.tell()
    finally:
        await bot.kill()
    assert story.deaths == [-9]
    await story.verify()
