"""Fault 14: a stale member list, a role demoted, a person who left. Rights come from the roster alone, read each time."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plugins.gateway.directory import Who
from plugins.gateway.texts import WHO
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from tests.e2e.hospital import Hospital, a_hospital, serving

TITLE = "关于夜班的通知"
LINES = f"\n标题: {TITLE}\n请看。"


@pytest.fixture(scope="module")
async def ward(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Hospital, Endpoint]]:
    """Two bound groups, and an implementation whose member lists stay as they are now."""
    hospital = a_hospital(branches=2, people=4)
    folder = Path(tmp_path_factory.mktemp("ward"))
    async with serving(hospital, folder, dialect=Dialect.NAPCAT) as (_, endpoint):
        for branch in hospital.branches:
            await hospital.bind(branch)
            await hospital.world.wait_for(lambda branch=branch: hospital.world.bot_lines(branch.chat))
            endpoint.freeze_members(branch.group)
        yield hospital, endpoint


async def test_fault_14_a_role_in_the_group_gives_no_right(ward):
    hospital, _ = ward
    branch = hospital.branches[0]
    member = branch.people[2]
    hospital.world.set_admin(branch.group, member.id, True)
    await member.private(f"传达 {branch.name}{LINES}")
    await member.hears(WHO[Who.OFFICER])
    assert hospital.lines(TITLE)[branch.name] == 0


async def test_fault_14_who_is_no_officer_any_more_cannot_even_confirm(ward):
    hospital, _ = ward
    branch = hospital.branches[0]
    head = branch.people[0]
    await head.private(f"传达 {branch.name}{LINES}")
    await head.hears("预览")
    await hospital.admin.private(f"撤职务 {head.name} 书记")
    await hospital.admin.hears(head.name)
    await hospital.admin.private("确认")
    await hospital.world.wait_for(lambda: len(hospital.admin.heard()) >= 2)
    await head.private("确认")
    await head.hears(WHO[Who.OFFICER])
    assert hospital.lines(TITLE)[branch.name] == 0


async def test_fault_14_who_left_the_group_and_is_in_no_roster_may_nothing(ward):
    hospital, endpoint = ward
    branch = hospital.branches[1]
    world = hospital.world
    world.add_account(777, branch.people[0].name)
    world.make_friends(10000, 777)
    stranger = type(branch.people[0])(world, 777)
    world.join(branch.group, 777)
    world.set_card(branch.group, 777, branch.people[0].name)
    world.leave(branch.group, 777)
    await stranger.private(f"传达 {branch.name}{LINES}")
    await world.wait_for(lambda: stranger.heard())
    assert "预览" not in stranger.heard()[-1]
    assert hospital.lines(TITLE)[branch.name] == 0
    assert endpoint.violations == []
