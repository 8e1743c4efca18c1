"""匹配群名片 over a real connection: the member list comes from the service, what is certain is bound by one 确认."""

import asyncio

import pytest

from plugins.gateway.config import settings
from plugins.org.models import PersonRow
from plugins.sandbox.model import group_chat
from plugins.storage import clock
from tests.outbox.outlet import Clock, Outlet, connected
from tests.support.roster import given_group, given_roster


@pytest.fixture
async def outlet(sqlite_database, monkeypatch):
    moving = Clock()
    monkeypatch.setattr(clock, "now", moving)
    monkeypatch.setattr(settings, "send_interval", 0.0)
    outlet = Outlet(moving, sqlite_database)
    await given_roster(
        f"周书记,院党委/内科党支部,正式党员,书记,{outlet.head},,",
        "张三,院党委/内科党支部,正式党员,,,,",
        "李四,院党委/内科党支部,正式党员,,,,",
        "王五,院党委/内科党支部,正式党员,,55555,,",
    )
    await given_group(outlet.ward, "内科党支部")
    outlet.world.make_friends(outlet.bot, outlet.head)
    for number, card in enumerate(("内科-张三", "李四(护士长)", "李四138", "王五", "等风来")):
        account = outlet.nurse + 10 + number
        outlet.world.add_account(account, str(account))
        outlet.world.join(outlet.ward, account)
        outlet.world.set_card(outlet.ward, account, card)
    async with connected(outlet):
        yield outlet


async def test_what_is_certain_is_bound_and_nothing_else(outlet: Outlet):
    private = outlet.private(outlet.head)
    outlet.world.say(outlet.head, group_chat(outlet.ward), "/匹配群名片")
    await outlet.shows(lambda: outlet.copies("内科-张三", private))
    assert outlet.copies("张三", outlet.ward) == 0
    assert (await PersonRow.get(name="张三")).account is None
    for _ in range(2):
        outlet.world.say(outlet.head, private, "确认")
    async with asyncio.timeout(20):
        while (await PersonRow.get(name="张三")).account is None:  # noqa: ASYNC110 - the database has no event for it
            await asyncio.sleep(0.01)
    assert (await PersonRow.get(name="张三")).account == str(outlet.nurse + 10)
    assert (await PersonRow.get(name="李四")).account is None
    assert (await PersonRow.get(name="王五")).account == "55555"


async def test_a_member_may_not(outlet: Outlet):
    outlet.world.say(outlet.nurse, group_chat(outlet.ward), "/匹配群名片")
    await outlet.shows(lambda: outlet.copies("名册里还没有这个号", outlet.ward))
    assert outlet.endpoint.calls_of("get_group_member_list") == []
