"""Fault 24: the clock jumps by an hour, at 23:59 and at the year's end. No reminder is lost, none comes twice."""

from datetime import datetime, timedelta

import pytest

from plugins.gateway import chats
from plugins.remind import wishes
from plugins.storage import clock
from tests.remind.ward import Ward, at, told, told_names

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def year_end(minutes: int) -> datetime:
    """So many minutes from the last one of the year."""
    return datetime(2026, 12, 31, 23, 59, tzinfo=clock.zone()) + timedelta(minutes=minutes)


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
@pytest.mark.parametrize("before", [0, 30])
async def test_fault_24_each_moment_is_one_reminder(ward: Ward, jump: timedelta, before: int):
    ward.registers("alarm", any_hour=True)
    moments = [year_end(0), year_end(5 * 60)]
    ward.now = year_end(-90)
    await ward.owes("7", "甲乙", *moments, until=year_end(12 * 60), kind="alarm")
    await ward.until(year_end(before), MINUTE * 5)
    ward.now += jump
    await ward.until(year_end(12 * 60), MINUTE * 20)
    assert sorted(await told_names()) == sorted("甲乙甲乙")
    assert len(ward.over) == 1


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
async def test_fault_24_a_moment_half_served_when_the_clock_jumps_is_finished_once(
    ward: Ward, jump: timedelta, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("plugins.remind.serving.PAGE", 2)
    monkeypatch.setattr("plugins.gateway.config.settings.send_interval", 600.0)
    await ward.owes("12", "甲乙丙丁戊", at(26, 14), until=at(27, 18))
    await ward.until(at(26, 14), HOUR)
    assert len(await told_names()) == 2
    ward.now += jump
    await ward.until(at(26, 18), MINUTE * 10)
    assert sorted(await told_names()) == sorted("甲乙丙丁戊")


async def test_what_waits_to_be_sent_is_owed_still_or_taken_back(ward: Ward):
    await ward.owes("12", "甲乙", at(26, 14), until=at(27, 18))
    await ward.owes("13", "甲", at(26, 14), until=at(27, 18))
    await ward.until(at(26, 14), HOUR)
    assert len(await told()) == 2
    one, several = wishes.ref_of("t", "12"), wishes.ref_of_several([1, 2])
    first, second = chats.private("20001"), chats.private("20002")
    assert await wishes.still_owed(first, several)
    assert await wishes.still_owed(second, one)
    ward.owing["12"] = set()
    assert not await wishes.still_owed(second, one)
    assert await wishes.still_owed(first, several) is await wishes.still_owed(first, wishes.ref_of("t", "13"))
