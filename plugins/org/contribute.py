"""What each capability contributes to things that reach across them; floor 5 asks here and imports none of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from plugins.gateway.directory import Actor, UnitView
from plugins.storage import Transaction


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for a person. `words` is what they type to do it; `due_at` aware UTC. `label` stands in the
    place of `#number` for what has no number of the one sequence, `note` in the place of the time: why it waits. What is
    `urgent` goes before everything else."""

    number: int
    title: str
    words: str
    due_at: datetime | None = None
    label: str = ""
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One sheet of a month's ledger: cells are text or numbers."""

    name: str
    heading: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What one capability keeps on a person, as lines they can read."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing the doctor looks at for a capability; `cure` is what to do when it is not good, "" when it is."""

    what: str
    cure: str = ""


WaitingSource = Callable[[Actor], Awaitable[Sequence[Waiting]]]
LedgerSource = Callable[[UnitView, date], Awaitable[LedgerSheet]]
"""The unit with all below it, and the first day of the month."""
PersonalDataSource = Callable[[int], Awaitable[PersonalData]]
"""The person's id."""
Eraser = Callable[[Transaction, int], Awaitable[None]]
"""Erases what may be erased on the person of this id, within the use case."""
Checks = Callable[[], Sequence[Check]]
"""Looks at files and settings only: no database is open."""

DAWN = datetime.min.replace(tzinfo=UTC)
FOREVER = datetime.max.replace(tzinfo=UTC)

_waiting: list[WaitingSource] = []
_ledger: list[LedgerSource] = []
_personal: list[PersonalDataSource] = []
_erasers: list[Eraser] = []
_checks: list[Checks] = []
_audited: dict[str, str] = {}


def contributes(
    *,
    waiting: WaitingSource | None = None,
    ledger_sheet: LedgerSource | None = None,
    personal_data: PersonalDataSource | None = None,
    erase: Eraser | None = None,
    checks: Checks | None = None,
    audited: Mapping[str, str] | None = None,
) -> None:
    """Registers what a capability offers; `audited` is what each of its actions in the audit is called where somebody
    reads it. Called once, while its plugin loads."""
    offered = (
        (waiting, _waiting),
        (ledger_sheet, _ledger),
        (personal_data, _personal),
        (erase, _erasers),
        (checks, _checks),
    )
    for source, known in offered:
        if source is not None:
            known.append(source)  # type: ignore[arg-type]  # each goes to the list it was paired with
    _audited.update(audited or {})


async def waiting_for(actor: Actor) -> list[Waiting]:
    """What waits for this person, the most urgent first, what has no end last."""
    return in_order([item for source in _waiting for item in await source(actor)])


def in_order(found: Sequence[Waiting]) -> list[Waiting]:
    """What is urgent first, and of it what waits already; then by its end, what has none last."""
    return sorted(
        found,
        key=lambda item: (not item.urgent, item.due_at or (DAWN if item.urgent else FOREVER), item.number),
    )


async def ledger_of(unit: UnitView, month: date) -> list[LedgerSheet]:
    """A sheet of each capability."""
    return [await source(unit, month) for source in _ledger]


async def personal_data_of(person_id: int) -> list[PersonalData]:
    """All that is kept on a person."""
    return [await source(person_id) for source in _personal]


def audited_as(action: str) -> str | None:
    """What an action in the audit is called; None: no loaded capability knows it."""
    return _audited.get(action)


async def erase(tx: Transaction, person_id: int) -> None:
    """Erases a person from every capability."""
    for eraser in _erasers:
        await eraser(tx, person_id)


def checks() -> list[Check]:
    """What the doctor has to say of each capability."""
    return [check for source in _checks for check in source()]
