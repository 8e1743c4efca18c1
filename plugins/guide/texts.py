"""The sentences of the guide."""

from collections.abc import Sequence
from datetime import datetime

from plugins.gateway.phrases import cut, when
from plugins.gateway.registry import Command
from plugins.gateway.texts import WHERE, WHO
from plugins.org.contribute import Waiting

SHOWN = 20
"""Characters of an unknown word that are repeated."""

LISTED = 12
"""Matters of one person that are told in one message."""
TITLE = 24
"""Characters of a title in that list."""


def menu_text(commands: Sequence[Command]) -> str:
    """Everything on the list with what it does, in the order given."""
    listed = "\n".join(f"{entry.word} — {entry.summary}" for entry in commands)
    return f"您在这里可以发:\n{listed}\n看怎么写,发:菜单 {commands[0].word}"


def group_text(bare: Sequence[Command]) -> str:
    """The short line of a group: the words that work bare in it."""
    words = f"群里直接发:{' '.join(entry.word for entry in bare)};" if bare else ""
    return f"{words}其他命令前面加 /。全部命令请私聊我发:菜单"


def one_text(entry: Command) -> str:
    """How one command is written, by whom and where."""
    lines = [f"【{entry.word}】{entry.summary}", f"写法:{entry.usage}", f"谁:{WHO[entry.who]};{WHERE[entry.where]}"]
    if also := (*entry.aliases, *(f"{word}(只在引用时)" for word in entry.quote_aliases)):
        lines.append(f"也可写:{' '.join(also)}")
    return "\n".join([*lines, f"例如:\n{entry.example}"])


def no_such_text(word: str) -> str:
    return f"没有“{word[:SHOWN]}”这个命令。看全部请发:菜单"


def waiting_text(matters: Sequence[Waiting], now: datetime) -> str:
    """Each matter with its deadline, or why it waits, and what to type; `now` is aware."""
    if not matters:
        return "没有等着您办的事"
    told = [f"等着您办的有 {len(matters)} 件:", *(_matter_text(matter, now) for matter in matters[:LISTED])]
    if len(matters) > LISTED:
        told.append(f"还有 {len(matters) - LISTED} 件,办完前面的再发:我的")
    return "\n".join(told)


def _matter_text(matter: Waiting, now: datetime) -> str:
    title = cut(matter.title, TITLE)
    due = f",{matter.note}" if matter.note else ""
    if matter.due_at is not None and not matter.note:
        due = f",{'已过' if matter.due_at < now else '截止'} {when(matter.due_at)}"
    return f"{matter.label or f'#{matter.number}'} {title}{due},请发:{matter.words}"
