"""报平安: answered once a person, by word, number or quote; who has not is reminded, who was not asked is not counted."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.gateway import chats
from plugins.gateway.directory import directory
from plugins.gateway.outbox.models import OutboxRow
from plugins.gateway.request import Answer, Quiet, Repeat
from plugins.incidents.domain import Ask, Person, roll, safety
from plugins.incidents.models import IncidentRow, SafetyRow
from plugins.incidents.service import NotAsked, Safe, SafeBefore, SafetyClaim, answer_safe, owing_safety, safety_line
from plugins.org.contribute import personal_data_of, waiting_for
from plugins.org.models import PersonRow
from plugins.storage import Transaction, read, write
from tests.incidents.stage import BOSS, ELSEWHERE, HEAD, NURSE, OTHER_HEAD, OTHER_NURSE, Night
from tests.relay.stage import MONDAY, OFFICE, ON_BOTH, account_of, group_of, name_of, quoting

TEXT = "三楼停电,请走东侧楼梯"


async def asks(night: Night, scope: str = "内科、外科", number: int | None = None) -> int:
    """An incident, and a 通报 that asks for 报平安 and has arrived; the number."""
    number = number or await night.reports()
    await night.hears(BOSS, f"通报 {number} {scope}\n报平安: 是\n{TEXT}")
    await night.hears(BOSS, f"确认 {number}")
    await night.sent()
    return number


@pytest.fixture
def friends_of_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody in the hospital is a friend of the bot."""

    async def everybody() -> set[str]:
        return {row["account"] for row in await read("SELECT account FROM org_person WHERE account IS NOT NULL", ())}

    monkeypatch.setattr("plugins.remind.reach.known", everybody)


async def owes(number: int) -> set[int]:
    sql, params = owing_safety(str(number))
    return {row["person_id"] for row in await read(sql, params)}


@ON_BOTH
async def test_a_bare_word_in_the_group_means_the_newest_it_was_asked_in(night: Night):
    number = await asks(night)
    said = await night.says(NURSE, "报平安", group_of("内科"))
    assert isinstance(said, Quiet)
    assert (said.topic, said.tally, said.name) == (f"#{number} 平安", "1/38", name_of("内科", 3))
    again = await night.says(NURSE, f"报平安 {number}")
    assert isinstance(again, Repeat)
    assert await SafetyRow.filter(answered_at__not_isnull=True).count() == 1
    row = await SafetyRow.get(answered_at__not_isnull=True)
    assert (row.answered_by, row.unit_name) == (NURSE, "内科党支部")


async def test_in_private_by_quote_and_with_words_beside_it(night: Night):
    number = await asks(night)
    assert isinstance(await night.says(NURSE, "报平安"), Quiet)
    quoted = await night.stage.says(ELSEWHERE, "报平安", group_of("外科"), quote=quoting(number))
    assert isinstance(quoted, Quiet)
    assert isinstance(await night.says(OTHER_NURSE, f"报平安 {number} 我在家"), Quiet)
    shown = await night.hears(HEAD, f"未报平安 {number}")
    assert "我在家" in shown
    assert "2/19" in shown  # of 内科 alone: ELSEWHERE is 外科's


async def test_whoever_is_not_asked_is_told_so_and_not_counted(night: Night):
    number = await asks(night, "内科")
    assert f"#{number}" in await night.hears(ELSEWHERE, f"报平安 {number}")
    assert "没有" in await night.hears(ELSEWHERE, "报平安")
    assert isinstance(await night.says("88001", "报平安", group_of("内科")), Answer)
    assert await SafetyRow.filter(answered_at__not_isnull=True).count() == 0
    assert await SafetyRow.all().count() == 19


async def test_several_open_ones_are_asked_about_and_another_answers_only_for_themselves(night: Night):
    first = await asks(night, "内科")
    second = await asks(night, "内科", await night.reports(HEAD, "突发 电梯困人"))
    which = await night.hears(NURSE, "报平安")
    assert f"#{first}" in which
    assert f"#{second}" in which
    assert isinstance(await night.says(NURSE, "报平安", group_of("内科")), Quiet)
    assert (await SafetyRow.get(answered_at__not_isnull=True).prefetch_related("incident")).incident.id == second
    assert name_of("内科", 4) in await night.hears(account_of("内科", 5), f"报平安 {first} {name_of('内科', 4)}")
    assert await SafetyRow.filter(answered_at__not_isnull=True).count() == 1


@ON_BOTH
async def test_reminders_go_to_who_has_not_answered_until_it_is_over(night: Night):
    number = await asks(night, "内科")
    people = await owes(number)
    assert len(people) == 19
    await night.says(NURSE, "报平安")
    left = await owes(number)
    assert len(left) == 18
    assert await safety_line(str(number), night.stage.now) is not None

    async def over(tx: Transaction) -> None:
        await IncidentRow.filter(id=number).update(state="closed")

    await write(over)
    assert await owes(number) == set()
    assert await safety_line(str(number), night.stage.now) is None
    assert isinstance(await night.says(OTHER_NURSE, f"报平安 {number}"), Quiet)
    assert "结束" in await night.hears(BOSS, f"通报 {number} 全体\n报平安: 是\n{TEXT}")


async def test_they_are_sent_by_remind_at_night_too(night: Night, friends_of_all):
    night.later(hours=8)
    number = await asks(night, "内科")
    await night.says(NURSE, "报平安")
    mark = await night.mark()
    night.later(minutes=16)
    await night.due()
    rows = await OutboxRow.filter(kind="reminder.incidents.safety", id__gt=mark)
    told = {row.chat for row in rows}
    assert chats.private(HEAD).key in told
    assert chats.private(NURSE).key not in told
    assert len(told) == 17  # one has no QQ
    assert {row.number for row in rows} == {number}


async def test_names_go_to_private_chats_and_work_groups_and_counts_elsewhere(night: Night):
    number = await asks(night)
    await night.says(NURSE, "报平安")
    here = await night.hears(HEAD, f"未报平安 {number}", group_of("内科"))
    assert "1/19" in here
    assert name_of("内科", 4) not in here
    private = await night.hears(HEAD, "未报平安")
    assert name_of("内科", 4) in private
    assert name_of("内科", 3) not in private
    assert name_of("外科", 4) not in private
    asked, to_call = private.split("QQ", 1)
    assert name_of("内科", 19) not in asked
    assert name_of("内科", 19) in to_call
    office = await night.hears(BOSS, f"未报平安 {number}", OFFICE)
    assert name_of("外科", 4) in office
    assert name_of("内科", 4) not in await night.hears(BOSS, f"未报平安 {number} 外科")
    theirs = await night.hears(OTHER_HEAD, f"未报平安 {number}")
    assert name_of("外科", 4) in theirs
    assert name_of("内科", 4) not in theirs
    assert f"没有 #{number}" in await night.hears(account_of("药学", 0), f"未报平安 {number}")


async def test_of_joined_incidents_one_answer_counts_for_both(night: Night):
    first = await asks(night, "内科")
    second = await asks(night, "内科、外科", await night.reports(HEAD, "突发 电梯困人"))
    assert isinstance(await night.says(NURSE, f"报平安 {first}"), Quiet)

    async def join(tx: Transaction) -> None:
        await IncidentRow.filter(id=second).update(state="merged", merged_into=first)

    await write(join)
    assert isinstance(await night.says(NURSE, f"报平安 {second}"), Repeat)
    said = await night.says(ELSEWHERE, f"报平安 {second}")
    assert isinstance(said, Quiet)
    assert said.tally == "2/38"
    owing = [*(await owes(first)), *(await owes(second))]
    assert len(owing) == len(set(owing)) == 36
    await night.hears(BOSS, f"通报 {second} 全体\n{TEXT}")
    assert f"#{first}" in await night.hears(BOSS, "确认")


PEOPLE = st.lists(
    st.builds(
        Person,
        path=st.sampled_from([(1,), (1, 2), (1, 3), (1, 3, 4)]),
        unit=st.just("内科"),
        name=st.uuids().map(str),
        known=st.booleans(),
        answered_at=st.sampled_from([None, MONDAY]),
    ),
    max_size=20,
)


@given(PEOPLE, st.sampled_from([None, [1], [2], [3], [2, 4]]))
def test_a_roll_names_each_who_has_not_answered_once_and_nobody_else(people, within):
    found = roll(people, within)
    counted = [one for one in people if within is None or set(within) & set(one.path)]
    named = [name for units in (found.missing, found.to_call) for _, names in units for name in names]
    assert sorted(named) == sorted(one.name for one in counted if one.answered_at is None)
    assert (found.done, found.people) == (len(counted) - len(named), len(counted))
    assert sum(people for _, _, people in found.units) == found.people


ASKS = st.lists(
    st.builds(
        Ask,
        number=st.integers(1, 6),
        title=st.just(""),
        open=st.booleans(),
        answered_at=st.sampled_from([None, MONDAY]),
    ),
    unique_by=lambda ask: ask.number,
    max_size=5,
)


@given(ASKS, st.lists(st.integers(1, 8), max_size=4))
def test_what_is_meant_is_always_something_the_person_is_asked_in(asks, announced):
    asks = sorted(asks, key=lambda ask: -ask.number)
    number = safety.meant(asks, announced)
    assert number is None or number in {ask.number for ask in asks}
    here = [one for one in announced if any(ask.open and ask.number == one for ask in asks)]
    if here:
        assert number == here[0]


async def test_it_waits_in_ones_own_list_until_answered_and_is_shown_with_ones_data(night: Night):
    number = await asks(night, "内科")
    actor = await directory().actor(NURSE)
    assert actor.person_id is not None
    assert (await waiting_for(actor))[0].words == f"报平安 {number}"
    await night.says(NURSE, "报平安 我在家")
    assert f"报平安 {number}" not in [one.words for one in await waiting_for(actor)]
    lines = [line for data in await personal_data_of(actor.person_id) for line in data.lines]
    assert any(f"#{number}" in line and "我在家" in line for line in lines)


async def test_whoever_has_left_is_not_waited_for(night: Night):
    number = await asks(night, "内科")

    async def leaves(tx: Transaction) -> None:
        await PersonRow.filter(account=OTHER_NURSE).update(active=False)

    await write(leaves)
    said = await night.says(NURSE, "报平安")
    assert isinstance(said, Quiet)
    assert said.tally == "1/18"
    assert name_of("内科", 4) not in await night.hears(HEAD, f"未报平安 {number}")


@ON_BOTH
async def test_a_crowd_answers_at_once_and_each_counts_once(night: Night):
    number = await asks(night, "内科、外科")
    crowd = [account_of(name, place) for name in ("内科", "外科", "药学") for place in range(18)]
    claims = [SafetyClaim(account, group_of("内科"), None, night.stage.now) for account in crowd + crowd[:18]]
    outcomes = await asyncio.gather(*(answer_safe(claim) for claim in claims))
    assert sum(isinstance(one, Safe) for one in outcomes) == 36
    assert sum(isinstance(one, SafeBefore) for one in outcomes) == 18
    assert sum(isinstance(one, NotAsked) for one in outcomes) == 18
    assert await SafetyRow.filter(incident_id=number, answered_at__not_isnull=True).count() == 36
