"""Weeks of a ward as hypothesis draws them, how they are lived through, and a judge who knows nothing of the program:
it sees what was planned, what happened, and which private messages there are."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st

from plugins import remind
from plugins.gateway.outbox import State
from plugins.gateway.outbox.models import OutboxRow
from plugins.org.models import DutyRow, PersonRow
from plugins.remind import serving
from plugins.remind.models import CountRow, MatterRow, RoundRow
from plugins.storage import Transaction, clock, due, write
from plugins.storage.models import DueRow
from tests.remind.ward import NAMES, Ward, at, told

BEGIN = at(2, 9)
"""A Monday, 9:00."""
MOST = 3
MINUTE = timedelta(minutes=1)
LOOK_AGAIN = 30 * MINUTE
"""How often it looks here while it is not connected."""
SLACK = LOOK_AGAIN + MINUTE
DAYS = 11

moments = st.integers(0, DAYS * 24 * 12).map(lambda fives: BEGIN + fives * 5 * MINUTE)
names = st.sampled_from(NAMES)


@dataclass(frozen=True, slots=True)
class Span:
    begins: datetime
    ends: datetime

    def covers(self, moment: datetime) -> bool:
        return self.begins <= moment < self.ends


spans = st.builds(lambda begins, fives: Span(begins, begins + fives * 5 * MINUTE), moments, st.integers(6, 240))


@dataclass(frozen=True, slots=True)
class Matter:
    """Something all of `people` owe from the beginning; each does it at a moment of `done`, or never."""

    ref: str
    until: datetime
    moments: tuple[datetime, ...]
    done: dict[str, datetime]
    asked: tuple[datetime, ...]
    """When an officer asks."""
    dropped: datetime | None

    def has_not_done(self, name: str, moment: datetime) -> bool:
        return moment < self.done.get(name, self.until + timedelta(days=99))

    def owes(self, name: str, moment: datetime) -> bool:
        return not self.is_dropped(moment) and self.has_not_done(name, moment)

    def is_dropped(self, moment: datetime) -> bool:
        return self.dropped is not None and moment >= self.dropped


def a_matter(ref: str) -> st.SearchStrategy[Matter]:
    return st.builds(
        Matter,
        st.just(ref),
        moments.map(lambda moment: moment + timedelta(days=1)),
        st.lists(moments, max_size=4, unique=True).map(lambda some: tuple(sorted(some))),
        st.dictionaries(names, moments, max_size=3),
        st.lists(moments, max_size=2).map(tuple),
        st.one_of(st.none(), st.none(), st.none(), moments),
    )


@dataclass(frozen=True, slots=True)
class Weeks:
    """`down`: the process is not running; `cut`: it is not connected; `refused`: the chat service takes no message.
    `twice`: every job is run again at once."""

    matters: tuple[Matter, ...]
    duty: dict[str, list[Span]]
    strangers: frozenset[str]
    down: tuple[Span, ...]
    cut: tuple[Span, ...]
    twice: bool
    refused: tuple[Span, ...] = ()

    def works(self, moment: datetime) -> bool:
        return not any(span.covers(moment) for span in (*self.down, *self.cut))

    def on_duty(self, name: str, moment: datetime) -> bool:
        return any(span.covers(moment) for span in self.duty.get(name, ()))

    def may_be_told(self, name: str, moment: datetime) -> bool:
        return not is_quiet(moment) and not self.on_duty(name, moment) and name not in {*self.strangers, "己"}


weeks = st.builds(
    Weeks,
    st.tuples(a_matter("12"), a_matter("13"), a_matter("14")),
    st.dictionaries(names, st.lists(spans, max_size=3), max_size=4),
    st.frozensets(names, max_size=2),
    st.lists(spans, max_size=2).map(tuple),
    st.lists(spans, max_size=2).map(tuple),
    st.booleans(),
    st.lists(spans, max_size=1).map(tuple),
)


def is_quiet(moment: datetime) -> bool:
    """22:00 to 7:00 local."""
    return not 7 <= clock.local(moment).hour < 22


@dataclass
class Lived:
    """What came of it: (matter, person, when) of each reminder in order, those that went out alone, and who an officer heard
    would be reminded."""

    reminders: list[tuple[str, str, datetime]] = field(default_factory=list)
    arrived: list[tuple[str, str, datetime]] = field(default_factory=list)
    asked: list[tuple[Matter, str, datetime]] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    """By the first moment the bot worked after that."""


async def live(ward: Ward, these: Weeks) -> Lived:
    """Plays the weeks from one event to the next."""
    await _clean()
    ward.now = BEGIN - MINUTE
    ward.owing = {}
    for name, duties in these.duty.items():
        for span in duties:
            await ward.on_duty(name, span.begins, span.ends)
    for matter in these.matters:
        await ward.owes(matter.ref, "".join(NAMES), *matter.moments, until=matter.until)
    lived = Lived()
    pending = sorted(_events(these))
    while True:
        coming = await DueRow.filter(kind__startswith="remind").order_by("run_at").first()
        times = [moment for moment in (pending[0] if pending else None, coming and coming.run_at) if moment]
        if not times or min(times) > BEGIN + timedelta(days=DAYS + 14):
            break
        ward.now = max(min(times), ward.now)
        pending = [moment for moment in pending if moment > ward.now]
        if any(span.covers(ward.now) for span in these.down):
            if not pending:
                break
            ward.now = pending[0]
            continue
        await _happens(ward, these, lived)
        await _jobs(ward, these)
        await ward.goes_out(State.REJECTED if any(span.covers(ward.now) for span in these.refused) else State.SENT)
    lived.reminders = await _by_matter(("12", "13", "14"))
    lived.arrived = await _by_matter(("12", "13", "14"), lost=False)
    return lived


async def _by_matter(refs: Sequence[str], *, lost: bool | None = None) -> list[tuple[str, str, datetime]]:
    return [(ref, name, when) for name, text, when in await told(lost=lost) for ref in refs if f"#{ref}" in text]


def _events(these: Weeks) -> set[datetime]:
    ends = {moment for span in (*these.down, *these.cut) for moment in (span.begins, span.ends)}
    asked = {moment for matter in these.matters for moment in matter.asked}
    done = {moment for matter in these.matters for moment in matter.done.values()}
    return ends | asked | done | {matter.dropped for matter in these.matters if matter.dropped}


async def _happens(ward: Ward, these: Weeks, lived: Lived) -> None:
    """Everything people do at this moment."""
    connected = not any(span.covers(ward.now) for span in these.cut)
    ward.friends = set(NAMES) - these.strangers - {"己"} if connected else None
    for matter in these.matters:
        ward.owing[matter.ref] = {name for name in NAMES if matter.has_not_done(name, ward.now)}
        if matter.is_dropped(ward.now) and matter.ref not in lived.dropped:
            lived.dropped.add(matter.ref)
            await write(lambda tx, ref=matter.ref: remind.drop(tx, "t", ref))
        if ward.now in matter.asked and connected and not matter.is_dropped(ward.now):
            before = await _by_matter([matter.ref], lost=False)
            asked = await ward.asks(matter.ref)
            found = [name for name in NAMES if _would_be_told(these, matter, name, ward.now, before)]
            assert asked.reminded == len(found), (asked, found)
            lived.asked += [(matter, name, asked.goes_at or ward.now) for name in found]


def _would_be_told(
    these: Weeks, matter: Matter, name: str, moment: datetime, before: Sequence[tuple[str, str, datetime]]
) -> bool:
    mine = [when for _, whose, when in before if whose == name]
    lately = any(when > moment - timedelta(minutes=30) for when in mine)
    free = not these.on_duty(name, moment) and name not in {*these.strangers, "己"}
    return matter.owes(name, moment) and free and not lately and len(mine) < MOST


async def _jobs(ward: Ward, these: Weeks) -> None:
    for _ in range(20):
        ran = await due.run_due(ward.now)
        if these.twice:
            await serving.serve(due.Due("remind.serve", "all", ward.now, ward.now, {}, 0, 0, ""))
        if not ran:
            return
    raise AssertionError("there is no end to what is due")


def wrong(these: Weeks, lived: Lived) -> list[str]:
    """What should not have been said."""
    found: list[str] = []
    matters = {matter.ref: matter for matter in these.matters}
    for ref, name, when in lived.reminders:
        matter = matters[ref]
        for bad, what in (
            (is_quiet(when), "at night"),
            (these.on_duty(name, when), "on duty"),
            (not matter.owes(name, when), "after it was done"),
            (name in {*these.strangers, "己"}, "no friend"),
            (not any(moment <= when for moment in (*matter.moments, *matter.asked)), "before anything was planned"),
        ):
            if bad:
                found.append(f"{name} was told of {ref} at {clock.local(when):%d %H:%M}: {what}")
    found += [f"{pair} told {n} times" for pair, n in Counter((r, n) for r, n, _ in lived.arrived).items() if n > MOST]
    return found


def missing(these: Weeks, lived: Lived) -> list[str]:
    """Who should have been told and was not: at the first moment from a planned (or asked for) one on at which it was
    allowed for as long as it takes to look, or before that since then."""
    found: list[str] = []
    wanted = [(m, name, moment, m.until) for m in these.matters for moment in m.moments for name in NAMES]
    wanted += [(matter, name, moment, moment + timedelta(hours=24)) for matter, name, moment in lived.asked]
    for matter, name, moment, until in wanted:
        if moment >= until:
            continue
        first = _first_chance(these, matter, name, moment, until)
        if first is None or not matter.owes(name, first + SLACK) or first + SLACK >= until:
            continue
        mine = sorted(when for ref, whose, when in lived.reminders if (ref, whose) == (matter.ref, name))
        theirs = sorted(when for ref, whose, when in lived.arrived if (ref, whose) == (matter.ref, name))
        if bisect_right(theirs, first) < MOST and not any(moment <= when <= first + SLACK for when in mine):
            found.append(f"{name} was not told of {matter.ref} at {clock.local(first):%d %H:%M}, meant for {moment}")
    return found


def _first_chance(these: Weeks, matter: Matter, name: str, moment: datetime, until: datetime) -> datetime | None:
    edges = {moment, *_quiet_ends(moment, until)}
    edges |= {span.ends for span in (*these.down, *these.cut, *these.duty.get(name, ())) if moment < span.ends < until}
    for edge in sorted(edges):
        lasting = [edge, *(edge + step * 5 * MINUTE for step in range(1, SLACK // (5 * MINUTE) + 1)), edge + SLACK]
        if all(these.works(one) and these.may_be_told(name, one) for one in lasting):
            return edge if matter.owes(name, edge) else None
    return None


def _quiet_ends(begins: datetime, ends: datetime) -> Iterable[datetime]:
    morning = clock.local(begins).replace(hour=7, minute=0)
    while morning < ends:
        if morning > begins:
            yield morning
        morning += timedelta(days=1)


async def _clean() -> None:
    async def work(tx: Transaction) -> None:
        for model in (CountRow, RoundRow, MatterRow, OutboxRow, DutyRow):
            await model.all().delete()
        await DueRow.filter(kind__startswith="remind").delete()
        assert await PersonRow.all().count() == len(NAMES)

    await write(work)
