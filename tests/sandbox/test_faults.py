"""Each fault that can be ordered at an endpoint, met over a real WebSocket."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from plugins.sandbox import faults
from plugins.sandbox.faults import SENDS
from plugins.sandbox.model import Message, group_chat
from plugins.sandbox.words import MUTED, OFFLINE, REMOVED
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, STRANGER, WARD, ZHANG, FakeBot, Join

GROUP = group_chat(WARD)


def copies(world: World, fragment: str) -> int:
    return world.truth.count(GROUP, sender=BOT, containing=fragment)


@pytest.mark.parametrize(
    ("fault", "shown", "words"),
    [
        (faults.TimeoutButShown(), 1, "Timeout: NTEvent"),
        (faults.TimeoutNotShown(), 0, "Timeout: NTEvent"),
        (faults.Refused(REMOVED), 0, '"result": 110'),
        (faults.Refused(OFFLINE), 0, "网络连接异常"),
        (faults.AnswerUnknown("从未见过"), 0, "从未见过"),
        (faults.AnswerUnknown("从未见过", shown=True), 1, "从未见过"),
    ],
)
async def test_a_send_fails_in_words_once_and_then_works(
    world: World, bot: FakeBot, join: Join, fault: faults.Fault, shown: int, words: str
):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, fault)
        answer = await bot.send("通知")
        assert answer["status"] == "failed"
        assert answer["retcode"] == 1200
        assert words in answer["message"]
        assert answer["wording"] == answer["message"]
        assert copies(world, "通知") == shown
        assert (await bot.send("再来"))["retcode"] == 0
        assert not endpoint.faults.waiting


@pytest.mark.parametrize("shown", [True, False])
async def test_the_socket_is_cut_in_the_middle_of_a_call_and_comes_back(
    world: World, bot: FakeBot, join: Join, shown: bool
):
    async with join() as endpoint:
        endpoint.faults.next("send_group_msg", faults.CutDuring(shown=shown))
        with pytest.raises(asyncio.CancelledError):
            await bot.send("通知")
        await world.wait_for(lambda: len(bot.sockets) == 2)
        await endpoint.connected()
        assert copies(world, "通知") == shown
        assert (await bot.send("再来"))["retcode"] == 0


@pytest.mark.parametrize("shown", [True, False])
async def test_a_call_is_never_answered(world: World, bot: FakeBot, join: Join, shown: bool):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.Unanswered(shown=shown))
        with pytest.raises(TimeoutError):
            await bot.call("send_msg", 0.05, group_id=WARD, message=[{"type": "text", "data": {"text": "通知"}}])
        assert copies(world, "通知") == shown
        assert endpoint.calls[-1].answer is None


async def test_an_answer_comes_late(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.LateAnswer(0.05))
        sending = asyncio.create_task(bot.send("通知"))
        await world.wait_for(lambda: copies(world, "通知") == 1)
        assert not sending.done()
        assert (await sending)["data"]["message_id"] == world.history(GROUP)[-1].id


async def test_a_failed_send_shows_in_the_bots_own_history_only(world: World, bot: FakeBot, join: Join):
    world.say(LI, GROUP, "早")
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.ShownAsFailed(faults.Refused(MUTED)))
        assert '"result": 120' in (await bot.send("通知"))["message"]
        page = (await bot.call("get_group_msg_history", group_id=WARD))["data"]["messages"]
        assert [(m["raw_message"], m["real_seq"]) for m in page] == [("早", "1001"), ("通知", "0")]
        assert copies(world, "通知") == 0


async def test_a_zero_id_proves_nothing(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.ZeroId())
        assert (await bot.send("通知"))["data"] == {"message_id": 0}
        assert copies(world, "通知") == 0


async def test_what_the_world_itself_refuses(world: World, bot: FakeBot, join: Join):
    async with join():
        world.mute(WARD, BOT, 600, operator=ZHANG)
        assert '"result": 120' in (await bot.send("通知"))["message"]
        world.mute(WARD, BOT, 0, operator=ZHANG)
        world.set_online(BOT, False)
        assert '"result": 1006514' in (await bot.send("通知"))["message"]
        assert (await bot.call("get_status"))["data"]["online"] is False
        world.set_online(BOT, True)
        world.kick(WARD, BOT, operator=ZHANG)
        assert '"result": 110' in (await bot.send("通知"))["message"]
        stranger = await bot.call("send_private_msg", user_id=STRANGER, message="你好")
        assert "Timeout: NTEvent" in stranger["message"]
        assert world.truth.count(sender=BOT) == 0


async def test_online_by_status_while_every_send_hangs(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.faults.hang_sends = True
        with pytest.raises(TimeoutError):
            await bot.call("send_group_msg", 0.05, group_id=WARD, message="通知")
        assert (await bot.call("get_status"))["data"]["online"] is True
        endpoint.faults.clear()
        assert (await bot.send("通知"))["retcode"] == 0


async def test_a_burst_of_refusals_and_at_all_used_up(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.Refused(46, "发送频繁"), times=3)
        answers = [await bot.send(f"第{n}条") for n in range(4)]
        assert [answer["retcode"] for answer in answers] == [1200, 1200, 1200, 0]
        world.set_admin(WARD, BOT, True)
        everyone = [{"type": "at", "data": {"qq": "all"}}, {"type": "text", "data": {"text": "通知"}}]
        world.use_up_at_all(WARD)
        refused = await bot.call("send_group_msg", group_id=WARD, message=everyone)
        assert '"result": 121' in refused["message"]
        left = (await bot.call("get_group_at_all_remain", group_id=WARD))["data"]
        assert left["remain_at_all_count_for_group"] == 0


async def test_history_has_a_gap_pages_the_wrong_way_or_is_not_offered(world: World, bot: FakeBot, join: Join):
    said: list[Message] = [world.say(LI, GROUP, str(n)) for n in range(6)]

    async def page(**params: Any) -> list[str]:
        answer = await bot.call("get_group_msg_history", group_id=WARD, **params)
        return [message["raw_message"] for message in answer["data"]["messages"]]

    async with join() as endpoint:
        assert await page(count=2) == ["4", "5"]
        assert await page(count=2, message_seq=said[4].id, reverse_order=True) == ["3", "4"]
        assert await page(count=2, message_seq=said[4].id) == ["4", "5"]
        endpoint.faults.history.gap(GROUP, range(said[1].seq, said[3].seq + 1))
        assert await page() == ["0", "4", "5"]
        endpoint.faults.history.wrong_way = True
        assert await page(count=2, message_seq=said[4].id, reverse_order=True) == ["4", "5"]
        endpoint.faults.history.off = True
        assert (await bot.call("get_group_msg_history", group_id=WARD))["retcode"] == 1404


async def test_events_come_twice_swapped_late_or_not_at_all(world: World, bot: FakeBot, join: Join):
    async def say(*lines: str) -> list[str]:
        before = len(bot.messages())
        for line in lines:
            world.say(LI, GROUP, line)
        await bot.call("get_status")
        return [event["raw_message"] for event in bot.messages()[before:]]

    async with join() as endpoint:
        ways = endpoint.faults.events
        ways.double_next()
        assert await say("a", "b") == ["a", "a", "b"]
        ways.swap_next()
        assert await say("c", "d") == ["d", "c"]
        ways.lose_next()
        assert await say("e", "f") == ["f"]
        ways.lose(0.1, seed=7)
        assert 60 < len(await say(*map(str, range(100)))) < 100
        ways.lose(0)
        ways.skew, ways.milliseconds, ways.bare = timedelta(minutes=10), True, True
        await say("g")
        distorted = bot.messages()[-1]
        assert distorted["time"] == int((world.clock() + timedelta(minutes=10)).timestamp()) * 1000
        assert distorted["sender"] == {"user_id": LI}


async def test_an_offline_account_hears_nothing_and_finds_it_in_the_history(world: World, bot: FakeBot, join: Join):
    async with join():
        world.set_online(BOT, False)
        world.say(LI, GROUP, "你离线了")
        world.set_online(BOT, True)
        page = (await bot.call("get_group_msg_history", group_id=WARD))["data"]["messages"]
        assert [message["raw_message"] for message in page] == ["你离线了"]
        assert bot.messages() == []
        assert len(bot.notices("bot_offline")) == 1


async def test_what_waits_to_go_out_is_lost_with_its_socket(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.faults.next(SENDS, faults.LateAnswer(0.02))
        sending = asyncio.create_task(bot.send("通知"))
        await world.wait_for(lambda: copies(world, "通知") == 1)
        for n in range(1000):
            world.say(LI, GROUP, str(n))
        endpoint.cut()
        await endpoint.drained()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await world.wait_for(lambda: len(bot.sockets) == 2)
        assert endpoint.calls_of("send_group_msg")[0].answer is None
        assert len(bot.messages()) < 1000


async def test_ids_start_again_after_a_restart(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        first = (await bot.send("旧"))["data"]["message_id"]
        await endpoint.disconnect()
        world.restart_ids()
        endpoint.come_back()
        await endpoint.connected()
        assert (await bot.send("新"))["data"]["message_id"] == first
        assert (await bot.call("get_msg", message_id=first))["data"]["raw_message"] == "新"


async def test_a_member_list_stays_stale(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.freeze_members(WARD)
        world.leave(WARD, LI)
        listed = (await bot.call("get_group_member_list", group_id=WARD))["data"]
        assert {member["user_id"] for member in listed} == {BOT, ZHANG, LI}


async def test_a_picture_expires(world: World, bot: FakeBot, join: Join):
    picture = world.picture(LI, "签到表.png", b"\x89PNG", lasting=timedelta(hours=1))
    async with join():
        world.say(LI, GROUP, [picture])
        await world.wait_for(bot.messages)
        file = bot.messages()[0]["message"][0]["data"]["file"]
        assert (await bot.call("get_image", file=file))["data"]["base64"] == "iVBORw=="
        world.expire(file)
        assert (await bot.call("get_image", file=file))["retcode"] == 1200


async def test_malformed_and_huge_frames_and_what_is_missed_while_away(world: World, bot: FakeBot, join: Join):
    async with join() as endpoint:
        endpoint.send_raw("x" * (1 << 20))
        await world.wait_for(lambda: len(bot.sockets) == 2)
        await endpoint.connected()
        await endpoint.disconnect()
        world.say(LI, GROUP, "你不在")
        endpoint.come_back()
        await endpoint.connected()
        world.say(LI, GROUP, "你回来了")
        await world.wait_for(bot.messages)
        assert [event["raw_message"] for event in bot.messages()] == ["你回来了"]
        assert json.dumps(endpoint.rejections)
