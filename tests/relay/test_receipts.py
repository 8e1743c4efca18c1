"""已阅: by word, number, quote and reaction; once a person, with the time it was typed."""

import asyncio
from datetime import UTC, datetime

import pytest

from plugins.gateway import chats, phrases
from plugins.gateway.intake import Reaction
from plugins.gateway.request import Repeat
from plugins.relay import service, texts
from plugins.relay.commands import reading
from plugins.relay.models import ReceiptRow
from plugins.relay.service import receipts
from plugins.storage import Transaction, write
from tests.relay.stage import (
    BRANCHES,
    ON_BOTH,
    ROSTER,
    SECRETARY,
    Stage,
    account_of,
    answer,
    given_sent,
    group_of,
    name_of,
    quiet,
    quoting,
    read_of,
)
from tests.support.roster import given_group, given_roster

NURSE = account_of("内科", 3)
FORM = "传达 全体\n标题: 通知\n截止: 周五18:00\n正文: 请看"


@pytest.fixture
async def number(stage):
    number = await stage.relays(FORM)
    await given_sent(number)
    return number


async def test_the_bare_word_in_the_group_is_the_newest_directive_there(stage, number):
    said = quiet(await stage.says(NURSE, "已阅", group_of("内科")))
    assert (said.topic, said.name, said.tally) == (texts.topic(number), name_of("内科", 3), "1/229")
    assert await read_of(number) == (1, 1, 229)


@pytest.mark.parametrize("line", ["已阅 {n}", "已阅#{n}", "已读{n}", "阅 {n}", "已阅 {n} 谢谢"])
async def test_the_number_works_anywhere(stage, number, line):
    assert f"#{number}" in quiet(await stage.says(NURSE, line.format(n=number))).text


async def test_quoting_it_with_a_word_of_courtesy_counts(stage, number):
    quiet(await stage.says(NURSE, "收到", group_of("内科"), quote=quoting(number)))
    assert await read_of(number) == (1, 1, 229)


async def test_a_reaction_counts(stage, number):
    await reading.reacted(Reaction(group_of("内科"), NURSE, "1", stage.now), number)
    assert await read_of(number) == (1, 1, 229)


@ON_BOTH
async def test_a_second_time_is_told_since_when(stage, number):
    first = stage.now
    await stage.says(NURSE, "已阅", group_of("内科"))
    stage.later(minutes=20)
    again = await stage.says(NURSE, "收到", group_of("内科"), quote=quoting(number))
    assert isinstance(again, Repeat)
    assert again.since == first
    assert phrases.when(first) in again.text
    assert await read_of(number) == (1, 1, 229)


@ON_BOTH
async def test_240_people_answer_twice_in_every_way_and_each_counts_once(stage, number):
    people = [(name, place) for name in BRANCHES for place in range(18)]
    ways = (
        lambda who, group: stage.says(who, "已阅", group),
        lambda who, group: stage.says(who, f"已阅 {number}", group),
        lambda who, group: stage.says(who, "收到", group, quote=quoting(number)),
        lambda who, group: reading.reacted(Reaction(group, who, "1", stage.now), number),
    )
    said = []
    for round_ in range(2):
        said += await asyncio.gather(
            *(ways[(place + round_) % 4](account_of(name, place), group_of(name)) for name, place in people)
        )
    assert await read_of(number) == (216, 216, 229)
    tallies = [reply.tally for reply in said if reply is not None and not isinstance(reply, Repeat)]
    assert len(tallies) == len(set(tallies)), "every success has a count of its own"


@ON_BOTH
async def test_a_batch_of_one_person_counts_once(stage, number):
    claim = service.Claim(NURSE, group_of("内科"), number, stage.now)
    outcomes = await asyncio.gather(*(service.record(claim) for _ in range(20)))
    assert sum(isinstance(outcome, service.First) for outcome in outcomes) == 1
    assert await read_of(number) == (1, 1, 229)


@ON_BOTH
async def test_a_batch_takes_three_statements(stage, number, monkeypatch):
    claims = [service.Claim(account_of("内科", place), group_of("内科"), None, stage.now) for place in range(18)]
    seen = []
    execute, execute_many = Transaction.execute, Transaction.execute_many

    async def counting(self, sql, params=()):
        seen.append(sql)
        return await execute(self, sql, params)

    async def counting_many(self, sql, rows):
        seen.append(sql)
        await execute_many(self, sql, rows)

    monkeypatch.setattr(Transaction, "execute", counting)
    monkeypatch.setattr(Transaction, "execute_many", counting_many)
    await write(lambda tx: receipts.record_all(tx, claims))
    assert len(seen) == 3


async def test_late_is_kept_and_said(stage, number):
    stage.now = datetime(2026, 11, 27, 10, 1, tzinfo=UTC)
    assert "截止" in quiet(await stage.says(NURSE, f"已阅 {number}")).text
    assert await read_of(number) == (1, 1, 229)


async def test_the_time_is_when_it_was_typed(stage, number):
    await stage.says(NURSE, "已阅", group_of("内科"))
    (row,) = await ReceiptRow.filter(read_at__not_isnull=True)
    assert row.read_at == stage.now


@ON_BOTH
async def test_the_newest_is_meant_only_once_it_has_come_to_the_group(stage, number):
    newer = await stage.relays("传达 全体\n标题: 第二份\n正文: 请看")
    await stage.says(NURSE, "已阅", group_of("内科"))
    assert await read_of(newer) == (0, 0, 229)
    assert await read_of(number) == (1, 1, 229)
    await given_sent(newer, group_of("内科"))
    await stage.says(NURSE, "已阅", group_of("内科"))
    assert await read_of(newer) == (1, 1, 229)


@ON_BOTH
async def test_in_private_the_only_one_is_meant_and_of_several_it_asks(stage, number):
    assert f"#{number}" in quiet(await stage.says(NURSE, "已阅")).text
    assert answer(await stage.says(NURSE, "已阅")) == texts.which_directive_text(())
    others = [await stage.relays(f"传达 全体\n标题: 第{place}份\n正文: 请看") for place in (2, 3)]
    asked = answer(await stage.says(NURSE, "已阅"))
    assert all(f"#{other}" in asked for other in others)


async def test_who_is_not_addressed_is_told(stage):
    number = await stage.relays("传达 外科\n正文: 请看")
    assert answer(await stage.says(NURSE, f"已阅 {number}")) == texts.not_addressed_text(number, name_of("内科", 3))


async def test_a_stranger_is_told_how_to_be_known(stage, number):
    assert "名册" in answer(await stage.says("77777", f"已阅 {number}"))


async def test_a_number_that_is_none_is_told(stage, number):
    assert answer(await stage.says(NURSE, "已阅 999")) == texts.no_such_to_read_text(999, in_group=False)


async def test_nothing_to_answer_where_no_receipt_was_asked_for(stage):
    number = await stage.relays("传达 内科\n回执: 否\n正文: 请看")
    assert answer(await stage.says(NURSE, f"已阅 {number}")) == texts.no_receipts_text(number)


async def test_namesakes_are_two_people(database):
    await given_roster(
        "王书记,院党委,正式党员,书记,10001,W1,",
        "张伟,院党委/内科党支部,正式党员,,10002,Z1,",
        "张伟,院党委/内科党支部,正式党员,,10003,Z2,",
    )
    await given_group(30001, "内科党支部")
    stage = Stage()
    number = await stage.relays("传达 内科党支部\n正文: 请看")
    first = quiet(await stage.says("10002", f"已阅 {number}"))
    second = quiet(await stage.says("10003", f"已阅 {number}"))
    assert first.name == second.name == "张伟"
    assert (first.tally, second.tally) == ("1/2", "2/2")


@ON_BOTH
async def test_who_moved_counts_where_they_were(stage, number, no_pictures):
    old = next(row for row in ROSTER if f",{NURSE}," in row)
    await given_roster(*[row if row != old else row.replace("内科党支部", "外科党支部") for row in ROSTER])
    await stage.says(NURSE, "已阅", group_of("外科"))
    board = answer(await stage.says(SECRETARY, f"传达情况 {number}"))
    assert "内科党支部 1/19" in board
    assert "外科党支部 0/19" in board


async def test_who_came_later_is_not_asked(stage, number):
    await given_roster(*ROSTER, "新同志,院党委/内科党支部,正式党员,,29999,,")
    assert answer(await stage.says("29999", f"已阅 {number}")) == texts.not_addressed_text(number, "新同志")


async def test_chat_of_a_group_that_never_had_a_directive_asks(stage):
    assert answer(await stage.says(NURSE, "已阅", chats.group(30001))) == texts.which_directive_text(())
