"""storage: database life cycle, the one writer, migrations, clock, audit, due-queue, errors."""

from nonebot.plugin import PluginMetadata

from . import audit, backup, cli, clock, config, due, errors, numbers, retention, texts
from .apps import register_app
from .combined import Combined
from .failpoints import failpoint
from .lifecycle import close_database, open_database
from .reading import moment, read
from .settings import Settings, load_settings
from .transactions import Transaction
from .writer import write

__plugin_meta__ = PluginMetadata(name="存储", description="数据库、写入、审计、到期队列", usage="由其他插件使用")
register_app("storage", "plugins.storage.models", "plugins.storage.migrations")

__all__ = [
    "Combined",
    "Settings",
    "Transaction",
    "audit",
    "backup",
    "cli",
    "clock",
    "close_database",
    "config",
    "due",
    "errors",
    "failpoint",
    "load_settings",
    "moment",
    "numbers",
    "open_database",
    "read",
    "register_app",
    "retention",
    "texts",
    "write",
]
