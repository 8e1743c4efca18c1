"""Whatever people type in whatever order: no incident is lost, nobody changes what is not theirs, every officer is told or
named, and the clock runs exactly while it is open."""

from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from plugins.gateway import chats, elsewhere
from plugins.gateway.outbox.models import OutboxRow
from plugins.incidents.domain import OPEN, State, clocks
from plugins.incidents.models import AlertedRow, IncidentRow, ReportRow
from plugins.org.models import PersonRow
from plugins.remind.models import MatterRow
from plugins.storage import clock
from tests.incidents.stage import BOSS, ELSEWHERE, HEAD, NURSE, OTHER_HEAD, OTHER_NURSE, Night
from tests.relay.stage import Stage, account_of
from tests.support.machine import Machine

REPORTERS = st.sampled_from([NURSE, OTHER_NURSE, ELSEWHERE, HEAD, BOSS])
EVERYBODY = st.sampled_from([NURSE, OTHER_NURSE, ELSEWHERE, HEAD, OTHER_HEAD, BOSS, account_of("儿科", 5), "77001"])
LINES = st.sampled_from(
    ["接手 {}", "接手 {} 换人", "续报 {} 又有情况", "终报 {} 好了", "更正突发 {} 说错了", "误报 {} 没事", "突发 {}"]
)
UNIT_OF = {NURSE: "内科", OTHER_NURSE: "内科", HEAD: "内科", ELSEWHERE: "外科", OTHER_HEAD: "外科"}


class Nights(Machine):
    """The hospital of the stage, freshly copied for every run. `typed` are the numbers that were answered."""

    patch: ClassVar[pytest.MonkeyPatch]

    def __init__(self) -> None:
        super().__init__()
        stage = Stage()
        self.patch.setattr(clock, "now", lambda: stage.now)
        self.night = Night(stage, self.patch)
        self.typed: dict[int, str] = {}
        self.count = 0
        self.begin()

    @rule(who=REPORTERS)
    def somebody_reports(self, who: str) -> None:
        self.count += 1
        number = self.run(self.night.reports(who, f"突发 第{self.count}件事"))
        assert self.run(_kept(f"第{self.count}件事"))
        if number in self.typed:  # of many in a short time the last are lines of one before
            assert list(self.typed.values()).count(who) >= clocks.MOST_FIRST
            assert self.concerned(who, self.run(_root(number)))
            return
        self.typed[number] = who

    @precondition(lambda self: self.typed)
    @rule(data=st.data(), who=EVERYBODY, line=LINES)
    def somebody_types(self, data: st.DataObject, who: str, line: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.typed)))
        before = self.run(_whole(number))
        self.run(self.night.says(who, line.format(number)))
        root = self.run(_root(number))
        if self.run(_whole(number)) != before:
            assert self.concerned(who, root)

    @precondition(lambda self: len(self.typed) > 1)
    @rule(data=st.data(), who=EVERYBODY)
    def somebody_joins_two(self, data: st.DataObject, who: str) -> None:
        one, other = (data.draw(st.sampled_from(sorted(self.typed))) for _ in range(2))
        before = self.run(_whole(one))
        self.run(self.night.says(who, f"并入 {one} {other}"))
        self.run(self.night.says(who, "确认"))
        if self.run(_whole(one)) != before:
            assert self.concerned(who, self.run(_root(one)))

    @rule(state=st.sampled_from(["sent", "uncertain", "rejected", "held"]))
    def the_outbox_goes_on(self, state: str) -> None:
        self.run(self.night.sent(state=state))

    @rule(minutes=st.sampled_from([0.2, 2, 61]))
    def time_goes_by(self, minutes: float) -> None:
        self.night.later(minutes=minutes)
        self.run(self.night.due())

    def concerned(self, who: str, root: IncidentRow) -> bool:
        """Whether somebody may change it: officers of the unit and above, and who reported it or one joined to it."""
        mine = {reporter for number, reporter in self.typed.items() if self.run(_root(number)).id == root.id}
        return who in mine or who == BOSS or (who in (HEAD, OTHER_HEAD) and UNIT_OF[who] in root.unit_name)

    @invariant()
    def none_is_lost(self) -> None:
        for number in self.typed:
            assert len(self.run(_firsts(number))) == 1
            assert self.run(_root(number)).state is not State.MERGED

    @invariant()
    def the_clock_runs_exactly_while_it_is_open(self) -> None:
        for row in self.run(_rows()):
            matter = self.run(_matter(row.id))
            assert (row.next_report_at is not None) == (row.state in OPEN)
            assert matter.next_at is None or row.state in OPEN

    @invariant()
    def every_officer_is_told_or_named(self) -> None:
        for number, reporter in self.typed.items():
            told = {row.chat for row in self.run(_alerts(number))}
            for one in self.run(_alerted(number)):
                person = self.run(_person(one.person_id))
                assert chats.private(person.account or "").key in told or one.named_at is not None
            assert chats.private(BOSS).key in told or reporter == BOSS


async def _rows() -> list[IncidentRow]:
    return await IncidentRow.all()


async def _firsts(number: int) -> list[ReportRow]:
    return await ReportRow.filter(number=number, kind="first")


async def _kept(words: str) -> bool:
    return await ReportRow.filter(text__contains=words).exists()


async def _matter(number: int) -> MatterRow:
    return await MatterRow.get(kind="incidents", ref=str(number))


async def _root(number: int) -> IncidentRow:
    row = await IncidentRow.get(id=number)
    return await _root(row.merged_into) if row.merged_into is not None else row


async def _whole(number: int) -> object:
    """All that can be changed about an incident."""
    root = await _root(number)
    lines = await ReportRow.filter(incident_id=root.id).order_by("id").values_list("id", "kind", "text")
    return root.id, root.state, root.handler_id, root.version, lines


async def _alerts(number: int) -> list[OutboxRow]:
    return await OutboxRow.filter(ref=f"incidents:{number}:alert")


async def _alerted(number: int) -> list[AlertedRow]:
    joined = {row.id for row in await IncidentRow.filter(merged_into=number)}
    taken = {row.handler_id for row in await IncidentRow.all()}
    rows = await AlertedRow.filter(incident_id=number) if not joined else []
    return [row for row in rows if row.person_id not in taken]


async def _person(person_id: int) -> PersonRow:
    return await PersonRow.get(id=person_id)


async def _taken(text: str) -> bool:
    return True


@pytest.mark.slow
def test_whatever_people_type(
    hospital_file: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(elsewhere, "_tellers", [_taken])
    Nights.hospital, Nights.patch = hospital_file, monkeypatch
    Nights.folders = lambda _: tmp_path_factory.mktemp("night")
    run_state_machine_as_test(Nights, settings=settings(max_examples=8, stateful_step_count=20, deadline=None))
