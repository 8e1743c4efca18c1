"""What only the running program knows: its accounts, as they answer for themselves."""

import asyncio
import time
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from plugins import storage
from plugins.gateway import accounts, call, catchup
from plugins.gateway.outcomes import Ok
from plugins.org.bindings import load_bound
from plugins.storage.config import PROJECT

from . import control

AT_ONCE = 8
CALL_SECONDS = 10.0
ALL_SECONDS = 60.0
UNHEARD = timedelta(days=1)
"""Gaps in what was heard that are still worth telling."""
BEGUN = datetime.now(UTC)

_OFFICERS = (
    "SELECT DISTINCT p.name, p.account FROM org_post o JOIN org_person p ON p.id = o.person_id "
    "WHERE o.officer AND p.active AND p.account IS NOT NULL ORDER BY p.account"
)


def version() -> str:
    """The program's version."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


@control.handles("facts")
async def gather(_: control.Json) -> control.Json:
    """Everything the doctor asks the running program, for one of its commands only: it holds account numbers."""
    bound = [group.chat.id for group in await load_bound()]
    told = [await _account(self_id, bound) for self_id in accounts.connected()]
    officers = await storage.read(_OFFICERS)
    unheard = {gap.chat.id for gap in await catchup.gaps_since(storage.clock.now() - UNHEARD)}
    return {
        "version": version(),
        "accounts": told,
        "bound": bound,
        "officers": [dict(row) for row in officers],
        "unheard": len(unheard & set(bound)),
    }


async def _account(self_id: str, bound: Sequence[str]) -> dict[str, Any]:  # JSON
    account = accounts.of(self_id)
    version_info = await _asked(self_id, "get_version_info")
    status = await _asked(self_id, "get_status")
    groups = _ids(await _asked(self_id, "get_group_list"), "group_id")
    friends = _ids(await _asked(self_id, "get_friend_list"), "user_id")
    info = version_info if isinstance(version_info, Mapping) else {}
    online = status.get("online") if isinstance(status, Mapping) else None
    return {
        "id": self_id,
        "offline": account.offline or online is False,
        "paused": account.breaker.until > time.monotonic(),
        "implementation": f"{info.get('app_name') or '未说明的实现'} {info.get('app_version') or ''}".strip(),
        "groups": groups,
        "friends": friends,
        "roles": await _roles(self_id, [group for group in bound if groups is None or group in groups]),
    }


async def _roles(self_id: str, groups: Sequence[str]) -> dict[str, str]:
    """What the account is in each group; those that do not answer are left out."""
    found: dict[str, str] = {}
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(group: str) -> None:
        async with gate:
            who = {"group_id": call.as_number(group), "user_id": call.as_number(self_id)}
            answer = await _asked(self_id, "get_group_member_info", **who)
        if isinstance(answer, Mapping) and answer.get("role"):
            found[group] = str(answer["role"])

    tasks = [asyncio.create_task(one(group)) for group in groups]
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=ALL_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return found


async def _asked(self_id: str, action: str, **params: Any) -> Any:  # JSON both ways
    outcome = await call.call(self_id, action, _timeout=CALL_SECONDS, **params)
    return outcome.data if isinstance(outcome, Ok) else None


def _ids(rows: Any, name: str) -> list[str] | None:  # JSON as it came
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return None
    return [str(row[name]) for row in rows if isinstance(row, Mapping) and name in row]
