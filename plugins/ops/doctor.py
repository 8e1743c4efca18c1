"""The doctor: looks at everything an administrator can get wrong, and says what to type.

`findings` yields one Finding after the other; nothing is changed. Numbers of accounts and groups are masked.
"""

import os
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import nonebot

from plugins import storage
from plugins.org import contribute
from plugins.storage import clock, erasures, locks
from plugins.storage.config import PROJECT
from plugins.storage.connections import Place, place
from plugins.storage.errors import StartRefused

from . import backups, control, domain
from .domain import Finding, Mark
from .texts import doctor as texts

FACTS_SECONDS = 90.0
SHOWN = 6
"""Numbers and names listed in one line."""
BACKUP_OLD_DAYS = 2

Ask = Callable[[str], bool | None]
"""Asks a yes/no question; None when nobody is there to answer."""


async def findings(pending: list[str] | StartRefused, ask: Ask) -> AsyncIterator[Finding]:
    """All findings. `pending` is what storage.cli.check_database said or raised. No database may be open here."""
    for finding in (*_settings(), *_database(pending), _address(), _modes(), _backup(), *_capabilities()):
        yield finding
    try:
        facts = await control.ask("facts", within=FACTS_SECONDS)
        if "error" in facts:
            raise control.NoAnswerInTime
    except control.NobodyAnswers:
        yield _wrong(texts.not_answering_text() if is_served(place()) else texts.not_running_text())
    except control.NoAnswerInTime:
        yield _wrong(texts.not_answering_text())
    else:
        for finding in _running(facts, ask):
            yield finding
    yield _answered(ask(texts.logs_question_text()), texts.logs_ok_text(), texts.logs_text())


def is_served(where: Place) -> bool:
    """Whether a program serves this SQLite file now. False for PostgreSQL, where it cannot be seen."""
    if where.file is None:
        return False
    lock = locks.take(where.file.with_name(where.file.name + ".serving"), 0)
    if lock is not None:
        lock.close()
    return lock is None


def _settings() -> Iterator[Finding]:
    if (PROJECT / ".env").exists() or "SUPERUSERS" in os.environ:
        yield Finding(Mark.GOOD, texts.env_ok_text())
    else:
        yield _wrong(texts.env_missing_text())
    if not nonebot.get_driver().config.superusers:
        yield _wrong(texts.superusers_text())


def _database(pending: list[str] | StartRefused) -> Iterator[Finding]:
    if isinstance(pending, StartRefused):
        yield Finding(Mark.WRONG, texts.database_wrong_text(storage.texts.refused_text(pending)))
        return
    file = place().file
    mode, sound = _look_into(file) if file else ("", True)
    if not sound:
        yield _wrong(texts.damaged_text())
    elif file and mode != "wal":
        yield _wrong(texts.wal_text(mode))
    else:
        yield Finding(Mark.GOOD, texts.database_ok_text("SQLite,断电不丢" if file else "PostgreSQL"))
    if pending:
        yield _wrong(texts.migrations_text(len(pending)))
    else:
        yield Finding(Mark.GOOD, texts.migrations_ok_text())


def _look_into(file: Path) -> tuple[str, bool]:
    """The journal mode the file takes, and whether it is sound."""
    try:
        with closing(sqlite3.connect(file, timeout=5)) as database:
            (mode,) = database.execute("PRAGMA journal_mode=WAL").fetchone()
            return str(mode), database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return "", False


def _address() -> Finding:
    config = nonebot.get_driver().config
    token = str(getattr(config, "onebot_access_token", "") or "")
    if config.host.is_loopback:
        return Finding(Mark.GOOD, texts.address_loopback_text(bool(token)))
    if not token:
        return _wrong(texts.token_missing_text())
    return Finding(Mark.GOOD, texts.address_open_text()) if domain.is_strong(token) else _wrong(texts.token_weak_text())


def _modes() -> Finding:
    """Files with secrets or people in them that everybody on this machine may read."""
    files = [*PROJECT.glob(".env"), *PROJECT.glob(".env.*[!e]"), erasures.path(), *backups.folder().glob("*")]
    if file := place().file:
        files += file.parent.glob(file.name + "*")
    files = [one for one in files if one.name != ".env.example" and one.is_file() and _is_open(one)]
    shown = [os.path.relpath(one, PROJECT) if one.is_relative_to(PROJECT) else str(one) for one in files]
    return _wrong(texts.modes_text(sorted(shown))) if shown else Finding(Mark.GOOD, texts.modes_ok_text())


def _is_open(file: Path) -> bool:
    """For its owner's eyes only, unless an ancestor lets nobody else through. Windows has no such bits."""
    if os.name == "nt" or not stat.S_IMODE(file.stat().st_mode) & 0o007:
        return False
    return all(stat.S_IMODE(folder.stat().st_mode) & 0o001 for folder in file.parents)


def _backup() -> Finding:
    if not backups.can_take():
        return _wrong(texts.backup_client_text())
    last = backups.newest()
    if last is not None and (clock.now() - last.taken_at).days >= BACKUP_OLD_DAYS:
        return _wrong(texts.backup_old_text())
    when = f"{clock.local(last.taken_at):%m-%d %H:%M}" if last else "还没有"
    return Finding(Mark.GOOD, texts.backup_ok_text(when))


def _capabilities() -> Iterator[Finding]:
    for check in contribute.checks():
        yield _wrong((check.what, check.cure)) if check.cure else Finding(Mark.GOOD, check.what)


def _running(facts: control.Json, ask: Ask) -> Iterator[Finding]:
    yield Finding(Mark.GOOD, texts.running_ok_text(facts["version"]))
    accounts: list[dict[str, Any]] = facts["accounts"]
    if not accounts:
        config = nonebot.get_driver().config
        host = config.host if config.host.is_loopback else "本机地址"
        yield _wrong(texts.connection_none_text(f"ws://{host}:{config.port}/onebot/v11/ws"))
        return
    for one in accounts:
        name = domain.masked(one["id"])
        if one["offline"]:
            yield _wrong(texts.connection_offline_text(name))
        elif one["paused"]:
            yield _wrong(texts.connection_paused_text(name))
        else:
            yield Finding(Mark.GOOD, texts.connection_ok_text(name, one["implementation"]))
    yield from _chats(facts["bound"], accounts, ask)
    yield _friends(facts["officers"], accounts)
    if facts["unheard"]:
        yield _open(texts.unheard_text(facts["unheard"]))


def _chats(bound: list[str], accounts: list[dict[str, Any]], ask: Ask) -> Iterator[Finding]:  # JSON
    if any(one["groups"] is None for one in accounts):
        yield _open(texts.list_unknown_text("绑定"))
        return
    inside = {group for one in accounts for group in one["groups"]}
    gone, unbound = [g for g in bound if g not in inside], sorted(inside - set(bound))
    yield (
        _wrong(texts.bindings_gone_text(_list(gone)))
        if gone
        else Finding(Mark.GOOD, texts.bindings_ok_text(len(bound)))
    )
    if unbound:
        wanted = ask(texts.unbound_question_text(_list(unbound)))
        yield _answered(wanted, texts.unbound_ok_text(), texts.unbound_text(_list(unbound)))
    roles = {group: role for one in accounts for group, role in one["roles"].items()}
    unknown = [group for group in bound if group in inside and group not in roles]
    admin = sum(role in ("owner", "admin") for role in roles.values())
    yield (
        _open(texts.recall_unknown_text(_list(unknown)))
        if unknown
        else Finding(Mark.GOOD, texts.recall_ok_text(admin, len(roles) - admin))
    )


def _friends(officers: list[dict[str, Any]], accounts: list[dict[str, Any]]) -> Finding:  # JSON
    if any(one["friends"] is None for one in accounts):
        return _open(texts.list_unknown_text("好友"))
    friends = {friend for one in accounts for friend in one["friends"]}
    missing = [one for one in officers if one["account"] not in friends]
    if not missing:
        return Finding(Mark.GOOD, texts.friends_ok_text(len(officers)))
    named = [f"{one['name']}({domain.masked(one['account'])})" for one in missing]
    return _wrong(texts.friends_text(_shorten(named)))


def _list(numbers: list[str]) -> str:
    return _shorten([domain.masked(number) for number in numbers])


def _shorten(words: list[str]) -> str:
    return "、".join(words[:SHOWN]) + (f" 等 {len(words)} 个" if len(words) > SHOWN else "")


def _answered(answer: bool | None, good: str, otherwise: tuple[str, str]) -> Finding:
    if answer:
        return Finding(Mark.GOOD, good)
    return _open(otherwise) if answer is None else _wrong(otherwise)


def _wrong(words: tuple[str, str]) -> Finding:
    return Finding(Mark.WRONG, *words)


def _open(words: tuple[str, str]) -> Finding:
    return Finding(Mark.OPEN, *words)
