"""What people are told of how the queue goes on."""

import pytest

from plugins.gateway import accounts, chats, outbox
from plugins.gateway.outbox import Pace
from tests.outbox.outlet import Outlet, connected


async def test_without_a_socket_nothing_goes_out(unconnected: Outlet):
    await unconnected.says("通知")
    assert await outbox.pace() == Pace(halted=True, seconds=0)


async def test_the_time_is_that_of_all_that_is_due_at_the_accounts_pace(outlet: Outlet):
    account = accounts.of(str(outlet.bot))
    account.pacer.interval = 60.0
    account.pacer.take(0.0, 6)  # spent for a while
    assert await outbox.pace() == Pace(halted=False, seconds=0)
    for n in range(30):
        await outlet.says(f"通知 {n}", chats.group(4_000_000 + n))
    waiting = await outbox.pace()
    assert not waiting.halted
    assert 24 * 60 <= waiting.seconds <= 30 * 60


@pytest.mark.parametrize("why", ["offline", "refused"])
async def test_an_account_that_may_not_speak_halts_it(unconnected: Outlet, why: str):
    async with connected(unconnected) as outlet:
        account = accounts.of(str(outlet.bot))
        if why == "offline":
            account.offline = True
        else:
            account.breaker.trip(0.0)
        assert (await outbox.pace()).halted
