"""Migrations of the plugins that a test is about: each plugin's depend on its own alone, and all of them take seconds."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient

from plugins.storage import lifecycle, migrate
from plugins.storage.connections import Place, place


def config_of(where: Place, *labels: str) -> dict[str, Any]:  # Tortoise's own shape
    """The configuration of these apps alone."""
    config: dict[str, Any] = lifecycle.config(where)
    return {**config, "apps": {label: config["apps"][label] for label in labels}}


@asynccontextmanager
async def running(url: str, *labels: str) -> AsyncIterator[tuple[migrate.Runner, BaseDBAsyncClient]]:
    """A runner of these apps on a database that nobody has opened."""
    where = place(url)
    async with migrate.runner(where, config_of(where, *labels)) as (runner, connection):
        yield runner, connection


async def up_to(runner: migrate.Runner, name: str) -> None:
    """Applies what is pending one at a time, up to and with `name` (`app.migration`)."""
    done: list[str] = []
    while name not in done:
        await runner.apply((await runner.pending())[:1], done.append)
