"""The actions that do something: sending, recalling, reacting, answering requests, muting, uploading."""

import base64
import binascii
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlparse

from . import cq, words
from .messages import Event
from .model import (
    AtAllUsedUp,
    Chat,
    IsMuted,
    Message,
    NoSuchThing,
    NotFriends,
    NotInGroup,
    NotPermitted,
    Role,
    Segment,
    TooLate,
    WorldError,
    group_chat,
    private_chat,
    text,
)
from .queries import Params, Queries
from .schema import napcat
from .words import NeverAnswered, Refusal


class Actions(Queries):
    """All actions of one account."""

    def find(self, action: str) -> Callable[[Params], Any]:
        """The method of an action; its answer is of any JSON type. Raises Refusal (1404) for what is not offered."""
        if action not in napcat() or not self.dialect.offers(action) or self.faults.history.hides(action):
            raise Refusal(f"不支持的Api {action}", 1404)
        return getattr(self, action)

    # ---- sending

    def send_msg(self, params: Params) -> Event:
        return self._send(params, params.get("message_type", ""))

    def send_group_msg(self, params: Params) -> Event:
        return self._send(params, "group")

    def send_private_msg(self, params: Params) -> Event:
        return self._send(params, "private")

    def send_group_forward_msg(self, params: Params) -> Event:
        return self._send(params, "group")

    def send_private_forward_msg(self, params: Params) -> Event:
        return self._send(params, "private")

    def _send(self, params: Params, kind: str) -> Event:
        if "message" not in params:
            raise NeverAnswered("message")
        chat, via = self.target(params, kind)
        segments = self.content(params, chat)
        try:
            message = self._say(chat, segments, via)
        except WorldError as error:
            raise self._send_refusal(error) from None
        answer = {"message_id": message.id}
        if segments[0]["type"] == "forward":
            answer |= dict.fromkeys(("res_id", "forward_id"), segments[0]["data"]["id"])
        return answer

    def target(self, params: Params, kind: str) -> tuple[Chat, int | None]:
        """Where it goes, and through which group when it is a temporary session."""
        group, account = params.get("group_id"), params.get("user_id")
        if kind != "private" and group:
            return group_chat(int(group)), None
        if kind == "group" and account:
            raise Refusal("当前群聊发送,请指定 group_id 而不是 user_id")
        if kind == "private" and group and not account:
            raise Refusal("当前私聊发送,请指定 user_id 而不是 group_id")
        if not account:
            raise Refusal("请指定正确的 group_id 或 user_id")
        if int(account) not in self.world.accounts:
            raise Refusal("无法获取用户信息")
        chat = private_chat(self.self_id, int(account))
        if self.world.are_friends(self.self_id, int(account)):
            return chat, None
        return chat, int(group) if group else self._session(chat)

    def content(self, params: Params, chat: Chat) -> list[Segment]:
        """The segments as others will see them; a text is read as CQ codes, as implementations do."""
        message = params["message"]
        if isinstance(message, str):
            plain = params.get("auto_escape") in (True, "true")
            message = [text(message)] if plain else cq.decode(message)
        elif isinstance(message, dict):
            message = [message]
        if message and all(segment["type"] == "node" for segment in message):
            return [self._bundle(message, chat)]
        segments = [kept for segment in message if (kept := self._outgoing(segment, chat)) is not None]
        if not segments:
            raise Refusal("消息体无法解析, 请检查是否发送了不支持的消息类型")
        return segments

    def _say(self, chat: Chat, segments: Sequence[Segment], via: int | None) -> Message:
        if not self.world.account(self.self_id).online:
            raise Refusal(words.refused(words.OFFLINE))
        return self.world.say(self.self_id, chat, segments, via=via)

    def _send_refusal(self, error: WorldError) -> Refusal:
        match error:
            case NotInGroup() | NoSuchThing():
                return Refusal(words.refused(words.REMOVED))
            case IsMuted():
                return Refusal(words.refused(words.MUTED))
            case AtAllUsedUp():
                return Refusal(words.refused(words.AT_ALL_USED_UP))
            case NotFriends():
                return Refusal(words.timed_out())
        return Refusal(str(error))

    def _session(self, chat: Chat) -> int | None:
        """The group of the temporary session that the other side opened, or None."""
        for message in reversed(self.world.history(chat)):
            if message.via is not None:
                return message.via
        return None

    def _outgoing(self, segment: Segment, chat: Chat) -> Segment | None:
        kind, data = segment["type"], segment["data"]
        if kind in ("image", "record", "file", "video"):
            name = str(data.get("name") or "")
            content, name = self._fetch(str(data["file"]), name)
            if kind == "image":
                return self.world.picture(self.self_id, name, content)
            return {**self.world.attachment(self.self_id, name, content), "type": kind}
        if kind == "reply":
            identifier = str(data.get("id", ""))
            known = identifier.lstrip("-").isdigit() and self.world.knows(int(identifier))
            return {"type": "reply", "data": {"id": identifier}} if known else None
        if kind == "at":
            if not chat.is_group:
                return None
            if str(data["qq"]) == "all" and self._is_plain_member(chat):
                return text("@全体成员 ")
            return {"type": "at", "data": {"qq": str(data["qq"])}}
        if kind == "text":
            return text(str(data["text"])) if data["text"] != "" else None
        return segment

    def _is_plain_member(self, chat: Chat) -> bool:
        group = self.world.groups.get(chat.ids[0])
        member = group.members.get(self.self_id) if group else None
        return member is not None and member.role is Role.MEMBER

    def _bundle(self, nodes: Sequence[Segment], chat: Chat) -> Segment:
        messages = []
        for node in nodes:
            data = node["data"]
            if data.get("id"):
                original = self._message(data["id"])
                name = self.world.name_in(original.chat, original.sender)
                messages.append((original.sender, name, original.segments))
                continue
            inner = self.content({"message": data["content"]}, chat)
            account = int(data.get("user_id") or data.get("uin") or self.self_id)
            messages.append((account, str(data.get("nickname") or data.get("name") or "QQ用户"), inner))
        return self.world.bundle(messages)

    # ---- on messages

    def delete_msg(self, params: Params) -> None:
        message = self._message(params["message_id"], "Recall failed")
        try:
            self.world.recall(self.self_id, message)
        except (NotPermitted, TooLate):
            raise Refusal(words.timed_out().replace("sendMsg", "recallMsg")) from None

    def set_msg_emoji_like(self, params: Params) -> Event:
        message = self._message(params["message_id"], "msg not found")
        if message.chat.is_group and not message.recalled:
            added = params.get("set", True) in (True, "true")
            self.world.react(self.self_id, message, str(params["emoji_id"]), added=added)
        return {"result": 0, "errMsg": ""}

    # ---- requests, groups, files

    def set_friend_add_request(self, params: Params) -> None:
        self._settle(params)

    def set_group_add_request(self, params: Params) -> None:
        self._settle(params)

    def _settle(self, params: Params) -> None:
        try:
            approve = params.get("approve", True) in (True, "true")
            self.world.settle(str(params["flag"]), approve, operator=self.self_id)
        except NoSuchThing:
            raise Refusal("No such request") from None

    def set_group_ban(self, params: Params) -> None:
        """Without a duration it lifts the mute."""
        group = self._group(params)
        try:
            duration = int(params.get("duration", 0))
            self.world.mute(group.id, int(params["user_id"]), duration, operator=self.self_id)
        except (NotPermitted, NotInGroup):
            raise Refusal("SetGroupBan failed: ERR_NOT_GROUP_ADMIN") from None

    def set_group_whole_ban(self, params: Params) -> None:
        group = self._group(params)
        try:
            on = params.get("enable", True) in (True, "true")
            self.world.mute_all(group.id, on, operator=self.self_id)
        except NotPermitted:
            raise Refusal("SetGroupWholeBan failed: ERR_NOT_GROUP_ADMIN") from None

    def set_group_leave(self, params: Params) -> None:
        self.world.leave(self._group(params).id, self.self_id)

    def upload_group_file(self, params: Params) -> Event:
        return self._upload(group_chat(int(params["group_id"])), params, None)

    def upload_private_file(self, params: Params) -> Event:
        chat, via = self.target(params, "private")
        return self._upload(chat, params, via)

    def _upload(self, chat: Chat, params: Params, via: int | None) -> Event:
        content, _ = self._fetch(str(params["file"]), "")
        if not self.world.account(self.self_id).online:
            raise Refusal(words.refused(words.OFFLINE))
        try:
            message = self.world.upload(self.self_id, chat, str(params["name"]), content, via=via)
        except WorldError as error:
            raise self._send_refusal(error) from None
        return {"file_id": message.segments[0]["data"]["file"]}

    def _fetch(self, source: str, name: str) -> tuple[bytes, str]:
        """The bytes behind what a bot names: base64, a local path, or a file of the world; and its name."""
        if source in self.world.files:
            stored = self.world.files[source]
            return stored.data, name or stored.name
        if source.startswith("base64://"):
            try:
                return base64.b64decode(source.removeprefix("base64://"), validate=True), name or "image.png"
            except binascii.Error:
                raise Refusal("识别URL失败, uri= base64") from None
        path = Path(unquote(urlparse(source).path)) if source.startswith("file:") else Path(source)
        try:
            return path.read_bytes(), name or PurePath(path).name
        except OSError:
            raise Refusal(f"识别URL失败, uri= {source}") from None
