"""Loads the plugins once, before any test module imports them; says where temporary files are made."""

from hypothesis import settings

import bot
from tests.support import memory

memory.use()
settings.register_profile("explore", deadline=None)  # a busy machine is no failure
settings.register_profile("tongxin", settings.get_profile("explore"), derandomize=True)
settings.load_profile("tongxin")  # --hypothesis-profile=explore tries other examples in every run

bot.load(_env_file=None, driver="~fastapi", log_level="WARNING", superusers={"900001"})

from tests.support.databases import (  # after the plugins
    database,
    empty_url,
    masters,
    migrated_url,
    postgres_server,
    sqlite_database,
)

__all__ = ["database", "empty_url", "masters", "migrated_url", "postgres_server", "sqlite_database"]
