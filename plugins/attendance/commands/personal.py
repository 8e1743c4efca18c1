"""attendance's part of 我的, 我的数据, 台账, and of erasing a person."""

from datetime import date, datetime

from plugins.gateway.directory import Actor, UnitView
from plugins.org.contribute import LedgerSheet, PersonalData, Waiting, contributes
from plugins.storage import clock
from plugins.storage.config import settings

from .. import service, texts
from ..domain import OPENS_BEFORE


async def own_sessions(person_id: int) -> PersonalData:
    """attendance's part of 我的数据."""
    now = clock.now()
    lines = [texts.kept_line(one, now) for one in await service.kept_on(person_id)]
    return PersonalData(texts.own_title(settings.retention_years), tuple(lines))


async def waiting_sessions(actor: Actor) -> list[Waiting]:
    """attendance's part of 我的."""
    if actor.person_id is None:
        return []
    now = clock.now()
    return [
        Waiting(one.number, one.title, _words(one, now), one.due_at)
        for one in await service.waiting_for(actor.person_id, now)
    ]


def _words(one: service.WaitingSession, now: datetime) -> str:
    return texts.waiting_words(one.number, begun=one.begun, opens=one.due_at - OPENS_BEFORE, now=now)


async def month_sheet(unit: UnitView, month: date) -> LedgerSheet:
    """The sessions of a month with their counts, for the ledger."""
    rows = await service.month(unit, month)
    return LedgerSheet(texts.SHEET_NAME, texts.SHEET_HEADING, tuple(_sheet_row(one) for one in rows))


def _sheet_row(one: service.MonthRow) -> tuple[str | int, ...]:
    session = one.summary.session
    return texts.sheet_row(one.unit, session.number, one.summary.title, (session.begins, session.ends), one.counts)


contributes(
    waiting=waiting_sessions,
    personal_data=own_sessions,
    ledger_sheet=month_sheet,
    erase=service.erase_person,
    audited=texts.AUDITED,
)
