"""常用答复: words that a unit's handlers use again."""

from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import inbox
from plugins.gateway.directory import directory
from plugins.gateway.request import Origin
from plugins.storage import Transaction

from .. import domain
from ..config import settings
from ..models import TemplateRow
from . import chance, records, rights
from .errors import BadTemplate, NoSuchTemplate, TooManyTemplates

MOST = 30
"""Of one unit."""
LONGEST = 500
"""Characters of one."""


@dataclass(frozen=True, slots=True)
class Template:
    """One of them; `unit` is the name of the unit it belongs to, "" for the oversight."""

    number: int
    unit: str
    text: str


async def listed(account: str) -> list[Template]:
    """Those of the units this person handles in, by number. Raises NotHandler."""
    rows = await TemplateRow.filter(unit_id__in=await _desks(account)).order_by("number")
    names = await records.names_of("org_unit", [row.unit_id for row in rows])
    return [Template(row.number, names.get(row.unit_id, ""), row.text) for row in rows]


async def words(account: str, number: int) -> str:
    """What one of them says. Raises NotHandler, NoSuchTemplate."""
    return (await _mine(account, number)).text


async def save(account: str, text: str, origin: Origin, now: datetime) -> Template:
    """Keeps one for the first unit this person handles in. The same words again are the same one. Raises NotHandler,
    BadTemplate, TooManyTemplates."""
    if not text or len(text) > LONGEST:
        raise BadTemplate(LONGEST)

    async def work(tx: Transaction) -> Template:
        await inbox.first_time(tx, origin, now)
        unit_id = (await _desks(account))[0]
        names = await records.names_of("org_unit", [unit_id])
        mine = await TemplateRow.filter(unit_id=unit_id)
        row = next((one for one in mine if one.text == text), None)
        if row is None:
            if len(mine) >= MOST:
                raise TooManyTemplates(MOST)
            taken = {int(str(one)) for one in await TemplateRow.all().values_list("number", flat=True)}
            free = next(number for number in range(1, len(taken) + 2) if number not in taken)
            row = await TemplateRow.create(id=chance.identity(), number=free, unit_id=unit_id, text=text)
        return Template(row.number, names.get(unit_id, ""), row.text)

    return await storage.write(work)


async def drop(account: str, number: int, origin: Origin, now: datetime) -> None:
    """Deletes one. Raises NotHandler, NoSuchTemplate."""

    async def work(tx: Transaction) -> None:
        await inbox.first_time(tx, origin, now)
        await (await _mine(account, number)).delete()

    await storage.write(work)


async def _mine(account: str, number: int) -> TemplateRow:
    row = await TemplateRow.get_or_none(number=number, unit_id__in=await _desks(account))
    if row is None:
        raise NoSuchTemplate(number)
    return row


async def _desks(account: str) -> list[int]:
    """The units this person handles in."""
    desks = [one.unit for one in await rights.desks_of(await directory().actor(account))]
    return [*desks, domain.OVERSIGHT] if account in settings.oversight() else desks
