"""What a person reads in a reminder."""

from collections.abc import Sequence

from plugins.gateway.phrases import when

from .domain import Reminded

MOST_LINES = 8
"""Matters spelled out in one message."""


def reminder_text(lines: Sequence[str]) -> str:
    """One message for whatever a person owes at this moment, a line a matter."""
    if len(lines) == 1:
        return f"提醒:{lines[0]}"
    shown = lines[:MOST_LINES]
    rest = len(lines) - len(shown)
    return "\n".join([f"待办 {len(lines)} 件:", *shown, *([f"还有 {rest} 件请发:我的"] if rest else [])])


def unreachable_text(people: int) -> str:
    """In a group, about people who cannot be written to; nobody is named."""
    return f"有 {people} 位同志有待办,请加我好友后发:我的"


def own_part_title(days: int) -> str:
    return f"提醒次数(保留{days}天)"


def own_part_line(matters: int, reminders: int) -> str:
    return f"{matters} 件事共提醒 {reminders} 次"


def asked_lines(outcome: Reminded) -> list[str]:
    """What asking for reminders (催办) came to, in counts: nobody is named."""
    how = f"现在是免打扰时间,{when(outcome.goes_at)} 私聊提醒" if outcome.goes_at else "正在私聊提醒"
    said = [f"{how} {outcome.reminded} 人"] if outcome.reminded else []
    return said + [
        sentence.format(count)
        for count, sentence in (
            (outcome.on_duty, "{} 人在值班,下班后再提醒"),
            (outcome.recently, "{} 人半小时内刚提醒过"),
            (outcome.capped, "{} 人提醒次数已到上限"),
            (outcome.unreachable, "{} 人没加机器人好友,私聊不到"),
            (outcome.without_account, "{} 人没有登记QQ"),
        )
        if count
    ]
