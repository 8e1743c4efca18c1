"""Properties of the time grammar: what it reads is what was written, and what it cannot read it refuses."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway import times
from plugins.gateway.times.shown import WEEKDAYS
from plugins.gateway.times_texts import examples, problem_text

SHANGHAI = ZoneInfo("Asia/Shanghai")
NUMERALS = "零一二三四五六七八九"

nows = st.integers(0, 16 * 366 * 24 * 60 * 60).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
)
minutes_ahead = st.integers(1, 4 * 365 * 24 * 60)
clocks = st.integers(0, 24 * 60 - 1)
PIECES = """今 明 后天 大后天 周 下周 星期 五 天 日 月 月底 年底 11 27 3 15 二十 十 半 点 时 : 分 - 到 ~ 前 内 后 上午 下午
晚上 凌晨 小时 分钟 个 ( ) 2026 年 / . 00 30 59 号 下班 次日"""
pieces = st.sampled_from([*PIECES.split(), " "])
texts = st.one_of(st.text(), st.lists(pieces, max_size=9).map("".join))


def chinese(value: int) -> str:
    tens, ones = divmod(value, 10)
    if not tens:
        return NUMERALS[ones]
    return ("" if tens == 1 else NUMERALS[tens]) + "十" + (NUMERALS[ones] if ones else "")


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


numbers = st.sampled_from([str, chinese, lambda value: full_width(str(value))])


@st.composite
def written_clocks(draw: st.DrawFn) -> tuple[str, int]:
    """A clock time in one of its unmistakable ways, and its minutes since midnight."""
    clock = draw(clocks)
    hour, minute = divmod(clock, 60)
    number = draw(numbers)
    ways = [f"{hour:02d}:{minute:02d}", full_width(f"{hour:02d}:{minute:02d}")]
    said = {0: "", 15: "一刻", 30: "半", 45: "三刻"}.get(minute, f"{number(minute)}分")
    periods = {"凌晨": range(1, 6), "上午": range(8, 12), "下午": range(13, 18), "晚上": range(18, 24)}
    ways += [f"{period}{number((hour - 1) % 12 + 1)}点{said}" for period, hours in periods.items() if hour in hours]
    if hour > 12:
        ways += [f"{number(hour)}点{said}", f"{number(hour)}时{said}"]
    return draw(st.sampled_from(ways)), clock


@st.composite
def written_days(draw: st.DrawFn, now: datetime) -> tuple[str, datetime]:
    """A day ahead of `now`, written in one of the ways that name it."""
    ahead = draw(st.integers(1, 180))
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    number = draw(numbers)
    month_day = f"{number(day.month)}月{number(day.day)}{draw(st.sampled_from('日号'))}"
    ways = [
        month_day,
        f"{day.month}-{day.day} ",
        f"{day.month}/{day.day} ",
        f"{day.year}-{day.month:02d}-{day.day:02d} ",
    ]
    ways += [
        f"{day.year}年{month_day}",
        f"{month_day}(周{WEEKDAYS[day.weekday()]})",
        f"{ahead}天后" if ahead > 1 else "明天",
    ]
    if ahead <= 3:
        ways.append(["明天", "后天", "大后天"][ahead - 1])
    weeks = (day.date() - now.date() + timedelta(days=now.weekday())) // timedelta(weeks=1)
    if weeks <= 2:
        ways.append(["周", "下星期", "下下周"][weeks] + WEEKDAYS[day.weekday()])
    return draw(st.sampled_from(ways)), day


@given(texts, nows)
def test_any_text_is_read_as_a_time_ahead_or_refused_with_an_example_that_works(text: str, now: datetime):
    try:
        found = times.parse(text, now)
    except times.TimeProblem as problem:
        for example in examples(problem):
            times.parse(example, now)
        return
    if isinstance(found, times.Span):
        assert now < found.begins < found.ends
    else:
        assert now < found.at
        assert found.at.second == 0


@given(texts, nows)
def test_no_entrance_raises_anything_else(text: str, now: datetime):
    for read in (
        lambda: times.deadline(text, now),
        lambda: times.beginning(text, now),
        lambda: times.span(text, now, begun=True),
        lambda: times.duration(text),
        lambda: times.daily(text),
    ):
        try:
            read()
        except times.TimeProblem as problem:
            problem_text(problem)


@given(nows, minutes_ahead)
def test_what_is_shown_is_read_as_what_it_was(now: datetime, ahead: int):
    at = (now + timedelta(minutes=ahead)).replace(second=0, microsecond=0)
    if at <= now:
        return
    shown = times.when(at.astimezone(UTC), SHANGHAI, now)
    assert times.deadline(shown, now) == at


@given(nows, minutes_ahead, st.integers(1, 3 * 24 * 60))
def test_a_shown_span_is_read_as_what_it_was(now: datetime, ahead: int, length: int):
    begins = (now + timedelta(minutes=ahead + 1)).replace(second=0, microsecond=0)
    ends = begins + timedelta(minutes=length)
    shown = times.when_span(begins, ends, SHANGHAI, now)
    assert times.span(shown, now) == times.Span(begins, ends)


@given(st.data(), nows, written_clocks())
def test_a_written_day_and_clock_is_read_as_written(data: st.DataObject, now: datetime, clock: tuple[str, int]):
    written, day = data.draw(written_days(now))
    text, minutes = clock
    ending = data.draw(st.sampled_from(["", "前", "之前", "。", " "]))
    assert times.deadline(f"{written}{text}{ending}", now) == day + timedelta(minutes=minutes)


@given(st.data(), nows)
def test_a_written_day_alone_is_its_end(data: st.DataObject, now: datetime):
    written, day = data.draw(written_days(now).filter(lambda way: "天后" not in way[0] or way[0] == "大后天"))
    assert times.parse(written, now) == times.Moment(day + timedelta(hours=23, minutes=59), date_only=True)
    with pytest.raises(times.TimeProblem):
        times.beginning(written, now)


@given(nows, st.integers(1, 999), st.sampled_from(["后", "之后", "内", "以内"]), numbers)
def test_lengths_from_now(now: datetime, count: int, ending: str, number):
    shown = number(count) if count < 60 else str(count)
    for unit, one in (("分钟", timedelta(minutes=1)), ("小时", timedelta(hours=1)), ("天", timedelta(days=1))):
        assert times.deadline(f"{shown}{unit}{ending}", now) == (now + count * one).replace(second=0, microsecond=0)


@given(nows, st.integers(1, 60), clocks, st.integers(1, 6), st.integers(0, 59), st.sampled_from(["", "次日"]))
def test_an_end_that_reads_two_ways_is_the_next_small_hours_or_refused(
    now: datetime, ahead: int, begins: int, hour: int, minute: int, next_day: str
):
    """23:00-1:00: never the afternoon, never more than half a day later, and the same with 次日 as without."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=ahead)
    written = f"{day.year}年{day.month}月{day.day}日{begins // 60:02d}:{begins % 60:02d}-{next_day}{hour}:{minute:02d}"
    length = (24 + hour) * 60 + minute - begins
    if begins < 16 * 60 or length > 12 * 60:
        with pytest.raises(times.TimeProblem) as caught:
            times.span(written, now)
        assert caught.value.kind is times.Problem.AMBIGUOUS
    else:
        first = day + timedelta(minutes=begins)
        assert times.span(written, now) == times.Span(first, first + timedelta(minutes=length))
