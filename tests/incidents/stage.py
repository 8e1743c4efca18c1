"""A night in the hospital: who reports what, what officers hear, what becomes of the alerts."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from plugins.gateway import chats
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import bodies
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Reply
from plugins.gateway.segments import Segment, plain_text
from plugins.incidents.domain import State, clocks
from plugins.incidents.models import AlertedRow, IncidentRow, ReportRow
from plugins.org.models import PostRow
from plugins.storage import Transaction, due, write
from plugins.storage.models import DueRow
from tests.relay.stage import Stage, account_of, answer, number_in

HEAD = account_of("内科", 0)
"""书记 of 内科党支部."""
NURSE = account_of("内科", 3)
OTHER_NURSE = account_of("内科", 4)
ELSEWHERE = account_of("外科", 3)
OTHER_HEAD = account_of("外科", 0)
BOSS = "10001"
"""王书记 of 院党委: above all."""
POWER_CUT = "突发 三楼停电\n手术室在用备用电源"


@dataclass
class Night:
    """A stage on which alerts are not waited for."""

    stage: Stage
    patch: pytest.MonkeyPatch
    outside: list[str] = field(default_factory=list)
    """What was told outside the chat service."""

    def __post_init__(self) -> None:
        self.patch.setattr(clocks, "WAIT", timedelta(0))

    async def says(self, account: str, line: str, chat: Chat | None = None, *segments: Segment) -> Reply:
        """The same words a second time come a second later."""
        self.stage.later(seconds=1)
        return await self.stage.says(account, line, chat, segments=segments)

    async def hears(self, account: str, line: str, chat: Chat | None = None) -> str:
        """What the sender is answered."""
        return answer(await self.says(account, line, chat))

    async def reports(self, account: str = NURSE, words: str = POWER_CUT, chat: Chat | None = None) -> int:
        """A new incident; its number."""
        return number_in(await self.says(account, words, chat))

    def later(self, **passed: float) -> None:
        self.stage.later(**passed)

    async def sent(self, *accounts: str, state: str = "sent") -> None:
        """What waits for these people (for all without any) has become this."""
        keys = [chats.private(account).key for account in accounts]

        async def work(tx: Transaction) -> None:
            rows = OutboxRow.filter(state="queued")
            if keys:
                rows = rows.filter(chat__in=keys)
            await rows.update(state=state)

        await write(work)

    async def died_before_the_answer(self, number: int) -> None:
        """Nobody was told how the alert went."""

        async def work(tx: Transaction) -> None:
            await IncidentRow.filter(id=number).update(answered_at=None)
            await AlertedRow.filter(incident_id=number).update(named_at=None)

        await write(work)

    async def due(self) -> None:
        """Everything that is due by now, and what that brings."""
        for _ in range(5):
            if not await due.run_due(self.stage.now):
                return

    async def told(self, account: str, *, since: int = 0) -> list[str]:
        """What is said to somebody in private, in order."""
        rows = await OutboxRow.filter(chat=chats.private(account).key, id__gt=since).order_by("id")
        return [plain_text(await bodies.segments_of(row)) for row in rows]

    async def said_in(self, chat: Chat) -> list[str]:
        """What is said in a group by itself, in order."""
        rows = await OutboxRow.filter(chat=chat.key).order_by("id")
        return [plain_text(await bodies.segments_of(row)) for row in rows]

    async def demotes(self, account: str) -> None:
        """Somebody holds no post of an officer any more."""

        async def work(tx: Transaction) -> None:
            await PostRow.filter(person__account=account).update(officer=False)

        await write(work)

    async def mark(self) -> int:
        """Behind everything that was said so far."""
        last = await OutboxRow.all().order_by("-id").first()
        return last.id if last else 0


async def state_of(number: int) -> State:
    return (await IncidentRow.get(id=number)).state


async def kinds_of(number: int) -> list[str]:
    """The kinds of a timeline's lines, in order."""
    return [row.kind.value for row in await ReportRow.filter(incident_id=number).order_by("id")]


async def due_rows(kind: str) -> list[DueRow]:
    return await DueRow.filter(kind=kind)
