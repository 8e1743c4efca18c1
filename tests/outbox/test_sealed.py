"""A person whom no row may name is told once, and nothing of it stays: not after a timeout, not after kill -9."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from nonebot.log import logger

from plugins import storage
from plugins.gateway import accounts, chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import rows, sealed
from plugins.gateway.outbox.domain import State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import text
from plugins.sandbox import faults
from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.model import private_chat
from plugins.storage import clock
from plugins.storage.config import PROJECT
from tests.outbox.outlet import Outlet

SEND = "send_private_msg"
TOKEN = "zRk1c2VhbGVkIHJvdXRl"


class Vault:
    """Opens tokens; `person` is behind the one there is."""

    def __init__(self) -> None:
        self.person: Chat | None = None
        self.opened = 0
        self.broken = False

    async def open(self, token: str) -> Chat | None:
        self.opened += 1
        if self.broken or token != TOKEN:
            raise ValueError(token)
        return self.person


@pytest.fixture
def vault(outlet: Outlet, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setattr(sealed, "_openers", {})
    vault = Vault()
    sealed.opens("test", vault.open)
    outlet.world.make_friends(outlet.bot, outlet.nurse)
    accounts.of(str(outlet.bot)).stale = True
    vault.person = chats.private(outlet.nurse)
    return vault


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything that is logged, at the finest level."""
    lines: list[str] = []
    sink = logger.add(lines.append, level="TRACE")
    yield lines
    logger.remove(sink)


async def push(key: str = "case 7", **options: object) -> None:
    async def work(tx: storage.Transaction) -> None:
        await sealed.enqueue(
            tx,
            scheme="test",
            token=TOKEN,
            key=key,
            segments=[text("有新答复")],
            kind="test",
            ref="push",
            **{"expires_at": clock.now() + timedelta(days=7), **options},  # type: ignore[arg-type]  # options of enqueue
        )

    await storage.write(work)


async def gone(within: float = 20.0) -> None:
    """Waits until no row is left."""
    async with asyncio.timeout(within):
        while await OutboxRow.filter(ref="push").exists():  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)


def files_in(folder: Path) -> bytes:
    """All there is on disk."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def files_name(outlet: Outlet, account: int) -> bool:
    """Whether any file beside the database contains this number."""
    return str(account).encode() in files_in(outlet.database.path.parent)


async def test_the_person_is_told_and_the_row_is_gone(outlet: Outlet, vault: Vault):
    await push()
    await gone()
    assert outlet.copies("有新答复", outlet.private(outlet.nurse)) == 1
    assert not files_name(outlet, outlet.nurse)


@pytest.mark.parametrize("shown", [True, False])
async def test_a_timeout_is_no_doubt_and_no_second_try(outlet: Outlet, vault: Vault, shown: bool, log: list[str]):
    outlet.endpoint.faults.next(SEND, faults.TimeoutButShown() if shown else faults.TimeoutNotShown())
    await push()
    await gone()
    for _ in range(4):
        await outlet.later(minutes=2)
    await outlet.says("通知")
    await outlet.becomes("通知", State.SENT)
    assert len(outlet.endpoint.calls_of(SEND)) == 1
    assert outlet.copies("有新答复", outlet.private(outlet.nurse)) == int(shown)
    assert not outlet.endpoint.calls_of("get_friend_msg_history")
    assert not files_name(outlet, outlet.nurse)
    assert str(outlet.nurse) not in "".join(log)


async def test_without_a_socket_it_waits_and_an_expired_or_stopped_one_is_erased(outlet: Outlet, vault: Vault):
    await outlet.endpoint.disconnect()
    await push("a")
    await push("a")  # the same key
    await push("b", expires_at=clock.now() + timedelta(days=9))
    assert [row.state for row in await OutboxRow.filter(ref="push")] == [State.QUEUED] * 2
    await storage.write(lambda tx: rows.expire(tx, clock.now() + timedelta(days=8)))
    assert await OutboxRow.filter(ref="push").count() == 1
    stopped = await storage.write(lambda tx: outbox.stop(tx, "push"))
    assert (stopped.cancelled, vault.opened) == (1, 0)
    assert await OutboxRow.filter(ref="push").count() == 0


@pytest.mark.parametrize("case", ["withdrawn", "broken", "stranger"])
async def test_who_cannot_be_told_is_not_tried(outlet: Outlet, vault: Vault, case: str, log: list[str]):
    if case == "withdrawn":
        vault.person = None
    elif case == "stranger":
        vault.person = chats.private(outlet.head)
    vault.broken = case == "broken"
    await push()
    await gone()
    assert not outlet.endpoint.calls_of(SEND)
    assert log
    assert TOKEN not in "".join(log)


async def test_only_the_account_that_is_its_friend_speaks(outlet: Outlet, vault: Vault):
    second = outlet.bot + 50
    outlet.world.add_account(second, "二号", bot=True)
    outlet.world.make_friends(second, outlet.head)
    vault.person = chats.private(outlet.head)
    async with Endpoint(outlet.world, self_id=second, url=outlet.endpoint.url, reconnect=0.05) as other:
        await other.connected()
        await push()
        await gone()
        assert (len(other.calls_of(SEND)), len(outlet.endpoint.calls_of(SEND))) == (1, 0)
        assert outlet.world.truth.count(private_chat(second, outlet.head), containing="有新答复") == 1


DYING = """
import asyncio, os, signal, sys
from datetime import timedelta
from plugins import assembly
assembly.load(_env_file=None, database_url=sys.argv[1], superusers=["900001"], log_level="TRACE")
from plugins import storage
from plugins.gateway import accounts, call, chats
from plugins.gateway.outbox import outlook, reach, rows, sealed, sending
from plugins.gateway.segments import text
from plugins.storage import clock

async def die(account, action, /, **params):
    os.kill(os.getpid(), signal.SIGKILL)

async def main():
    await storage.open_database()
    if sys.argv[2] == "look":
        await outlook.begin()
        print(await storage.read("SELECT COUNT(*) AS n FROM gateway_outbox"))
        return await storage.close_database()
    async def opener(token):
        return chats.private(int(token[::-1]))
    async def known(*_):
        pass
    sealed.opens("test", opener)
    reach.known, call.call = known, die
    await storage.write(lambda tx: sealed.enqueue(tx, scheme="test", token="24000600002", key="case 7",
        segments=[text("有新答复")], kind="test", ref="push", expires_at=clock.now() + timedelta(days=7)))
    (row,) = await storage.write(lambda tx: rows.claim(tx, owner="o", account="1", now=clock.now(), most=9, reach=None))
    await sending.send(accounts.of("1"), row)

asyncio.run(main())
"""


def run(url: str, what: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", DYING, url, what]
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, timeout=60, text=True)


def test_kill_9_in_the_middle_of_the_send_leaves_no_target_and_no_second_try(tmp_path: Path):
    url = f"sqlite://{tmp_path / 'tongxin.db'}"
    died = run(url, "push")
    assert died.returncode == -signal.SIGKILL, died.stderr
    looked = run(url, "look")
    assert "'n': 0" in looked.stdout, looked.stderr
    kept = files_in(tmp_path)
    said = died.stdout + died.stderr + looked.stdout + looked.stderr
    assert b"20000600042" not in kept
    assert "20000600042" not in said
