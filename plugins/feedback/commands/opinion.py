"""意见: one word for two people. Its handler looks at a case; everybody else has something to say."""

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, command
from plugins.gateway.request import Answer, Request

from .. import texts
from .desk import one_case
from .typed import case_number


@command(
    "意见",
    usage="意见 编号",
    example="意见 意23",
    summary="看一件意见",
    where=Where.PRIVATE,
    who=Who.HANDLER,
    catchup=False,
)
async def opinion(request: Request) -> Answer:
    """The case with that number."""
    typed = case_number(request)
    if typed is None or typed[1]:
        return Answer(texts.desk.number_wanted_text(request.word, "意见 意23"))
    return await one_case(request, typed[0])
