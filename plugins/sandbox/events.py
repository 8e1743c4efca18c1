"""What an implementation reports: the happenings of the world in the shapes of OneBot v11, as one account sees them."""

from typing import Any

from . import happenings as happening
from .dialect import Dialect
from .messages import Event, Messages, seconds
from .model import Message, RequestKind, Role

_POKE_PICTURE = "http://tianquan.gtimg.cn/nudgeaction/item/0/expression.jpg"
_POKE_PAGE = "https://zb.vip.qq.com/v2/pages/nudgeMall?_wv=2&actionId=0"


class Reporter(Messages):
    """Builds events for `self_id`."""

    def report(self, event: happening.Happening) -> Event | None:
        """The event for a happening, or None when this account, in this dialect, hears nothing of it.

        An account that is offline hears nothing but that it is.
        """
        if not self.world.account(self.self_id).online and not isinstance(event, happening.OnlineChanged):
            return None
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
        common: Event = {"sub_type": "poke", "target_id": event.target, "user_id": event.account}
        if self.dialect is not Dialect.PLAIN:
            common["raw_info"] = _poke_info(event)
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


def _poke_info(event: happening.Poked) -> list[Event]:
    who = {"col": "1", "nm": "", "type": "qq", "uid": f"u_{event.account}"}
    whom = {"col": "1", "nm": "", "tp": "0", "type": "qq", "uid": f"u_{event.target}"}
    picture = {"jp": _POKE_PAGE, "src": _POKE_PICTURE, "type": "img"}
    return [who, picture, {"txt": "戳了戳", "type": "nor"}, whom, {"txt": "", "type": "nor"}]
