"""A small and fast OneBot v11 implementation: just enough of the chat service to put a bot under load.

It stands in its own process, speaks through a real reverse WebSocket, and answers API calls as NapCat does.
"""

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

Json = Mapping[str, Any]  # a decoded JSON object
SELF_ID = 10000

_ids = itertools.count(568271070)


def message_event(text: str, *, user: int, group: int | None = None, name: str = "") -> dict[str, Any]:
    """A message as NapCat pushes it: to a group, or in private from a friend when `group` is None."""
    identifier = next(_ids)
    common = {
        "self_id": SELF_ID,
        "user_id": user,
        "time": int(time.time()),
        "message_id": identifier,
        "message_seq": identifier,
        "real_id": identifier,
        "real_seq": str(identifier),
        "raw_message": text,
        "font": 14,
        "message": [{"type": "text", "data": {"text": text}}],
        "message_format": "array",
        "post_type": "message",
        "sender": {"user_id": user, "nickname": name, "card": name, "role": "member"},
    }
    if group is None:
        return common | {"message_type": "private", "sub_type": "friend", "target_id": user}
    return common | {"message_type": "group", "sub_type": "normal", "group_id": group, "group_name": f"群{group}"}


def plain(params: Json) -> str:
    """The text of what the bot sends in this call."""
    message = params.get("message", "")
    if isinstance(message, str):
        return message
    return "".join(segment["data"].get("text", "") for segment in message)


class Service:
    """One logged-in account. `on_call(action, params)` is told of every call right after it was answered."""

    def __init__(
        self, socket: ClientConnection, groups: Mapping[int, int], friends: range, self_id: int = SELF_ID
    ) -> None:
        self.self_id = self_id
        self.groups = groups
        """Group ids with their numbers of members."""
        self.friends = friends
        self.on_call: Callable[[str, Json], None] = lambda action, params: None
        self._socket = socket
        self._outgoing: asyncio.Queue[str] = asyncio.Queue()
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._write())]
        self.push({"post_type": "meta_event", "meta_event_type": "lifecycle", "sub_type": "connect"})

    def push(self, event: Json) -> None:
        self.push_raw(json.dumps({"time": int(time.time()), **event, "self_id": self.self_id}, ensure_ascii=False))

    def push_raw(self, frame: str) -> None:
        self._outgoing.put_nowait(frame)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._socket.close()

    async def _read(self) -> None:
        async for raw in self._socket:
            call = json.loads(raw)
            action, params = call["action"], call.get("params") or {}
            data = self._data(action, params)
            status = {"status": "ok", "retcode": 0, "data": data, "message": "", "wording": ""}
            self.push_raw(json.dumps(status | {"echo": call.get("echo")}, ensure_ascii=False))
            self.on_call(action, params)

    async def _write(self) -> None:
        while True:
            await self._socket.send(await self._outgoing.get())

    def _data(self, action: str, params: Json) -> Any:  # any JSON, as the action has it
        match action:
            case "send_msg" | "send_group_msg" | "send_private_msg":
                return {"message_id": next(_ids)}
            case "get_login_info":
                return {"user_id": self.self_id, "nickname": "同心"}
            case "get_version_info":
                return {"app_name": "NapCat.Onebot", "protocol_version": "v11", "app_version": "4.18.13"}
            case "get_status":
                return {"online": True, "good": True, "stat": {}}
            case "get_group_list":
                return [self._group(number) for number in self.groups]
            case "get_group_info":
                return self._group(int(params["group_id"]))
            case "get_friend_list":
                return [{"user_id": user, "nickname": "", "remark": ""} for user in self.friends]
            case "get_group_msg_history" | "get_friend_msg_history":
                return {"messages": []}
            case "get_group_member_list":
                return []
        return None

    def _group(self, number: int) -> dict[str, Any]:
        return {"group_id": number, "group_name": f"群{number}", "member_count": self.groups[number]}


async def log_in(
    url: str,
    token: str,
    groups: Mapping[int, int] | None = None,
    friends: range = range(0),
    self_id: int = SELF_ID,
) -> Service:
    """Connects to a bot. Raises OSError when nothing listens there."""
    headers = {"X-Self-ID": str(self_id), "X-Client-Role": "Universal", "Authorization": f"Bearer {token}"}
    socket = await connect(url, additional_headers=headers, compression=None, max_size=None, proxy=None)
    return Service(socket, groups or {}, friends, self_id)
