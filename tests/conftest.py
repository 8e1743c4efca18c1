"""Loads the plugins once, before any test module imports them."""

from hypothesis import settings

import bot

settings.register_profile("tongxin", deadline=None)  # a busy machine is no failure
settings.load_profile("tongxin")

bot.load(_env_file=None, driver="~fastapi", log_level="WARNING", superusers={"900001"})

from tests.support.databases import (  # after the plugins
    database,
    empty_url,
    migrated_sqlite,
    postgres_server,
    sqlite_database,
)

__all__ = ["database", "empty_url", "migrated_sqlite", "postgres_server", "sqlite_database"]
