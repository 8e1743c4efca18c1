"""What an implementation reports: the happenings of the world in the shapes of OneBot v11, as one account sees them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from . import cq
from . import happenings as happening
from .dialect import Dialect
from .model import Message, RequestKind, Role, Segment, StoredFile
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


class Reporter:
    """Builds events for `self_id`. `cq_strings` reports messages as text (messagePostFormat: string)."""

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

    # ---- messages

    def message(self, message: Message) -> Event:
        """The message as an event, also as get_msg and the histories give it."""
        segments = [] if message.recalled else [self.segment(segment) for segment in message.segments]
        raw = cq.encode(segments)
        event: Event = {
            "self_id": self.self_id,
            "user_id": message.sender,
            "time": seconds(message.time),
            "message_id": message.id,
            **self._sequence(message),
            "message_type": "group" if message.chat.is_group else "private",
            "sender": self._sender(message),
            "raw_message": raw,
            "font": 14,
            "sub_type": "normal" if message.chat.is_group else "friend" if message.via is None else "group",
            "message": raw if self.cq_strings else segments,
            "message_format": "string" if self.cq_strings else "array",
            "post_type": "message",
        }
        mine = message.sender == self.self_id
        if message.chat.is_group:
            event["group_id"] = message.chat.ids[0]
            event["group_name"] = self.world.group(message.chat.ids[0]).name
        elif message.via is not None:
            event["group_id"] = message.via
            event["temp_source"] = 0
        if mine:
            event["post_type"] = "message_sent"
            if self.dialect is Dialect.NAPCAT:
                event["message_sent_type"] = "self"
        if mine or not message.chat.is_group:
            event["target_id"] = message.chat.ids[0] if message.chat.is_group else message.chat.other(self.self_id)
        if self.dialect is Dialect.LLONEBOT:
            event["raw_pb"] = ""
        elif self.dialect is Dialect.PLAIN:
            for name in ("group_name", "message_format", "target_id"):
                event.pop(name, None)
        return event

    def _sequence(self, message: Message) -> Event:
        if self.dialect is Dialect.NAPCAT:
            real = "0" if message.failed else str(message.seq)
            return {"message_seq": message.id, "real_id": message.id, "real_seq": real}
        if self.dialect is Dialect.LLONEBOT:
            return {"message_seq": message.seq}
        return {"real_id": message.id}

    def _sender(self, message: Message) -> Event:
        account = self.world.account(message.sender)
        sender: Event = {"user_id": account.id, "nickname": account.nickname, "card": ""}
        if message.via is not None and message.sender != self.self_id:
            sender["nickname"] = "临时会话"
        if message.chat.is_group:
            member = self.world.group(message.chat.ids[0]).members.get(account.id)
            sender["card"] = member.card if member else ""
            sender["role"] = str(member.role if member else Role.MEMBER)
            if self.dialect is not Dialect.NAPCAT:
                sender["title"] = member.title if member else ""
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

    # ---- everything else

    def report(self, event: happening.Happening) -> Event | None:
        """The event for a happening, or None when this account, in this dialect, hears nothing of it."""
        match event:
            case happening.Said(message):
                return self.message(message) if self._hears(message) else None
            case happening.Recalled(message, operator):
                return self._recalled(message, operator) if self._hears(message) else None
            case happening.Reacted(message, account, emoji, added):
                return self._reacted(message, account, emoji, added)
            case happening.Requested():
                return self._requested(event)
            case happening.BecameFriends(one, other) if self.self_id in (one, other):
                return self._notice("friend_add", user_id=other if one == self.self_id else one)
            case happening.OnlineChanged(account, online) if account == self.self_id and not online:
                if self.dialect is not Dialect.NAPCAT:
                    return None
                words = "你的帐号在另一台终端登录"
                return self._notice("bot_offline", user_id=account, tag="下线通知", message=words)
            case happening.Poked():
                return self._poked(event)
            case happening.BecameFriends() | happening.OnlineChanged():
                return None
        return self._in_group(event)

    def _in_group(
        self,
        event: happening.Joined
        | happening.Left
        | happening.MuteChanged
        | happening.RoleChanged
        | happening.CardChanged
        | happening.Uploaded,
    ) -> Event | None:
        me = self.self_id
        gone = isinstance(event, happening.Left) and event.account == me
        if not gone and me not in self.world.group(event.group).members:
            return None
        common = {"group_id": event.group, "user_id": event.account}
        match event:
            case happening.Joined(operator=operator, invited=invited):
                way = "invite" if invited else "approve"
                return self._notice("group_increase", **common, operator_id=operator, sub_type=way)
            case happening.Left(account=account, operator=operator):
                way = "leave" if operator == 0 else "kick_me" if account == me else "kick"
                who = account if self.dialect is Dialect.PLAIN and operator == 0 else operator
                return self._notice("group_decrease", **common, operator_id=who, sub_type=way)
            case happening.MuteChanged(operator=operator, seconds=duration):
                way = "ban" if duration else "lift_ban"
                return self._notice("group_ban", **common, operator_id=operator, duration=duration, sub_type=way)
            case happening.RoleChanged(admin=admin):
                return self._notice("group_admin", **common, sub_type="set" if admin else "unset")
            case happening.CardChanged(old=old, new=new):
                return self._notice("group_card", **common, card_new=new, card_old=old)
            case happening.Uploaded(file=stored):
                shape = {"id": stored.id, "name": stored.name, "size": stored.size, "busid": 102}
                return self._notice("group_upload", **common, file=shape)

    def _hears(self, message: Message) -> bool:
        return self.self_id in self.world.audience(message.chat)

    def _recalled(self, message: Message, operator: int) -> Event:
        if not message.chat.is_group:
            return self._notice("friend_recall", user_id=message.sender, message_id=message.id)
        group = message.chat.ids[0]
        common = {"group_id": group, "user_id": message.sender}
        return self._notice("group_recall", **common, operator_id=operator, message_id=message.id)

    def _reacted(self, message: Message, account: int, emoji: str, added: bool) -> Event | None:
        if not message.chat.is_group or not self._hears(message) or self.dialect is Dialect.PLAIN:
            return None
        if self.dialect is Dialect.NAPCAT and (message.sender != self.self_id or account == self.self_id):
            return None
        likes = [{"emoji_id": emoji, "count": len(message.reactions[emoji]) or 1}]
        common = {"group_id": message.chat.ids[0], "user_id": account}
        more = {} if self.dialect is Dialect.NAPCAT else {"message_seq": message.seq}
        like = {"message_id": message.id, "likes": likes, "is_add": added}
        return self._notice("group_msg_emoji_like", **common, **like, **more)

    def _requested(self, event: happening.Requested) -> Event | None:
        request = event.request
        common = {"user_id": request.account, "comment": request.comment, "flag": request.flag}
        if request.kind is RequestKind.FRIEND:
            return self._event("request", request_type="friend", **common) if request.to == self.self_id else None
        if request.group is None:
            return None
        if request.kind is RequestKind.INVITE and request.to != self.self_id:
            return None
        member = self.world.group(request.group).members.get(self.self_id)
        if request.kind is RequestKind.JOIN and (member is None or member.role is Role.MEMBER):
            return None
        kind = {"request_type": "group", "group_id": request.group, "sub_type": str(request.kind)}
        return self._event("request", **kind, **common)

    def _poked(self, event: happening.Poked) -> Event | None:
        common: Event = {"sub_type": "poke", "target_id": event.target, "user_id": event.account, "raw_info": []}
        if event.group is not None:
            if self.self_id not in self.world.group(event.group).members:
                return None
            return self._notice("notify", **common, group_id=event.group)
        if event.target != self.self_id:
            return None
        return self._notice("notify", **common, sender_id=event.account)

    # ---- meta

    def connected(self) -> Event:
        return self._event("meta_event", meta_event_type="lifecycle", sub_type="connect")

    def heartbeat(self, interval: float) -> Event:
        """`interval` in seconds."""
        status = {"online": self.world.account(self.self_id).online, "good": True}
        return self._event("meta_event", meta_event_type="heartbeat", status=status, interval=int(interval * 1000))

    def _notice(self, kind: str, **fields: Any) -> Event:  # fields of any JSON type
        return self._event("notice", notice_type=kind, **fields)

    def _event(self, post_type: str, **fields: Any) -> Event:  # fields of any JSON type
        return {"time": seconds(self.world.clock()), "self_id": self.self_id, "post_type": post_type, **fields}


def seconds(moment: datetime) -> int:
    """Whole seconds since 1970."""
    return int(moment.timestamp())
