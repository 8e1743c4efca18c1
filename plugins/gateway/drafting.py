"""What happens to messages while a draft is open: they are collected, then the first line is asked for."""

from dataclasses import replace
from datetime import datetime

from . import call, dispatch, drafts, registry, speak, texts, words
from .chats import Chat
from .intake import Incoming
from .registry import Command, Where
from .request import Answer, Request
from .segments import plain_text, text
from .words import Reading

ENDING = frozenset({"完毕", "取消"})


def is_command(incoming: Incoming, reading: Reading | None) -> bool:
    """Whether a message goes to its command although a draft is open: ending words, / and @ do, and in private whatever is
    confidential (匿名意见, 查询): what follows it must stand in no draft either."""
    if reading is None:
        return False
    if reading.slashed or (incoming.chat.is_group and incoming.to_bot):
        return True
    entry = registry.find(reading.word)
    if entry is not None and not entry.catchup and entry.where is Where.PRIVATE:
        return not incoming.chat.is_group
    return reading.word in ENDING and not reading.argument


def urgent_word(said: str) -> str | None:
    """The urgent word that a piece of a draft begins with. It is no piece, and is not run either: it may be an emergency
    or the first words of a notice about one, and whoever wrote it must hear that nothing was reported."""
    reading = words.read(said, registry.is_word, addressed=True)
    entry = registry.find(reading.word) if reading is not None else None
    return entry.word if entry is not None and entry.urgent else None


def _other_command(said: str) -> str | None:
    """What a message looks like that is another command rather than a piece: a word alone or with a number, in one line,
    or an opinion. It is neither collected nor run, and whoever wrote it is told so: a draft that swallowed `签到` would
    let them believe that they are there, one that held `撤回 3` would say it to all groups."""
    reading = words.read(said, registry.is_word, addressed=True)
    entry = registry.find(reading.word) if reading is not None else None
    if reading is None or entry is None:
        return None
    short = "\n" not in said.strip() and (not reading.argument or reading.number is not None)
    if not short and entry.catchup:
        return None
    return f"{entry.word} {reading.number}" if reading.number is not None else entry.word


async def receive(request: Request, incoming: Incoming, now: datetime) -> None:
    """Collects a message, or takes it as the first line that was asked for and runs the command.

    When the command refuses the first line, the draft stays and the person can answer again.
    """
    draft = await drafts.get(incoming.account, incoming.chat)
    if draft is None:
        return
    entry = registry.find(draft.word)
    if (word := urgent_word(incoming.text)) is not None:
        await speak.give(request, Answer(texts.urgent_in_draft_text(word)))
        return
    if (typed := _other_command(incoming.text)) is not None:
        await speak.give(request, Answer(texts.command_in_draft_text(draft.word, typed)))
        return
    if entry is not None and entry.at_once:
        await _run(replace(request, word=entry.word, argument=incoming.text.strip(), tail=incoming.text.strip()), entry)
        return
    if not draft.asking:
        try:
            await drafts.add(incoming.account, incoming.chat, incoming.segments, incoming.origin, now)
        except drafts.DraftFull:
            await speak.give(request, Answer(texts.draft_full_text()))
        return
    if entry is None:
        return
    text = f"{incoming.text.strip()}\n{plain_text(draft.segments).strip()}"
    whole = replace(request, word=entry.word, argument=text, tail=text, segments=draft.segments, number=draft.number)
    await _run(whole, entry)


async def _run(whole: Request, entry: Command) -> None:
    reply, refused = await dispatch.attempt(entry, whole)
    if not refused:
        await drafts.close(whole.account, whole.chat)
    elif isinstance(reply, Answer):
        reply = replace(reply, text=texts.still_in_draft_text(reply.text))
    await speak.give(whole, reply)


async def recalled(chat: Chat, account: str, message_id: str, now: datetime) -> None:
    """A message was recalled by its sender: a piece leaves the draft, the opening message takes it all back."""
    if not drafts.is_open(account, chat, now):
        return
    match await drafts.recall(account, chat, message_id):
        case drafts.Recalled.WHOLE:
            await call.send(chat, [text(texts.draft_dropped_text())])
        case drafts.Recalled.PIECE:
            await call.send(chat, [text(texts.piece_dropped_text())])
