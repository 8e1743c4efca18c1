"""What incidents are called in the outbox, the due-queue and remind."""

REMINDER = "incidents"
SETTLE = "incidents.settle"
NEWS = "incidents.news"
KIND = "incidents.alert"
TOLD = "incidents.news"


def alert_of(number: int) -> str:
    """What the outbox knows the alert of an incident by."""
    return f"incidents:{number}:alert"


def news_of(number: int) -> str:
    """The same for all that follows it."""
    return f"incidents:{number}:news"


def subject(number: int) -> str:
    """In the audit."""
    return f"incident:{number}"
