"""What happens to messages while a draft is open: they are collected, then the first line is asked for."""

from dataclasses import replace
from datetime import datetime

from . import call, dispatch, drafts, registry, speak, texts, words
from .chats import Chat
from .intake import Incoming
from .registry import Command
from .request import Answer, Request
from .segments import plain_text, text
from .words import Reading

ENDING = frozenset({"完毕", "取消"})


def is_command(incoming: Incoming, reading: Reading | None) -> bool:
    """Whether a message goes to its command although a draft is open: ending words, / and @ do."""
    if reading is None:
        return False
    if reading.slashed or (incoming.chat.is_group and incoming.to_bot):
        return True
    return reading.word in ENDING and not reading.argument


def urgent_word(said: str) -> str | None:
    """The urgent word that a piece of a draft begins with. It is no piece, and is not run either: it may be an emergency
    or the first words of a notice about one, and whoever wrote it must hear that nothing was reported."""
    reading = words.read(said, registry.is_word, addressed=True)
    entry = registry.find(reading.word) if reading is not None else None
    return entry.word if entry is not None and entry.urgent else None


async def receive(request: Request, incoming: Incoming, now: datetime) -> None:
    """Collects a message, or takes it as the first line that was asked for and runs the command.

    When the command refuses the first line, the draft stays and the person can answer again.
    """
    draft = await drafts.get(incoming.account, incoming.chat)
    if draft is None:
        return
    entry = registry.find(draft.word)
    if entry is not None and entry.at_once:
        await _run(replace(request, word=entry.word, argument=incoming.text.strip(), tail=incoming.text.strip()), entry)
        return
    if (word := urgent_word(incoming.text)) is not None:
        await speak.give(request, Answer(texts.urgent_in_draft_text(word)))
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
    outcome = await dispatch.attempt(entry, whole)
    if not outcome.refused:
        await drafts.close(whole.account, whole.chat)
    await speak.give(whole, outcome.reply)


async def recalled(chat: Chat, account: str, message_id: str, now: datetime) -> None:
    """A message was recalled by its sender: a piece leaves the draft, the opening message takes it all back."""
    if not drafts.is_open(account, chat, now):
        return
    match await drafts.recall(account, chat, message_id):
        case drafts.Recalled.WHOLE:
            await call.send(chat, [text(texts.draft_dropped_text())])
        case drafts.Recalled.PIECE:
            await call.send(chat, [text(texts.piece_dropped_text())])
