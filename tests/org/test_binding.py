"""Binding a group: who may, what moves, and what happens when the bot is thrown out."""

import pytest
import time_machine

from plugins import storage
from plugins.gateway import previews
from plugins.gateway.chats import Chat, group, private
from plugins.gateway.directory import GroupKind, Who, directory, target_events
from plugins.gateway.registry import confirm_handler, find, sentence_for
from plugins.gateway.request import Answer, Origin, Request
from plugins.org import service, texts
from plugins.org.units import UnknownUnit
from plugins.storage import Transaction, clock
from tests.support.roster import given_group, given_roster

ROWS = (
    "周书记,院党委/内科党支部,正式党员,,10001,A1,",
    "周书记,院党委,,书记,,A1,",
    "钱护士,院党委/内科党支部,正式党员,,10002,,",
    "孙书记,院党委/外科党支部,正式党员,书记,10003,,",
)
ADMIN, ZHOU, NURSE, SUN = "900001", "10001", "10002", "10003"
HERE = group(30001)


def said(account: str, word: str, argument: str = "", chat: Chat = HERE) -> Request:
    return Request(word, argument, None, chat, account, Origin("1", chat.key, "1"), clock.now())


async def types(account: str, word: str, argument: str = "") -> str:
    """What the bot answers in the group; typed errors as the router would say them."""
    command = find(word)
    assert command is not None
    try:
        reply = await command.handler(said(account, word, argument))
    except Exception as error:
        return sentence_for(error) or repr(error)
    assert isinstance(reply, Answer)
    return reply.text


async def confirms(account: str) -> str:
    preview = await previews.find(account, HERE, None, clock.now())
    handler = confirm_handler(preview.word)
    assert handler is not None
    try:
        reply = await handler(said(account, "确认"), preview)
    except Exception as error:
        return sentence_for(error) or repr(error)
    assert isinstance(reply, Answer)
    return reply.text


@pytest.fixture
async def hospital(sqlite_database):
    await given_roster(*ROWS)


async def bound_as() -> tuple[str, GroupKind] | None:
    bound = await directory().bound(HERE)
    return (bound.unit.name, bound.kind) if bound else None


async def test_the_administrator_binds_an_unbound_group(hospital):
    assert "内科党支部" in await types(ADMIN, "绑定本群", "内科")
    assert await bound_as() == ("内科党支部", GroupKind.BRANCH)


async def test_the_kind_follows_the_unit_unless_it_is_typed(hospital):
    await types(ADMIN, "绑定本群", "院党委")
    assert await bound_as() == ("院党委", GroupKind.WORK)
    await types(ADMIN, "绑定本群", "院党委 群众群")
    assert await bound_as() == ("院党委", GroupKind.PUBLIC)


async def test_twice_is_once(hospital):
    await types(ADMIN, "绑定本群", "内科")
    assert "没有变化" in await types(ADMIN, "绑定本群", "内科党支部 支部群")


async def test_without_a_unit_it_asks_with_an_example(hospital):
    assert await types(ADMIN, "绑定本群") == texts.which_unit_text()
    assert await types(ADMIN, "绑定本群", "支部群") == texts.which_unit_text()


@pytest.mark.parametrize(("account", "may"), [(ZHOU, True), (SUN, True), (NURSE, False)])
async def test_who_may_bind_a_group_to_the_surgeons_branch(hospital, account, may):
    await types(account, "绑定本群", "外科党支部")
    assert (await bound_as() is not None) is may


async def test_a_branch_secretary_binds_nothing_above_or_beside(hospital):
    assert texts.STEWARDS in await types(SUN, "绑定本群", "院党委")
    assert texts.STEWARDS in await types(SUN, "绑定本群", "内科党支部")
    assert await bound_as() is None


async def test_a_group_of_another_unit_moves_after_a_confirmation(hospital):
    await types(ADMIN, "绑定本群", "内科")
    answer = await types(ZHOU, "绑定本群", "外科")
    assert "内科党支部" in answer
    assert "外科党支部" in answer
    assert await bound_as() == ("内科党支部", GroupKind.BRANCH)
    await confirms(ZHOU)
    assert await bound_as() == ("外科党支部", GroupKind.BRANCH)


async def test_a_secretary_does_not_take_a_neighbours_group(hospital):
    await types(ADMIN, "绑定本群", "内科")
    assert texts.STEWARDS in await types(SUN, "绑定本群", "外科")
    assert await bound_as() == ("内科党支部", GroupKind.BRANCH)


async def test_demoted_between_preview_and_confirmation_is_refused(hospital):
    await types(ADMIN, "绑定本群", "内科")
    await types(ZHOU, "绑定本群", "外科")
    await given_roster(ROWS[0], *ROWS[2:])
    assert texts.STEWARDS in await confirms(ZHOU)
    assert await bound_as() == ("内科党支部", GroupKind.BRANCH)


async def test_a_binding_that_moved_meanwhile_is_left_alone(hospital):
    await types(ADMIN, "绑定本群", "内科")
    await types(ZHOU, "绑定本群", "外科")
    await types(ADMIN, "绑定本群", "院党委")
    await confirms(ADMIN)
    assert await confirms(ZHOU) == texts.binding_moved_text()
    assert await bound_as() == ("院党委", GroupKind.WORK)


async def test_unbinding_waits_for_the_confirmation_and_lapses(hospital):
    assert await types(ADMIN, "解绑本群") == texts.not_bound_text()
    await types(ADMIN, "绑定本群", "内科")
    await types(ADMIN, "解绑本群")
    with time_machine.travel(clock.now() + previews.LIFETIME * 2, tick=False):
        assert "内科党支部" not in await confirms(ADMIN)
    assert await bound_as() is not None
    await types(ADMIN, "解绑本群")
    assert "内科党支部" in await confirms(ADMIN)
    assert await bound_as() is None


async def test_an_unknown_unit_is_named(hospital):
    assert "口腔" in await types(ADMIN, "绑定本群", "口腔科")
    with pytest.raises(UnknownUnit):
        await service.bind(await directory().actor(ADMIN), HERE, "科", None, clock.now())


def test_only_binding_works_in_a_group_of_nobody():
    bind, unbind = find("绑定本群"), find("解绑本群")
    assert bind is not None
    assert unbind is not None
    assert (bind.unbound, unbind.unbound) == (True, False)
    assert bind.who is unbind.who is Who.STEWARD


async def told() -> list[str]:
    async def work(tx: Transaction) -> list[str]:
        rows = await tx.execute("SELECT chat FROM gateway_outbox WHERE kind = ? ORDER BY id", ("org.group_lost",))
        return [row["chat"] for row in rows]

    return await storage.write(work)


async def gone(chat: Chat) -> None:
    for listener in target_events():
        await listener.target_gone(chat, "removed")


async def test_thrown_out_of_a_group_the_binding_ends_and_the_work_group_is_told_once(hospital):
    await given_group(30001, "内科党支部")
    office = await given_group(30009, "院党委", GroupKind.WORK)
    await gone(HERE)
    await gone(HERE)
    assert await bound_as() is None
    assert await told() == [office.chat.key]


async def test_without_a_work_group_the_nearest_officers_are_told_and_without_them_the_administrators(hospital):
    await given_group(30001, "外科党支部")
    await gone(HERE)
    assert await told() == [private(SUN).key]
    await given_roster("钱护士,院党委/内科党支部,正式党员,,10002,,")
    await given_group(30002, "内科党支部")
    await gone(group(30002))
    assert await told() == [private(SUN).key, private(ADMIN).key]


async def test_a_group_bound_again_and_lost_again_is_told_again(hospital):
    for _ in range(2):
        await given_group(30001, "外科党支部")
        await gone(HERE)
    assert len(await told()) == 2


async def test_a_group_that_is_bound_to_nothing_is_no_news(hospital):
    await gone(group(77777))
    assert await told() == []


async def test_the_news_names_unit_and_group(hospital):
    text = texts.group_lost_text(await given_group(30001, "外科党支部"))
    assert "外科党支部" in text
    assert "30001" in text
