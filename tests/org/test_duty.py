"""值班: reminders wait for whoever is on duty, and nobody else sees it."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.org import duty
from plugins.org.domain import read_rota
from plugins.org.models import DutyRow, PersonRow
from plugins.storage import clock, retention
from tests.support.desk import Desk
from tests.support.hall import a_hall
from tests.support.roster import given_group, given_roster

ROWS = (
    "周书记,院党委/内科党支部,正式党员,书记,10001,,",
    "张三,院党委/内科党支部,正式党员,,20003,,",
    "李四,院党委/外科党支部,正式党员,,20004,,",
)
ZHOU, ZHANG = "10001", "20003"
WARD = 30001


@pytest.fixture
async def hall(database, monkeypatch):
    await given_roster(*ROWS)
    await given_group(WARD, "内科党支部")
    with a_hall(monkeypatch) as desk:
        yield desk


async def person(name: str) -> int:
    return (await PersonRow.get(name=name)).id


def at(day: int, hour: int) -> datetime:
    """That local hour in November 2026."""
    return datetime(2026, 11, day, hour, tzinfo=clock.zone()).astimezone(UTC)


async def test_a_nurse_notes_her_duty_and_takes_it_back(hall: Desk):
    (answer,) = await hall.says(ZHANG, "值班 明天8:00-18:00")
    assert "11月24日(周二)8:00" in answer or "11月24日(周二)08:00" in answer
    her = await person("张三")
    assert await duty.on_duty([her], at(24, 9)) == {her}
    assert await duty.on_duty([her], at(24, 18)) == set()
    await hall.says(ZHANG, "值班 取消")
    assert await DutyRow.all().count() == 0


async def test_in_a_group_the_times_go_to_private(hall: Desk):
    private, group = await hall.says(ZHANG, "/值班 明天8:00-18:00", group=WARD)
    assert "11月24日" in private
    assert "11月24日" not in group


async def test_a_time_that_cannot_be_read_is_answered_with_an_example(hall: Desk):
    (answer,) = await hall.says(ZHANG, "值班 看情况")
    assert "例" in answer
    assert await DutyRow.all().count() == 0


async def test_an_officer_imports_a_rota(hall: Desk):
    rota = "导入班表\n姓名,日期,班\n张三,11月27日,夜\n张三,2026-11-28,白班\n周书记,11-27,8:00-18:00\n周书记,11-28,休"
    (answer,) = await hall.says(ZHOU, rota)
    assert "3 个班" in answer
    assert await DutyRow.all().count() == 0
    await hall.says(ZHOU, "确认")
    assert await DutyRow.all().count() == 3
    her = await person("张三")
    assert await duty.on_duty([her, await person("周书记")], at(27, 7)) == {her}
    await hall.says(ZHOU, rota)
    await hall.says(ZHOU, "确认")
    assert await DutyRow.all().count() == 3


async def test_a_rota_may_follow_the_word(hall: Desk):
    (asked,) = await hall.says(ZHOU, "导入班表")
    assert "张三,11月27日,夜" in asked
    (answer,) = await hall.says(ZHOU, "张三,11月27日,夜")
    assert "1 个班" in answer
    await hall.says(ZHOU, "确认")
    assert await DutyRow.all().count() == 1


async def test_who_lost_the_post_before_confirming_keeps_nothing(hall: Desk):
    await hall.says(ZHOU, "导入班表\n张三,11月27日,夜")
    await given_roster(ROWS[0].replace("书记,10001", ",10001"), *ROWS[1:])
    await hall.says(ZHOU, "确认")
    assert await DutyRow.all().count() == 0


@pytest.mark.parametrize("line", ["李四,11月27日,夜", "王五,11月27日,夜", "张三,哪天,夜", "张三,11月27日,大夜", "张三"])
async def test_one_wrong_line_and_nothing_is_kept(hall: Desk, line):
    (answer,) = await hall.says(ZHOU, f"导入班表\n张三,11月27日,白\n{line}")
    assert "第 2 行" in answer
    await hall.says(ZHOU, "确认")
    assert await DutyRow.all().count() == 0


async def test_what_is_over_is_deleted_at_night(hall: Desk):
    await hall.says(ZHANG, "值班 明天8:00-18:00")
    await retention.run(at(24, 17))
    assert await DutyRow.all().count() == 1
    assert await retention.run(at(24, 19)) == []
    assert await DutyRow.all().count() == 0


def test_a_night_over_midnight():
    rows, bad = read_rota("张三,今天,20:00-8:00", UTC, lambda _: datetime(2026, 11, 27).date())  # noqa: DTZ001 - a day
    assert bad == []
    assert rows[0].ends - rows[0].begins == timedelta(hours=12)
