"""tasks' part of 我的数据, 我的 and the ledger."""

from collections import Counter
from datetime import date

from plugins.gateway.directory import Actor, UnitView
from plugins.org.contribute import LedgerSheet, PersonalData, Waiting, contributes
from plugins.storage import clock
from plugins.storage.config import settings

from .. import service, texts


async def own_events(person_id: int) -> PersonalData:
    lines = [texts.own_event_line(e.number, e.title, e.at, e.act) for e in await service.events_of(person_id)]
    return PersonalData(texts.own_events_title(settings.retention_years), tuple(lines))


async def waiting_tasks(actor: Actor) -> list[Waiting]:
    """What the actor's units have to do, and what waits for their review."""
    to_do, issued = await service.mine(actor)
    often = Counter(one.number for one in to_do)
    mine = [
        Waiting(
            one.number,
            one.title,
            texts.waiting_words(one.number, one.state, one.unit if often[one.number] > 1 else ""),
            one.deadline,
        )
        for one in to_do
    ]
    reviews = [
        Waiting(one.number, one.title, f"任务 {one.number}", note=texts.waiting_note(one.submitted))
        for one in issued
        if one.submitted
    ]
    return [*mine, *reviews]


async def month_sheet(unit: UnitView, month: date) -> LedgerSheet:
    """Each task of a month: how many units it went to, how many are done."""
    rows = await service.month_of(unit, *clock.month_bounds(month))
    return LedgerSheet("任务", ("编号", "标题", "布置单位", "承办单位数", "已完成"), tuple(rows))


contributes(
    personal_data=own_events,
    waiting=waiting_tasks,
    ledger_sheet=month_sheet,
    erase=service.erase_person,
    audited=texts.AUDITED,
)
