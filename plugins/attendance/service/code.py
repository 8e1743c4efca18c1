"""签到码: what the host shows on the wall."""

from dataclasses import dataclass
from datetime import datetime

from .. import domain
from .errors import NoCode, Refused
from .rows import lead, load, session_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The code of this moment; it is shown for `seconds` more, and taken for a minute longer."""

    number: int
    title: str
    code: str
    seconds: int


async def show(account: str, number: int, now: datetime) -> Shown:
    """The code now, for who leads the session. Raises NoSuchSession, NotOfficerOver, NoCode, Refused (not open, over)."""
    row = await load(number)
    await lead(account, row)
    if not row.secret:
        raise NoCode(number)
    session = session_of(row)
    if refusal := domain.may_sign_in(session, now):
        raise Refused(number, refusal, session.opens if now < session.opens else session.ends)
    return Shown(number, row.title, domain.code_at(row.secret, now), domain.seconds_left(now))
