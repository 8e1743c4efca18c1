"""Faults 15, 16 and 20 as a secretary meets them: @全体 used up, hard text, and a CQ code that somebody typed."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from plugins import storage
from plugins.gateway import chats
from plugins.gateway.config import settings
from plugins.gateway.outbox import State
from plugins.relay.domain import Proposal
from plugins.relay.service import saying
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.model import group_chat
from plugins.storage import Transaction
from tests.outbox.conftest import unconnected
from tests.outbox.outlet import Outlet, connected
from tests.relay.stage import SECRETARY, answer, group_of, messages_to

__all__ = ["unconnected"]

HARD = (
    "👩🏽‍⚕️👨‍👩‍👧‍👦🇨🇳 𠮷野家𪚥 é\u0301 "
    "[CQ:at,qq=all] &#91;CQ:face,id=1&#93; &amp; "
    "零\u200b宽\u200d字\ufeff符 \u202eRTL\u202c العربية עברית ‏ "
    "党字〔2026〕8号,请各党支部认真组织学习。\n"
)
END = "此页无正文。"
LONG = (HARD * 60)[: 5000 - len(END)] + END


@pytest.fixture(params=[Dialect.NAPCAT, Dialect.LLONEBOT, Dialect.PLAIN])
async def outlet(request, unconnected: Outlet) -> AsyncIterator[Outlet]:
    async with connected(unconnected, dialect=request.param):
        yield unconnected


async def relays(outlet: Outlet, proposal: Proposal) -> None:
    """The directive 12 to the ward's group, as issue() says it."""

    async def work(tx: Transaction) -> None:
        await saying.say(tx, 12, [chats.group(outlet.ward)], saying.messages_of(12, "院党委", proposal))

    await storage.write(work)


PROPOSAL = Proposal(unit_id=1, scope="全体", title="主题党日", text="请看。", receipts=False)


def shown(outlet: Outlet) -> list[str]:
    return [one.text for one in outlet.world.truth.messages(group_chat(outlet.ward), sender=outlet.bot)]


async def test_fault_15_used_up_the_directive_goes_out_plain(outlet: Outlet):
    outlet.world.use_up_at_all(outlet.ward)
    await relays(outlet, replace(PROPOSAL, at_all=True))
    await outlet.becomes("relay:12", State.SENT)
    (line,) = shown(outlet)
    assert line.strip().startswith("#12 〔传达〕主题党日")


async def test_fault_15_left_it_calls_everybody(outlet: Outlet):
    await relays(outlet, replace(PROPOSAL, at_all=True))
    await outlet.becomes("relay:12", State.SENT)
    (message,) = outlet.world.truth.messages(group_chat(outlet.ward), sender=outlet.bot)
    assert next(piece["type"] for piece in message.segments) == "at"


async def test_fault_16_five_thousand_hard_characters_arrive_as_they_were_written(outlet: Outlet):
    await relays(outlet, replace(PROPOSAL, text=LONG))
    await outlet.shows(lambda: END in "".join(shown(outlet)))
    lines = shown(outlet)
    assert all(len(line) <= settings.message_limit for line in lines)
    whole = "".join(line.partition("\n")[2] for line in lines)
    assert LONG in whole
    assert [line.partition("\n")[0] for line in lines] == [f"#12({n}/{len(lines)})" for n in range(1, len(lines) + 1)]


async def test_fault_16_what_was_previewed_is_what_stands_in_the_groups(stage):
    preview = answer(await stage.says(SECRETARY, f"传达 内科\n标题: 通知\n正文: {LONG}"))
    assert f"{len(LONG.strip())} 字" in preview
    number = await stage.relays(f"传达 内科\n标题: 通知\n正文: {LONG}")
    texts = [str(piece.data["text"]) for (piece, *_) in await messages_to(group_of("内科"), number)]
    assert LONG.strip() in "".join(text.partition("\n")[2] for text in texts)


async def test_fault_20_a_cq_code_that_somebody_typed_is_text(outlet: Outlet):
    await relays(outlet, replace(PROPOSAL, title="[CQ:at,qq=all]", text="[CQ:at,qq=all] 请大家看&#91;"))
    await outlet.becomes("relay:12", State.SENT)
    (message,) = outlet.world.truth.messages(group_chat(outlet.ward), sender=outlet.bot)
    assert {piece["type"] for piece in message.segments} == {"text"}
    assert "〔传达〕[CQ:at,qq=all]" in message.text
    assert "[CQ:at,qq=all] 请大家看&#91;" in message.text


async def test_fault_20_what_the_bot_repeats_of_it_calls_nobody(stage):
    typed = "传达 [CQ:at,qq=all]\n正文: [CQ:at,qq=all]"
    assert "[CQ:at" in answer(await stage.says(SECRETARY, typed))
