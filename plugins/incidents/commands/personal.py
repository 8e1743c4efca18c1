"""incidents' part of 我的数据, 我的 and the ledger."""

from datetime import date

from plugins.gateway.directory import Actor, UnitView
from plugins.gateway.phrases import when
from plugins.org.contribute import LedgerSheet, PersonalData, Waiting, contributes
from plugins.storage import clock
from plugins.storage.config import settings

from .. import service, texts


async def own_entries(person_id: int) -> PersonalData:
    lines = [
        texts.own_entry_line(one.number, one.title, one.at, texts.ENTRIES[one.kind])
        for one in await service.entries_of(person_id)
    ]
    return PersonalData(texts.own_entries_title(settings.retention_years), tuple(lines))


async def waiting_incidents(actor: Actor) -> list[Waiting]:
    """What the actor handles, with its next report; what nobody of their units has taken on."""
    found = []
    for one, mine in await service.waiting(actor):
        title = texts.waiting_title(one.title)
        if mine:
            found.append(Waiting(one.number, title, f"续报 {one.number} 正文", one.next_report_at, urgent=True))
        else:
            found.append(Waiting(one.number, title, f"接手 {one.number}", note=texts.NOT_TAKEN, urgent=True))
    return found


async def month_sheet(unit: UnitView, month: date) -> LedgerSheet:
    """The incidents of a month with how often was reported."""
    rows = await service.month_of(unit, *clock.month_bounds(month))
    return LedgerSheet(
        "突发事件",
        ("编号", "标题", "单位", "报告时间", "状态", "经过条数"),
        tuple(
            (one.number, one.title, one.unit, when(one.reported_at), texts.STATES[one.state], one.reports)
            for one in rows
        ),
    )


contributes(
    personal_data=own_entries,
    waiting=waiting_incidents,
    ledger_sheet=month_sheet,
    erase=service.erase_person,
    audited=texts.AUDITED,
)
