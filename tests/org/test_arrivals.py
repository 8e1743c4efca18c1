"""Over a real connection: who may invite the bot, who becomes a friend, and who hears that a member left."""

import asyncio

import pytest

from plugins.gateway.directory import GroupKind
from plugins.gateway.outbox.models import OutboxRow
from plugins.sandbox.model import group_chat
from tests.outbox.outlet import Clock, Outlet, connected
from tests.support.roster import given_group, given_roster


@pytest.fixture
async def outlet(sqlite_database, monkeypatch):
    from plugins.gateway.config import settings
    from plugins.storage import clock

    moving = Clock()
    monkeypatch.setattr(clock, "now", moving)
    monkeypatch.setattr(settings, "send_interval", 0.0)
    outlet = Outlet(moving, sqlite_database)
    await given_roster(
        f"周书记,院党委/内科党支部,正式党员,书记,{outlet.head},,",
        f"钱护士,院党委/内科党支部,正式党员,,{outlet.nurse},,",
    )
    outlet.world.add_account(outlet.nurse + 5, "路人")
    await given_group(outlet.ward, "内科党支部")
    await given_group(outlet.lab, "院党委", GroupKind.WORK)
    async with connected(outlet):
        yield outlet


def strange_group(outlet: Outlet, *members: int) -> int:
    number = outlet.ward + 40
    outlet.world.add_group(number, "新群", owner=members[0], members=members)
    return number


async def test_an_officers_invitation_is_accepted(outlet: Outlet):
    group = strange_group(outlet, outlet.head)
    outlet.world.invite(outlet.head, group, outlet.bot)
    await outlet.shows(lambda: outlet.bot in outlet.world.group(group).members)


async def test_a_strangers_invitation_is_put_to_the_administrators(outlet: Outlet):
    group = strange_group(outlet, outlet.nurse + 5)
    request = outlet.world.invite(outlet.nurse + 5, group, outlet.bot)
    async with asyncio.timeout(20):
        while not await OutboxRow.filter(chat="qq:private:900001").exists():  # noqa: ASYNC110 - a real process
            await asyncio.sleep(0.01)
    assert request.approved is None


async def test_people_of_the_roster_become_friends_and_nobody_else(outlet: Outlet):
    stranger = outlet.world.ask_friendship(outlet.nurse + 5, outlet.bot)
    outlet.world.ask_friendship(outlet.nurse, outlet.bot)
    await outlet.shows(lambda: outlet.world.are_friends(outlet.nurse, outlet.bot))
    assert stranger.approved is None


async def test_a_member_who_leaves_is_reported_once_to_the_officers_and_joins_to_nobody(outlet: Outlet):
    outlet.world.join(outlet.ward, outlet.nurse + 5)
    outlet.world.leave(outlet.ward, outlet.nurse + 5)
    outlet.world.leave(outlet.ward, outlet.nurse)
    await outlet.shows(lambda: outlet.copies("钱护士", outlet.lab))
    assert outlet.copies("钱护士", outlet.lab) == 1
    assert await OutboxRow.all().count() == 1


async def test_who_has_an_open_claim_becomes_a_friend_so_that_the_notice_arrives(outlet: Outlet):
    newcomer = outlet.nurse + 5
    await given_roster(f"周书记,院党委/内科党支部,正式党员,书记,{outlet.head},,", "张三,院党委/内科党支部,正式党员,,,,")
    outlet.world.join(outlet.ward, newcomer)
    outlet.world.say(newcomer, group_chat(outlet.ward), "绑定 张三")
    await outlet.shows(lambda: outlet.copies("已私聊", outlet.ward) or outlet.copies("私聊发不出去", outlet.ward))
    outlet.world.ask_friendship(newcomer, outlet.bot)
    await outlet.shows(lambda: outlet.world.are_friends(newcomer, outlet.bot))
