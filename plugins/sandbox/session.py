"""One open page: what it asks of the world as the person it plays, and what it is told of what happens."""

from collections.abc import Callable, Mapping
from typing import Any

from . import happenings as happening
from .cast import Cast
from .model import (
    AtAllUsedUp,
    Chat,
    IsMuted,
    Message,
    NoSuchThing,
    NotFriends,
    NotInGroup,
    NotPermitted,
    Segment,
    TooLate,
    WorldError,
    at,
    text,
)
from .views import (
    PAGE,
    Json,
    chat_view,
    last_view,
    members_view,
    message_view,
    person_view,
    segment_view,
    visible,
)
from .world import World

MAX_TEXT = 20_000
REASONS: dict[type[WorldError], str] = {
    NotInGroup: "你不在这个群里",
    IsMuted: "你被禁言了",
    NotFriends: "对方还不是你的好友",
    NotPermitted: "你没有这个权限",
    TooLate: "超过两分钟,不能撤回了",
    AtAllUsedUp: "今天的 @全体 用完了",
    NoSuchThing: "找不到了",
}

ReadMarks = dict[tuple[int, Chat], int]
"""Up to which `seq` an account has read a chat; shared by all pages."""


class BadRequest(Exception):
    """The page asked for something it cannot ask for; the message is Chinese."""


class PageSession:
    """Acts as one account at a time. `tell` takes what the page is sent, in order, and must not block."""

    def __init__(self, world: World, cast: Cast, marks: ReadMarks, tell: Callable[[Json], None]) -> None:
        self._world = world
        self._cast = cast
        self._marks = marks
        self._tell = tell
        self._me: int | None = None
        self._stop: Callable[[], None] = world.subscribe(self._happened)

    def close(self) -> None:
        self._stop()

    def handle(self, request: Mapping[str, Any]) -> None:  # parsed JSON of any type
        """Does one thing and tells the result under the request's tag; a refusal is told in Chinese."""
        result: Json = {"type": "result", "tag": request.get("tag")}
        try:
            action = ACTIONS.get(str(request.get("do")))
            if action is None:
                raise BadRequest("不认识的操作")
            result |= action(self, request) | {"ok": True}
        except WorldError as error:
            result |= {"ok": False, "error": REASONS.get(type(error), "没有成功")}
        except BadRequest as error:
            result |= {"ok": False, "error": str(error)}
        except (KeyError, TypeError, ValueError):
            result |= {"ok": False, "error": "内容不完整"}
        self._tell(result)

    # ---- what a page can ask

    @property
    def me(self) -> int:
        if self._me is None:
            raise BadRequest("先选一个人来扮演")
        return self._me

    def _be(self, request: Mapping[str, Any]) -> Json:
        account = int(request["account"])
        if self._world.account(account).bot:
            raise BadRequest("机器人不能扮演")
        self._me = account
        chats = self._world.chats_of(account)
        with_bot = self._world.private_with(account, self._cast.bot)
        if with_bot not in chats:
            chats.append(with_bot)
        return {"me": person_view(self._cast, account), "chats": [self._listed(chat) for chat in chats]}

    def _open(self, request: Mapping[str, Any]) -> Json:
        chat = self._chat(request["chat"])
        before = request.get("before")
        shown = visible(self._world, chat, before=before, count=PAGE + 1)
        if before is None and shown:
            self._marks[self.me, chat] = shown[-1].seq
        return {
            "chat": self._view(chat),
            "messages": [message_view(self._world, one) for one in shown[-PAGE:]],
            "more": len(shown) > PAGE,
            "members": members_view(self._world, chat),
        }

    def _read(self, request: Mapping[str, Any]) -> Json:
        self._marks[self.me, self._chat(request["chat"])] = int(request["seq"])
        return {}

    def _say(self, request: Mapping[str, Any]) -> Json:
        segments = [self._segment(item) for item in request["segments"]]
        if not any(segment["type"] != "reply" for segment in segments):
            raise BadRequest("没有内容")
        return self._said(request["chat"], request.get("via"), segments)

    def _file(self, request: Mapping[str, Any]) -> Json:
        stored = self._world.file(str(request["file"]))
        via = request.get("via")
        self._world.upload(self.me, self._chat(request["chat"]), stored.name, stored.data, via=via)
        return {}

    def _forward(self, request: Mapping[str, Any]) -> Json:
        message = self._message(request)
        return self._said(
            request["to"], request.get("via"), [self._copied(message.chat, one) for one in _told(message)]
        )

    def _react(self, request: Mapping[str, Any]) -> Json:
        emoji = str(int(request["emoji"]))
        self._world.react(self.me, self._message(request), emoji, added=bool(request["added"]))
        return {}

    def _recall(self, request: Mapping[str, Any]) -> Json:
        self._world.recall(self.me, self._message(request))
        return {}

    def _private(self, request: Mapping[str, Any]) -> Json:
        chat = self._world.private_with(self.me, int(request["account"]))
        via = None
        if request.get("via") and not self._world.are_friends(*chat.ids):
            via = self._chat(request["via"]).ids[0]
        self._tell({"type": "chat", "chat": self._view(chat, via)})
        return {"key": chat.key}

    def _befriend(self, request: Mapping[str, Any]) -> Json:
        """A bot decides by itself; anybody else here says yes at once."""
        asked = self._world.ask_friendship(self.me, int(request["account"]))
        if asked.to is not None and not self._world.account(asked.to).bot:
            self._world.settle(asked.flag, True, operator=asked.to)
        return {}

    # ---- helping the above

    def _chat(self, key: str) -> Chat:
        chat = Chat.parse(str(key))
        if chat.is_group:
            self._world.member(chat.ids[0], self.me)
        elif self.me not in chat.ids:
            raise NotPermitted(chat.key)
        return chat

    def _message(self, request: Mapping[str, Any]) -> Message:
        message = self._world.message(int(request["id"]))
        self._chat(message.chat.key)
        return message

    def _said(self, key: str, via: int | None, segments: list[Segment]) -> Json:
        return {"id": self._world.say(self.me, self._chat(key), segments, via=via).id}

    def _segment(self, item: Mapping[str, Any]) -> Segment:
        match item["type"]:
            case "text":
                if len(item["text"]) > MAX_TEXT:
                    raise BadRequest("太长了")
                return text(str(item["text"]))
            case "at":
                return at("all" if item["account"] == "all" else int(item["account"]))
            case "reply":
                return {"type": "reply", "data": {"id": str(self._message(item).id)}}
            case "image":
                stored = self._world.file(str(item["file"]))
                return {"type": "image", "data": {"file": stored.id, "name": stored.name}}
        raise BadRequest("发不了这样的内容")

    def _copied(self, chat: Chat, segment: Segment) -> Segment:
        """As it is forwarded: whoever was addressed stays as a word."""
        if segment["type"] != "at":
            return segment
        return text(f"@{segment_view(self._world, chat, segment)['name']}")

    def _listed(self, chat: Chat) -> Json:
        mark = self._marks.get((self.me, chat), 0)
        newer = visible(self._world, chat)
        return self._view(chat) | {"unread": sum(1 for one in newer if one.seq > mark and one.sender != self.me)}

    def _view(self, chat: Chat, via: int | None = None) -> Json:
        if via is None and not chat.is_group and not self._world.are_friends(*chat.ids):
            via = next((one.via for one in reversed(self._world.history(chat)) if one.via), None)
            via = via or self._common_group(chat.other(self.me))
        return chat_view(self._world, self._cast, self.me, chat, via=via)

    def _common_group(self, other: int) -> int | None:
        return next((group.id for group in self._world.groups_of(self.me) if other in group.members), None)

    # ---- what a page is told

    def _happened(self, event: happening.Happening) -> None:
        if isinstance(event, happening.OnlineChanged) and event.account == self._cast.bot:
            self._tell({"type": "bot", "online": event.online})
        if self._me is None:
            return
        match event:
            case happening.Said(message) if self._sees(message.chat):
                view = message_view(self._world, message)
                self._tell({"type": "message", "chat": self._view(message.chat), "message": view})
            case happening.Recalled(message) | happening.Reacted(message) if self._sees(message.chat):
                last = last_view(self._world, message.chat)
                view = message_view(self._world, message)
                self._tell({"type": "update", "key": message.chat.key, "message": view, "last": last})
            case happening.Joined(group, account):
                self._changed(group, f"{self._name(account)} 加入了群聊")
            case happening.Left(group, account, operator):
                if account == self.me:
                    self._tell({"type": "gone", "key": self._world.group(group).chat.key})
                how = "被移出了群聊" if operator else "退出了群聊"
                self._changed(group, f"{self._name(account)} {how}")
            case happening.MuteChanged(group, account, _, seconds):
                whom = self._name(account) if account else "全体成员"
                self._changed(group, f"{whom} {'被禁言' if seconds else '可以发言了'}")
            case happening.RoleChanged(group) | happening.CardChanged(group):
                self._changed(group, "")
            case happening.BecameFriends(one, other) if self._me in (one, other):
                chat = self._world.private_with(one, other)
                self._tell({"type": "chat", "chat": self._view(chat)})
                self._tell({"type": "note", "chat": chat.key, "text": "你们已经是好友了"})

    def _sees(self, chat: Chat) -> bool:
        return self._me in self._world.audience(chat)

    def _name(self, account: int) -> str:
        return self._cast.names.get(account) or self._world.account(account).nickname

    def _changed(self, group: int, note: str) -> None:
        chat = self._world.group(group).chat
        if not self._sees(chat):
            return
        self._tell({"type": "chat", "chat": self._view(chat), "members": members_view(self._world, chat)})
        if note:
            self._tell({"type": "note", "chat": chat.key, "text": note})


def _told(message: Message) -> list[Segment]:
    if message.recalled:
        raise BadRequest("已撤回")
    return [segment for segment in message.segments if segment["type"] != "reply"]


ACTIONS: dict[str, Callable[[PageSession, Mapping[str, Any]], Json]] = {  # requests are parsed JSON
    "be": PageSession._be,
    "open": PageSession._open,
    "read": PageSession._read,
    "say": PageSession._say,
    "file": PageSession._file,
    "forward": PageSession._forward,
    "react": PageSession._react,
    "recall": PageSession._recall,
    "private": PageSession._private,
    "befriend": PageSession._befriend,
}
