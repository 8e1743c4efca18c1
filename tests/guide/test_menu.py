"""菜单: what a person may do here, from the registry."""

from datetime import UTC, datetime

import pytest

from plugins.gateway import chats, dispatch, registry
from plugins.gateway.directory import Actor, BoundGroup, GroupKind, PostView, UnitView
from plugins.gateway.request import Answer, Origin, Request
from plugins.guide import texts

pytestmark = pytest.mark.usefixtures("sqlite_database")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BRANCH = UnitView(2, "内科党支部", (1, 2))


def an_actor(*, officer: bool = False, known: bool = True, superuser: bool = False) -> Actor:
    posts = (PostView(BRANCH, "正式党员", "书记" if officer else "", officer),) if known else ()
    return Actor("10001", 1 if known else None, "张三" if known else "", superuser, posts)


async def menu(actor: Actor, argument: str = "", *, bound: BoundGroup | None = None) -> str:
    chat = bound.chat if bound else chats.private("10001")
    request = Request("菜单", argument, None, chat, "10001", Origin("1", chat.key, "1"), NOW, bound=bound)
    request._actor = actor
    entry = registry.find("菜单")
    assert entry is not None
    reply = (await dispatch.run(entry, request)).reply
    assert isinstance(reply, Answer)
    return reply.text


async def test_an_officer_sees_what_officers_do():
    said = await menu(an_actor(officer=True))
    assert "传达 — " in said
    assert "已阅 — " in said


async def test_a_member_is_not_shown_what_they_may_not():
    said = await menu(an_actor())
    assert "传达 — " not in said
    assert "已阅 — " in said


async def test_what_few_members_need_is_shown_to_officers_and_explained_to_all():
    for word in ("现场", "准假", "补签"):
        assert f"{word} — " not in await menu(an_actor())
        assert f"{word} — " in await menu(an_actor(officer=True))
        assert f"【{word}】" in await menu(an_actor(), word)


async def test_the_work_itself_comes_first_and_confirming_last():
    said = await menu(an_actor(officer=True))
    assert said.index("传达 — ") < said.index("组织 — ") < said.index("确认 — ")


async def test_a_stranger_sees_what_anyone_may():
    assert "未阅" not in await menu(an_actor(known=False))


async def test_in_a_group_it_is_one_short_line():
    bound = BoundGroup(chats.group(30001), BRANCH, GroupKind.BRANCH)
    said = await menu(an_actor(officer=True), bound=bound)
    assert "\n" not in said
    assert "已阅" in said
    assert "私聊" in said


@pytest.mark.parametrize("word", ["传达", "/传达", "收到"])
async def test_one_command_is_explained_with_its_example(word):
    said = await menu(an_actor(), word)
    entry = registry.find(word.lstrip("/"))
    assert entry is not None
    assert entry.usage in said
    assert entry.example in said


async def test_a_word_that_is_none_is_answered():
    assert await menu(an_actor(), "唱歌") == texts.no_such_text("唱歌")


COMMANDS = sorted(registry.commands(), key=lambda entry: entry.word)


@pytest.mark.parametrize("entry", COMMANDS, ids=[entry.word for entry in COMMANDS])
def test_every_command_explains_itself(entry):
    said = texts.one_text(entry)
    assert entry.word in entry.example
    assert entry.word in entry.usage
    assert entry.summary in said
    assert not said.startswith(entry.word)
