"""Whatever people type in whatever order: a rating is only the submitter's, and no open case is without a handler."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from plugins.feedback.domain import OPEN, Command, Kind, Rating, Role, State
from plugins.feedback.models import CaseEventRow, CaseRow
from plugins.feedback.service import codes, moving, submitter
from plugins.feedback.service.errors import FiledAlready, NobodyHandles, NoSuchCase, NotNow, Objected, WrongCode
from tests.feedback.stage import (
    ADMIN,
    CHEN,
    CLERK,
    DEPUTY,
    DISCIPLINE,
    HEAD,
    NURSE,
    QIAN,
    SUN,
    WANG,
    Stage,
    actor,
)
from tests.support.machine import Machine

EVERYBODY = st.sampled_from([ADMIN, HEAD, DEPUTY, DISCIPLINE, CHEN, WANG, SUN, CLERK, NURSE, QIAN])
AUTHORS = st.sampled_from([QIAN, NURSE, CHEN, HEAD])
LINES = st.sampled_from(
    [
        "受理 {}",
        "不予受理 {} 不归我们",
        "转办 {} 外科党支部",
        "转办 {} 院党委",
        "退单 {} 退回",
        "答复 {} 看过了",
        "办结 {} 办好了",
        "延期意见 {} 3 等",
    ]
)
NAMES = st.sampled_from(
    ["内科党支部 陈书记", "内科党支部 王委员", "外科党支部 孙书记", "院党委 周书记", "院党委 冯纪检"]
)


@dataclass(frozen=True)
class Known:
    """A case as the machine knows it: its author by account, or by code where it is anonymous."""

    number: int
    author: str
    code: str | None


class Opinions(Machine):
    """The hospital of the stage, freshly copied for every run."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage()
        self.cases: list[Known] = []
        self.told: list[Known] = []
        """What people were told they had filed already."""
        self.ratings: dict[int, list[Rating]] = {}
        self.begin()

    @rule(
        author=AUTHORS,
        words=st.sampled_from(["有话说", "再说一件"]),
        kind=st.sampled_from(Kind),
        named=st.booleans(),
        avoid=st.sampled_from(["", "陈书记", "周主任"]),
    )
    def somebody_files(self, author: str, words: str, kind: Kind, named: bool, avoid: str) -> None:
        avoided = (avoid,) if avoid else ()
        try:
            if named:
                filed = self.run(self.stage.files(author, words, kind, avoid=avoided))
                self.cases.append(Known(filed.number, author, None))
            else:
                code, filed = self.run(self.stage.files_unnamed(words, kind, avoid=avoided))
                self.cases.append(Known(filed.number, author, code))
        except FiledAlready as already:
            self.told.append(Known(already.number, author, None))
        except NobodyHandles:
            return

    @precondition(lambda self: self.cases)
    @rule(data=st.data(), account=EVERYBODY, line=LINES)
    def somebody_types_a_handlers_command(self, data: st.DataObject, account: str, line: str) -> None:
        known = data.draw(st.sampled_from(self.cases))
        self.run(self.stage.says(account, line.format(f"意{known.number}")))

    @precondition(lambda self: self.cases)
    @rule(
        data=st.data(),
        account=EVERYBODY,
        act=st.sampled_from([Command.ADD, Command.RATE, Command.REOPEN, Command.WITHDRAW]),
        rating=st.sampled_from(Rating),
        right=st.booleans(),
    )
    def somebody_acts_as_the_author(
        self, data: st.DataObject, account: str, act: Command, rating: Rating, right: bool
    ) -> None:
        known = data.draw(st.sampled_from(self.cases))
        by = known.author if right else account
        try:
            self.run(self.act(known, by, act, rating, known.code if right else None))
        except (NoSuchCase, WrongCode):
            assert by != known.author or known.code is not None
            return
        except (NotNow, Objected):
            return
        assert by == known.author or (known.code is not None and right)
        if act is Command.RATE:
            self.ratings.setdefault(known.number, []).append(rating)

    async def act(self, known: Known, account: str, act: Command, rating: Rating, code: str | None) -> None:
        if code is not None:
            holder = await submitter.by_code(account, code)
        else:
            holder = await submitter.own(await actor(account), known.number, self.stage.origin(account))
        if act is Command.ADD:
            await submitter.add(holder, "还有", (), self.stage.now)
        elif act is Command.RATE:
            await submitter.rate(holder, rating, "", self.stage.now)
        elif act is Command.REOPEN:
            await submitter.reopen(holder, "没办好", self.stage.now)
        else:
            await submitter.withdraw(holder, self.stage.now)

    @rule(days=st.integers(0, 4))
    def days_go_by_and_a_sweep(self, days: int) -> None:
        self.stage.later(days=days)
        assert self.run(self.stage.sweeps()).without_hands == 0

    @rule(account=EVERYBODY, words=NAMES, gives=st.booleans())
    def somebody_names_a_handler_or_dismisses_one(self, account: str, words: str, gives: bool) -> None:
        self.run(self.stage.says(account, f"{'设经办' if gives else '撤经办'} {words}"))

    @invariant()
    def only_the_author_is_told_of_a_case_filed_already(self) -> None:
        assert all(one in self.cases for one in self.told)

    @invariant()
    def every_open_case_has_a_handler(self) -> None:
        for row in self.run(_rows()):
            assert row.state not in OPEN or self.run(moving.handlers_of(row)), row.state
            assert row.number in {known.number for known in self.cases}

    @invariant()
    def every_rating_is_the_authors(self) -> None:
        for row in self.run(_rows()):
            given = self.ratings.get(row.number, [])
            assert row.rating == (given[-1] if given else None)
            assert len(given) <= row.round
            assert row.state is not State.RATED or given
        for event in self.run(_events()):
            assert event.role is Role.SUBMITTER


async def _rows() -> list[CaseRow]:
    return await CaseRow.all()


async def _events() -> list[CaseEventRow]:
    return await CaseEventRow.filter(command=Command.RATE.value)


@pytest.mark.slow
def test_whatever_people_type(
    feedback_file: Path, keys: object, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(codes, "_slow", lambda code, salt: code + salt)
    Opinions.hospital = feedback_file
    Opinions.folders = lambda _: tmp_path_factory.mktemp("life")
    run_state_machine_as_test(Opinions, settings=settings(max_examples=15, stateful_step_count=25, deadline=None))
