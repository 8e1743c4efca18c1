"""绑定本群 and 解绑本群."""

import re

from plugins.gateway.directory import GroupKind, Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, command, confirms
from plugins.gateway.request import Answer, Reply, Request

from .. import service, texts

_KINDS = {name: kind for kind, name in texts.KIND_NAMES.items()}


@command(
    service.BIND,
    usage="/绑定本群 单位 [工作群|支部群|群众群]",
    example=texts.BIND_EXAMPLE,
    summary="把本群绑定到一个单位",
    where=Where.GROUP,
    who=Who.STEWARD,
    unbound=True,
)
async def bind(request: Request) -> Reply:
    """Binds at once; where the group belongs to another unit, after 确认."""
    unit, kind = _read(request.argument)
    if not unit:
        return Answer(texts.which_unit_text())
    done = await service.bind(await request.actor(), request.chat, unit, kind, request.time)
    if isinstance(done, service.Bound):
        return Answer(texts.bound_text(done.group))
    return Answer(texts.rebind_preview_text(done.number, done.old, done.unit, done.kind))


def _read(argument: str) -> tuple[str, GroupKind | None]:
    """Unit and kind, in any order."""
    words = re.split(r"[、,，\s]+", argument.strip())
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    return "".join(word for word in words if word not in _KINDS), kinds[0] if kinds else None


@confirms(service.BIND)
async def confirm_bind(request: Request, preview: Preview) -> Reply:
    group = await service.confirm_bind(await request.actor(), preview, request.time)
    return Answer(texts.bound_text(group))


@command(
    service.UNBIND,
    usage="/解绑本群",
    example="/解绑本群",
    summary="解除本群与单位的绑定",
    where=Where.GROUP,
    who=Who.STEWARD,
)
async def unbind(request: Request) -> Reply:
    """Shows what would be given up, and waits for 确认."""
    offered = await service.unbind(await request.actor(), request.chat, request.time)
    return Answer(texts.unbind_preview_text(offered.number, offered.old))


@confirms(service.UNBIND)
async def confirm_unbind(request: Request, preview: Preview) -> Reply:
    return Answer(texts.unbound_text(await service.confirm_unbind(await request.actor(), preview, request.time)))
