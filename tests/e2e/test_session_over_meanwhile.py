"""The bot is dead from before to after the end of a session: what was typed in time counts with its time, what is said about
the end is said once."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from plugins.sandbox.dialect import Dialect
from plugins.sandbox.model import Message, private_chat
from tests.e2e.attendance_story import SessionTelling
from tests.e2e.hospital import BOT, a_hospital, serving
from tests.e2e.signing_story import REASON
from tests.e2e.telling import SETTLE_SECONDS, kept

pytestmark = pytest.mark.slow
RECORDS = """
SELECT p.account, r.state, r.leave, r.signed_in_at, r.leave_asked_at FROM attendance_record r
JOIN org_person p ON p.id = r.person_id
"""
SESSIONS = "SELECT state, present, expected FROM attendance_session"


def moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def ends_at(telling: SessionTelling, moment: datetime) -> None:
    """The session is over at that moment, and so it is due."""
    written = f"{moment:%Y-%m-%d %H:%M:%S+00:00}"
    telling.sql("UPDATE attendance_session SET ends = ? WHERE id = ?", written, telling.number)
    telling.sql("UPDATE storage_due SET due_at = ?, run_at = ? WHERE kind = 'attendance.end'", written, written)


async def test_the_end_passes_while_the_bot_is_dead(tmp_path):
    hospital = a_hospital(branches=3, people=5)
    async with serving(hospital, tmp_path, dialect=Dialect.NAPCAT, ACK_BATCH_SECONDS="0.3") as (bot, endpoint):
        telling = SessionTelling(bot, hospital, endpoint)
        await telling.bind()
        await telling.called()
        await telling.announced()
        number = telling.number
        telling.runs(timedelta(minutes=1), timedelta(hours=1))
        typed: dict[int, Message] = {}
        early = hospital.branches[0].people[0]
        typed[early.id] = await early.says("签到", in_=hospital.branches[0].group)
        await hospital.world.wait_for(lambda: typed[early.id].reactions, within=20)
        await telling.quiet(1.5)  # up to where everything was heard is written by now
        await bot.kill()

        for branch in hospital.branches:
            for person in branch.people[1:3]:
                typed[person.id] = await person.says("签到", in_=branch.group)
        alone, away, late, silent = hospital.branches[1].people[3:] + hospital.branches[2].people[3:]
        typed[alone.id] = await alone.private(f"签到 {number}")
        leave = await away.private(f"请假 {number} {REASON}")
        over = (datetime.now(UTC) + timedelta(seconds=2)).replace(microsecond=0)
        ends_at(telling, over)
        await asyncio.sleep(
            (over - datetime.now(UTC)).total_seconds() + 1.1
        )  # it really passes, and chats tell whole seconds
        await late.says("签到", in_=hospital.branches[2].group)
        await bot.start()
        await endpoint.connected()

        there = f"实到 {len(typed)}"
        await telling.step(there, lambda: telling.writes(f"出勤 {number}"), lambda: telling.hears(there), 3, tries=10)
        assert telling.reported() == 0
        await telling.comes("report")
        await hospital.world.wait_for(lambda: told(telling), SETTLE_SECONDS)
        await bot.stop()
        await bot.start()
        await endpoint.connected()
        await telling.quiet(1.5)
        await bot.kill()

        (listed,) = (line for line in hospital.secretary.heard() if "待核的" in line)
        missed = {person.name for person in hospital.people if person.id not in typed}
        assert {person.name for person in hospital.people if person.name in listed} == missed
        assert late.name in missed
        assert silent.name in missed
        assert telling.reported() == 1
        assert set(telling.shown("已结束").values()) == {1}
        chat = private_chat(BOT, away.id)
        assert hospital.world.truth.count(chat, sender=BOT, containing="请假已报") == 1

        found = {int(str(account)): rest for account, *rest in await kept(bot, RECORDS)}
        assert {account for account, (state, *_) in found.items() if state == "present"} == set(typed)
        for account, message in typed.items():
            assert moment(found[account][2]) == message.time.replace(microsecond=0)
        assert found[away.id][:2] == ["pending", "asked"]
        assert moment(found[away.id][3]) == leave.time.replace(microsecond=0)
        assert found[late.id][:3] == ["pending", "none", None]
        assert [tuple(row) for row in await kept(bot, SESSIONS)] == [("ended", len(typed), len(hospital.people))]


def told(telling: SessionTelling) -> bool:
    """Whether who called it has the list, and every group the counts."""
    return bool(telling.reported()) and min(telling.shown("已结束").values()) >= 1
