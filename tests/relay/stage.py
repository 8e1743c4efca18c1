"""A hospital to play on: 12 branches of 20, what people type, what the groups get."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from plugins.gateway import chats, dispatch, registry, words
from plugins.gateway.chats import Chat
from plugins.gateway.directory import GroupKind, directory
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Answer, Origin, Quiet, Quote, Reply, Request
from plugins.gateway.segments import Segment, plain_text, text
from plugins.relay.models import DirectiveRow, ReceiptRow
from plugins.storage import Transaction, write
from tests.support.roster import given_group, given_roster

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""16:00 in Shanghai, outside the quiet hours."""

BRANCHES = ("内科", "外科", "药学", "妇产", "儿科", "急诊", "影像", "检验", "护理", "后勤", "机关", "离退休")
SECRETARY = "10001"
"""王书记 of 院党委, at home in 机关党支部."""
OFFICE = chats.group(30000)
"""院党委's work group."""

_messages = count(1)

ON_BOTH = pytest.mark.parametrize(
    "stage", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""Marks a test that takes `stage` to run on both databases."""


def branch(name: str) -> str:
    return f"{name}党支部"


def group_of(name: str) -> Chat:
    return chats.group(30001 + BRANCHES.index(name))


def account_of(name: str, place: int) -> str:
    """The account of a person of a branch: 0 is its 书记, 18 a 群众代表; 19 has none."""
    return str(20000 + BRANCHES.index(name) * 100 + place)


def name_of(name: str, place: int) -> str:
    """How that person is called."""
    return f"{name}同志{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[place]}"


def rows_of(name: str) -> list[str]:
    rows = []
    for place in range(20):
        account = account_of(name, place) if place != 19 else ""
        membership = "群众代表" if place == 18 else "正式党员"
        title = "书记" if place == 0 else ""
        rows.append(f"{name_of(name, place)},院党委/{branch(name)},{membership},{title},{account},{name}{place},")
    return rows


ROSTER = (
    "王书记,院党委/机关党支部,正式党员,,10001,W1,",
    "王书记,院党委,正式党员,书记,10001,W1,",
    *(row for name in BRANCHES for row in rows_of(name)),
)


@dataclass(slots=True)
class Stage:
    """Who types what, when. `now` is aware UTC."""

    now: datetime = MONDAY

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    async def says(
        self,
        account: str,
        line: str,
        chat: Chat | None = None,
        *,
        quote: Quote | None = None,
        segments: tuple[Segment, ...] = (),
    ) -> Reply:
        """What comes back on a message to the bot: the command, its rights, its reply. In private without `chat`."""
        where = chat or chats.private(account)
        reading = words.read(line, lambda word: registry.find(word) is not None, addressed=True)
        assert reading is not None, f"no command: {line}"
        entry = registry.find(reading.word)
        assert entry is not None
        number = reading.number if reading.number is not None else (quote.number if quote else None)
        request = Request(
            word=entry.word,
            argument=reading.argument,
            tail=reading.tail,
            number=number,
            chat=where,
            account=account,
            origin=Origin("90000", where.key, f"{next(_messages)}@{int(self.now.timestamp())}"),
            time=self.now,
            segments=(text(line), *segments),
            quote=quote,
            bound=await directory().bound(where) if where.is_group else None,
        )
        return (await dispatch.run(entry, request)).reply

    async def relays(self, form: str, account: str = SECRETARY, *, confirm: str = "确认") -> int:
        """Relays in private and confirms; the number."""
        number = number_in(await self.says(account, form))
        issued = answer(await self.says(account, confirm))
        assert issued.startswith(f"#{number} 已"), issued
        return number


def answer(reply: Reply) -> str:
    """The words of an answer."""
    assert isinstance(reply, Answer), reply
    return reply.text


def number_in(reply: Reply) -> int:
    """The number a preview begins with."""
    said = answer(reply)
    assert said.startswith("#"), said
    return int(said[1 : said.index(" ")])


def quiet(reply: Reply) -> Quiet:
    assert isinstance(reply, Quiet), reply
    return reply


def quoting(number: int | None, *segments: Segment, mine: bool = True) -> Quote:
    return Quote("4711", mine, number, segments)


async def given_hospital() -> Stage:
    """The roster of 240 and 王书记, a group a branch, the work group of 院党委."""
    await given_roster(*ROSTER)
    for name in BRANCHES:
        await given_group(int(group_of(name).id), branch(name))
    await given_group(int(OFFICE.id), "院党委", GroupKind.WORK)
    return Stage()


async def given_sent(number: int, *groups: Chat, state: str = "sent") -> None:
    """The outbox has brought a directive to these groups (to all without any)."""

    async def work(tx: Transaction) -> None:
        rows = OutboxRow.filter(ref=f"relay:{number}")
        if groups:
            rows = rows.filter(chat__in=[group.key for group in groups])
        await rows.update(state=state)

    await write(work)


async def messages_to(chat: Chat, number: int) -> list[tuple[Segment, ...]]:
    """What a group gets of a directive, in order."""
    rows = await OutboxRow.filter(ref=f"relay:{number}", chat=chat.key).order_by("id")
    return [await bodies.segments_of(row) for row in rows]


async def text_to(chat: Chat, number: int) -> str:
    return "".join(plain_text(message) for message in await messages_to(chat, number))


async def targets_of(number: int) -> set[str]:
    """The keys of the chats a directive goes to."""
    return {row.chat for row in await OutboxRow.filter(ref=f"relay:{number}")}


async def read_of(number: int) -> tuple[int, int, int]:
    """Receipts with a time, the directive's own count, and all addressed."""
    directive = await DirectiveRow.get(id=number)
    return (
        await ReceiptRow.filter(directive_id=number, read_at__not_isnull=True).count(),
        directive.read_count,
        await ReceiptRow.filter(directive_id=number).count(),
    )
