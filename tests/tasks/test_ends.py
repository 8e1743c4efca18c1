"""催办 停发 撤回 销号: every (state of a task, word, role) by hand; what is done leaves a line in the audit, a refusal none."""

import pytest

from plugins.remind import reach
from plugins.storage.models import AuditEntry
from tests.relay.stage import SECRETARY, Stage, account_of, number_in

FORM = "任务 内科党支部\n标题: 收党费\n截止: 11月25日18:00\n重复: 每周三\n请收齐"
ROLES = {"issuer": SECRETARY, "unit": account_of("内科", 0), "neither": account_of("内科", 3)}
BY_HAND = """
        open    closed  recalled
催办    done    no      no
停发    done    done    no
撤回    done    no      no
销号    done    no      no
"""
"""For the issuer, of a task that repeats; a closed one comes again until it is stopped. Nobody else may do any of it."""
TABLE = [[str(word) for word in line.split()] for line in BY_HAND.strip().splitlines()]
HEAD, ROWS = TABLE[0], TABLE[1:]
PUT = {"open": None, "closed": "销号", "recalled": "撤回"}


async def noted(number: int) -> list[str]:
    return [str(one) for one in await AuditEntry.filter(subject=f"task:{number}").values_list("action", flat=True)]


async def types(stage: Stage, who: str, line: str) -> None:
    """With 确认 where there is something to confirm."""
    await stage.says(who, line)
    await stage.says(who, "确认")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", HEAD)
async def test_what_may_be_done(stage: Stage, monkeypatch: pytest.MonkeyPatch, state: str, role: str):
    async def nobody() -> frozenset[str]:
        return frozenset()

    monkeypatch.setattr(reach, "known", nobody)
    for word, *cells in ROWS:
        number = number_in(await stage.says(SECRETARY, FORM))
        await stage.says(SECRETARY, "确认")
        if end := PUT[state]:
            await types(stage, SECRETARY, f"{end} {number}")
        before = await noted(number)
        await types(stage, ROLES[role], f"{word} {number}")
        done = role == "issuer" and dict(zip(HEAD, cells, strict=True))[state] == "done"
        assert len(await noted(number)) - len(before) == done, (word, state, role)
