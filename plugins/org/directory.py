"""The gateway's Directory: who sent this, and which unit this group is."""

from collections.abc import Collection, Sequence

import nonebot

from plugins.gateway.chats import Chat
from plugins.gateway.directory import Actor, BoundGroup, PostView, UnitView
from plugins.storage import read

from .bindings import groups, load_bound
from .domain import tidy_name
from .units import path_of

_POSTS = (
    "SELECT p.id AS person_id, p.name, o.membership, o.title, o.officer, u.id, u.name AS unit_name, u.path "
    "FROM org_person p JOIN org_post o ON o.person_id = p.id JOIN org_unit u ON u.id = o.unit_id "
    "WHERE p.account = ? AND p.active AND u.active "
    "ORDER BY CASE WHEN o.unit_id = p.home_unit_id THEN 0 ELSE 1 END, o.id"
)
_NAMED = "SELECT 1 AS found FROM org_person WHERE name = ? AND active LIMIT 1"


class Roster:
    """Answers from the roster as it is at that moment: rights are never remembered."""

    async def actor(self, account: str) -> Actor:
        """Who this account is, the home post first: one query."""
        superuser = is_superuser(account)
        rows = await read(_POSTS, (account,))
        if not rows:
            return Actor(account, None, "", superuser)
        posts = tuple(
            PostView(
                UnitView(row["id"], row["unit_name"], path_of(row["path"])),
                row["membership"],
                row["title"],
                bool(row["officer"]),
            )
            for row in rows
        )
        return Actor(account, rows[0]["person_id"], rows[0]["name"], superuser, posts)

    async def bound(self, chat: Chat) -> BoundGroup | None:
        """The binding of a group, from memory."""
        return await groups.of(chat)

    async def groups(self) -> Sequence[BoundGroup]:
        """All bound groups, from the database."""
        return await load_bound()

    async def knows_name(self, name: str) -> bool:
        """Whether somebody in the roster has exactly this name: one query."""
        return bool(await read(_NAMED, (tidy_name(name),)))

    async def among(self, accounts: Collection[str]) -> frozenset[str]:
        """Those of these accounts that are somebody's in the roster: one query."""
        rows = await read("SELECT account FROM org_person WHERE active AND account IS NOT NULL")
        return frozenset(row["account"] for row in rows).intersection(accounts)


def is_superuser(account: str) -> bool:
    """Whether SUPERUSERS names this account, bare or with its adapter (`onebot:10001`)."""
    return any(entry.rpartition(":")[2] == account for entry in nonebot.get_driver().config.superusers)
