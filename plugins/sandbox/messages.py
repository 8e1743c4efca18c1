"""Messages as an implementation shows them: as events, in get_msg and in histories."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from . import cq
from .dialect import Dialect
from .model import Message, Role, Segment, StoredFile
from .world import World

Event = dict[str, Any]
"""One event as JSON."""
FileAddress = Callable[[StoredFile], str]
"""Where the bytes of a file can be downloaded."""

_FACE_FIELDS = [
    "packId",
    "stickerId",
    "sourceType",
    "stickerType",
    "resultId",
    "surpriseId",
    "randomType",
    "imageType",
    "pokeType",
    "spokeSummary",
    "doubleHit",
    "vaspokeId",
    "vaspokeName",
    "vaspokeMinver",
    "pokeStrength",
    "msgType",
    "faceBubbleCount",
    "oldVersionStr",
    "pokeFlag",
    "chainCount",
]


def service_address(stored: StoredFile) -> str:
    """As the service's own addresses look; nothing is there."""
    return f"https://multimedia.nt.qq.com.cn/download?appid=1407&fileid={stored.md5[:22]}&rkey=CAQS{stored.md5[22:]}"


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return int(moment.timestamp())


class Messages:
    """Shows messages to `self_id`. `cq_strings` shows them as text (messagePostFormat: string)."""

    def __init__(
        self,
        world: World,
        self_id: int,
        dialect: Dialect,
        *,
        cq_strings: bool = False,
        address: FileAddress = service_address,
    ) -> None:
        self.world = world
        self.self_id = self_id
        self.dialect = dialect
        self.cq_strings = cq_strings
        self.address = address

    def message(self, message: Message) -> Event:
        """The message as an event; a recalled one is empty."""
        segments = [] if message.recalled else [self.segment(segment) for segment in message.segments]
        raw = cq.encode(segments)
        event: Event = {
            "self_id": self.self_id,
            "user_id": message.sender,
            "time": seconds(message.time),
            "message_id": message.id,
            "message_type": "group" if message.chat.is_group else "private",
            "sender": self._sender(message),
            "raw_message": raw,
            "font": 14,
            "sub_type": "normal" if message.chat.is_group else "friend" if message.via is None else "group",
            "message": raw if self.cq_strings else segments,
            "post_type": "message_sent" if message.sender == self.self_id else "message",
        }
        if message.chat.is_group:
            event["group_id"] = message.chat.ids[0]
        match self.dialect:
            case Dialect.PLAIN:
                if message.chat.is_group:
                    event["anonymous"] = None
                return event
            case Dialect.NAPCAT:
                real = "0" if message.failed else str(message.seq)
                event |= {"message_seq": message.id, "real_id": message.id, "real_seq": real}
                if message.sender == self.self_id:
                    event["message_sent_type"] = "self"
            case Dialect.LLONEBOT:
                event |= {"message_seq": message.seq, "raw_pb": ""}
        return event | self._extras(message)

    def _extras(self, message: Message) -> Event:
        """What both modern implementations add to the standard."""
        extras: Event = {"message_format": "string" if self.cq_strings else "array"}
        if message.chat.is_group:
            extras["group_name"] = self.world.group(message.chat.ids[0]).name
            if message.sender == self.self_id:
                extras["target_id"] = message.chat.ids[0]
            return extras
        if message.via is not None:
            extras |= {"group_id": message.via, "temp_source": 0}
        return extras | {"target_id": message.chat.other(self.self_id)}

    def _sender(self, message: Message) -> Event:
        account = self.world.account(message.sender)
        sender: Event = {"user_id": account.id, "nickname": account.nickname}
        if message.via is not None and message.sender != self.self_id and self.dialect is Dialect.NAPCAT:
            sender["nickname"] = "临时会话"
        if self.dialect is Dialect.PLAIN:
            sender |= {"sex": account.sex, "age": 0}
        else:
            sender["card"] = ""
        if message.chat.is_group:
            member = self.world.group(message.chat.ids[0]).members.get(account.id)
            sender["card"] = member.card if member else ""
            sender["role"] = str(member.role if member else Role.MEMBER)
            if self.dialect is not Dialect.NAPCAT:
                sender["title"] = member.title if member else ""
            if self.dialect is Dialect.PLAIN:
                sender |= {"area": "", "level": "1"}
        return sender

    def segment(self, segment: Segment) -> Segment:
        """A segment as it arrives: pictures and files with their addresses, faces with their inner fields."""
        data: Mapping[str, Any] = segment["data"]
        match segment["type"]:
            case "image":
                stored = self.world.file(data["file"])
                filled = {
                    "summary": data.get("summary", ""),
                    "file": stored.id,
                    "sub_type": data.get("sub_type", 0),
                    "url": self.address(stored),
                    "file_size": str(stored.size),
                }
            case "file":
                stored = self.world.file(data["file"])
                filled = {"file": stored.name, "file_id": stored.id, "file_size": str(stored.size)}
            case "record":
                stored = self.world.file(data["file"])
                path = f"records/{stored.id}"
                filled = {"file": stored.id, "path": path, "url": path, "file_size": str(stored.size)}
            case "face" if self.dialect is Dialect.NAPCAT and "raw" not in data:
                raw = {"faceIndex": int(data["id"]), "faceText": None, "faceType": 1, **dict.fromkeys(_FACE_FIELDS)}
                filled = {"id": data["id"], "raw": raw, "resultId": None, "chainCount": None}
            case _:
                return segment
        return {"type": segment["type"], "data": filled}
