"""监督台账 and 意见统计: what a month came to, for whom, and when it moves."""

from datetime import UTC, date, datetime
from functools import partial

import pytest

from plugins import storage
from plugins.feedback.config import settings
from plugins.feedback.domain import Kind, State
from plugins.feedback.models import CaseRow, FigureRow
from plugins.feedback.service import chance, erasing, figures, statistics, submitter
from plugins.storage import Transaction
from tests.feedback.stage import CHEN, DEPUTY, HEAD, NURSE, QIAN, STRANGER, SUN, Stage, actor, case
from tests.feedback.test_life import ON_BOTH
from tests.support.roster import unit

NOVEMBER = date(2026, 11, 1)
TODAY = date(2026, 11, 23)


async def given_cases(
    count: int, kind: Kind = Kind.APPEAL, about: str = "内科党支部", *, closed: int = 0, rating: int | None = None
) -> None:
    """Cases of 2 November; `closed` of them were closed on the 5th, three working days later, and rated."""
    subject = (await unit(about)).id

    async def work(tx: Transaction) -> None:
        for at in range(count):
            done = at < closed
            ended = date(2026, 11, 5) if done else None
            state = (State.RATED if rating else State.CLOSED) if done else State.RECEIVED
            await CaseRow.create(
                id=chance.identity(),
                number=await _free(),
                anonymous=False,
                kind=kind,
                subject_unit_id=subject,
                desk_unit_id=subject,
                state=state,
                seen_state=state,
                shown=True,
                stirred=False,
                arrived_on=date(2026, 11, 2),
                accept_by=date(2026, 11, 3),
                finish_by=date(2026, 11, 9),
                accepted_on=ended,
                seen_answered_on=ended,
                seen_ended_on=ended,
                seen_rating=rating if done else None,
                month="2026-11",
                wrapped_key=b"nobody opens it",
            )

    await storage.write(work)


async def fixed(day: date) -> None:
    """What the first sweep of a month does for the months that are over."""
    for month in await figures.to_fix(day):
        await storage.write(partial(figures.fix, name=month, day=day))


async def _free() -> int:
    return 1 + await CaseRow.all().count()


@ON_BOTH
async def test_a_month_by_kind(stage: Stage):
    await given_cases(9, Kind.APPEAL, closed=6, rating=4)
    await given_cases(7, Kind.SUGGESTION, closed=7)
    await fixed(date(2026, 12, 1))
    found = await statistics.ledger(await actor(DEPUTY), NOVEMBER, date(2026, 12, 1))
    by_kind = {row.kinds: row.cells for row in found.rows}
    appeal = by_kind[Kind.APPEAL,]
    assert (appeal["received"], appeal["closed"]) == (statistics.Range(9, 9), statistics.Range(6, 6))
    assert {name: cell and cell.low for name, cell in found.total.cells.items()} == {
        "received": 16,
        "answered": 13,
        "closed": 13,
        "overdue": 0,
        "content": 6,
        "discontent": 0,
    }
    answer = await stage.says(DEPUTY, "监督台账 2026-11")
    assert "收到 16" in answer


@pytest.mark.parametrize(("count", "told"), [(0, "没有收到"), (3, "收到 <5"), (12, "收到 12")])
async def test_few_and_many(stage: Stage, count: int, told: str):
    await given_cases(count)
    for line in ("监督台账", "意见统计 2026-11 院党委"):
        answer = await stage.says(DEPUTY, line)
        assert told in answer
        assert " 3 " not in answer


async def test_a_small_cell_takes_its_column_out_of_the_table(stage: Stage):
    await given_cases(9, Kind.APPEAL, closed=9)
    await given_cases(6, Kind.SUGGESTION, closed=2)
    found = await statistics.ledger(await actor(DEPUTY), NOVEMBER, TODAY)
    assert len(found.rows) == 2
    for row in found.rows:
        assert row.cells["received"] is not None
        assert row.cells["closed"] is None
    assert found.total.cells["closed"] == statistics.Range(11, 11)


async def test_small_kinds_become_one_line(stage: Stage):
    await given_cases(9, Kind.APPEAL)
    await given_cases(4, Kind.SUGGESTION)
    await given_cases(3, Kind.SUPERVISION)
    found = await statistics.ledger(await actor(DEPUTY), NOVEMBER, TODAY)
    assert [(row.kinds[0], row.cells["received"]) for row in found.rows] == [
        (Kind.APPEAL, statistics.Range(9, 9)),
        (Kind.SUGGESTION, statistics.Range(7, 7)),
    ]
    assert Kind.SUPERVISION in found.rows[1].kinds


async def test_who_may_see_what(stage: Stage):
    await given_cases(12)
    for account in (NURSE, STRANGER):
        for line in ("监督台账", "意见统计"):
            assert "12" not in await stage.says(account, line)
    assert "12" not in await stage.says(SUN, "意见统计 2026-11 内科党支部")
    assert "收到 12" in await stage.says(HEAD, "意见统计 2026-11 院党委")


async def test_a_small_unit_stands_with_the_one_above(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    await given_cases(6, about="内科党支部")
    await given_cases(8, about="外科党支部")
    answer = await stage.says(DEPUTY, "意见统计 2026-11 内科党支部")
    assert "收到 14" in answer
    assert "内科党支部人数或件数太少" in answer
    monkeypatch.setattr(statistics, "settings", settings.model_copy(update={"feedback_min_unit": 3}))
    answer = await stage.says(DEPUTY, "意见统计 2026-11 内科党支部")
    assert "收到 6" in answer
    await given_cases(3, about="院党委")
    found = await statistics.ledger(await actor(DEPUTY), NOVEMBER, TODAY)
    assert sum(count.low for _, count in found.units) == 17
    assert all(count.low >= 5 for _, count in found.units)
    assert "收到 17" in await stage.says(DEPUTY, "意见统计 2026-11 内科党支部"), "or 17 less 14 would be 3"


async def test_a_handler_sees_the_cases_in_their_hands_as_they_are(stage: Stage):
    await given_cases(3, closed=2, rating=1)
    answer = await stage.says(CHEN, "意见统计")
    assert "收到 3" in answer
    assert "办结率 100%(2/2)" in answer
    assert "满意率 0%(满意 0,不满意 2)" in answer
    assert "3 个工作日" in answer
    assert "没有收到" in await stage.says(SUN, "意见统计 2026-11"), "not those of others"
    assert "收到 <5" in await stage.says(CHEN, "意见统计 2026-11 内科党支部"), "as an officer, what all may see"
    before = await stage.says(CHEN, "意见统计")
    await stage.files(QIAN, "有人总迟到", avoid=("陈书记",))
    assert await stage.says(CHEN, "意见统计") == before, "who is kept out does not find it in a figure either"


async def test_what_an_anonymous_author_does_moves_no_figure_before_the_sweep(stage: Stage):
    code, filed = await stage.files_unnamed("值班室没有空调")

    async def told() -> tuple[object, ...]:
        return tuple((await figures.counted_now(NOVEMBER)).values())

    assert await told() == (), "not seen, not counted"
    await stage.sweeps()
    await stage.says(CHEN, f"办结 意{filed.number} 已装")
    closed = await told()
    holder = await submitter.by_code(NURSE, code)
    for act in (
        lambda: submitter.rate(holder, submitter.Rating.BAD, "", stage.now),
        lambda: submitter.reopen(holder, "没装", stage.now),
        lambda: submitter.withdraw(holder, stage.now),
    ):
        await act()
        assert await told() == closed
    await stage.sweeps()
    (tally,) = (await figures.counted_now(NOVEMBER)).values()
    assert (tally.received, tally.withdrawn, tally.closed) == (1, 1, 0)


async def test_an_erased_case_goes_on_counting_and_nothing_else_is_left_of_it(stage: Stage):
    for line in ("热水器坏了", "窗户坏了"):
        filed = await stage.files(QIAN, line)
        await stage.says(CHEN, f"办结 意{filed.number} 已修")
    before = await figures.counted_now(NOVEMBER)
    stage.later(days=181)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await CaseRow.all().count() == 0
    assert await figures.counted_now(NOVEMBER) == before
    (kept,) = await FigureRow.all()
    assert (kept.month, kept.kind) == ("2026-11", Kind.APPEAL)
    await storage.write(lambda tx: figures.expired(tx, datetime(2026, 12, 1, tzinfo=UTC)))
    assert await FigureRow.all().count() == 0


async def test_cases_nobody_has_been_shown_count_nowhere_also_later(stage: Stage):
    _, filed = await stage.files_unnamed("值班室没有空调")
    row = await case(filed.number)
    await storage.write(lambda tx: erasing.erase_case(tx, row, TODAY))
    assert await FigureRow.all().count() == 0


async def a_representative() -> statistics.Actor:
    (post,) = (await actor(DEPUTY)).posts
    stands = type(post)(post.unit, statistics.Membership.REPRESENTATIVE, "", False)
    return statistics.Actor("1", 1, "群老师", False, (stands,))


async def test_a_representative_sees_the_running_month_in_steps(stage: Stage):
    await given_cases(12)
    public = await a_representative()
    running = await statistics.ledger(public, NOVEMBER, TODAY)
    assert running.total.cells["received"] == statistics.Range(10, 14)
    await fixed(date(2026, 12, 1))
    over = await statistics.ledger(public, NOVEMBER, date(2026, 12, 1))
    assert over.total.cells["received"] == statistics.Range(12, 12)


async def test_who_looks_every_day_sees_no_single_rating(stage: Stage):
    await given_cases(8, closed=8, rating=4)
    await given_cases(8, closed=7)
    public = await a_representative()

    async def shown() -> tuple[object, ...]:
        today = stage.now.date()
        ledgers = [await statistics.ledger(who, NOVEMBER, today) for who in (public, await actor(DEPUTY))]
        found = [(one.total, one.rows, one.units) for one in ledgers]
        return (*found, (await statistics.of_unit(await actor(HEAD), None, "院党委", NOVEMBER, today)).counts)

    async def rated(count: int, **also: object) -> None:
        for row in await CaseRow.filter(seen_rating__isnull=True, seen_ended_on__isnull=False).limit(count):
            await storage.write(lambda tx, row=row: CaseRow.filter(id=row.id).update(seen_rating=1, **also))

    async def content() -> object:
        (tally, fixed) = await figures.whole(NOVEMBER)
        return fixed, tally.rated, tally.content, tally.closed

    before = await shown()
    await rated(1)
    assert await shown() == before, "in steps while the month runs"
    await fixed(date(2026, 12, 1))
    assert await content() == (True, 9, 8, 15)
    before = await shown()
    for _ in range(3):
        await rated(1)
        await fixed(date(2026, 12, 2))
        assert await shown() == before
    (late,) = await CaseRow.filter(seen_ended_on__isnull=True)
    ended = {"state": State.CLOSED, "seen_state": State.CLOSED, "seen_ended_on": date(2026, 12, 4)}
    await storage.write(lambda tx: CaseRow.filter(id=late.id).update(**ended))
    await fixed(date(2027, 1, 4))
    assert await content() == (True, 9, 8, 16), "closed later counts once a month, three ratings wait"
    await rated(2)
    await fixed(date(2027, 2, 1))
    assert await content() == (True, 14, 8, 16)


@pytest.mark.parametrize("line", ["监督台账 2026-13", "监督台账 随便", "意见统计 2026-13"])
async def test_what_is_no_month(stage: Stage, line: str):
    assert "例如" in await stage.says(HEAD, line)
