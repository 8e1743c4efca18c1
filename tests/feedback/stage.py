"""A hospital with opinions: two branches below 院党委, handlers appointed by two, what people type in private."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from plugins.feedback.domain import Kind
from plugins.feedback.models import CaseRow
from plugins.feedback.service import codes, filing, sweeping
from plugins.feedback.service.filing import Author, Filed, Opinion
from plugins.gateway import chats, dispatch, registry, words
from plugins.gateway.directory import Actor, directory
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Answer, Origin, Request
from plugins.gateway.segments import text
from plugins.storage import write
from tests.support.roster import given_roster, unit

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""16:00 in Shanghai: after the morning's sweep, before the evening's."""

ADMIN = "900001"
HEAD = "10001"
"""周书记 of 院党委."""
DEPUTY = "10002"
"""郑副书记 of 院党委."""
DISCIPLINE = "10003"
"""冯纪检 of 院党委, 纪检委员."""
CHEN = "10011"
"""陈书记 of 内科党支部, handles there."""
QIAN = "10012"
"""钱护士 of 内科党支部."""
WANG = "10013"
"""王委员 of 内科党支部, handles there too."""
SUN = "10021"
"""孙书记 of 外科党支部, handles there."""
CLERK = "10022"
"""李干事 of 外科党支部."""
NURSE = "10023"
"""吴护士 of 外科党支部."""
STRANGER = "20001"

ROSTER = (
    "周书记,院党委,正式党员,书记,10001,,",
    "郑副书记,院党委,正式党员,副书记,10002,,",
    "冯纪检,院党委,正式党员,纪检委员,10003,,",
    "陈书记,院党委/内科党支部,正式党员,书记,10011,,",
    "钱护士,院党委/内科党支部,正式党员,,10012,,",
    "王委员,院党委/内科党支部,正式党员,委员,10013,,",
    "孙书记,院党委/外科党支部,正式党员,书记,10021,,",
    "李干事,院党委/外科党支部,正式党员,干事,10022,,",
    "吴护士,院党委/外科党支部,正式党员,,10023,,",
)

APPOINTED = (
    (CHEN, HEAD, "设经办 内科党支部 陈书记"),
    (CHEN, HEAD, "设经办 内科党支部 王委员 诉求"),
    (SUN, HEAD, "设经办 外科党支部 孙书记"),
    (HEAD, DEPUTY, "设经办 院党委 周书记"),
    (HEAD, DISCIPLINE, "设经办 院党委 冯纪检 监督"),
)

_messages = count(1)


@dataclass(slots=True)
class Stage:
    """Who types what, when. `now` is aware UTC."""

    now: datetime = MONDAY

    def later(self, **passed: float) -> None:
        self.now += timedelta(**passed)

    async def says(self, account: str, line: str) -> str:
        """What the bot answers to a private message."""
        chat = chats.private(account)
        reading = words.read(line, registry.is_word, addressed=True)
        assert reading is not None, f"no command: {line}"
        entry = registry.find(reading.word)
        assert entry is not None
        request = Request(
            word=entry.word,
            argument=reading.argument,
            number=reading.number,
            chat=chat,
            account=account,
            origin=self.origin(account),
            time=self.now,
            segments=(text(line),),
        )
        reply = (await dispatch.run(entry, request)).reply
        assert isinstance(reply, Answer), reply
        return reply.text

    def origin(self, account: str) -> Origin:
        return Origin("90000", chats.private(account).key, f"{next(_messages)}@{int(self.now.timestamp())}")

    async def files(
        self, account: str, words: str, kind: Kind = Kind.APPEAL, about: str = "内科党支部", avoid: tuple[str, ...] = ()
    ) -> Filed:
        """A named opinion."""
        who = await actor(account)
        opinion = Opinion(kind, words, (await unit(about)).id, avoid)
        return await filing.file_named(opinion, Author(account, who.person_id, self.origin(account)), self.now)

    async def files_unnamed(
        self, words: str, kind: Kind = Kind.APPEAL, about: str = "内科党支部", avoid: tuple[str, ...] = ()
    ) -> tuple[str, Filed]:
        """An anonymous one, and its code."""
        code = codes.draw()
        opinion = Opinion(kind, words, (await unit(about)).id, avoid)
        return code, await filing.file_anonymous(opinion, code, self.now)

    async def sweeps(self) -> sweeping.Swept:
        return await sweeping.sweep(self.now)


async def actor(account: str) -> Actor:
    return await directory().actor(account)


async def given_hospital(stage: Stage) -> None:
    """The roster, and the handlers, each named by two; what they were told of that is forgotten."""
    await given_roster(*ROSTER)
    for first, second, line in APPOINTED:
        await stage.says(first, line)
        answer = await stage.says(second, line)
        assert "已是" in answer, answer
    await write(lambda tx: OutboxRow.filter(ref="feedback:appoint").delete())


async def case(number: int) -> CaseRow:
    return await CaseRow.get(number=number)


async def told(account: str) -> list[str]:
    """What the outbox has for this person."""
    return [row.segments for row in await OutboxRow.filter(chat=chats.private(account).key).order_by("id")]
