"""What a directive is to words that other capabilities share (催办, 撤回, 停发)."""

from plugins.gateway import kinds
from plugins.gateway.kinds import Kind, Matter
from plugins.gateway.request import Request

from .. import service


async def _latest(request: Request) -> list[Matter]:
    view = service.view_of(await request.actor(), request.unit)
    return [matter for one in await service.latest(view) if (matter := await service.look(one.number)) is not None]


DIRECTIVE = kinds.register(Kind("传达", "传达情况", service.look, service.ANNOUNCED, _latest, answered="已阅"))
