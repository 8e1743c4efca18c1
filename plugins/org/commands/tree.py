"""组织."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Reply, Request

from .. import overview, texts


@command(
    "组织",
    usage="组织 [单位]",
    example="组织 内科党支部",
    summary="看本单位及下级的人数、负责人和群",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def show_tree(request: Request) -> Reply:
    """Names stay in private chats and work groups."""
    lines = await overview.tree(await request.actor(), request.argument.strip(), request.unit)
    return Answer(texts.tree_text(lines))
