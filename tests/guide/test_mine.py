"""我的: what waits for a person, from whatever is loaded."""

from datetime import UTC, datetime, timedelta

from plugins.guide.texts import LISTED, waiting_text
from plugins.org.contribute import Waiting, in_order

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def a_matter(number: int, hours: float | None = None) -> Waiting:
    due = None if hours is None else NOW + timedelta(hours=hours)
    return Waiting(number, f"第{number}件", f"已阅 {number}", due)


def test_each_matter_stands_with_its_time_and_the_words_to_type():
    said = waiting_text([a_matter(12, 24), a_matter(13)], NOW)
    assert "#12 第12件,截止 11月24日(周二)16:00" in said
    assert "已阅 12" in said
    assert "已阅 13" in said


def test_what_is_past_is_said_to_be_past():
    assert "已过 11月23日(周一)15:00" in waiting_text([a_matter(12, -1)], NOW)


def test_nothing_waits():
    assert "#" not in waiting_text([], NOW)


def test_a_long_list_is_cut_and_says_how_many_more():
    said = waiting_text([a_matter(number) for number in range(LISTED + 3)], NOW)
    assert "还有 3 件" in said
    assert said.count("\n") == LISTED + 1


def test_what_is_urgent_goes_before_all_that_has_a_time_and_says_why_it_waits():
    found = [
        a_matter(1, -5),
        a_matter(2),
        Waiting(3, "三楼停电", "续报 3 正文", NOW + timedelta(hours=1), urgent=True),
        Waiting(4, "三楼停电", "接手 4", note="还没人接手", urgent=True),
        a_matter(5, 2),
    ]
    assert [one.number for one in in_order(found)] == [4, 3, 1, 5, 2]
    assert "#4 三楼停电,还没人接手,请发:接手 4" in waiting_text(found, NOW)
