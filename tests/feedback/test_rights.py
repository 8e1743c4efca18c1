"""Administrators, clerks, the accused, other units and members: every command of handlers is refused, whatever they do
to the roster; and two people name a handler."""

import pytest

from plugins.feedback.config import Config
from plugins.feedback.domain import Kind, State
from plugins.feedback.models import HandlerRow
from plugins.feedback.service import desk, rights
from plugins.feedback.service.rights import is_handler
from plugins.gateway import registry
from plugins.gateway.directory import Who
from plugins.storage import write
from tests.feedback.stage import (
    ADMIN,
    CHEN,
    CLERK,
    DEPUTY,
    DISCIPLINE,
    HEAD,
    NURSE,
    QIAN,
    ROSTER,
    STRANGER,
    SUN,
    WANG,
    Stage,
    actor,
    case,
    told,
)
from tests.support.roster import given_roster

SECRET = "值班表排得不公平"


def commands(name: str) -> list[str]:
    return [
        "意见台账",
        f"意见 {name}",
        f"受理 {name}",
        f"不予受理 {name} 不归我们",
        f"转办 {name} 外科党支部",
        f"退单 {name} 不归我们",
        f"答复 {name} 已报修",
        f"办结 {name} 已修好",
        f"延期意见 {name} 5 等配件",
        f"公示 {name} 全体 问: 排班 答: 已调整",
        f"撤回公示 {name}",
    ]


async def everything_is_refused(stage: Stage, account: str, number: int) -> None:
    before = await case(number)
    for line in commands(f"意{number}"):
        answer = await stage.says(account, line)
        assert SECRET not in answer
        assert f"意{number}" not in answer or "没有" in answer or "看自己提的" in answer, (line, answer)
    after = await case(number)
    assert (after.state, after.steps, after.desk_unit_id) == (before.state, before.steps, before.desk_unit_id)


@pytest.mark.parametrize("account", [ADMIN, CLERK, QIAN, NURSE, STRANGER, SUN, DEPUTY])
async def test_nobody_but_its_handlers_may_do_anything(stage: Stage, account: str):
    filed = await stage.files(QIAN, SECRET)
    await everything_is_refused(stage, account, filed.number)
    assert "已受理" in await stage.says(CHEN, f"受理 意{filed.number}")


async def test_a_handler_of_one_kind_sees_no_other(stage: Stage):
    filed = await stage.files(QIAN, SECRET, Kind.QUESTION)
    await everything_is_refused(stage, WANG, filed.number)
    appeal = await stage.files(QIAN, SECRET, Kind.APPEAL)
    assert SECRET in await stage.says(WANG, f"意见 意{appeal.number}")


async def test_the_accused_unit_handles_no_supervision_and_the_author_not_their_own(stage: Stage):
    filed = await stage.files(QIAN, SECRET, Kind.SUPERVISION)
    await everything_is_refused(stage, CHEN, filed.number)
    assert SECRET in await stage.says(DISCIPLINE, f"意见 意{filed.number}")
    own = await stage.files(CHEN, SECRET, Kind.QUESTION)
    await everything_is_refused(stage, CHEN, own.number)
    assert SECRET in await stage.says(HEAD, f"意见 意{own.number}")


@pytest.mark.parametrize("line", ["设经办 内科党支部 李干事", "设经办 外科党支部 李干事", "撤经办 内科党支部 陈书记"])
async def test_administrators_and_clerks_name_nobody(stage: Stage, line: str):
    filed = await stage.files(QIAN, SECRET)
    held = await HandlerRow.all().count()
    for account in (ADMIN, CLERK):
        await stage.says(account, line)
    assert await HandlerRow.all().count() == held
    await everything_is_refused(stage, CLERK, filed.number)


async def test_a_handler_the_author_keeps_out_gets_nothing_by_other_posts_or_another_naming(stage: Stage):
    filed = await stage.files(QIAN, SECRET, Kind.QUESTION, avoid=("陈书记",))
    await everything_is_refused(stage, CHEN, filed.number)
    await stage.says(CHEN, "设经办 内科党支部 陈书记 咨询")
    await stage.says(HEAD, "设经办 内科党支部 陈书记 咨询")
    await stage.says(CHEN, "设经办 院党委 陈书记")
    await everything_is_refused(stage, CHEN, filed.number)
    await given_roster(*ROSTER, "陈书记,院党委,正式党员,书记,10011,,", "陈书记,院党委/外科党支部,正式党员,书记,10011,,")
    for line in ("设经办 院党委 陈书记", "设经办 外科党支部 陈书记"):
        await stage.says(CHEN, line)
        await stage.says(HEAD, line)
    await everything_is_refused(stage, CHEN, filed.number)


def test_every_command_of_handlers_is_tried_above():
    """常用答复 is about no case."""
    tried = {line.split()[0] for line in commands("意23")}
    assert {entry.word for entry in registry.commands() if entry.who is Who.HANDLER} == tried - {"意见"} | {"常用答复"}


async def test_an_administrator_with_every_post_in_a_new_roster_still_sees_nothing(stage: Stage):
    filed = await stage.files(QIAN, SECRET)
    rows = [row for row in ROSTER if "陈书记" not in row and "周书记" not in row]
    mine = [f"自任命,院党委,正式党员,书记,{ADMIN},Z9,", f"自任命,院党委/内科党支部,正式党员,书记,{ADMIN},Z9,"]
    await given_roster(*rows, *mine, "陈书记,院党委/内科党支部,正式党员,,10011,,", "周书记,院党委,正式党员,,10001,,")
    for account in (ADMIN, HEAD, DEPUTY):
        await stage.says(account, "设经办 内科党支部 自任命")
    assert not await HandlerRow.exists(account=ADMIN)
    assert not await is_handler(await actor(ADMIN))
    await everything_is_refused(stage, ADMIN, filed.number)


async def test_a_clerk_who_is_made_secretary_by_a_file_is_no_handler_by_that(stage: Stage):
    filed = await stage.files(QIAN, SECRET)
    rows = [row for row in ROSTER if "李干事" not in row]
    await given_roster(*rows, f"李干事,院党委/内科党支部,正式党员,书记,{CLERK},,")
    await everything_is_refused(stage, CLERK, filed.number)


async def test_another_account_in_a_handlers_row_of_the_roster_handles_nothing(stage: Stage):
    """As who writes the roster might try: the handler's name, with an account of their own."""
    filed = await stage.files(QIAN, SECRET, Kind.QUESTION)
    rows = [row for row in ROSTER if "陈书记" not in row]
    await given_roster(*rows, "陈书记,院党委/内科党支部,正式党员,书记,10099,,")
    await everything_is_refused(stage, "10099", filed.number)
    await stage.sweeps()
    assert SECRET in await stage.says(HEAD, f"意见 意{filed.number}"), "it found other hands"


async def test_administrators_and_clerks_handle_nothing_as_the_oversight_either(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
):
    settings = Config(feedback_oversight=f"{STRANGER},{ADMIN},{CLERK}")
    for module in (rights, desk):
        monkeypatch.setattr(module, "settings", settings)
    await write(lambda tx: HandlerRow.all().delete())
    filed = await stage.files(QIAN, SECRET)
    for account in (ADMIN, CLERK):
        await everything_is_refused(stage, account, filed.number)
        assert not await told(account)
    assert SECRET in await stage.says(STRANGER, f"意见 意{filed.number}")


async def test_a_handler_who_becomes_a_clerk_or_leaves_loses_it_at_once(stage: Stage):
    filed = await stage.files(QIAN, SECRET, Kind.QUESTION)
    assert SECRET in await stage.says(CHEN, f"意见 意{filed.number}")
    rows = [row for row in ROSTER if "陈书记" not in row]
    await given_roster(*rows, "陈书记,院党委/内科党支部,正式党员,书记、干事,10011,,")
    await everything_is_refused(stage, CHEN, filed.number)
    assert (await stage.sweeps()).without_hands == 0
    assert SECRET in await stage.says(HEAD, f"意见 意{filed.number}"), "it found other hands"
    assert (await case(filed.number)).state is State.RECEIVED


async def test_two_people_name_a_handler(stage: Stage):
    line = "设经办 内科党支部 钱护士"
    assert "还差" in await stage.says(CHEN, line)
    assert not await is_handler(await actor(QIAN))
    assert "还差" in await stage.says(CHEN, line), "the same person twice is one"
    assert "由该单位书记和上级" in await stage.says(SUN, line)
    assert "已是" in await stage.says(DEPUTY, line)
    assert await is_handler(await actor(QIAN))
    assert "意见台账" in (await told(QIAN))[-1], "who is named hears what to type"
    assert "钱护士" in (await told(WANG))[-1], "who handles there hears who joins them"
    assert "已经是" in await stage.says(HEAD, line)
    assert "例如:撤经办" in await stage.says(CHEN, "撤经办 钱护士")
    assert "不再是" in await stage.says(CHEN, "撤经办 内科党支部 钱护士")
    assert not await is_handler(await actor(QIAN))


async def test_whose_word_is_wanted_is_said_and_a_clerk_above_is_not_it(stage: Stage):
    line = "设经办 内科党支部 钱护士"
    await given_roster(*ROSTER, "何干事,院党委,正式党员,干事,10004,,")
    assert "上级的一位书记或委员" in await stage.says(CHEN, line)
    assert "干事不参与" in await stage.says("10004", line)
    assert "内科党支部书记" in await stage.says(DEPUTY, "设经办 内科党支部 吴护士")
    assert "院党委另一位" in await stage.says(HEAD, "设经办 院党委 钱护士")
    assert "院党委另一位" in await stage.says(HEAD, "设经办 院党委 钱护士")
    for account in (QIAN, NURSE):
        assert not await is_handler(await actor(account))


async def test_supervision_is_given_to_no_other_than_secretary_and_discipline(stage: Stage):
    assert "只能由书记或纪检委员" in await stage.says(HEAD, "设经办 院党委 郑副书记 监督")
    assert "不能当经办人" in await stage.says(CHEN, "设经办 内科党支部 李干事")


async def test_the_last_handler_of_open_cases_stays(stage: Stage):
    await stage.files(SUN, SECRET, Kind.QUESTION, "院党委")
    assert "没有撤" in await stage.says(DEPUTY, "撤经办 院党委 周书记")
    assert "周书记" in await stage.says(HEAD, "设经办")
