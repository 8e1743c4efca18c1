"""What feedback offers to what goes across: 我的数据, 我的, the doctor."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from plugins.gateway.directory import Actor
from plugins.org.contribute import Check, PersonalData, Waiting
from plugins.storage import clock, workdays

from .. import texts
from ..models import HandlerRow
from . import desk, publishing, records, rights, submitter, vault
from .errors import NotHandler
from .keyring import KeyTrouble


def key_checks() -> Sequence[Check]:
    """feedback's part of the doctor: keys, and whether this year's holidays are known."""
    facts = vault.key_facts()
    match facts.trouble:
        case None:
            keys = Check(texts.checks.keys_ok_text(facts.months, own_file=facts.own_file))
        case KeyTrouble.READABLE:
            keys = Check(*texts.checks.readable_text(facts.file))
        case KeyTrouble.WRONG:
            keys = Check(*texts.checks.wrong_key_text(facts.file))
        case KeyTrouble.DAMAGED | KeyTrouble.UNWRITABLE:
            keys = Check(*texts.checks.damaged_text(facts.file))
    today = clock.today()
    if workdays.is_known(today):
        return keys, Check(texts.checks.calendar_ok_text(today.year))
    return keys, Check(*texts.checks.calendar_text(today.year))


async def own_part(person_id: int) -> PersonalData:
    """feedback's part of 我的数据: named cases and offices. Of anonymous cases nothing leads to a person."""
    cases = await submitter.of_person(person_id)
    held = await HandlerRow.filter(person_id=person_id).values_list("unit_id", flat=True)
    units = await records.names_of("org_unit", [int(str(one)) for one in held])
    lines = [texts.own_case_line(one.number, one.kind, one.state, one.arrived_on, one.pictures) for one in cases]
    lines += [texts.public.own_support_line(number) for number in await publishing.supported_by(person_id)]
    return PersonalData(texts.own_part_title(), (*lines, *(texts.own_office_line(name) for name in units.values())))


async def waiting_cases(actor: Actor) -> Sequence[Waiting]:
    """feedback's part of 我的: one line for all open cases of a handler, due with the most urgent."""
    try:
        await rights.desks_of(actor)
        found = await desk.ledger(actor.account, clock.today())
    except NotHandler:
        return []
    if not found.lines:
        return []
    first = found.lines[0]
    due = datetime.combine(first.due + timedelta(days=1), time(), clock.zone()).astimezone(UTC)
    return [
        Waiting(
            first.number,
            texts.waiting_title(len(found.lines) + found.left_out),
            "意见台账",
            due,
            texts.waiting_label(first.number),
        )
    ]
