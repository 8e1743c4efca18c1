"""What is loaded: settings, log, plugins, adapter. A start that cannot go well is refused with one clear line."""

import logging
import os
import re
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import nonebot
import typer
from nonebot.config import SettingsError
from nonebot.log import default_format, logger
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from loguru import Record

ROOT = Path(__file__).resolve().parents[1]
ALWAYS = ("storage", "gateway", "org", "remind", "render")
ACROSS = ("guide", "ops")
CAPABILITIES = ("relay", "attendance", "tasks", "feedback", "incidents")
"""Floor 4, in the order they load. The setting CAPABILITIES may name fewer."""

QUIET_LOGGERS = ("aiosqlite", "tortoise", "asyncpg", "httpx", "httpcore", "uvicorn.access", "websockets")
"""Below WARNING they print statements, addresses or texts."""

SILENT_MODULES = ("nonebot.message", "nonebot.matcher", "nonebot.internal.matcher", "nonebot.rule")
"""They print the text of every message."""

OF_NONEBOT = {
    "HOST": "IP 地址,例如 HOST=127.0.0.1",
    "PORT": "1 到 65535 之间的整数,例如 PORT=8080",
    "SUPERUSERS": '管理员的 QQ 号,带方括号和引号,例如 SUPERUSERS=["10001","10002"]',
}
"""What is allowed in the settings that NoneBot itself reads."""

REFUSED = 2
"""Exit code of a start that was refused with one clear line."""


class PluginsMissing(Exception):
    """Not exactly the wanted plugins are loaded; the log says why."""


def load(**settings: Any) -> None:  # NoneBot's settings are of any type
    """Initialises NoneBot and loads exactly the wanted plugins. Raises PluginsMissing otherwise.

    The log is quieted first: nothing that people say may reach it at any level.
    """
    os.chdir(ROOT)
    logger.disable("nonebot")
    nonebot.init(**settings)
    driver = nonebot.get_driver()
    _quiet_logs("WARNING")
    names = wanted(nonebot.get_plugin_config(_Choice).capabilities)
    nonebot.load_all_plugins(names, [])
    loaded = {plugin.module_name for plugin in nonebot.get_loaded_plugins()}
    if loaded != set(names):
        raise PluginsMissing(", ".join(sorted(loaded.symmetric_difference(names))))
    from plugins.gateway.adapter import TongxinAdapter

    driver.register_adapter(TongxinAdapter)
    _quiet_logs(driver.config.log_level)


class _Choice(BaseModel):
    """Read as plugins read theirs, so that an environment variable counts as well as the env file."""

    capabilities: str | list[str] | None = None


def wanted(capabilities: object) -> list[str]:
    """Module names in floor order for the setting CAPABILITIES (names with commas, a JSON list, or None for all)."""
    if capabilities is None:
        chosen = list(CAPABILITIES)
    else:
        listed = capabilities.split(",") if isinstance(capabilities, str) else capabilities
        chosen = [str(name).strip() for name in listed if str(name).strip()] if isinstance(listed, list) else [""]
    if not set(chosen) <= set(CAPABILITIES):
        refuse(f"设置 CAPABILITIES 的值不对:只能是 {','.join(CAPABILITIES)} 中的一个或几个,用逗号隔开")
    return [f"plugins.{name}" for name in (*ALWAYS, *(n for n in CAPABILITIES if n in chosen), *ACROSS)]


def _is_news(record: "Record") -> bool:
    """False for what adapters say below INFO: a line a call, and they ask about every quote in people's chat."""
    return (record["name"], record["module"]) != ("nonebot", "utils") or record["level"].no >= logging.INFO


def _quiet_logs(level: str | int) -> None:
    logger.remove()
    try:
        logger.add(sys.stdout, level=level, filter=_is_news, format=default_format, diagnose=False, backtrace=False)
    except (ValueError, TypeError):
        refuse("设置 LOG_LEVEL 的值不对:只能是 ERROR、WARNING、INFO、DEBUG、TRACE 中的一个,例如 LOG_LEVEL=INFO")
    logger.enable("nonebot")
    for module in SILENT_MODULES:
        logger.disable(module)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def refuse(line: str) -> NoReturn:
    """Ends the program with one line that says what to do."""
    typer.echo(line, err=True)
    raise SystemExit(REFUSED)


def load_or_refuse(**settings: Any) -> None:  # NoneBot's settings are of any type
    """As `load`, but ends the program with one line: which setting is wrong and what is allowed, never its value."""
    try:
        load(**settings)
    except ValidationError as error:
        _refuse_settings(str(item["loc"][0]) for item in error.errors())
    except SettingsError as error:
        _refuse_settings(re.findall(r'"(\w+)"', str(error)))
    except PluginsMissing as error:
        refuse(f"插件没有加载齐:{error}。请看上面的日志")
    if not all(entry.rpartition(":")[2].isdecimal() for entry in nonebot.get_driver().config.superusers):
        _refuse_settings(["SUPERUSERS"])


def _refuse_settings(names: Iterable[str]) -> NoReturn:
    allowed = {name: OF_NONEBOT.get(name, "请看 .env.example") for name in sorted({name.upper() for name in names})}
    refuse(";".join(f"设置 {name} 的值不对:{what}" for name, what in allowed.items()))


def check_address() -> None:
    """Refuses an open address without a token, and a port that is taken."""
    config = nonebot.get_driver().config
    if not config.host.is_loopback and not getattr(config, "onebot_access_token", None):
        refuse(f"HOST={config.host} 不是本机地址,必须设置 ONEBOT_ACCESS_TOKEN。可运行:uv run bot.py key")
    family = socket.AF_INET6 if config.host.version == 6 else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(config.host), config.port))
        except OSError:
            refuse(f"端口 {config.port} 已被占用。请关掉占用它的程序,或在 .env 里换一个,例如:PORT=8081")


def migrate_or_refuse() -> list[str]:
    """Brings the database up to date and returns what was applied."""
    from plugins import storage

    try:
        return storage.cli.migrate_database()
    except storage.errors.StartRefused as error:
        refuse(storage.texts.refused_text(error))
