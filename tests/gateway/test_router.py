"""What is a command, who gets an answer, and where: the router with test commands of its own."""

from collections.abc import Iterator

import pytest
from loguru import logger

from plugins.gateway import accounts, acks, registry, texts
from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.limits import URGENT_A_MINUTE
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Quiet, Reply, Request
from plugins.gateway.segments import Segment
from plugins.storage.errors import NotFound
from tests.support.desk import BOT, Desk, a_desk

GROUP, WORK_GROUP, STRANGE_GROUP = 30001, 30002, 39999
SECRETARY, NURSE, NOBODY, ADMIN = "10001", "10002", "10003", "900001"


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with a_desk(monkeypatch) as desk:
        committee = desk.unit("院党委")
        branch = desk.unit("内科党支部", above=committee)
        desk.binds(GROUP, branch)
        desk.binds(WORK_GROUP, committee, GroupKind.WORK)
        desk.knows(SECRETARY, "王书记", officer_of=committee)
        desk.knows(NURSE, "张三", member_of=branch)
        desk.knows("10009", "李四", member_of=branch)
        desk.knows(ADMIN, "管理员", superuser=True)
        yield desk


@pytest.fixture(autouse=True)
def commands(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Registers test commands; returns the requests they got."""
    monkeypatch.setattr(registry, "_by_word", dict(registry._by_word))
    monkeypatch.setattr(registry, "_commands", dict(registry._commands))
    got: list[Request] = []

    def add(word: str, reply: Reply = None, error: Exception | None = None, **options) -> None:
        @command(word, usage=word, example=f"{word} 1", summary="test", **options)
        async def handler(request: Request) -> Reply:
            got.append(request)
            if error is not None:
                raise error
            return reply

    add("试报", Quiet("#1 试报", "张三", "1/2", "已记下"), who=Who.ANYONE, bare=True, quote_aliases=("晓得",))
    add("试问", Answer("#1 在这里"))
    add("试办", Answer("#1 办了"), who=Who.OFFICER, where=Where.OFFICE)
    add("试管", Answer("#1 管了"), who=Who.ADMIN)
    add("试名单", Answer("#1 名单:张三", private=True), who=Who.OFFICER)
    add("试急", Answer("#1 收到急事"), urgent=True)
    add("试码", Answer("#1 码不对,看别的发:试问 1", joined=True), who=Who.MEMBER, bare=True)
    add("试错", error=ZeroDivisionError("秘密内容"))
    add("试无", error=NotFound())
    return got


async def test_in_a_group_only_bare_words_work_bare(desk: Desk, commands: list[Request]):
    assert await desk.says(NURSE, "试问", group=GROUP) == []
    await desk.says(NURSE, "试报", group=GROUP)
    assert await desk.says(NURSE, "/试问", group=GROUP) == ["#1 在这里"]
    assert await desk.says(NURSE, "／试问", group=GROUP) == ["#1 在这里"]
    assert await desk.says(NURSE, "试问", group=GROUP, at_bot=True) == ["#1 在这里"]
    assert [request.word for request in commands] == ["试报", "试问", "试问", "试问"]


async def test_chat_is_never_answered(desk: Desk, commands: list[Request]):
    for line in ("收到", "晓得", "试报了吗", "试报 8 人了", "今天试报", "任务 辛苦了", "确认", "请假 8 天", ""):
        assert await desk.says(NURSE, line, group=GROUP) == []
    assert commands == []


async def test_a_success_in_a_group_is_a_reaction(desk: Desk):
    assert await desk.says(NURSE, "试报", group=GROUP) == []
    assert desk.calls == ["set_msg_emoji_like"]
    assert await desk.says(NURSE, "试报") == ["已记下"]


async def test_an_implementation_without_reactions_is_asked_once_a_connection(desk: Desk):
    desk.reactions = False
    for _ in range(2):
        await desk.says(NURSE, "试报", group=GROUP)
    assert desk.calls == ["set_msg_emoji_like"]
    desk.reactions = True
    assert acks.forget_account in accounts._on_up
    acks.forget_account(BOT)
    await desk.says(NURSE, "试报", group=GROUP)
    assert desk.calls == ["set_msg_emoji_like"] * 2
    await acks.flush_all()


async def test_what_a_crowd_gets_wrong_is_said_in_one_line_to_whom_it_concerns(desk: Desk):
    strangers = [str(number) for number in range(20_001, 20_013)]
    desk.reactions = False
    for account in (NURSE, NURSE, SECRETARY, *strangers):
        assert await desk.says(account, "试码", group=GROUP) == []
    await desk.says(NURSE, "试报", group=GROUP)
    assert await desk.says(NURSE, "试码") == ["#1 码不对,看别的发:试问 1"]
    assert await desk.says(strangers[0], "试码") == [texts.stranger_text()]
    desk.lines.clear()
    await acks.flush_all()
    ((_, said),) = desk.lines
    done, wrong, unknown = said.splitlines()
    assert "+1" in done
    assert wrong == f"@{NURSE} @{SECRETARY} #1 码不对,看别的发:试问 1"
    assert unknown.split()[: texts.NAMES_SHOWN] == [f"@{account}" for account in strangers[: texts.NAMES_SHOWN]]
    assert f"{len(strangers)} 人" in unknown
    assert texts.stranger_text() in unknown


def test_a_word_that_people_are_told_to_type_has_its_slash_in_a_group():
    told = "#1 没办成。看别的:试问 1;或 试办;本人发:试报 1。例如:\n试问 2\n标题:试问会"
    assert texts.as_typed_in(told, in_group=False) == told
    slashed = texts.as_typed_in(told, in_group=True)
    assert slashed == "#1 没办成。看别的:/试问 1;或 /试办;本人发:试报 1。例如:\n/试问 2\n标题:试问会"


async def test_ones_own_name_may_stand_beside_a_bare_word_and_anothers_is_answered(desk: Desk, commands: list[Request]):
    await desk.says(NURSE, "张三 试报", group=GROUP)
    assert len(commands) == 1
    assert await desk.says(NURSE, "试报 李四", group=GROUP) == [texts.only_oneself_text("试报")]
    assert await desk.says(NURSE, "试报 王五", group=GROUP) == []
    assert len(commands) == 1


async def test_a_question_behind_a_bare_word_records_nothing(desk: Desk, commands: list[Request]):
    (answer,) = await desk.says(NURSE, "试报 怎么弄", group=GROUP, quoting=12)
    assert "试报 1" in answer
    assert await desk.says(NURSE, "/试报 李四", group=GROUP) == [texts.only_oneself_text("试报")]
    assert commands == []


async def test_a_synonym_that_counts_only_behind_a_quote(desk: Desk, commands: list[Request]):
    await desk.says(NURSE, "晓得", group=GROUP, quoting=12)
    assert [request.number for request in commands] == [12]


async def test_a_typed_number_wins_over_the_quoted_one(desk: Desk, commands: list[Request]):
    await desk.says(NURSE, "试报 7", group=GROUP, quoting=12)
    assert [request.number for request in commands] == [7]


async def test_an_unbound_group_is_silent(desk: Desk, commands: list[Request]):
    assert await desk.says(SECRETARY, "/试问", group=STRANGE_GROUP) == []
    assert await desk.says(SECRETARY, "试问", group=STRANGE_GROUP, at_bot=True) == []
    assert commands == []


async def test_who_may_not_is_told_who_may(desk: Desk, commands: list[Request]):
    (refusal,) = await desk.says(NURSE, "试办")
    assert texts.WHO[Who.OFFICER] in refusal
    (stranger,) = await desk.says(NOBODY, "试办")
    assert stranger == texts.stranger_text()
    (admin_only,) = await desk.says(SECRETARY, "试管")
    assert texts.WHO[Who.ADMIN] in admin_only
    assert commands == []
    assert await desk.says(ADMIN, "试管") == ["#1 管了"]


async def test_an_officer_above_may_and_it_acts_in_the_groups_unit(desk: Desk, commands: list[Request]):
    assert await desk.says(SECRETARY, "/试办", group=WORK_GROUP) == ["#1 办了"]
    assert commands[0].unit == desk.unit("院党委")


async def test_a_command_of_the_office_does_not_work_in_a_branch_group(desk: Desk, commands: list[Request]):
    (refusal,) = await desk.says(SECRETARY, "/试办", group=GROUP)
    assert texts.WHERE[Where.OFFICE] in refusal
    assert commands == []


async def test_names_go_to_the_sender_alone(desk: Desk):
    lines = await desk.says(SECRETARY, "/试名单", group=WORK_GROUP)
    assert [(chat.is_group, line) for chat, line in desk.lines] == [
        (False, "#1 名单:张三"),
        (True, texts.told_in_private_text()),
    ]
    assert len(lines) == 2


async def test_an_unexpected_error_has_a_number_in_answer_and_log_and_no_content(desk: Desk):
    log: list[str] = []
    sink = logger.add(log.append, level=0, format="{message}")
    try:
        (answer,) = await desk.says(NURSE, "试错 我的意见")
    finally:
        logger.remove(sink)
    code = next(word for word in answer.replace("编号 ", " ").replace(")", " ").split() if word.isdigit())
    written = "".join(log)
    assert code in written
    assert "ZeroDivisionError" in written
    assert "秘密内容" not in written
    assert "我的意见" not in written


async def test_in_private_what_is_no_command_gets_one_hint_in_ten_minutes(desk: Desk):
    assert await desk.says(NURSE, "你好") == [texts.not_understood_text()]
    assert await desk.says(NURSE, "在吗") == []
    assert await desk.says(NOBODY, [Segment("record", {"file": "a.amr"})]) == [texts.cannot_hear_text()]


async def test_the_same_message_delivered_twice_has_one_effect(desk: Desk, commands: list[Request]):
    await desk.says(NURSE, "试报", group=GROUP, message_id=5)
    await desk.says(NURSE, "试报", group=GROUP, message_id=5)
    assert len(commands) == 1


async def test_a_flood_is_told_once(desk: Desk, monkeypatch: pytest.MonkeyPatch, commands: list[Request]):
    answers = [line for _ in range(30) for line in await desk.says(NURSE, "试问")]
    assert answers.count("#1 在这里") == len(commands)
    assert answers.count(texts.too_fast_text()) == 1
    assert len(answers) == len(commands) + 1
    assert await desk.says(NURSE, "试急") == ["#1 收到急事"]


async def test_an_urgent_word_has_a_limit_of_its_own(desk: Desk, commands: list[Request]):
    answers = [line for _ in range(URGENT_A_MINUTE + 5) for line in await desk.says(NURSE, "试急")]
    assert answers == ["#1 收到急事"] * URGENT_A_MINUTE + [texts.too_fast_text(urgent=True)]
    assert await desk.says(NURSE, "试问") == ["#1 在这里"]
