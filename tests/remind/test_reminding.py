"""Who is reminded of what and when: planned moments, quiet hours, duty, friends, caps; late, restarted, merged."""

from datetime import timedelta

from plugins import remind
from plugins.gateway.outbox import State
from plugins.remind.models import RoundRow
from plugins.storage import write
from plugins.storage.models import DueRow
from tests.remind.ward import LAB, WARD, Ward, at, group_lines, told, told_names

FRIDAY = at(27, 18)


async def test_at_each_moment_whoever_still_owes_it_is_told(ward: Ward):
    await ward.owes("12", "甲乙丁", at(26, 18), at(27, 14), until=FRIDAY)
    await ward.until(at(26, 17, 50))
    assert await told() == []
    await ward.until(at(26, 19))
    assert sorted(await told_names()) == sorted("甲乙丁")
    ward.owing["12"].remove("乙")
    await ward.until(at(27, 23))
    assert sorted(await told_names()) == sorted("甲乙丁甲丁")
    assert all("#12" in text for _, text, _ in await told())
    assert await RoundRow.all().count() == 0
    assert ward.over == [("12", FRIDAY, FRIDAY)]


async def test_nobody_is_told_in_the_quiet_hours(ward: Ward):
    await ward.owes("12", "甲", at(26, 23), until=FRIDAY)
    await ward.until(at(27, 6, 50))
    assert await told() == []
    await ward.until(at(27, 7))
    assert await told() == [("甲", (await told())[0][1], at(27, 7))]


async def test_who_is_on_duty_is_told_when_it_is_over(ward: Ward):
    await ward.on_duty("甲", at(26, 16), at(27, 8))
    await ward.owes("12", "甲乙", at(26, 18), until=FRIDAY)
    await ward.until(at(27, 7, 50))
    assert await told_names() == ["乙"]
    await ward.until(at(27, 9))
    assert await told_names() == ["乙", "甲"]


async def test_who_is_no_friend_is_told_in_the_group_without_a_name_once_a_day(ward: Ward):
    ward.friends = set("甲")
    await ward.owes("12", "甲乙丙丁己", at(26, 10), at(26, 12), at(27, 10), until=FRIDAY)
    await ward.until(at(26, 20))
    assert await told_names() == ["甲", "甲"]
    lines = await group_lines()
    assert [(chat, "2 位" in text, "1 位" in text) for chat, text in lines] == [
        (f"qq:group:{WARD}", True, False),
        (f"qq:group:{LAB}", False, True),
    ]
    assert not any(name in text for _, text in lines for name in "甲乙丙丁己")
    await ward.until(at(27, 11))
    assert len(await group_lines()) == 4


async def test_nobody_is_told_more_often_than_allowed(ward: Ward):
    await ward.owes("12", "甲", *(at(26, hour) for hour in range(9, 18)), until=FRIDAY)
    await ward.until(at(26, 20))
    assert await told_names() == ["甲"] * 3
    asked = await ward.asks("12")
    assert (asked.reminded, asked.capped) == (0, 1)


async def test_what_did_not_go_out_does_not_count_and_may_be_asked_for_again(ward: Ward):
    await ward.owes("12", "甲", at(26, 9), at(26, 10), at(26, 12), at(26, 14), until=FRIDAY)
    await ward.owes("13", "甲", at(26, 10), at(26, 12), until=FRIDAY)
    for hour, state in ((9, State.REJECTED), (10, State.EXPIRED), (12, State.UNCERTAIN), (14, State.SENT)):
        await ward.until(at(26, hour))
        await ward.goes_out(state)
    await ward.until(at(26, 14, 31))
    asked = await ward.asks("12")
    assert (asked.reminded, asked.capped) == (1, 0)  # two have not gone out, one of them for both matters
    await ward.works()
    await ward.goes_out(State.REJECTED)
    assert (await ward.asks("12")).recently == 0
    await ward.works()
    await ward.goes_out()
    assert (await ward.asks("12")).capped == 1
    assert len(await told(lost=False)) == 3


async def test_several_matters_at_one_moment_are_one_message(ward: Ward):
    await ward.owes("12", "甲乙", at(26, 18), until=FRIDAY)
    await ward.owes("13", "甲", at(26, 18), until=at(28, 9))
    await ward.until(at(26, 19))
    both = {name: text for name, text, _ in await told()}
    assert len(await told()) == 2
    assert all(part in both["甲"] for part in ("#12", "#13", "2 件"))
    assert "#13" not in both["乙"]


async def test_what_was_missed_is_one_reminder_if_it_is_not_over(ward: Ward):
    await ward.owes("12", "甲", at(26, 10), at(26, 14), until=FRIDAY)
    await ward.owes("13", "乙", at(26, 10), until=at(26, 15))
    ward.now = at(26, 16)
    await ward.until(at(26, 20))
    assert await told_names() == ["甲"]
    assert [ref for ref, _, _ in ward.over] == ["13"]


async def test_what_is_dropped_is_not_told(ward: Ward):
    await ward.owes("12", "甲", at(26, 18), until=FRIDAY)
    await write(lambda tx: remind.drop(tx, "t", "12"))
    await write(lambda tx: remind.drop(tx, "t", "99"))
    await ward.until(at(28, 9), timedelta(hours=1))
    assert await told() == []
    assert ward.over == []


async def test_planning_again_takes_the_place_of_what_was_planned_and_keeps_the_count(ward: Ward):
    await ward.owes("12", "甲", at(24, 9), at(24, 10), until=FRIDAY)
    await ward.until(at(24, 11))
    await ward.owes("12", "甲", at(25, 9), at(25, 10), at(25, 11), until=at(30, 18))
    await ward.until(at(26, 9), timedelta(minutes=30))
    assert await told_names() == ["甲"] * 3


async def test_an_officer_asks_and_hears_how_many(ward: Ward):
    ward.friends = set("甲乙丙")
    await ward.on_duty("丙", at(23, 8), at(23, 12))
    await ward.owes("12", "甲乙丙丁己", until=FRIDAY)
    asked = await ward.asks("12")
    assert (asked.reminded, asked.on_duty, asked.unreachable, asked.without_account) == (2, 1, 1, 1)
    assert asked.owing == 5
    assert asked.goes_at is None
    await ward.works()
    assert sorted(await told_names()) == sorted("甲乙")
    again = await ward.asks("12")
    assert (again.reminded, again.recently, again.on_duty) == (0, 2, 1)
    await ward.until(at(23, 13))
    assert sorted(await told_names()) == sorted("甲乙丙")


async def test_asked_at_night_it_goes_in_the_morning(ward: Ward):
    ward.now = at(23, 23)
    await ward.owes("12", "甲", until=FRIDAY)
    asked = await ward.asks("12")
    assert asked.goes_at == at(24, 7)
    await ward.until(at(24, 6, 50))
    assert await told() == []
    await ward.until(at(24, 7, 10))
    assert await told_names() == ["甲"]


async def test_incidents_are_told_at_any_hour(ward: Ward):
    ward.registers("alarm", any_hour=True, most=9, urgent=True, strangers_too=True)
    ward.friends = None
    await ward.on_duty("甲", at(23, 8), at(24, 8))
    await ward.owes("7", "甲", at(24, 2), at(24, 3), kind="alarm")
    await ward.until(at(24, 4))
    assert await told_names() == ["甲"] * 2


async def test_while_nobody_knows_the_friends_it_waits(ward: Ward):
    ward.friends = None
    await ward.owes("12", "甲", at(26, 18), until=FRIDAY)
    await ward.until(at(26, 19))
    assert await told() == []
    ward.friends = set("甲")
    await ward.until(at(26, 19, 10))
    assert await told_names() == ["甲"]


async def test_nothing_is_left_to_do_when_all_is_told(ward: Ward):
    await ward.owes("12", "甲", at(26, 18), until=FRIDAY)
    await ward.until(at(28, 9), timedelta(hours=1))
    assert await DueRow.filter(kind__startswith="remind").count() == 0
