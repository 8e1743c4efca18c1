"""Gives a command's reply to the sender: straight out, bounded, best effort. Every command is safe to retype."""

from dataclasses import replace

from plugins.storage import failpoint

from . import acks, call, chats, outbox, texts
from .config import settings
from .request import Answer, Origin, Quiet, Repeat, Reply, Request
from .segments import Segment, reply, text


async def give(request: Request, answer: Reply) -> None:
    """Says what the command function returned."""
    if answer is None:
        return
    if isinstance(answer, Answer) and answer.joined and request.chat.is_group:
        acks.amiss(request.origin, request.chat, request.account, answer.text)
    elif isinstance(answer, Answer):
        await _give_answer(request, answer)
    elif not request.chat.is_group:
        await say(request, answer.text)
    elif isinstance(answer, Quiet):
        await acks.success(request.origin, request.chat, answer)
    elif isinstance(answer, Repeat):
        acks.again(request.origin, request.chat, answer)


def is_answer(request: Request, answer: Reply) -> bool:
    """Whether the reply is a message of its own; an acknowledgement in a group is none."""
    alone = isinstance(answer, Answer) and not answer.joined
    return alone or (answer is not None and not request.chat.is_group)


async def give_late(request: Request, answer: Reply) -> None:
    """Says what a command came to that was typed while the bot was away: in a group one line for all, never a reaction
    each; a repeat nothing; in private with the time it was typed."""
    if answer is None or isinstance(answer, Repeat):
        return
    if isinstance(answer, Quiet) and request.chat.is_group:
        acks.in_line(request.origin, request.chat, answer)
    elif isinstance(answer, Answer) and answer.joined and request.chat.is_group:
        acks.amiss(request.origin, request.chat, request.account, texts.late_in_line_text(answer.text))
    elif isinstance(answer, Answer):
        await _give_answer(request, replace(answer, text=texts.late_text(request.time, answer.text)))
    else:
        await say(request, texts.late_text(request.time, answer.text))


async def say(request: Request, sentence: str) -> None:
    """One sentence to the sender, quoting the command in a group."""
    await _give_answer(request, Answer(sentence))


async def _give_answer(request: Request, answer: Answer) -> None:
    failpoint("gateway.answer.before_send")
    if not answer.private or not request.chat.is_group:
        await _send(request, answer.text, answer.segments, quoting=answer.quoting)
        await _send_files(request, answer.files)
    else:
        to_sender = chats.private(request.account, via=request.chat.id)
        sent = True
        for part in outbox.parts(answer.text, settings.message_limit):
            outcome = await call.send(to_sender, [text(part), *answer.segments])
            sent = sent and isinstance(outcome, call.Ok)
        await _send(request, texts.told_in_private_text() if sent else texts.cannot_tell_text())
    failpoint("gateway.answer.after_send")


async def _send_files(request: Request, files: tuple[Segment, ...]) -> None:
    """Each in a message of its own. What is not known to be there is said to be missing."""
    outcomes = [await call.send(request.chat, [file]) for file in files]
    if any(not isinstance(outcome, call.Ok) for outcome in outcomes):
        await _send(request, texts.file_not_sent_text())


async def _send(request: Request, sentence: str, more: tuple[Segment, ...] = (), *, quoting: bool = True) -> None:
    quote = _quote(request.origin) if request.chat.is_group and quoting else ()
    *before, last = outbox.parts(sentence, settings.message_limit)
    for part in before:
        await call.send(request.chat, [*quote, text(part)])
        quote = ()
    await call.send(request.chat, [*quote, text(last), *more])


def _quote(origin: Origin) -> tuple[Segment, ...]:
    return (reply(origin.service_id),)
