"""What the page is told: messages, chats and people as JSON, as one account sees them."""

from collections.abc import Iterable
from typing import Any

from .cast import Cast
from .model import Chat, Message, NoSuchThing, Role, Segment
from .world import World

Json = dict[str, Any]
"""A JSON object; its values are of any JSON type."""
PAGE = 60
"""How many messages are given at once."""
SUMMARY = 80
LABELS = {"image": "图片", "file": "文件", "record": "语音", "video": "视频", "forward": "聊天记录", "json": "卡片"}


def segment_view(world: World, chat: Chat, segment: Segment) -> Json:
    """One piece, with the name of whom it addresses and the size of its file."""
    kind, data = segment["type"], segment["data"]
    if kind == "text":
        return {"type": "text", "text": str(data.get("text", ""))}
    if kind == "at":
        account = str(data.get("qq", ""))
        return {"type": "at", "account": account, "name": _addressed(world, chat, account)}
    if kind == "face":
        return {"type": "face", "id": str(data.get("id", ""))}
    if kind in ("image", "file") and (stored := world.files.get(str(data.get("file", "")))):
        return {"type": kind, "file": stored.id, "name": stored.name, "size": stored.size}
    if kind == "forward" and (nodes := world.bundles.get(str(data.get("id", "")))):
        return {"type": "forward", "label": LABELS[kind], "lines": [_node_line(world, chat, one) for one in nodes[:4]]}
    return {"type": "other", "label": LABELS.get(kind, kind)}


def summary(world: World, chat: Chat, message: Message) -> str:
    """The message as one short line."""
    if message.recalled:
        return "已撤回"
    return _line(world, chat, message.segments)


def _line(world: World, chat: Chat, segments: Iterable[Segment]) -> str:
    parts = []
    for view in (segment_view(world, chat, segment) for segment in segments if segment["type"] != "reply"):
        match view["type"]:
            case "text":
                parts.append(view["text"])
            case "at":
                parts.append(f"@{view['name']}")
            case "face":
                parts.append("[表情]")
            case "image":
                parts.append("[图片]")
            case "file":
                parts.append(f"[文件] {view['name']}")
            case _:
                parts.append(f"[{view['label']}]")
    return "".join(parts)


def message_view(world: World, message: Message) -> Json:
    """A message with its reactions and the beginning of what it quotes."""
    chat = message.chat
    member = world.groups[chat.ids[0]].members.get(message.sender) if chat.is_group else None
    return {
        "id": message.id,
        "seq": message.seq,
        "sender": message.sender,
        "name": world.name_in(chat, message.sender),
        "role": member.role if member and member.role is not Role.MEMBER else None,
        "time": message.time.isoformat(),
        "segments": []
        if message.recalled
        else [segment_view(world, chat, one) for one in message.segments if one["type"] != "reply"],
        "summary": summary(world, chat, message),
        "quoted": _quoted(world, message),
        "recalled": None
        if message.recalled_by is None
        else {"by": message.recalled_by, "name": world.name_in(chat, message.recalled_by)},
        "reactions": [
            {"emoji": emoji, "accounts": accounts, "names": [world.name_in(chat, account) for account in accounts]}
            for emoji, accounts in message.reactions.items()
            if accounts
        ],
    }


def visible(world: World, chat: Chat, *, before: int | None = None, count: int = PAGE) -> list[Message]:
    """The newest messages that were seen by others too (a failed send was not), oldest first."""
    shown = [message for message in world.history(chat, before_seq=before) if not message.failed]
    return shown[-count:]


def last_view(world: World, chat: Chat) -> Json | None:
    """The newest line of a chat, as the list shows it."""
    newest = visible(world, chat, count=1)
    if not newest:
        return None
    message = newest[0]
    line = " ".join(summary(world, chat, message).split())[:SUMMARY]
    return {"name": world.name_in(chat, message.sender), "text": line, "time": message.time.isoformat()}


def chat_view(world: World, cast: Cast, me: int, chat: Chat, *, via: int | None = None) -> Json:
    """A chat as `me` has it in the list."""
    view: Json = {"key": chat.key, "last": last_view(world, chat)}
    if chat.is_group:
        group = world.group(chat.ids[0])
        kinds = {one.id: one.kind for one in cast.groups}
        mine = group.members.get(me)
        return view | {
            "kind": "group",
            "title": group.name,
            "size": len(group.members),
            "tag": {"工作群": "工作群", "群众群": "群众群"}.get(kinds.get(group.id, "")),
            "power": mine is not None and mine.role is not Role.MEMBER,
        }
    other = chat.other(me)
    bot = world.account(other).bot
    return view | {
        "kind": "private",
        "title": cast.names.get(other) or world.account(other).nickname,
        "other": other,
        "bot": bot,
        "friend": world.are_friends(me, other),
        "tag": "机器人" if bot else None,
        "via": via,
    }


def members_view(world: World, chat: Chat) -> list[Json]:
    """Who is in a group (owner and administrators first); nobody for a private chat."""
    if not chat.is_group:
        return []
    rank = (Role.OWNER, Role.ADMIN, Role.MEMBER)
    members = sorted(world.group(chat.ids[0]).members.values(), key=lambda one: rank.index(one.role))
    return [{"id": one.account, "name": world.name_in(chat, one.account), "role": one.role} for one in members]


def person_view(cast: Cast, account: int) -> Json:
    return {"id": account, "name": cast.names.get(account, str(account)), "where": cast.units.get(account, "")}


def welcome_view(world: World, cast: Cast) -> Json:
    """The people there are, and who is offered first."""
    return {
        "type": "welcome",
        "bot": {"id": cast.bot, "name": cast.bot_name, "online": world.account(cast.bot).online},
        "players": [
            {
                "id": player.account,
                "role": player.role,
                "name": player.name,
                "about": player.about,
                "tries": [{"chat": one.chat, "label": one.label, "text": one.text} for one in player.tries],
            }
            for player in cast.players
        ],
        "accounts": [person_view(cast, account) for account in cast.names],
    }


def _node_line(world: World, chat: Chat, node: Segment) -> str:
    return f"{node['data']['nickname']}:{_line(world, chat, node['data']['content'])}"[:SUMMARY]


def _addressed(world: World, chat: Chat, account: str) -> str:
    if account == "all":
        return "全体成员"
    if account.isdecimal() and int(account) in world.accounts:
        return world.name_in(chat, int(account))
    return account


def _quoted(world: World, message: Message) -> Json | None:
    if message.quoted_id is None:
        return None
    try:
        quoted = world.message(message.quoted_id)
    except NoSuchThing:
        return {"id": message.quoted_id, "name": "", "text": "原消息已找不到"}
    if quoted.chat != message.chat:
        return {"id": quoted.id, "name": "", "text": "原消息在别处"}
    text = summary(world, message.chat, quoted)[: SUMMARY * 2]
    return {"id": quoted.id, "name": world.name_in(message.chat, quoted.sender), "text": text}
