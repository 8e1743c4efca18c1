"""Doctor, backup and restore against a real running bot with a simulated chat service."""

import re
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from plugins.sandbox.endpoint import Endpoint
from tests.e2e.harness import Bot
from tests.e2e.hospital import BOT, Hospital, a_hospital, serving

pytestmark = pytest.mark.slow


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Hospital, Bot, Endpoint]]:
    hospital = a_hospital(branches=2, people=3)
    async with serving(hospital, tmp_path) as (bot, endpoint):
        yield hospital, bot, endpoint


async def bind_all(hospital: Hospital, bot: Bot) -> None:
    for count, branch in enumerate(hospital.branches, 1):
        await hospital.bind(branch)
        await hospital.world.wait_for(lambda wanted=count: bindings(bot) == wanted)


def bindings(bot: Bot) -> int:
    with closing(sqlite3.connect(bot.data / "tongxin.db")) as database:
        return database.execute("SELECT COUNT(*) FROM org_binding").fetchone()[0]


async def test_all_is_green_when_all_is_done_and_no_number_is_shown(running):
    hospital, bot, _ = running
    await bind_all(hospital, bot)
    ended = await bot.run("doctor", "--yes")
    assert (ended.code, "✗" in ended.out, "?" in ended.out) == (0, False, False), ended
    assert not re.search(r"3000[12]|20000|900001", ended.out)


async def test_what_is_unbound_is_asked_about_and_who_is_no_friend_is_named(running):
    hospital, bot, _ = running
    stranger = hospital.branches[1].people[0]
    hospital.world.account(BOT).friends.discard(stranger.id)
    ended = await bot.run("doctor")
    assert ended.code == 1
    assert stranger.name in ended.out
    assert str(stranger.id) not in ended.out
    assert "/绑定本群" in ended.out


async def test_a_bot_that_does_not_run_is_said_how_to_start(running):
    _, bot, _ = running
    await bot.stop()
    ended = await bot.run("doctor", "--yes")
    assert ended.code == 1
    assert "uv run bot.py" in ended.out


async def test_a_restore_while_it_runs_brings_back_what_was_and_the_bot_goes_on(running):
    hospital, bot, _ = running
    first, second = hospital.branches
    await hospital.bind(first)
    await hospital.world.wait_for(lambda: bindings(bot) == 1)
    kept = bot.folder / "kept.db"
    assert (await bot.run("backup", str(kept))).code == 0
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    await hospital.bind(second)
    await hospital.world.wait_for(lambda: bindings(bot) == 2)
    ended = await bot.run("restore", str(kept), "--yes")
    assert ended.code == 0, ended
    assert bindings(bot) == 1
    await hospital.bind(second)
    await hospital.world.wait_for(lambda: bindings(bot) == 2)
    assert not bot.is_dead
    (aside,) = (bot.data / "backups").glob("*-before-restore.db")
    with closing(sqlite3.connect(aside)) as old:
        assert old.execute("SELECT COUNT(*) FROM org_binding").fetchone() == (2,)


async def test_the_pages_are_for_monitors_and_for_this_machine(running):
    _, bot, endpoint = running
    base = f"http://127.0.0.1:{bot.port}"
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        assert (await client.get("/health")).json() == {"ok": True, "database": True, "account": True}
        shown = await client.get("/status")
        assert shown.status_code == 200
        assert "在线" in shown.text
        assert str(BOT) not in shown.text
        assert "<script" not in shown.text
        assert (await client.get("/status", headers={"Host": "evil.example"})).status_code == 404
        await endpoint.disconnect()
        await endpoint.world.wait_for(lambda: not endpoint.is_connected)
        assert (await client.get("/health")).status_code == 503
