"""What a person reads when a written time is refused: what is wrong, and an example that works."""

from datetime import timedelta

from .times import Problem, TimeProblem, Wanted, when
from .times.shown import WEEKDAYS


def problem_text(problem: TimeProblem) -> str:
    """One line: what is wrong, and examples of the wanted shape that are read as they stand."""
    return f"{_reason(problem)}。例:{' 或 '.join(examples(problem))}"


def examples(problem: TimeProblem) -> tuple[str, ...]:
    """What to type in its place; each works at the moment of the problem."""
    if problem.wanted is Wanted.DURATION:
        return ("3分钟",)
    if problem.wanted is Wanted.DAILY:
        return ("22:00-07:00",)
    if problem.wanted is Wanted.RECURRENCE:
        return ("每月第2个周五", "每月25日", "每周三")
    if problem.wanted is Wanted.SPAN:
        return ("明天15:00-16:30",)
    if problem.kind is Problem.AMBIGUOUS and problem.hour:
        return (f"明天下午{problem.hour}点",)
    if problem.now:
        today = problem.now.date()
        if problem.kind is Problem.WEEKDAY_MISMATCH and problem.day and problem.day > today:
            return (f"{problem.day.month}月{problem.day.day}日15:00",)
        if (
            problem.kind is Problem.PAST
            and problem.at
            and timedelta(0) <= today - problem.at.date() < timedelta(days=7)
        ):
            next_week = f"下周{WEEKDAYS[problem.at.weekday()]}{problem.at:%H:%M}"
            return (f"明天{problem.at:%H:%M}", next_week) if problem.at.date() == today else (next_week,)
    return ("明天18:00",)


def _reason(problem: TimeProblem) -> str:
    if problem.kind is Problem.PAST and problem.now and problem.now.tzinfo:
        read = when(problem.at, problem.now.tzinfo, problem.now) if problem.at else "这个时间"
        return f"{read}已经过了(现在是{when(problem.now, problem.now.tzinfo)})"
    if problem.kind is Problem.WEEKDAY_MISMATCH and problem.day:
        return f"日期和星期对不上:{problem.day.month}月{problem.day.day}日是周{WEEKDAYS[problem.day.weekday()]}"
    if problem.kind is Problem.AMBIGUOUS and problem.hour:
        return f"{problem.hour}点分不清是上午还是下午"
    return _REASONS[problem.kind]


_REASONS = {
    Problem.UNKNOWN: "没看懂这个时间",
    Problem.AMBIGUOUS: "这个时间有两种读法",
    Problem.PAST: "这个时间已经过了",
    Problem.NO_SUCH_TIME: "没有这个时间",
    Problem.WEEKDAY_MISMATCH: "日期和星期对不上",
    Problem.NEEDS_CLOCK_TIME: "请写明几点",
    Problem.NEEDS_END: "请写明起止时间",
    Problem.NEEDS_ONE_TIME: "这里只要一个时间,不要起止",
    Problem.ONLY_A_LIMIT: "“前”“内”不能作开始时间,请写明几点开始",
    Problem.END_BEFORE_START: "结束时间不在开始时间之后",
    Problem.TOO_FAR: "这个时间太远了,请看看年份",
}
