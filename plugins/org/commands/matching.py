"""匹配群名片."""

from plugins.gateway.directory import Who
from plugins.gateway.previews import Preview
from plugins.gateway.registry import Where, answers, command, confirms
from plugins.gateway.request import Answer, Reply, Request

from .. import matching, texts


@command(
    matching.MATCH,
    usage=texts.MATCH_EXAMPLE,
    example=texts.MATCH_EXAMPLE,
    summary="按群名片把群里的QQ号对到名册上,名单私聊给您确认",
    where=Where.GROUP,
    who=Who.STEWARD,
)
async def match(request: Request) -> Reply:
    """Names go to private, where one 确认 binds them all."""
    if request.bound is None:
        return None
    cards = await matching.cards_of(request.origin.self_id, request.bound)
    try:
        offered = await matching.offer(await request.actor(), request.bound, cards, request.time)
    except matching.NothingToMatch as nothing:
        found = nothing.matches
        return Answer(texts.nothing_to_match_text(found.ambiguous, found.unmatched, found.known), private=True)
    found = offered.matches
    pairs = [(card, entry.name) for _, entry, card in found.found]
    said = texts.matches_text(
        offered.number, offered.group.unit.name, pairs, found.ambiguous, found.unmatched, found.known
    )
    return Answer(said, private=True)


@confirms(matching.MATCH)
async def confirm_match(request: Request, preview: Preview) -> Reply:
    done = await matching.confirm(await request.actor(), preview, request.time)
    return Answer(texts.matched_text(done.bound, done.passed_over))


answers(matching.NoCards, lambda error: texts.no_cards_text())
