"""Loads the plugins once, before any test module imports them; says where temporary files are made, and what is run first."""

import pytest
from hypothesis import settings

from plugins import assembly
from tests.support import memory

memory.use()
settings.register_profile("explore", deadline=None)  # a busy machine is no failure
settings.register_profile("tongxin", settings.get_profile("explore"), derandomize=True)
settings.load_profile("tongxin")  # --hypothesis-profile=explore tries other examples in every run

assembly.load(_env_file=None, driver="~fastapi", log_level="WARNING", superusers={"900001"})

from tests.support.databases import (  # after the plugins
    database,
    empty_url,
    masters,
    migrated_file,
    migrated_url,
    postgres_server,
    sqlite_database,
)

LONG = ("tests/e2e/test_failpoints.py", "tests/e2e/test_postgres.py", "tests/e2e/", "tests/ops/", "tests/soak/")
"""These wait more than they compute, and begin first: no process is left alone with a long one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, the others as they stand."""
    items.sort(key=lambda item: next((at for at, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG)))


__all__ = ["database", "empty_url", "masters", "migrated_file", "migrated_url", "postgres_server", "sqlite_database"]
