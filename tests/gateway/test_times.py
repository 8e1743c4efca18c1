"""More times as people write them, at the table's Monday 16:00, and at the edges of day, month and year."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from plugins.gateway import times
from plugins.gateway.times import Problem
from plugins.gateway.times_texts import problem_text

SHANGHAI = ZoneInfo("Asia/Shanghai")

READ = """
２０２６年１１月２７日１５：００ = 2026-11-27T15:00
二〇二六年十二月一日上午九点 = 2026-12-01T09:00
十一月二十七日下午三点零五分 = 2026-11-27T15:05
11月27日15时30分 = 2026-11-27T15:30
2026-11-27 15:00:00 = 2026-11-27T15:00
2026/11/27 15:00 = 2026-11-27T15:00
11月27日,周五,15:00。 = 2026-11-27T15:00
周五(11月27日)15:00 = 2026-11-27T15:00
明天(周二) 15：00 = 2026-11-24T15:00
今晚12点 = 2026-11-24T00:00
今晚12点半 = 2026-11-24T00:30
明天中午12点 = 2026-11-24T12:00
明天中午1点 = 2026-11-24T13:00
明天凌晨2点 = 2026-11-24T02:00
明天傍晚6点 = 2026-11-24T18:00
明天24:00 = 2026-11-25T00:00
明天03:00 = 2026-11-24T03:00
明早7:00 = 2026-11-24T07:00
明天晚上18点 = 2026-11-24T18:00
礼拜五 18:00 以前 = 2026-11-27T18:00
这个周五18:00 = 2026-11-27T18:00
下星期三上午十点 = 2026-12-02T10:00
下下周一9:00 = 2026-12-07T09:00
周天晚上8点 = 2026-11-29T20:00
周一18:00 = 2026-11-23T18:00
大后天下午2点 = 2026-11-26T14:00
今天内 = 2026-11-23T23:59
3天后15:00 = 2026-11-26T15:00
一个月后 = 2026-12-23T16:00
一个半小时后 = 2026-11-23T17:30
1小时30分钟后 = 2026-11-23T17:30
三刻钟后 = 2026-11-23T16:45
九十分钟后 = 2026-11-23T17:30
下个月底前 = 2026-12-31T23:59
明年年底 = 2027-12-31T23:59
明年1月5日 9:00 = 2027-01-05T09:00
下个月5号9点 = 2026-12-05T09:00
5号18:00 = 2026-12-05T18:00
12月31日24:00 = 2027-01-01T00:00
明天下午 3 : 30 = 2026-11-24T15:30
"""

SPANS = """
周五 15：00 — 16：30 = 2026-11-27T15:00 2026-11-27T16:30
从周五15:00至16:30 = 2026-11-27T15:00 2026-11-27T16:30
周五下午3-5点 = 2026-11-27T15:00 2026-11-27T17:00
周五上午9点到下午5点 = 2026-11-27T09:00 2026-11-27T17:00
周五上午10:00-14:00 = 2026-11-27T10:00 2026-11-27T14:00
今晚8点到12点 = 2026-11-23T20:00 2026-11-24T00:00
周五20:00-8:00 = 2026-11-27T20:00 2026-11-28T08:00
周五20:00-次日8:00 = 2026-11-27T20:00 2026-11-28T08:00
周日22:00-周一7:00 = 2026-11-29T22:00 2026-11-30T07:00
12月30日22:00-1月2日8:00 = 2026-12-30T22:00 2027-01-02T08:00
18:00-20:00 = 2026-11-23T18:00 2026-11-23T20:00
周五23:00-1:00 = 2026-11-27T23:00 2026-11-28T01:00
周五23：00－1：30 = 2026-11-27T23:00 2026-11-28T01:30
23:00-次日1:00 = 2026-11-23T23:00 2026-11-24T01:00
周五23:00-周六1:00 = 2026-11-27T23:00 2026-11-28T01:00
12月31日23:00-1月1日2:00 = 2026-12-31T23:00 2027-01-01T02:00
周五23:30到0:30 = 2026-11-27T23:30 2026-11-28T00:30
17:00-1:00 = 2026-11-23T17:00 2026-11-24T01:00
18:00-6:00 = 2026-11-23T18:00 2026-11-24T06:00
今晚11点到1点 = 2026-11-23T23:00 2026-11-24T01:00
今晚11点到明天1点半 = 2026-11-23T23:00 2026-11-24T01:30
今晚12点到2点 = 2026-11-24T00:00 2026-11-24T02:00
今晚8点到6点 = 2026-11-23T20:00 2026-11-24T06:00
今晚8点到明天6点 = 2026-11-23T20:00 2026-11-24T06:00
"""

REFUSED = {
    Problem.UNKNOWN: "尽快 月初 半个月后 元旦 10个工作日内 周15:00 15:00:30 明天9点5 11月2715:00 周五15:00线上 3点后 , ",
    Problem.AMBIGUOUS: "3点 明天3:00 明天7点 明天凌晨12点 今晚1点 下个周五18:00 周末 本周内 周五9点到5点 明天(11月25日)15:00 "
    "15:00-1:00 周五15:00-4:30 17:00-6:00 周五23:00-周日1:00 周五23:00-周五1:00 今晚6点到6点 今晚6点到明天6点 周五下午3点到1点 "
    "周五下午3点到周六5点",
    Problem.PAST: "15:00 周一9:00 昨晚8点 上周五18:00 20号 11月20日 8月1日 去年12月1日 3天前 0分钟后 12:00-20:00",
    Problem.NO_SUCH_TIME: "明天25:00 明天24:30 上午15点 2月29日 31号 13月1日 12月0日 明天15:60",
    Problem.WEEKDAY_MISMATCH: "11月27日(周四)15:00 明天(周三)15:00",
    Problem.NEEDS_CLOCK_TIME: "下班前 今天下班前 明早 周五下午 周五到周六 周五15:00到周六",
    Problem.END_BEFORE_START: "周五15:00-14:00 周五15:00-15:00",
    Problem.TOO_FAR: "2032年1月1日 9999年12月31日24:00 999个月后",
}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = at("2026-11-23T16:00")


def rows(table: str) -> list[tuple[str, str]]:
    return [(text, read) for text, _, read in (line.rpartition(" = ") for line in table.strip().splitlines())]


def refusal(text: str, now: datetime = MONDAY) -> times.TimeProblem:
    with pytest.raises(times.TimeProblem) as caught:
        times.parse(text, now)
    return caught.value


@pytest.mark.parametrize(("text", "read"), rows(READ))
def test_one_time(text: str, read: str):
    assert times.deadline(text, MONDAY) == at(read)


@pytest.mark.parametrize(("text", "read"), rows(SPANS))
def test_a_beginning_and_an_end(text: str, read: str):
    begins, ends = read.split()
    assert times.span(text, MONDAY) == times.Span(at(begins), at(ends))


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in REFUSED.items() for text in texts.split()])
def test_what_is_refused_and_why(kind: Problem, text: str):
    assert refusal(text).kind is kind


def test_a_bare_day_is_its_end_as_a_deadline_and_no_beginning():
    assert times.deadline("11月27日", MONDAY) == at("2026-11-27T23:59")
    with pytest.raises(times.TimeProblem) as caught:
        times.beginning("11月27日", MONDAY)
    assert caught.value.kind is Problem.NEEDS_CLOCK_TIME
    assert times.beginning("明天8:00", MONDAY) == at("2026-11-24T08:00")


@pytest.mark.parametrize("text", ["周五18:00前", "两周内"])
def test_a_limit_is_no_beginning(text: str):
    assert times.deadline(text, MONDAY)
    with pytest.raises(times.TimeProblem) as caught:
        times.beginning(text, MONDAY)
    assert caught.value.kind is Problem.ONLY_A_LIMIT


def test_one_time_and_a_span_are_not_taken_for_each_other():
    for read in (times.deadline, times.beginning):
        with pytest.raises(times.TimeProblem) as caught:
            read("周五15:00-16:30", MONDAY)
        assert caught.value.kind is Problem.NEEDS_ONE_TIME
    with pytest.raises(times.TimeProblem) as caught:
        times.span("周五15:00", MONDAY)
    assert caught.value.kind is Problem.NEEDS_END
    assert "-" in problem_text(caught.value)


def test_duty_may_have_begun_and_not_be_over():
    assert times.span("今天8:00-18:00", MONDAY, begun=True) == times.Span(
        at("2026-11-23T08:00"), at("2026-11-23T18:00")
    )
    with pytest.raises(times.TimeProblem):
        times.span("今天8:00-15:00", MONDAY, begun=True)


@pytest.mark.parametrize(
    ("now", "text", "read"),
    [
        ("2026-12-31T23:00", "1月1日 9:00", "2027-01-01T09:00"),
        ("2026-12-31T23:00", "明天9:00", "2027-01-01T09:00"),
        ("2026-12-31T23:00", "2小时后", "2027-01-01T01:00"),
        ("2026-12-31T23:00", "月底", "2026-12-31T23:59"),
        ("2027-12-01T09:00", "2月29日", "2028-02-29T23:59"),
        ("2028-01-31T09:00", "一个月后", "2028-02-29T09:00"),
        ("2026-11-23T23:58", "23:59", "2026-11-23T23:59"),
        ("2026-11-29T12:00", "下周一9:00", "2026-11-30T09:00"),
        ("2026-11-28T12:00", "2号 9:00", "2026-12-02T09:00"),
    ],
)
def test_the_edges_of_the_calendar(now: str, text: str, read: str):
    assert times.deadline(text, at(now)) == at(read)


def test_a_minute_that_is_now_is_past():
    assert refusal("23:59", at("2026-11-23T23:59")).kind is Problem.PAST
    assert refusal("今天", at("2026-11-23T23:59")).kind is Problem.PAST


def test_a_weekday_that_is_over_is_refused_with_next_weeks():
    friday = at("2026-11-27T12:00")
    told = problem_text(refusal("周三9:00", friday))
    assert "11月25日(周三)09:00" in told
    assert "下周三09:00" in told
    assert "下周五09:00" in problem_text(refusal("周五9:00", friday))


def test_a_mismatch_names_the_true_weekday():
    assert "周五" in problem_text(refusal("11月27日(星期四)下午3:00"))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3分钟", 3),
        ("１０天", 14400),
        ("两周", 20160),
        ("半小时", 30),
        ("一个半小时", 90),
        ("一刻钟", 15),
        ("2小时15分", 135),
    ],
)
def test_durations(text: str, minutes: int):
    assert times.duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "3", "分钟", "一个月", "0分钟", "3分钟后", "很久"])
def test_what_is_no_duration(text: str):
    with pytest.raises(times.TimeProblem) as caught:
        times.duration(text)
    assert "3分钟" in problem_text(caught.value)


def test_quiet_hours_run_over_midnight():
    quiet = times.daily("22:00-07:00")
    assert quiet == times.daily("晚上10点到早上7点") == times.DailySpan(time(22), time(7))
    assert [quiet.covers(at(f"2026-11-23T{clock}")) for clock in ("21:59", "22:00", "06:59", "07:00")] == [
        False,
        True,
        True,
        False,
    ]
    assert quiet.end_after(at("2026-11-23T22:30")) == at("2026-11-24T07:00")
    assert quiet.end_after(at("2026-11-24T03:00")) == at("2026-11-24T07:00")
    assert times.daily("12:00-13:30").covers(at("2026-11-23T13:00"))


@pytest.mark.parametrize("text", ["", "22:00", "22:00-22:00", "25:00-07:00", "今晚22:00-07:00", "22:00-07:00后"])
def test_what_are_no_daily_hours(text: str):
    with pytest.raises(times.TimeProblem):
        times.daily(text)


def test_how_a_time_is_shown():
    friday = at("2026-11-27T15:00")
    assert times.when(friday, SHANGHAI) == "11月27日(周五)15:00"
    assert times.when(friday, SHANGHAI, at("2027-01-01T00:00")) == "2026年11月27日(周五)15:00"
    assert times.when_span(friday, at("2026-11-27T16:30"), SHANGHAI) == "11月27日(周五)15:00-16:30"
    assert times.when_span(friday, at("2026-11-28T07:00"), SHANGHAI) == "11月27日(周五)15:00-11月28日(周六)07:00"
