"""菜单: the registry as one person sees it in one place. 我的: what waits for them, from every capability."""

from dataclasses import replace

from plugins.gateway import registry, rights
from plugins.gateway.directory import Who
from plugins.gateway.registry import Command, command
from plugins.gateway.request import Answer, Request
from plugins.org.contribute import waiting_for

from . import texts

PLACES = ("relay", "attendance", "tasks", "feedback", "incidents", "study", "org", "ops", "guide", "gateway")
"""The plugins in the order in which people look for their commands."""


@command(
    "菜单",
    usage="菜单 [命令]",
    example="菜单 传达",
    summary="这里能做什么,怎么写",
    who=Who.ANYONE,
    aliases=("帮助",),
)
async def menu(request: Request) -> Answer:
    """All that the sender may do here, or how one command is written. Short in a group."""
    wanted = request.argument.strip().lstrip("/／")
    if wanted:
        entry = registry.find(wanted)
        return Answer(texts.one_text(entry) if entry else texts.no_such_text(wanted))
    allowed = [entry for entry in sorted(registry.commands(), key=_place) if await _may(entry, request)]
    if request.chat.is_group:
        return Answer(texts.group_text([entry for entry in allowed if entry.bare]))
    return Answer(texts.menu_text(allowed))


@command(
    "我的",
    usage="我的",
    example="我的",
    summary="等着我办的事,每件后面是要发的话",
    who=Who.MEMBER,
    aliases=("待办",),
)
async def mine(request: Request) -> Answer:
    """What waits for the sender, the most urgent first; in private also from a group."""
    return Answer(texts.waiting_text(await waiting_for(await request.actor()), request.time), private=True)


def _place(entry: Command) -> int:
    """Where a command stands in the list: the work itself first, then the roster, then 确认 and its like."""
    plugin = entry.handler.__module__.removeprefix("plugins.").partition(".")[0]
    return PLACES.index(plugin) if plugin in PLACES else 0


async def _may(entry: Command, request: Request) -> bool:
    try:
        rights.check_place(entry, request)
        await rights.check(replace(entry, who=entry.offered or entry.who), request)
    except (rights.WrongPlace, rights.NotForYou, rights.Stranger):
        return False
    return True
