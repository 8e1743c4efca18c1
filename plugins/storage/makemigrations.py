"""For developers: writes migration files from the models, app by app in floor order."""

import importlib
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from tortoise.context import TortoiseContext
from tortoise.fields import Field
from tortoise.migrations import operations
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import MigrationWriter, format_migration_name

from . import apps
from .connections import NAME

HEADER = "# Generated from the models by `bot.py db make`.\n# ruff: noqa\n"


async def make(labels: Sequence[str] = (), name: str | None = None) -> list[Path]:
    """Writes what changed in the models of `labels` (all by default) and returns the files."""
    written: list[Path] = []
    async for change in _changes(labels):
        if name:
            change.name = format_migration_name(int(change.name.split("_", 1)[0]), name)
        written.append(_mark(Path(change.write())))
        importlib.invalidate_caches()
    return written


async def missing() -> list[str]:
    """The labels of apps whose models changed without a migration."""
    return [change.app_label async for change in _changes(())]


async def _changes(labels: Sequence[str]) -> AsyncIterator[MigrationWriter]:
    """Looking at all apps in one go leaves out dependencies on files not yet written: each is yielded, to be written,
    before the next is looked at."""
    seen: dict[str, Any] = {}  # Tortoise's own shape
    for app in apps.registered():
        seen[app.label] = {"models": [app.models], "migrations": app.migrations, "default_connection": NAME}
        if labels and app.label not in labels:
            continue
        _ensure_package(app)
        for change in await _detect(dict(seen)):
            if change.app_label == app.label and _leave_keys_alone(change):
                yield change


def _leave_keys_alone(change: MigrationWriter) -> bool:
    """Takes out what would make a primary key anew: Tortoise forgets `generated=False` and takes the key for another one.
    Whether anything is left to do."""
    keys = {
        (one.model_name, one.name)
        for one in change.operations
        if isinstance(one, operations.AddField) and isinstance(one.field, Field) and one.field.pk
    }
    indexes = {(model, (name,)) for model, name in keys}
    change.operations = [
        one
        for one in change.operations
        if not (isinstance(one, operations.AddField | operations.RemoveField) and (one.model_name, one.name) in keys)
        and not (isinstance(one, operations.AddIndex) and (one.model_name, tuple(one.index.fields)) in indexes)
    ]
    return bool(change.operations)


async def _detect(config: dict[str, Any]) -> list[MigrationWriter]:  # Tortoise's own shape
    context = TortoiseContext()
    with context:
        await context.init(
            config={"connections": {NAME: "sqlite://:memory:"}, "apps": config}, timezone="UTC", init_connections=False
        )
        assert context.apps is not None
        for models in context.apps.values():
            for model in models.values():
                model._meta.table_description = ""  # a docstring is no part of the schema
        return await MigrationAutodetector(context.apps, config).changes()


def _mark(path: Path) -> Path:
    path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def _ensure_package(app: apps.App) -> None:
    parent, _, folder = app.migrations.rpartition(".")
    package = Path(next(iter(importlib.import_module(parent).__path__))) / folder
    if not (package / "__init__.py").exists():
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
        importlib.invalidate_caches()
        sys.modules.pop(app.migrations, None)
