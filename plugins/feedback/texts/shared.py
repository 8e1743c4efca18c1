"""Words several texts need."""

from datetime import date

from plugins.gateway.times.shown import WEEKDAYS

from ..domain import Clocks, Command, Kind, State

EXAMPLE_NUMBER = 23

BY_HANDLERS = (
    Command.ACCEPT,
    Command.DECLINE,
    Command.ANSWER,
    Command.CLOSE,
    Command.EXTEND,
    Command.TRANSFER,
    Command.RETURN,
)
"""What a handler does to a case; each stands in the audit."""

AUDITED = {
    "feedback.appoint": "设经办",
    "feedback.dismiss": "撤经办",
    "feedback.publish": "公示意见",
    "feedback.unpublish": "撤回公示",
    **{f"feedback.{one.name.lower()}": f"意见{one.value.removesuffix('意见')}" for one in BY_HANDLERS},
}
"""What feedback's actions in the audit are called: those of officers and handlers, never of who filed a case."""


def day_text(day: date) -> str:
    """`11月27日(周五)`."""
    return f"{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"


def label(number: int) -> str:
    """`意23`."""
    return f"意{number}"


def about_text(kind: Kind, subject: str) -> str:
    """`诉求,关于内科党支部`."""
    return f"{kind.value},关于{subject}" if subject else kind.value


def owed_text(state: State, clocks: Clocks) -> str:
    """What is owed next, and by when."""
    if state is State.RECEIVED or state is State.REOPENED:
        return f"{day_text(clocks.next_due(state))}前受理"
    return f"{day_text(clocks.finish_by)}前办结"
