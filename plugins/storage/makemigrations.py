"""For developers: writes migration files from the models, app by app in floor order."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.writer import format_migration_name

from . import apps
from .connections import NAME

HEADER = "# Generated from the models by `bot.py db make`.\n# ruff: noqa\n"


async def make(labels: Sequence[str] = (), name: str | None = None) -> list[Path]:
    """Writes what changed in the models of `labels` (all by default) and returns the files. Looking at all apps in one
    go leaves out dependencies on files not yet written, so each app is written before the next is looked at."""
    written: list[Path] = []
    seen: dict[str, Any] = {}  # Tortoise's own shape
    for app in apps.registered():
        seen[app.label] = {"models": [app.models], "migrations": app.migrations, "default_connection": NAME}
        if not labels or app.label in labels:
            written += await _make(app, dict(seen), name)
    return written


async def _make(app: apps.App, config: dict[str, Any], name: str | None) -> list[Path]:
    _ensure_package(app)
    context = TortoiseContext()
    with context:
        await context.init(
            config={"connections": {NAME: "sqlite://:memory:"}, "apps": config}, timezone="UTC", init_connections=False
        )
        assert context.apps is not None
        for models in context.apps.values():
            for model in models.values():
                model._meta.table_description = ""  # a docstring is no part of the schema
        changes = await MigrationAutodetector(context.apps, config).changes()
    written: list[Path] = []
    for change in changes:
        if change.app_label != app.label:
            continue
        if name:
            change.name = format_migration_name(int(change.name.split("_", 1)[0]), name)
        written.append(_mark(Path(change.write())))
    importlib.invalidate_caches()
    return written


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
