"""What `bot.py db …` runs. Each function is synchronous and opens what it needs; NoneBot must be initialised."""

import asyncio
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path

from . import lifecycle, locks, makemigrations, migrate
from .connections import place, prepare_folder


def migrate_database(url: str | None = None) -> list[str]:
    """Applies pending migrations and returns their names. Raises a StartRefused (texts.refused_text says it), also when
    another process serves the same SQLite file."""
    where = place(url)
    prepare_folder(where)
    with closing(locks.take_serving(where.file)) if where.file else nullcontext():
        return asyncio.run(migrate.run(where, lifecycle.config(where)))


def check_database(url: str | None = None) -> list[str]:
    """The names of migrations that are not applied yet; applies none. Raises a StartRefused."""
    where = place(url)
    prepare_folder(where)
    return asyncio.run(migrate.pending(where, lifecycle.config(where)))


def make_migrations(labels: Sequence[str] = (), name: str | None = None) -> list[Path]:
    """For developers: writes migration files from changed models, app by app in floor order (see migrate.py)."""
    return asyncio.run(makemigrations.make(labels, name))
