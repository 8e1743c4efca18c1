"""Restoring a PostgreSQL dump with pg_restore: one transaction, so the old state or the new one."""

import asyncio
import re
import subprocess
from datetime import datetime
from pathlib import Path

import asyncpg

from plugins import storage
from plugins.storage import Transaction, erasures, lifecycle, migrate
from plugins.storage.connections import place

from . import backups, domain, restore

_OTHERS = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


class ConnectionsOpen(Exception):
    """Other programs are connected to the database. Nothing was changed."""


async def check(source: Path) -> tuple[datetime, bool]:
    """When the dump was taken (by its name, else when the file was written), and whether its checksum was there.

    Raises FileNotFoundError, restore.ChecksumWrong, NotABackup, BackupNewer, backups.NoClient, ConnectionsOpen."""
    checked = await asyncio.to_thread(restore.check_sum, source)
    listing = await asyncio.to_thread(
        subprocess.run, [backups.client("pg_restore"), "--list", str(source)], capture_output=True, check=False
    )
    if listing.returncode or b"tortoise_migrations" not in listing.stdout:
        raise restore.NotABackup
    await _check_migrations(source)
    connection = await asyncpg.connect(place().url)
    try:
        if await connection.fetchval(_OTHERS):
            raise ConnectionsOpen
    finally:
        await connection.close()
    return domain.taken_at(source.name) or backups.EPOCH, checked


async def _check_migrations(source: Path) -> None:
    """Raises restore.BackupNewer when the dump has applied what this program does not have."""
    command = [backups.client("pg_restore"), "--data-only", "--table=tortoise_migrations", "--file=-", str(source)]
    copied = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    applied = re.findall(r"^\d+\t(\w+)\t(\w+)\t", copied.stdout.decode(), re.MULTILINE)
    async with migrate.runner(place(), lifecycle.config(place())) as (runner, _):
        await runner.pending()
        loader = runner.loader
        known = {(key.app_label, key.name) for key in loader.disk_migrations}
        newer = [f"{app}.{name}" for app, name in applied if app in loader.apps_config and (app, name) not in known]
    if newer or not applied:
        raise restore.BackupNewer(", ".join(newer)) if newer else restore.NotABackup


async def apply(source: Path, taken: datetime, now: datetime) -> Path:
    """Backs the present state up, puts the dump in its place, migrates, erases again what was erased since; returns
    where the old state is. Raises restore.NotABackup when pg_restore fails: then all is as it was."""
    aside = await backups.take(now=now, why="restore")
    options, environment = backups.postgres_arguments(place())
    command = [backups.client("pg_restore"), "--clean", "--if-exists", "--single-transaction", "--exit-on-error"]
    done = await asyncio.to_thread(
        subprocess.run, [*command, *options, str(source)], env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise restore.NotABackup

    async def work(tx: Transaction) -> None:
        erased = await erasures.replay(tx, taken - restore.MARGIN)
        await storage.audit.record(tx, "cli", "ops.restore", taken.isoformat(), {"erased": erased})

    await storage.open_database()
    try:
        await storage.write(work)
    finally:
        await storage.close_database()
    return aside.path
