"""签到二维码: a picture for the wall, and the small page behind it.

The picture says which room somebody stands in, the four-digit code (told by the bot in private, one a person) who they are.
A link that is passed on signs nobody in without that person's own code. Whoever is not there and has been sent a photograph of
the picture can sign themselves in: who is in the room is only known from who looks (现场).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import segno

from plugins import storage
from plugins.gateway import chats
from plugins.gateway.limits import Pass, Rate
from plugins.org.domain import tidy_name
from plugins.storage import Transaction, clock, read

from .. import domain
from ..config import settings
from ..domain import Means
from ..models import AttendanceRow, SessionRow
from . import sign_in
from .errors import NoPage
from .outcomes import Claim, Outcome
from .rows import lead, load

PATH = "/attendance/sign"

_LISTED = (
    "SELECT p.id, p.account FROM attendance_record r JOIN org_person p ON p.id = r.person_id "
    "WHERE r.session_id = ? AND p.name = ? AND p.active AND p.account IS NOT NULL"
)

_tries = Rate(domain.CODE_TRIES, seconds=domain.CODE_TRIES_SECONDS)
"""Codes for one name."""


@dataclass(frozen=True, slots=True)
class Poster:
    """The picture (PNG) and where it leads."""

    number: int
    title: str
    picture: bytes
    address: str


class NotTaken(Exception):
    """The page's link, name or code is not right; it is not said which."""


class TooMany(Exception):
    """Too many codes were tried for this name."""


async def poster(account: str, number: int) -> Poster:
    """The picture for the wall, for who leads the session. Raises NoSuchSession, NotOfficerOver, NoPage without PAGE_URL."""
    row = await load(number)
    await lead(account, row)
    if not settings.page_url:
        raise NoPage

    async def work(tx: Transaction) -> str:
        kept = await SessionRow.get(id=number)
        if not kept.page_secret:
            kept.page_secret = secrets.token_hex(16)
            await kept.save(update_fields=["page_secret"])
        return kept.page_secret

    secret = row.page_secret or await storage.write(work)
    address = f"{settings.page_url}{PATH}#{number}.{domain.wall_token(secret, number)}"
    content = BytesIO()
    segno.make(address, error="m").save(content, kind="png", scale=10, border=4)
    return Poster(number, row.title, content.getvalue(), address)


async def own_code(account: str, row: SessionRow, now: datetime) -> str | None:
    """The code this person types on the page; None where there is no page, or they are not on the list."""
    people = await read("SELECT id FROM org_person WHERE account = ? AND active", (account,))
    if not row.page_secret or not people:
        return None
    if not await AttendanceRow.filter(session_id=row.id, person_id=people[0]["id"]).exists():
        return None
    return domain.own_code(row.page_secret, people[0]["id"], now)


async def sign(number: int, token: str, name: str, code: str, monotonic: float) -> Outcome:
    """Signs in whoever has this name and this code, as being in the room. Raises NotTaken, TooMany."""
    name = tidy_name(name)
    row = await SessionRow.get_or_none(id=number)
    if row is None or not domain.is_wall_token(row.page_secret, number, token):
        raise NotTaken
    if _tries.take(f"{number} {name}", monotonic) is not Pass.OK:
        raise TooMany
    now = clock.now()
    people = [
        one["account"]
        for one in await read(_LISTED, (number, name))
        if domain.is_own_code(row.page_secret, one["id"], code, now)
    ]
    if len(people) != 1:
        raise NotTaken
    claim = Claim(people[0], chats.private(people[0]), number, None, now, Means.SCANNED)
    return await sign_in.record(claim)
