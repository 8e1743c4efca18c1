"""A world's happenings as lines in a terminal, as they happen."""

from collections.abc import Callable

from . import happenings as happening
from .cast import Cast
from .model import Chat
from .views import summary
from .world import World

WIDTH = 88
FACES = {"76": "👍", "66": "❤️", "124": "👌", "10024": "✨"}


class Transcript:
    """Tells each message and reaction in one line, and what the bot repeats in many groups once."""

    def __init__(self, world: World, cast: Cast, say: Callable[[str], None]) -> None:
        self._world = world
        self._cast = cast
        self._say = say
        self._relayed = ""
        self._stop = world.subscribe(self._happened)

    def close(self) -> None:
        self._stop()

    def _happened(self, event: happening.Happening) -> None:
        if isinstance(event, happening.Said):
            message = event.message
            line = " ⏎ ".join(part for part in summary(self._world, message.chat, message).splitlines() if part)
            said = ("↩ " if message.quoted_id is not None else "") + _short(line)
            if message.sender == self._cast.bot:
                said, self._relayed = ("(同上)" if line == self._relayed else said), line
            self._say(f"  {self._place(message.chat)} {self._name(message.sender)}:{said}")
        elif isinstance(event, happening.Reacted) and event.added:
            message = event.message
            face = FACES.get(event.emoji, "表情")
            line = _short(" ".join(summary(self._world, message.chat, message).split()), 24)
            self._say(f"  {self._place(message.chat)} {self._name(event.account)} 给“{line}”贴了 {face}")
        elif isinstance(event, happening.Recalled):
            self._say(f"  {self._place(event.message.chat)} {self._name(event.operator)} 撤回了一条消息")

    def _place(self, chat: Chat) -> str:
        if chat.is_group:
            return f"[{self._world.group(chat.ids[0]).name}]"
        return f"[私聊 {self._name(chat.other(self._cast.bot))}]"

    def _name(self, account: int) -> str:
        if account == self._cast.bot:
            return self._cast.bot_name
        return self._cast.names.get(account, str(account))


def _short(line: str, width: int = WIDTH) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"
