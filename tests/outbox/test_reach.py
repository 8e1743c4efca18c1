"""Which account speaks where, with several accounts in one process or in several."""

from plugins import storage
from plugins.gateway import accounts, chats, outbox
from plugins.gateway.outbox import reach
from plugins.gateway.outbox.domain import Lane, State
from plugins.gateway.outbox.models import AccountRow
from plugins.gateway.pacing import Pacer
from plugins.sandbox.endpoint import Endpoint
from plugins.storage import clock
from tests.outbox.outlet import Outlet, connected
from tests.support.databases import Database
from tests.support.roster import given_roster


async def note_another_account(name: str) -> None:
    """As another process does when its account connects."""

    async def work(tx: storage.Transaction) -> None:
        await AccountRow.create(id=name, seen_at=clock.now())

    await storage.write(work)


async def test_each_account_speaks_in_its_own_groups(unconnected: Outlet):
    outlet = unconnected
    second, its_group = outlet.bot + 50, outlet.ward + 50
    outlet.world.add_account(second, "二号", bot=True)
    outlet.world.add_group(its_group, "二号的群", owner=outlet.head, members=[second])
    async with (
        connected(outlet),
        Endpoint(outlet.world, self_id=second, url=outlet.endpoint.url, reconnect=0.05) as other,
    ):
        await other.connected()
        await outlet.says("给一号", outlet.ward)
        await outlet.says("给二号", its_group)
        assert (await outlet.becomes("给一号", State.SENT)).account == str(outlet.bot)
        assert (await outlet.becomes("给二号", State.SENT)).account == str(second)
        await other.disconnect()
        assert accounts.for_chat(chats.group(its_group)) is not None


async def test_who_is_nobodys_friend_is_tried_in_an_incident_by_whoever_is_free_and_else_refused(unconnected: Outlet):
    outlet = unconnected
    second = outlet.bot + 50
    outlet.world.add_account(second, "二号", bot=True)
    outlet.world.make_friends(second, outlet.head)
    stranger = chats.private(outlet.nurse)
    async with (
        connected(outlet),
        Endpoint(outlet.world, self_id=second, url=outlet.endpoint.url, reconnect=0.05) as other,
    ):
        await other.connected()
        await outlet.says("提醒", stranger)
        await outlet.says("书记的", chats.private(outlet.head))
        assert (await outlet.becomes("书记的", State.SENT)).account == str(second)
        assert (await outlet.row("提醒")).state is State.QUEUED
        await outlet.says("突发", stranger, lane=Lane.ALERT)
        await outlet.shows(
            lambda: [call for e in (outlet.endpoint, other) for call in e.calls_of("send_private_msg")][1:]
        )
        assert (await outlet.row("突发")).attempt == 1
        await outlet.later(seconds=11)
        refused = await outlet.becomes("提醒", State.REJECTED)
        assert "stranger" in refused.evidence
        assert await AccountRow.filter(friends__not_isnull=True).count() == 0, (
            "one process alone keeps nobody's friends"
        )


async def test_what_only_another_process_reaches_is_left_to_it(unconnected: Outlet):
    await note_another_account("777")
    foreign = unconnected.ward + 60
    unconnected.world.add_group(foreign, "别的机器人的群", owner=unconnected.head)
    async with connected(unconnected) as outlet:
        await outlet.says("给别人", foreign)
        await outlet.says("给我", outlet.ward)
        await outlet.becomes("给我", State.SENT)
        await outlet.says("再给我", outlet.lab)
        await outlet.becomes("再给我", State.SENT)
        row = await outlet.row("给别人")
        assert (row.state, row.attempt) == (State.QUEUED, 0)


async def test_an_account_that_hears_of_another_too_late_rejects_nothing(outlet: Outlet):
    foreign = outlet.ward + 60
    outlet.world.add_group(foreign, "别的机器人的群", owner=outlet.head)
    assert await reach.of(str(outlet.bot)) is None
    await note_another_account("777")
    await outlet.says("给别人", foreign)
    await outlet.shows(lambda: outlet.endpoint.calls_of("send_group_msg"))
    row = await outlet.becomes("给别人", State.QUEUED)
    assert (row.attempt, row.evidence) == (0, "another account may be there")


async def test_a_group_joined_later_is_reached_after_the_notice(unconnected: Outlet):
    await note_another_account("777")
    async with connected(unconnected) as outlet:
        joined = outlet.ward + 70
        outlet.world.add_group(joined, "新群", owner=outlet.head)
        await outlet.says("欢迎", joined)
        await outlet.says("别处", outlet.lab)
        await outlet.becomes("别处", State.SENT)
        assert (await outlet.row("欢迎")).state is State.QUEUED
        outlet.world.join(joined, outlet.bot, operator=outlet.head)
        await outlet.becomes("欢迎", State.SENT)


async def test_the_presence_of_an_account_is_noted_once_a_day(outlet: Outlet):
    await outlet.says("通知")
    await outlet.becomes("通知", State.SENT)
    assert await AccountRow.filter(id=str(outlet.bot)).count() == 1
    outbox.wake()


async def test_a_group_is_lost_once_whatever_a_stale_list_says_until_the_account_is_there_again():
    account, group = accounts.Account("1", Pacer(0)), chats.group(7)
    assert account.forget_group(group)
    account.knows_groups(frozenset({"7"}))  # asked for before, or stale
    assert not account.forget_group(group)
    account.knows_groups(frozenset())
    account.knows_groups(frozenset({"7"}))  # it came back while nobody told
    assert account.forget_group(group)
    account.is_in(group)  # a message of its arrived
    assert account.forget_group(group)


async def test_of_the_friends_of_another_process_those_in_the_roster_are_kept_and_nobody_else(database: Database):
    await given_roster("钱护士,院党委,正式党员,,10012,,")
    await reach._note("777", frozenset({"10012", "20001"}))
    several = database.dialect == "postgres"
    assert await reach.friends_elsewhere() == (frozenset({"10012"}) if several else frozenset())
    assert "20001" not in str(await AccountRow.all().values())
