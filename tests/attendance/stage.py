"""A small hospital for sessions: two branches with everything a roster can hold, what people type, what the groups get."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from plugins.attendance.models import AttendanceRow, SessionRow
from plugins.gateway import chats, dispatch, registry, router, words
from plugins.gateway.chats import Chat
from plugins.gateway.directory import GroupKind, directory
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Answer, Origin, Quote, Reply, Request
from plugins.gateway.segments import plain_text, text
from plugins.org.models import PersonRow
from plugins.storage import Transaction, due, write
from tests.support.roster import given_group, given_roster

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""16:00 in Shanghai, outside the quiet hours."""
FRIDAY = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
"""15:00 in Shanghai: when FORM begins."""
END = FRIDAY + timedelta(minutes=90)
DEAN = "10001"
"""周院长, 书记 of 院党委."""
SECRETARY = "10002"
"""陈书记 of 内科党支部."""
OTHER = "10003"
"""孙书记 of 外科党支部."""
NURSE = "10004"
"""钱护士, 正式党员 of 内科党支部."""
WARD = chats.group(30001)
"""内科党支部's group."""
THEATRE = chats.group(30002)
"""外科党支部's group."""
OFFICE = chats.group(30000)
"""院党委's work group."""

ROSTER = (
    "周院长,院党委,正式党员,书记,10001,,",
    "吴干事,院党委,正式党员,干事,10009,,",
    "陈书记,院党委/内科党支部,正式党员,书记,10002,,",
    "郑委员,院党委/内科党支部,正式党员,组织委员,10007,,",
    "钱护士,院党委/内科党支部,正式党员,,10004,,",
    "李预备,院党委/内科党支部,预备党员,,10005,,",
    "赵无表决,院党委/内科党支部,正式党员,,10006,,无表决权",
    "冯借调,院党委/内科党支部,正式党员,,10008,,不计入应到(借调)",
    "积极分子甲,院党委/内科党支部,入党积极分子,,10010,,",
    "发展对象乙,院党委/内科党支部,发展对象,,10011,,",
    "群代表,院党委/内科党支部,群众代表,,10012,,",
    "无号同志,院党委/内科党支部,正式党员,,,,",
    "孙书记,院党委/外科党支部,正式党员,书记,10003,,",
    "王医生,院党委/外科党支部,正式党员,,10013,,",
)
FORM = "开会 全体\n标题: 11月主题党日\n类型: 主题党日\n时间: 周五15:00-16:30\n地点: 三楼会议室\n主持: 周院长"

ON_BOTH = pytest.mark.parametrize(
    "stage", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
"""Marks a test that takes `stage` to run on both databases."""

_messages = count(1)


@dataclass(slots=True)
class Stage:
    """Who types what, when. `now` is aware UTC; `friends` are the bot's."""

    now: datetime = MONDAY
    friends: set[str] = field(default_factory=lambda: {DEAN, SECRETARY, OTHER})

    def at(self, moment: datetime) -> None:
        self.now = moment

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    async def says(self, account: str, line: str, chat: Chat | None = None, *, quote: int | None = None) -> Reply:
        """What comes back on a message to the bot: the command, its rights, its reply. In private without `chat`."""
        where = chat or chats.private(account)
        reading = words.read(line, lambda word: registry.find(word) is not None, addressed=True, coded=router.CODED)
        assert reading is not None, f"no command: {line}"
        entry = registry.find(reading.word)
        assert entry is not None
        request = Request(
            word=entry.word,
            argument=reading.argument,
            tail=reading.tail,
            number=reading.number if reading.number is not None else quote,
            chat=where,
            account=account,
            origin=Origin("90000", where.key, f"{next(_messages)}@{int(self.now.timestamp())}"),
            time=self.now,
            segments=(text(line),),
            quote=None if quote is None else Quote("4711", True, quote),
            bound=await directory().bound(where) if where.is_group else None,
            code=reading.code,
        )
        return (await dispatch.run(entry, request)).reply

    async def hears(self, account: str, line: str, chat: Chat | None = None) -> str:
        """The words of the answer."""
        reply = await self.says(account, line, chat)
        assert isinstance(reply, Answer), reply
        return reply.text

    async def calls(self, form: str = FORM, account: str = DEAN) -> int:
        """Calls a session in private and confirms it; its number."""
        number = number_in(await self.hears(account, form))
        said = await self.hears(account, "确认")
        assert said.startswith(f"#{number} 已"), said
        return number

    async def confirmed(self, account: str, line: str) -> str:
        """A command with a preview, in private, and the answer to its 确认."""
        await self.hears(account, line)
        return await self.hears(account, "确认")

    async def runs(self, until: datetime | None = None) -> int:
        """Has everything done that is due, in its order; at `until`, or now. Returns how much that was."""
        if until is not None:
            self.now = until
        done = 0
        while found := await due.run_due(self.now):
            done += found
        return done

    async def row(self, number: int) -> SessionRow:
        return await SessionRow.get(id=number)

    async def states(self, number: int) -> dict[str, str]:
        """What everybody on the list counts as: role where it is not 应到, else state, by name."""
        found = {}
        for row in await AttendanceRow.filter(session_id=number):
            state = str(row.state) if row.role == "expected" else str(row.role)
            found[await name_of(row.person_id)] = state
        return found

    async def signs(self, number: int, *names: str, at: datetime | None = None, state: str = "present") -> None:
        """These people are signed in, as the sign-in would write it."""

        async def work(tx: Transaction) -> None:
            people = [one.id for one in await PersonRow.filter(name__in=names)]
            await AttendanceRow.filter(session_id=number, person_id__in=people).update(
                signed_in_at=at or self.now, means="typed", state=state
            )
            row = await SessionRow.get(id=number)
            row.present += len(names)
            await row.save()

        await write(work)


async def name_of(person_id: int) -> str:
    return (await PersonRow.get(id=person_id)).name


def number_in(said: str) -> int:
    """The number a preview begins with."""
    assert said.startswith("#"), said
    return int(said[1 : said.index(" ")])


async def given_hospital() -> Stage:
    """The roster, a group a branch, the work group of 院党委."""
    await given_roster(*ROSTER)
    await given_group(int(WARD.id), "内科党支部")
    await given_group(int(THEATRE.id), "外科党支部")
    await given_group(int(OFFICE.id), "院党委", GroupKind.WORK)
    return Stage()


async def said_in(chat: Chat, kind: str = "") -> list[str]:
    """What the outbox holds for a chat, in order, but what is cancelled."""
    rows = await OutboxRow.filter(chat=chat.key, kind__contains=kind).exclude(state="cancelled").order_by("id")
    return [plain_text(await bodies.segments_of(row)) for row in rows]


async def given_sent(number: int, kind: str = "") -> None:
    """Everything said so far about a session (of a kind) is where it should go."""

    async def work(tx: Transaction) -> None:
        await OutboxRow.filter(ref=f"attendance:{number}", kind__contains=kind).update(state="sent", due_at=None)

    await write(work)


def friends_are(patch: pytest.MonkeyPatch, stage: Stage, *modules: object) -> None:
    """The bot's friends are the stage's; None there means that no account is connected."""

    async def known() -> Collection[str] | None:
        return stage.friends

    for module in modules:
        patch.setattr(module, "known_friends", known)
