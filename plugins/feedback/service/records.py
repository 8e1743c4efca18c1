"""Cases in the database: written sealed, read open, as frozen things for everybody else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from plugins.storage import clock, read

from .. import domain
from ..domain import Clocks, Command, Facts, Kind, Rating, Role, State
from ..models import AttachmentRow, CaseEventRow, CaseRow, SubmitterRow
from . import chance, sealing, vault
from .errors import Destroyed, NotNow, Objected
from .keyring import MonthGone
from .rights import About, marks, path_to
from .sealing import Unreadable

HIDDEN_FROM_AUTHOR = frozenset({Command.RETURN, Command.REROUTE})
"""Between handlers."""


@dataclass(frozen=True, slots=True)
class EventView:
    """One thing that happened. `text` is what was written; `unit` the name of the unit that passed it on or got it."""

    command: Command
    role: Role
    day: date
    round: int
    text: str
    who: str = ""
    unit: str = ""
    until: date | None = None
    """The day by which it is done after 延期."""
    rating: Rating | None = None
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as one reader may see it. `author` is the name on a named one, "" on an anonymous one."""

    number: int
    kind: Kind
    state: State
    anonymous: bool
    author: str
    subject: str
    desk: str
    """The unit that handles it, "" for the oversight."""
    arrived_on: date
    clocks: Clocks
    overdue: bool
    extended: bool
    round: int
    rating: Rating | None
    avoid: tuple[str, ...]
    events: tuple[EventView, ...]
    erased: bool
    """Its content is gone (撤件)."""


def day_of(now: datetime) -> date:
    """The day of a moment, local."""
    return clock.local(now).date()


def key_of(row: CaseRow) -> bytes:
    """The key of a case. Raises Destroyed; KeysUnavailable."""
    try:
        if row.wrapped_key is None:
            raise Unreadable
        return vault.case_key(row.id, row.month, row.wrapped_key)
    except (MonthGone, Unreadable) as error:
        raise Destroyed(row.number) from error


def seal_header(key: bytes, case_id: int, avoid: Sequence[str], units: Collection[int] = ()) -> bytes:
    return sealing.seal_json(key, {"avoid": list(avoid), "units": sorted(units)}, "header", case_id)


def avoided(row: CaseRow) -> tuple[str, ...]:
    """Whom the author wants kept out, as typed. Raises Destroyed."""
    return tuple(_header(row).get("avoid", ()))


def _header(row: CaseRow) -> dict[str, Any]:  # sealed JSON
    return {} if row.header is None else sealing.unseal_json(key_of(row), row.header, "header", row.id)


async def about(row: CaseRow) -> About:
    """What decides who may handle it. Raises Destroyed."""
    submitter = None if row.anonymous else await SubmitterRow.get_or_none(case_id=row.id)
    header = _header(row)
    return About(
        row.kind,
        await path_to(row.subject_unit_id),
        tuple(header.get("avoid", ())),
        frozenset(header.get("units", ())),
        submitter.person_id if submitter else None,
        submitter.account if submitter else None,
    )


def clocks_of(row: CaseRow) -> Clocks:
    return Clocks(row.accept_by, row.finish_by)


def set_clocks(row: CaseRow, clocks: Clocks) -> None:
    row.accept_by, row.finish_by = clocks.accept_by, clocks.finish_by


def show_figures(row: CaseRow) -> None:
    """What handlers see of a case from now on counts in figures; the caller saves the row."""
    row.seen_answered_on, row.seen_ended_on = row.answered_on, row.ended_on
    row.seen_declined, row.seen_rating = row.declined, row.rating


def facts_of(row: CaseRow, state: State | None = None) -> Facts:
    """`state`: the one that counts, where that is not the true one."""
    return Facts(
        state or row.state,
        row.round,
        row.steps,
        row.extended,
        row.transfers,
        row.came_from_unit_id is not None,
        Rating(row.rating) if row.rating else None,
    )


def may_reopen(row: CaseRow) -> bool:
    """Whether its rating lets the author open it again, which is once."""
    facts = facts_of(row)
    return domain.may_reopen(facts.rating, facts.round)


def decide(row: CaseRow, command: Command, role: Role, text: str, *, pictures: int = 0, days: int = 0) -> State:
    """The state after the command. Raises NotNow, Objected.

    A handler's is decided by what handlers see: who tries a command every minute must not find out by what is refused
    when an anonymous author did something.
    """
    state = row.seen_state if role is Role.HANDLER else row.state
    after = domain.decide(state, command, role)
    if isinstance(after, domain.Refused):
        raise NotNow(row.number, state, command, after)
    against = domain.objection(command, facts_of(row, state), text, pictures=pictures, days=days)
    if against is not None:
        raise Objected(row.number, command, against)
    return after


async def add_event(
    row: CaseRow,
    key: bytes,
    command: Command,
    role: Role,
    day: date,
    content: Mapping[str, Any],  # JSON: text, and what the command adds (unit, person, rating)
    *,
    shown: bool,
    pictures: Sequence[bytes] = (),
) -> None:
    """Writes what happened; the caller saves the case row. `pictures` are re-encoded already."""
    row.steps += 1
    await CaseEventRow.create(
        id=chance.identity(),
        case_id=row.id,
        step=row.steps,
        round=row.round,
        command=command,
        role=role,
        day=day,
        shown=shown,
        content=sealing.seal_json(key, content, "event", row.id, row.steps),
    )
    for place, picture in enumerate(pictures, 1):
        await AttachmentRow.create(
            id=chance.identity(),
            case_id=row.id,
            step=row.steps,
            place=place,
            content=sealing.seal_picture(key, picture, "picture", row.id, row.steps, place),
        )


async def view(row: CaseRow, *, for_handler: bool, pictures: bool = False) -> CaseView:
    """What a reader may see: a handler what the sweeps have shown, the author what is not between handlers.

    Raises Destroyed.
    """
    opened = [] if row.wrapped_key is None else await _opened(row, for_handler=for_handler)
    people = [content["person"] for _, content in opened if "person" in content] if for_handler else []
    units = [row.subject_unit_id, row.desk_unit_id, *(content["unit"] for _, content in opened if "unit" in content)]
    rating = row.seen_rating if for_handler else row.rating
    submitter = None if row.anonymous else await SubmitterRow.get_or_none(case_id=row.id)
    author = submitter.person_id if submitter else None
    unit_names = await names_of("org_unit", units)
    person_names = await names_of("org_person", [*people, *([author] if author else [])])
    images = await _pictures(row, key_of(row)) if pictures and opened else {}
    return CaseView(
        number=row.number,
        kind=row.kind,
        state=row.seen_state if for_handler else row.state,
        anonymous=row.anonymous,
        author=person_names.get(author or 0, "") or (submitter.account or "" if submitter else ""),
        subject=unit_names.get(row.subject_unit_id, ""),
        desk=unit_names.get(row.desk_unit_id, ""),
        arrived_on=row.arrived_on,
        clocks=clocks_of(row),
        overdue=row.overdue,
        extended=row.extended,
        round=row.round,
        rating=Rating(rating) if rating else None,
        avoid=() if row.wrapped_key is None else avoided(row),
        events=tuple(
            EventView(
                command=event.command,
                role=event.role,
                day=event.day,
                round=event.round,
                text=content.get("text", ""),
                who=person_names.get(content.get("person", 0), ""),
                unit=unit_names.get(content.get("unit", 0), ""),
                until=date.fromisoformat(content["until"]) if "until" in content else None,
                rating=Rating(content["rating"]) if "rating" in content else None,
                pictures=tuple(images.get(event.step, ())),
            )
            for event, content in opened
        ),
        erased=row.wrapped_key is None,
    )


async def names_of(table: Literal["org_unit", "org_person"], ids: Collection[int]) -> dict[int, str]:
    """Names by id, also of what is not active any more."""
    wanted = list({one for one in ids if one})
    if not wanted:
        return {}
    rows = await read(f"SELECT id, name FROM {table} WHERE id IN ({marks(wanted)})", wanted)
    return {row["id"]: row["name"] for row in rows}


async def _opened(row: CaseRow, *, for_handler: bool) -> list[tuple[CaseEventRow, dict[str, Any]]]:  # sealed JSON
    """The events this reader may see, with their contents."""
    key = key_of(row)
    return [
        (event, sealing.unseal_json(key, event.content, "event", row.id, event.step))
        for event in await CaseEventRow.filter(case_id=row.id).order_by("step")
        if (event.shown if for_handler else event.command not in HIDDEN_FROM_AUTHOR)
    ]


async def _pictures(row: CaseRow, key: bytes) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for one in await AttachmentRow.filter(case_id=row.id).order_by("step", "place"):
        picture = sealing.unseal_picture(key, one.content, "picture", row.id, one.step, one.place)
        found.setdefault(one.step, []).append(picture)
    return found
