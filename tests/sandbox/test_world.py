"""People talk in a simulated service, and its truth log knows who saw what."""

from datetime import timedelta

import pytest

from plugins.sandbox.model import (
    AtAllUsedUp,
    IsMuted,
    NotFriends,
    NotInGroup,
    NotPermitted,
    RequestKind,
    TooLate,
    group_chat,
    private_chat,
)
from plugins.sandbox.people import Person
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, WARD, ZHANG, Clock


async def test_a_message_is_seen_by_who_is_in_the_group_at_that_moment(world: World):
    first = await Person(world, ZHANG).says("开会了", in_=WARD)
    world.leave(WARD, LI)
    await Person(world, ZHANG).says("散会", in_=WARD)
    assert [shown.text for shown in world.truth.messages(seen_by=LI)] == ["开会了"]
    assert [shown.seq for shown in world.truth.messages(group_chat(WARD))] == [first.seq, first.seq + 1]
    with pytest.raises(NotInGroup):
        world.say(LI, group_chat(WARD), "我还在吗")


async def test_ids_are_unordered_signed_and_come_again_after_a_restart(world: World):
    said = [world.say(ZHANG, group_chat(WARD), str(n)) for n in range(200)]
    ids = [message.id for message in said]
    assert min(ids) < 0 < max(ids)
    assert ids != sorted(ids)
    assert all(-(2**31) <= identifier < 2**31 for identifier in ids)
    world.restart_ids()
    assert world.say(LI, group_chat(WARD), "新的").id == ids[0]
    assert world.message(ids[0]).text == "新的"


async def test_a_muted_member_cannot_speak_until_it_is_over(world: World, clock: Clock):
    world.mute(WARD, BOT, 600, operator=ZHANG)
    with pytest.raises(IsMuted):
        world.say(BOT, group_chat(WARD), "通知")
    clock.now += timedelta(seconds=601)
    world.say(BOT, group_chat(WARD), "通知")
    world.mute_all(WARD, True, operator=ZHANG)
    with pytest.raises(IsMuted):
        world.say(LI, group_chat(WARD), "收到")
    world.say(ZHANG, group_chat(WARD), "群主可以说")
    with pytest.raises(NotPermitted):
        world.mute_all(WARD, False, operator=LI)


async def test_private_chats_need_friendship_or_a_common_group(world: World):
    with pytest.raises(NotFriends):
        world.say(BOT, private_chat(BOT, LI), "你好")
    assert world.say(LI, private_chat(BOT, LI), "我的", via=WARD).via == WARD
    request = world.ask_friendship(LI, BOT, "我是李四")
    assert request.kind is RequestKind.FRIEND
    world.settle(request.flag, True, operator=BOT)
    assert world.are_friends(BOT, LI)
    await Person(world, LI).private("现在可以了")
    assert world.bot_lines(private_chat(BOT, LI)) == []


async def test_recalls_are_limited_and_kept_in_the_truth(world: World, clock: Clock):
    message = world.say(LI, group_chat(WARD), "发错了")
    with pytest.raises(NotPermitted):
        world.recall(BOT, message)
    clock.now += timedelta(minutes=3)
    with pytest.raises(TooLate):
        world.recall(LI, message)
    world.recall(ZHANG, message)
    assert [record.message_id for record in world.truth.recalls(group_chat(WARD))] == [message.id]
    assert world.truth.count(group_chat(WARD), containing="发错了") == 1


async def test_reactions_count_once_a_person(world: World):
    message = world.say(BOT, group_chat(WARD), "#12 通知")
    for _ in range(2):
        await Person(world, LI).reacts(message)
    assert message.reactions == {"76": [LI]}
    world.react(LI, message, added=False)
    assert message.reactions == {"76": []}


async def test_at_all_is_limited(world: World):
    world.set_admin(WARD, BOT, True)
    world.say(BOT, group_chat(WARD), "通知", at_whom=["all"])
    assert world.at_all_left(WARD, BOT) == (19, 9)
    world.use_up_at_all(WARD)
    with pytest.raises(AtAllUsedUp):
        world.say(BOT, group_chat(WARD), "通知", at_whom=["all"])


async def test_history_pages_backwards(world: World):
    for n in range(10):
        world.say(LI, group_chat(WARD), str(n))
    page = world.history(group_chat(WARD), count=3)
    assert [message.text for message in page] == ["7", "8", "9"]
    older = world.history(group_chat(WARD), before_seq=page[0].seq, count=3)
    assert [message.text for message in older] == ["4", "5", "6"]


async def test_waiting_ends_with_the_happening_or_with_an_error(world: World):
    with pytest.raises(TimeoutError):
        await world.wait_for(lambda: False, 0.01)
    world.say(ZHANG, group_chat(WARD), "已经说了")
    await world.wait_for(lambda: world.truth.count(containing="已经说了") == 1)
