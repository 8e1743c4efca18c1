"""绑定, 同意, 拒绝."""

import re

from plugins.gateway.directory import Who
from plugins.gateway.registry import Where, answers, command
from plugins.gateway.request import Answer, Reply, Request
from plugins.storage.config import settings

from .. import claims, texts


@command(
    "绑定",
    usage="绑定 姓名 [单位]",
    example=texts.BIND_ME_EXAMPLE,
    summary="把自己的QQ号绑定到名册上",
    who=Who.ANYONE,
    bare=True,
    takes_name=True,
)
async def bind_me(request: Request) -> Reply:
    """Claims an entry; the notice and the choice among namesakes are given in private."""
    wanted = request.argument.strip()
    if not wanted:
        return Answer(texts.who_are_you_text())
    try:
        filed = await claims.claim(await request.actor(), request.chat, request.bound, wanted, request.time)
    except claims.Namesakes as several:
        return Answer(texts.namesakes_text(several.people), private=True)
    return Answer(texts.claimed_text(filed, settings.data_officer), private=True)


@command(
    "同意",
    usage="同意 编号|全部",
    example="同意 5",
    summary="同意绑定名册的申请;不写编号就列出",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def agree(request: Request) -> Reply:
    return await _decide(request, agreed=True)


@command(
    "拒绝",
    usage="拒绝 编号",
    example="拒绝 5",
    summary="拒绝绑定名册的申请",
    where=Where.OFFICE,
    who=Who.STEWARD,
)
async def refuse(request: Request) -> Reply:
    return await _decide(request, agreed=False)


async def _decide(request: Request, *, agreed: bool) -> Reply:
    typed = [int(one) for one in re.findall(r"\d{1,9}", request.argument)]
    wanted = [*([request.number] if request.number is not None else []), *typed]
    everything = request.argument.strip() in ("全部", "所有", "全体")
    actor = await request.actor()
    if not wanted and not everything:
        mine = await claims.open_claims(actor, request.time)
        return Answer(texts.claims_text(mine, request.chat.is_group) if mine else texts.no_claims_text())
    done = await claims.decide(actor, None if everything else wanted, agreed, request.time)
    return Answer(texts.decided_text(done.done, done.void, agreed))


answers(claims.NotAMember, lambda error: texts.not_a_member_text())
answers(claims.NoSuchPerson, lambda error: texts.no_such_person_text(error.name))
answers(claims.EntryTaken, lambda error: texts.entry_taken_text(error.name))
answers(claims.AccountKnown, lambda error: texts.account_known_text(error.name))
answers(claims.NoSuchClaim, lambda error: texts.no_such_claim_text())
