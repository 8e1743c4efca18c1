"""A bot with a planted defect: what it does not know, it takes for not sent, and says again at once.

python -m tests.soak.blind serve
"""

from datetime import datetime

from . import hurried


def repeat_blindly() -> None:
    from plugins.gateway.outbox import domain
    from plugins.gateway.outcomes import NotSent, Outcome, Unknown

    honest = domain.after_outcome

    def blind(
        case: domain.Case, outcome: Outcome, now: datetime, *, troubled: bool = False, late: bool = False
    ) -> domain.Step:
        if isinstance(outcome, Unknown) and not late:
            outcome = NotSent(outcome.reason)
        return honest(case, outcome, now, troubled=troubled, late=late)

    domain.after_outcome = blind


if __name__ == "__main__":
    hurried.main(repeat_blindly)
