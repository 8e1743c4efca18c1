"""签到码: what the host shows on the wall."""

from dataclasses import dataclass
from datetime import datetime

from plugins.org.acting import NotOfficerOver

from .. import domain
from . import qr
from .errors import NoCode, Refused
from .rows import lead, load, session_of


@dataclass(frozen=True, slots=True)
class Shown:
    """The code of this moment; it is shown for `seconds` more, and taken for a minute longer. `own`: the person's own code
    for the page behind 签到二维码, "" for none."""

    number: int
    title: str
    code: str
    seconds: int
    own: str


async def show(account: str, number: int, now: datetime) -> Shown:
    """The code for the wall, to who leads the session; one's own for the page, to who is on the list.

    Raises NoSuchSession, NotOfficerOver, NoCode, Refused (not open, over).
    """
    row = await load(number)
    own = await qr.own_code(account, row, now) or ""
    try:
        await lead(account, row)
        code = row.secret and domain.code_at(row.secret, now)
    except NotOfficerOver:
        if not own:
            raise
        code = ""
    if not code and not own:
        raise NoCode(number)
    session = session_of(row)
    if refusal := domain.may_sign_in(session, now):
        raise Refused(number, refusal, session.opens if now < session.opens else session.ends)
    return Shown(number, row.title, code, domain.seconds_left(now), own)
