"""The actions that only look: accounts, groups, members, histories, files."""

import base64
from typing import Any

from .dialect import Dialect
from .faults import Faults
from .messages import Event, Messages, seconds
from .model import Account, Chat, Group, Member, Message, NoSuchThing, StoredFile, group_chat, private_chat
from .words import Refusal
from .world import World

Params = dict[str, Any]
"""Parameters of an action, checked against the schema: ids may be numbers or texts."""
DEFAULT_PAGE = 20


class Queries:
    """Answers for `self_id`, each method an action of that name."""

    def __init__(self, world: World, self_id: int, dialect: Dialect, reporter: Messages, faults: Faults) -> None:
        self.world = world
        self.self_id = self_id
        self.dialect = dialect
        self.reporter = reporter
        self.faults = faults

    # ---- oneself

    def get_login_info(self, _: Params) -> Event:
        return {"user_id": self.self_id, "nickname": self.world.account(self.self_id).nickname}

    def get_status(self, _: Params) -> Event:
        return {"online": self.world.account(self.self_id).online, "good": True, "stat": {}}

    def get_version_info(self, _: Params) -> Event:
        return {"app_name": self.dialect.application, "protocol_version": "v11", "app_version": "4.18.13"}

    def can_send_image(self, _: Params) -> Event:
        return {"yes": True}

    # ---- people

    def get_friend_list(self, _: Params) -> list[Event]:
        return [self._friend(self.world.account(friend)) for friend in sorted(self._me().friends)]

    def get_stranger_info(self, params: Params) -> Event:
        account = self._account(params)
        return {
            **{"uid": f"u_{account.id}", "uin": str(account.id), "nick": account.nickname, "remark": ""},
            **{"qqLevel": 20, "regTime": 1500000000, "qid": "", "longNick": "", "birthday_year": 0},
            **{"birthday_month": 0, "birthday_day": 0, "age": 0, "sex": account.sex, "eMail": "", "phoneNum": ""},
            **{"categoryId": 0, "richTime": 0, "richBuffer": {}, "status": 10, "user_id": account.id},
            **{"nickname": account.nickname, "long_nick": "", "reg_time": 1500000000, "is_vip": False},
            **{"is_years_vip": False, "vip_level": 0, "login_days": 0},
        }

    def _friend(self, account: Account) -> Event:
        return {
            **{"birthday_year": 0, "birthday_month": 0, "birthday_day": 0, "user_id": account.id, "age": 0},
            **{"phone_num": "-", "email": "", "category_id": 0, "nickname": account.nickname, "remark": ""},
            **{"sex": account.sex, "level": 20},
        }

    # ---- groups

    def get_group_list(self, _: Params) -> list[Event]:
        return [self._group_info(group) for group in self.world.groups_of(self.self_id)]

    def get_group_info(self, params: Params) -> Event:
        return self._group_info(self._group(params))

    def get_group_member_list(self, params: Params) -> list[Event]:
        group = self._group(params)
        if (stale := self.faults.stale_members.get(group.id)) is not None:
            return stale
        return [self.member_info(group, member) for member in group.members.values()]

    def get_group_member_info(self, params: Params) -> Event:
        group = self._group(params)
        account = int(params["user_id"])
        for known in self.faults.stale_members.get(group.id, ()):
            if known["user_id"] == account:
                return known
        member = group.members.get(account)
        if member is None:
            raise Refusal(f"群({group.id})成员{account}不存在")
        return self.member_info(group, member)

    def get_group_at_all_remain(self, params: Params) -> Event:
        group = self._group(params)
        for_group, for_account = self.world.at_all_left(group.id, self.self_id)
        return {
            "can_at_all": self.world.member(group.id, self.self_id).role != "member",
            "remain_at_all_count_for_group": for_group,
            "remain_at_all_count_for_uin": for_account,
        }

    def member_info(self, group: Group, member: Member) -> Event:
        """A member as the lists show it."""
        account = self.world.account(member.account)
        muted = member.muted_until
        return {
            **{"group_id": group.id, "user_id": account.id, "nickname": account.nickname, "card": member.card},
            **{"sex": account.sex, "age": 0, "area": "", "level": "1", "qq_level": 20},
            **{"join_time": seconds(member.joined_at), "last_sent_time": seconds(member.last_sent_at)},
            **{"title_expire_time": 0, "unfriendly": False, "card_changeable": True, "is_robot": False},
            **{"shut_up_timestamp": seconds(muted) if muted and muted > self.world.clock() else 0},
            **{"role": str(member.role), "title": member.title},
        }

    def _group_info(self, group: Group) -> Event:
        return {
            **{"group_all_shut": -1 if group.whole_mute else 0, "group_remark": "", "group_id": group.id},
            **{"group_name": group.name, "member_count": len(group.members), "max_member_count": 200},
        }

    # ---- messages

    def get_msg(self, params: Params) -> Event:
        found = self._message(params["message_id"])
        message = {"real_id": found.id} | self.reporter.message(found)
        if self.dialect is not Dialect.PLAIN:
            message["emoji_likes_list"] = [
                {"emoji_id": emoji, "emoji_type": "1" if len(emoji) <= 3 else "2", "likes_cnt": str(len(accounts))}
                for emoji, accounts in found.reactions.items()
                if accounts
            ]
        return message

    def get_emoji_likes(self, params: Params) -> Event:
        """Who has put this emoji on a message."""
        accounts = self._message(params["message_id"]).reactions.get(str(params["emoji_id"]), [])
        return {
            "emoji_like_list": [
                {"user_id": str(account), "nick_name": self.world.account(account).nickname} for account in accounts
            ]
        }

    def get_group_msg_history(self, params: Params) -> Event:
        return self._history(group_chat(self._group(params).id), params)

    def get_friend_msg_history(self, params: Params) -> Event:
        return self._history(private_chat(self.self_id, self._account(params).id), params)

    def get_forward_msg(self, params: Params) -> Event:
        identifier = str(params.get("message_id") or params.get("id") or "")
        if not identifier:
            raise Refusal("message_id is required")
        if identifier not in self.world.bundles:
            identifier = self._bundle_in(identifier)
        return {"messages": [self._node(node["data"]) for node in self.world.bundles[identifier]]}

    def _bundle_in(self, message_id: str) -> str:
        expired = "消息已过期或者为内层消息，无法获取转发消息"
        first = self._message(message_id, expired).segments[0]
        if first["type"] != "forward":
            raise Refusal(expired)
        return first["data"]["id"]

    def _node(self, data: Event) -> Event:
        account, now = int(data["user_id"]), seconds(self.world.clock())
        segments = [self.reporter.segment(segment) for segment in data["content"]]
        return {
            **{"self_id": self.self_id, "user_id": account, "time": now, "message_type": "group", "font": 14},
            **{"message_id": 0, "message_seq": 0, "real_id": 0, "sub_type": "normal", "message_format": "array"},
            **{"sender": {"user_id": account, "nickname": data["nickname"], "card": ""}, "raw_message": ""},
            **{"message": segments, "post_type": "message", "group_id": 284840486},
        }

    def get_recent_contact(self, params: Params) -> list[Event]:
        """The newest chats first, each with its last message: NapCat's only."""
        last = [(self.world.history(chat)[-1], chat) for chat in self.world.chats_of(self.self_id) if self._told(chat)]
        last.sort(key=lambda one: one[0].time, reverse=True)
        return [self._recent(message, chat) for message, chat in last[: int(params.get("count", 10))]]

    def _told(self, chat: Chat) -> bool:
        return bool(self.world.history(chat))

    def _recent(self, message: Message, chat: Chat) -> Event:
        peer = chat.ids[0] if chat.is_group else chat.other(self.self_id)
        friends = not chat.is_group and self.world.are_friends(*chat.ids)
        return {
            **{"lastestMsg": self.reporter.message(message), "peerUin": str(peer), "remark": ""},
            **{"msgTime": str(seconds(message.time)), "msgId": str(message.id), "sendNickName": ""},
            **{"chatType": 2 if chat.is_group else 1 if friends else 100, "sendMemberName": "", "peerName": ""},
        }

    def _history(self, chat: Chat, params: Params) -> Event:
        """A page; without `message_seq` the newest. NapCat takes a message id there and goes on from it towards the
        present, or back from it when reversed. LLOneBot takes the true sequence, always goes back, and reversed only
        turns the page round.
        """
        count = int(params.get("count", DEFAULT_PAGE))
        start = str(params.get("message_seq") or "0")
        reverse = _is_true(params.get("reverse_order")) or _is_true(params.get("reverseOrder"))
        messages = [message for message in self.world.history(chat) if self._keeps(message)]
        messages = self.faults.history.seen(chat, messages)
        if not messages and self.dialect is Dialect.NAPCAT:
            raise Refusal(f"消息{params.get('message_seq', 'undefined')}不存在")
        page = messages[-count:]
        if start != "0":
            position = self._position(messages, int(start))
            if (self.dialect is not Dialect.NAPCAT or reverse) and not self.faults.history.wrong_way:
                page = messages[max(0, position + 1 - count) : position + 1]
            else:
                page = messages[position : position + count]
        shown = [self.reporter.message(message) for message in page]
        return {"messages": shown[::-1] if reverse and self.dialect is Dialect.LLONEBOT else shown}

    def _position(self, messages: list[Message], start: int) -> int:
        for position, message in enumerate(messages):
            if start == (message.seq if self.dialect is Dialect.LLONEBOT else message.id):
                return position
        raise Refusal(f"消息{start}不存在")

    def _keeps(self, message: Message) -> bool:
        return not message.failed or message.sender == self.self_id

    # ---- files

    def get_image(self, params: Params) -> Event:
        return self._bytes(self._file(params))

    def get_file(self, params: Params) -> Event:
        return self._bytes(self._file(params))

    def get_group_file_url(self, params: Params) -> Event:
        self._group(params)
        return {"url": self.reporter.address(self._file(params))}

    def get_private_file_url(self, params: Params) -> Event:
        return {"url": self.reporter.address(self._file(params))}

    def _bytes(self, stored: StoredFile) -> Event:
        return {
            **{"file": f"/app/.config/QQ/NapCat/temp/{stored.name}", "url": self.reporter.address(stored)},
            **{"file_size": str(stored.size), "file_name": stored.name},
            **{"base64": base64.b64encode(stored.data).decode()},
        }

    def _file(self, params: Params) -> StoredFile:
        stored = self.world.files.get(str(params.get("file") or params.get("file_id") or ""))
        if stored is None:
            raise Refusal("file not found")
        if self.world.is_expired(stored):
            raise Refusal("文件下载失败. Error: ENOENT: no such file or directory")
        return stored

    # ---- finding

    def _me(self) -> Account:
        return self.world.account(self.self_id)

    def _account(self, params: Params) -> Account:
        account = self.world.accounts.get(int(params["user_id"]))
        if account is None:
            raise Refusal(f"Uin2Uid Error: 用户ID {params['user_id']} 不存在")
        return account

    def _group(self, params: Params) -> Group:
        group = self.world.groups.get(int(params["group_id"]))
        if group is None or self.self_id not in group.members:
            raise Refusal(f"群{params['group_id']}不存在")
        return group

    def _message(self, identifier: int | str, otherwise: str = "消息不存在") -> Message:
        """The message of that id, when it is one that this account can see."""
        try:
            message = self.world.message(int(identifier))
        except (NoSuchThing, ValueError):
            raise Refusal(otherwise) from None
        if self.self_id not in self.world.audience(message.chat):
            raise Refusal(otherwise)
        return message


def _is_true(value: Any) -> bool:  # a boolean, or a text of one
    return value is True or value == "true"
