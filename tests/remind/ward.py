"""A ward that is reminded: who owes what is what a test says, and time goes by from job to job."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from plugins import remind
from plugins.gateway.outbox import State
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.segments import from_json, plain_text
from plugins.gateway.times import Span
from plugins.org import duty
from plugins.org.models import PersonRow
from plugins.remind import reach
from plugins.remind.plans import Reminded
from plugins.storage import Transaction, clock, due, write
from tests.support.roster import given_group, given_roster

NAMES: tuple[str, ...] = ("甲", "乙", "丙", "丁", "戊", "己")
WARD, LAB = 30001, 30002
LOST = (State.REJECTED, State.EXPIRED, State.CANCELLED)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """That local time in November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.zone()).astimezone(UTC)


async def given_ward() -> None:
    """Six people: 甲 乙 丙 in 内科党支部, 丁 戊 in 检验党支部, 己 there without a QQ."""
    rows = [
        f"{name},院党委/{'内科' if place < 3 else '检验'}党支部,正式党员,,{20001 + place if name != '己' else ''},{name},"
        for place, name in enumerate(NAMES)
    ]
    await given_roster(*rows)
    await given_group(WARD, "内科党支部")
    await given_group(LAB, "检验党支部")


class Ward:
    """`owing` are, by ref, the names of who still owes it; `friends` the names of the bot's friends."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = at(23, 9)
        self.owing: dict[str, set[str]] = {}
        self.friends: set[str] | None = set(NAMES) - {"己"}
        self.over: list[tuple[str, datetime, datetime]] = []
        patch.setattr(reach, "known", self._known)

    async def _known(self) -> Collection[str] | None:
        if self.friends is None:
            return None
        return frozenset(str(20001 + NAMES.index(name)) for name in self.friends)

    def registers(self, kind: str, **options: Any) -> None:  # whatever register takes
        def owing(ref: str) -> remind.Query:
            names = sorted(self.owing.get(ref, ()))
            marks = ", ".join("?" * len(names)) or "NULL"
            return f"SELECT id AS person_id, home_unit_id AS unit_id FROM org_person WHERE name IN ({marks})", names

        async def line(ref: str, now: datetime) -> str | None:
            return f"#{ref} 要办" if ref in self.owing else None

        async def at_end(ref: str, until: datetime, now: datetime) -> None:
            self.over.append((ref, until, now))

        remind.register(kind, owing=owing, line=line, at_end=at_end, **options)

    async def owes(
        self, ref: str, names: str, *moments: datetime, until: datetime | None = None, kind: str = "t"
    ) -> None:
        """These people owe it, and are reminded at `moments`."""
        self.owing[ref] = set(names)
        await write(lambda tx: remind.plan(tx, kind, ref, number=int(ref), until=until, moments=moments))

    async def asks(self, ref: str, **options: Any) -> Reminded:  # whatever ask takes
        """An officer asks for it now."""
        asked = await remind.ask("t", ref, self.now, number=int(ref), **options)
        return await write(lambda tx: remind.now(tx, asked))

    async def until(self, moment: datetime, step: timedelta = timedelta(minutes=10)) -> None:
        """Time goes by until `moment`; what is due is done on the way, not earlier than it is."""
        while True:
            await self.works()
            if self.now >= moment:
                return
            self.now = min(self.now + step, moment)

    async def works(self) -> None:
        """Whatever is due now is done."""
        for _ in range(50):
            if not await due.run_due(self.now):
                return
        raise AssertionError("there is no end to what is due")

    async def goes_out(self, state: State = State.SENT) -> None:
        """What waits has become this."""

        async def work(tx: Transaction) -> None:
            await OutboxRow.filter(state=State.QUEUED).update(state=state)

        await write(work)

    async def on_duty(self, name: str, begins: datetime, ends: datetime) -> None:
        await duty.add((await PersonRow.get(name=name)).id, Span(begins, ends))


async def told(*, lost: bool | None = None) -> list[tuple[str, str, datetime]]:
    """Every private reminder in order: whose, what, when. `lost`: only those nobody has, or without them."""
    names = {f"qq:private:{20001 + place}": name for place, name in enumerate(NAMES)}
    return [
        (names[row.chat], plain_text(from_json(json.loads(row.segments))), row.not_before)
        for row in await OutboxRow.filter(chat__contains=":private:").order_by("id")
        if lost is None or lost == (row.state in LOST)
    ]


async def told_names() -> list[str]:
    return [name for name, _, _ in await told()]


async def group_lines() -> list[tuple[str, str]]:
    return [
        (row.chat, plain_text(from_json(json.loads(row.segments))))
        for row in await OutboxRow.filter(chat__contains=":group:").order_by("id")
    ]
