"""Scenarios are told in people's words, and endpoints that are turned away keep trying."""

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from plugins.sandbox.endpoint import Endpoint
from plugins.sandbox.model import WorldError, group_chat, private_chat
from plugins.sandbox.people import Person, bot_lines
from plugins.sandbox.world import World
from tests.sandbox.fakebot import BOT, LI, WARD, ZHANG, FakeBot, Join


async def test_a_nurse_answers_a_directive(world: World):
    nurse = Person(world, LI)
    directive = world.say(BOT, group_chat(WARD), "#12 通知")
    await nurse.says("收到", in_=WARD, quote=directive, at=[BOT])
    await nurse.reacts(directive)
    said = world.history(group_chat(WARD))[-1]
    assert said.quoted_id == directive.id
    assert [segment["type"] for segment in said.segments] == ["reply", "at", "text", "text"]
    assert directive.reactions == {"76": [LI]}
    assert bot_lines(world, WARD) == ["#12 通知"]
    await nurse.recalls(said)
    assert said.recalled


async def test_private_words_and_files(world: World):
    head = Person(world, ZHANG)
    await head.private("我的")
    await head.uploads("名册.csv", b"a,b")
    world.say(BOT, head.chat_with(), "待办 0 件")
    assert head.name == "张三"
    assert head.heard() == ["待办 0 件"]
    assert await head.hears("待办", within=0.1) == "待办 0 件"
    with pytest.raises(TimeoutError):
        await head.hears("没有的话", within=0.01)


async def test_forwarding_keeps_who_said_what(world: World):
    first = world.say(LI, group_chat(WARD), "原话")
    message = world.forward(ZHANG, private_chat(BOT, ZHANG), [first])
    nodes = world.bundles[message.segments[0]["data"]["id"]]
    assert nodes[0]["data"] == {"user_id": LI, "nickname": "内科-李四", "content": list(first.segments)}


async def test_the_world_forgets_who_stops_listening(world: World):
    heard: list[object] = []
    stop = world.subscribe(heard.append)
    world.say(LI, group_chat(WARD), "一")
    stop()
    world.say(LI, group_chat(WARD), "二")
    assert len(heard) == 1
    assert {chat.key for chat in world.chats_of(LI)} == {"group:30001"}


async def test_a_request_is_settled_once(world: World):
    request = world.ask_to_join(20009, WARD)
    world.settle(request.flag, False, operator=ZHANG)
    world.settle(request.flag, True, operator=ZHANG)
    assert 20009 not in world.group(WARD).members
    with pytest.raises(WorldError):
        world.settle("nonsense", True, operator=ZHANG)


async def test_an_endpoint_that_is_turned_away_says_why_and_tries_again(world: World):
    def turn_away(connection: ServerConnection, request: Request) -> Response | None:
        right = request.headers.get("Authorization") == "Bearer right"
        return None if right else connection.respond(403, "wrong token")

    bot = FakeBot()
    async with serve(bot.handle, "127.0.0.1", 0, process_request=turn_away) as server:
        url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}/onebot/v11/ws"
        async with Endpoint(world, self_id=BOT, url=url, token="wrong", reconnect=0.01) as endpoint:
            await world.wait_for(lambda: len(endpoint.rejections) >= 2)
            assert "403" in endpoint.rejections[0]
            assert not endpoint.is_connected
            with pytest.raises(TimeoutError, match="403"):
                await endpoint.connected(0.01)
        async with Endpoint(world, self_id=BOT, url=url, token="right") as endpoint:
            await endpoint.connected()
            await endpoint.drained()


async def test_two_accounts_of_one_world(world: World, bot: FakeBot, join: Join, server: Server):
    world.add_account(10001, "同心二号", bot=True)
    world.join(WARD, 10001, operator=ZHANG)
    async with join() as first, Endpoint(world, self_id=10001, url=first.url) as second:
        await second.connected()
        await world.wait_for(lambda: len(bot.sockets) == 2)
        await bot.send("我是二号")
        await world.wait_for(bot.messages)
        assert [event["self_id"] for event in bot.messages()] == [BOT]
        assert world.history(group_chat(WARD))[-1].sender == 10001
