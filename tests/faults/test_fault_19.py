"""Fault 19: what else knocks at the door. It is refused, and the real implementation stays or returns."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import httpx
import pytest
from websockets import CloseCode
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.e2e.harness import TOKEN, Bot, installation

SELF = "10000"
SECONDS = 15
CANARY = "7f3b-canary-9021"

_ids = count(1)


@dataclass
class Door:
    """A serving bot, and how to reach it as an OneBot implementation."""

    bot: Bot

    def knocks(self, token: str | None = TOKEN) -> connect:
        headers = {"X-Self-ID": SELF, "X-Client-Role": "Universal"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        return connect(self.bot.url, additional_headers=headers, proxy=None, max_size=None)

    async def enters(self) -> ClientConnection:
        """Connects as the real implementation does: again and again until it is let in."""
        async with asyncio.timeout(SECONDS):
            while True:
                try:
                    return await self.knocks()
                except InvalidStatus:
                    await asyncio.sleep(0.1)


@pytest.fixture(scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    bot = installation(Path(tmp_path_factory.mktemp("door")), LOG_LEVEL="TRACE")
    try:
        await bot.start()
        yield Door(bot)
    finally:
        await bot.kill()


def says(text: str) -> str:
    """A private message to the bot, as an implementation reports it."""
    return json.dumps(
        {
            "time": 1_795_000_000,
            "self_id": int(SELF),
            "post_type": "message",
            "message_type": "private",
            "sub_type": "friend",
            "message_id": next(_ids),
            "user_id": 900001,
            "message": [{"type": "text", "data": {"text": text}}],
            "raw_message": text,
            "font": 0,
            "sender": {"user_id": 900001, "nickname": "信息科"},
        }
    )


async def is_answered(client: ClientConnection) -> bool:
    """Whether a message over this connection is heard: the bot answers it with a call."""
    await client.send(says("菜单"))
    async with asyncio.timeout(SECONDS):
        while True:
            call = json.loads(await client.recv())
            await client.send(json.dumps({"status": "ok", "retcode": 0, "data": {}, "echo": call.get("echo")}))
            if call["action"].startswith("send"):
                return True


@pytest.mark.parametrize("path", ["/onebot/v11/", "/onebot/v11/http", "/onebot/v11/http/"])
async def test_fault_19_an_unsigned_event_by_http_finds_no_door(door: Door, path: str):
    async with httpx.AsyncClient(trust_env=False) as client:
        address = f"http://127.0.0.1:{door.bot.port}{path}"
        answer = await client.post(address, content=says(CANARY), headers={"X-Self-ID": SELF})
    assert answer.status_code in (404, 405)


@pytest.mark.parametrize("token", ["wrong", "", None])
async def test_fault_19_a_wrong_token_is_refused(door: Door, token: str | None):
    with pytest.raises(InvalidStatus) as refused:
        await door.knocks(token)
    assert refused.value.response.status_code == 403


async def test_fault_19_a_second_client_with_the_same_id_does_not_displace_the_first(door: Door):
    async with await door.enters() as real:
        with pytest.raises(InvalidStatus):
            await door.knocks()
        assert await is_answered(real)


@pytest.mark.parametrize("frame", ["{", f'"{CANARY}"', "[]", f'{{"post_type": {{"{CANARY}": 1}}}}', "null"])
async def test_fault_19_after_a_malformed_frame_the_client_is_heard(door: Door, frame: str):
    real = await door.enters()
    await real.send(frame)
    try:
        heard = await is_answered(real)
    except ConnectionClosed:  # a frame that is no JSON at all ends the connection; the implementation comes again
        real = await door.enters()
        heard = await is_answered(real)
    assert heard
    await real.close()


async def test_fault_19_a_frame_of_64_mib_is_refused_and_the_client_returns(door: Door):
    real = await door.enters()
    with suppress(ConnectionClosed):
        await real.send(says("x" * (64 << 20)))
    async with asyncio.timeout(SECONDS):
        await real.wait_closed()
    assert real.close_code == CloseCode.MESSAGE_TOO_BIG
    back = await door.enters()
    assert await is_answered(back)
    await back.close()


async def test_fault_19_nothing_of_it_is_in_the_log(door: Door):
    assert CANARY not in door.bot.log()
