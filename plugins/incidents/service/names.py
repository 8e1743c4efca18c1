"""What incidents are called in the outbox, the due-queue and remind."""

REMINDER = "incidents"
SAFETY = "incidents.safety"
SETTLE = "incidents.settle"
NEWS = "incidents.news"
KIND = "incidents.alert"
TOLD = "incidents.news"
BROADCAST = "incidents.broadcast"


def alert_of(number: int) -> str:
    """What the outbox knows the alert of an incident by."""
    return f"incidents:{number}:alert"


def news_of(number: int) -> str:
    """The same for all that follows it."""
    return f"incidents:{number}:news"


def double_of(number: int, other: int) -> str:
    """The same for what is said to who reported `number`: somebody else has reported `other`."""
    return f"incidents:{number}:double:{other}"


def broadcast_of(number: int, version: int) -> str:
    """The same for one version of a 通报."""
    return f"incidents:{number}:broadcast:{version}"


def subject(number: int) -> str:
    """In the audit."""
    return f"incident:{number}"
