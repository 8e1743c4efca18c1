"""One matcher for everything: what is a command goes to its function, what is chat costs a dict look-up."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from typing import NamedTuple

from nonebot import on
from nonebot.adapters.onebot.v11 import Event, GroupMessageEvent, MessageEvent

from plugins.storage import clock

from . import catchup, confidential, dispatch, drafting, drafts, intake, notices, outbox, registry, speak, texts, words
from .config import settings
from .directory import BoundGroup, directory
from .intake import Incoming
from .limits import URGENT_A_MINUTE, Once, Pass, Rate
from .registry import Command
from .request import Quote, Request
from .words import Reading

CODED = frozenset({"签到", "签退", "报到"})
"""After these, four digits are the code, not the number."""

HINT_SECONDS = 600

_seen: Once[tuple[str, str, str]] = Once(20_000, seconds=86_400)
_hinted: Once[str] = Once(5_000, seconds=HINT_SECONDS)
_rate = Rate(settings.person_rate)
_urgent_rate = Rate(URGENT_A_MINUTE)
_held: asyncio.Event | None = None
_under_way: set[object] = set()
HOLD_SECONDS = 10.0
"""How long `holding` waits for what has begun."""


@asynccontextmanager
async def holding() -> AsyncIterator[None]:
    """While it lasts nothing new is handled: messages wait, and are handled when it ends. What has begun may end first,
    for at most HOLD_SECONDS. For the moments in which the database is another one's."""
    global _held
    released = _held = asyncio.Event()
    try:
        ends = _monotonic() + HOLD_SECONDS
        while _under_way and _monotonic() < ends:  # noqa: ASYNC110 - at most 10 s, once a restore
            await asyncio.sleep(0.02)
        yield
    finally:
        _held = None
        released.set()


async def _for_us(event: Event) -> bool:
    """The rule of the one matcher. For chat it ends at a dict look-up: nothing of it is kept."""
    if not isinstance(event, MessageEvent):
        return notices.known(event)
    if isinstance(event, GroupMessageEvent):
        catchup.heard(event)
    if event.message_type == "private" or event.to_me:
        return True
    if any(piece.type == "reply" for piece in event.original_message):
        return True
    chat = intake.chat_of(event)
    if chat is None:
        return False
    if drafts.is_open(str(event.user_id), chat, clock.now()):
        return True
    text = event.message.extract_plain_text()
    return words.read(text, registry.is_word, bare=registry.is_bare, coded=CODED) is not None


matcher = on(rule=_for_us, priority=5, block=False)


@matcher.handle()
async def _handle(event: Event) -> None:
    now = clock.now()
    while _held is not None:
        await _held.wait()
    with _at_work():
        if isinstance(event, MessageEvent):
            incoming = intake.read(event, now)
            if incoming is not None:
                await receive(incoming, now)
        else:
            await notices.receive(event, now)


@contextmanager
def _at_work() -> Iterator[None]:
    """What is inside is waited for by `holding`. Nothing of a message may reach the log: what it raises ends here."""
    token = object()
    _under_way.add(token)
    try:
        yield
    except Exception as error:
        dispatch.log(error, "an event")
    finally:
        _under_way.discard(token)


class Done(NamedTuple):
    """A command that was run, and what it came to."""

    request: Request
    outcome: dispatch.Outcome


async def receive_late(incoming: Incoming) -> Done | None:
    """Handles a message that was found in a history: it is judged as of when it was typed. Says nothing; the caller
    answers. None when there was nothing to do, or it was done before."""
    while _held is not None:
        await _held.wait()
    with _at_work():
        return await _decide(incoming, incoming.time, late=True)
    return None


async def receive(incoming: Incoming, now: datetime) -> None:
    """Handles one message: a command, a piece of a draft, or chat. Never raises for what people type."""
    done = await _decide(incoming, now)
    if done is not None:
        await speak.give(done.request, done.outcome.reply)


async def _decide(incoming: Incoming, now: datetime, *, late: bool = False) -> Done | None:
    """Runs a command or collects a piece of a draft; what is neither gets a hint at most, and none when it is late."""
    if confidential.is_open(incoming.account, now) and not incoming.chat.is_group and not _is_aloud(incoming):
        return await _in_confidence(incoming, late=late)
    bound = await directory().bound(incoming.chat) if incoming.chat.is_group else None
    quote = await _quote(incoming, late=late)
    composing = drafts.is_open(incoming.account, incoming.chat, now)
    addressed = composing or incoming.to_bot or not incoming.chat.is_group or (quote is not None and quote.mine)
    reading = words.read(incoming.text, registry.is_word, bare=registry.is_bare, addressed=addressed, coded=CODED)
    if composing and not drafting.is_command(incoming, reading):
        if _seen.first(incoming.origin.key, _monotonic()):
            await drafting.receive(_request(incoming, "", reading, bound, None), incoming, now)
        return None
    entry = registry.find(reading.word) if reading else None
    if reading is None or entry is None or not _meant(reading, entry, quote):
        if not late:
            await _not_a_command(incoming, bound)
        return None
    if incoming.chat.is_group and bound is None and not entry.unbound:
        return None
    if late and not entry.catchup:
        return None
    request = _request(incoming, entry.word, reading, bound, quote)
    request.late = late
    if entry.bare and not reading.bare_ok and not await _may_stand(entry, reading, request, addressed):
        return None
    if not (entry.bare or addressed or reading.slashed):
        return None
    if entry.catchup and not late:
        await catchup.before(incoming)
    if not _seen.first(incoming.origin.key, _monotonic()) or not await _within_rate(request, entry):
        return None
    done = Done(request, await dispatch.run(entry, request))
    if entry.catchup:
        catchup.note(incoming.chat.key, incoming.time, incoming.origin.seq)
    return done


def _is_aloud(incoming: Incoming) -> bool:
    """Whether it is a command behind a slash; what else begins with one belongs to what is being written."""
    reading = words.read(incoming.text, registry.is_word)
    return reading is not None and reading.slashed


async def _in_confidence(incoming: Incoming, *, late: bool) -> Done | None:
    """A message of a conversation that is held in memory only: nothing else hears of it, a history does not bring it."""
    request = _request(incoming, "", None, None, None)
    if late or not _seen.first(incoming.origin.key, _monotonic()) or not await _within_rate(request):
        return None
    return Done(request, dispatch.Outcome(await confidential.receive(request), refused=False))


def _meant(reading: Reading, entry: Command, quote: Quote | None) -> bool:
    """A word that counts only behind a quote (收到) needs a quoted message of the bot with a number."""
    return reading.word not in entry.quote_aliases or (quote is not None and quote.mine and quote.number is not None)


async def _quote(incoming: Incoming, *, late: bool) -> Quote | None:
    """The quoted message; what it stands for comes from its own words, else from what the outbox sent."""
    chat, quoted = incoming.chat, incoming.quoted
    if quoted is None:
        return None
    number = quoted.number
    if number is None and (quoted.mine or not quoted.segments):
        asked = outbox.number_then(chat, quoted.message_id, incoming.time) if late else None
        number = await (asked or outbox.number_of(chat, quoted.message_id))
    return Quote(quoted.message_id, quoted.mine or number is not None, number, quoted.segments)


def _request(
    incoming: Incoming, word: str, reading: Reading | None, bound: BoundGroup | None, quote: Quote | None
) -> Request:
    number = reading.number if reading else None
    if number is None and quote is not None:
        number = quote.number
    return Request(
        word=word,
        argument=reading.argument if reading else "",
        number=number,
        chat=incoming.chat,
        account=incoming.account,
        origin=incoming.origin,
        time=incoming.time,
        segments=incoming.segments,
        quote=quote,
        bound=bound,
        code=reading.code if reading else None,
        tail=reading.tail if reading else "",
    )


async def _may_stand(entry: Command, reading: Reading, request: Request, addressed: bool) -> bool:
    """Whether a bare word with something beside it is a command: a word that takes a name counts unaddressed only
    with a name of the roster right behind it, and nothing else; any other only with the sender's own name."""
    if not entry.takes_name:
        return await _is_about_sender(entry, reading, request, addressed)
    if addressed or reading.slashed:
        return True
    name = words.name_behind(reading)
    return name is not None and await directory().knows_name(name)


async def _is_about_sender(entry: Command, reading: Reading, request: Request, addressed: bool) -> bool:
    """Whether only the sender's own name or units stand beside a bare word. Another's name is answered; what else
    stands there makes it chat, and a line with an example for who addressed the bot."""
    actor = await request.actor()
    if reading.fits({actor.name, *(post.unit.name for post in actor.posts)} - {""}):
        return True
    if request.late:
        return False
    name = reading.other_name_candidate
    if name and actor.person_id is not None and await directory().knows_name(name):
        await speak.say(request, texts.only_oneself_text(request.word))
    elif (addressed or reading.slashed) and await _within_rate(request):
        await speak.say(request, texts.word_alone_text(entry))
    return False


async def _within_rate(request: Request, entry: Command | None = None) -> bool:
    """Counts one more command of this account, urgent ones apart. Who sends too many is told once a minute. Late ones do
    not count."""
    if request.late:
        return True
    urgent = entry is not None and entry.urgent
    match (_urgent_rate if urgent else _rate).take(request.account, _monotonic()):
        case Pass.FIRST_OVER:
            await speak.say(request, texts.too_fast_text(urgent=urgent))
            return False
        case Pass.OVER:
            return False
    return True


async def _not_a_command(incoming: Incoming, bound: BoundGroup | None) -> None:
    """In private one hint in ten minutes; in a bound group only to who @s the bot without quoting; else nothing."""
    asked = not incoming.chat.is_group or (bound is not None and incoming.to_bot and incoming.quoted is None)
    if not asked or not _hinted.first(f"{incoming.chat.key} {incoming.account}", _monotonic()):
        return
    voice = any(segment.type == "record" for segment in incoming.segments)
    sentence = texts.cannot_hear_text() if voice else texts.not_understood_text()
    await speak.say(_request(incoming, "", None, bound, None), sentence)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
