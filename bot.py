"""The door: settings, adapter, plugins, and the command line `serve | demo | db | roster | key | doctor | print | backup | restore`."""

import gc
import importlib
import logging
import os
import re
import secrets
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import nonebot
import typer
from dotenv import dotenv_values
from nonebot.config import SettingsError
from nonebot.log import default_format, logger
from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from loguru import Record

ROOT = Path(__file__).resolve().parent
ALWAYS = ("storage", "gateway", "org", "remind", "render")
ACROSS = ("guide", "ops")
CAPABILITIES = ("relay", "attendance", "tasks", "feedback", "incidents")
"""Floor 4, in the order they load. The setting CAPABILITIES may name fewer."""

QUIET_LOGGERS = ("aiosqlite", "tortoise", "asyncpg", "httpx", "httpcore", "uvicorn.access", "websockets")
"""Below WARNING they print statements, addresses or texts."""

SILENT_MODULES = ("nonebot.message", "nonebot.matcher", "nonebot.internal.matcher", "nonebot.rule")
"""They print the text of every message."""

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
    names = _wanted(nonebot.get_plugin_config(_Choice).capabilities)
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


def _wanted(capabilities: object) -> list[str]:
    """Module names in floor order for the setting CAPABILITIES (names with commas, a JSON list, or None for all)."""
    if capabilities is None:
        chosen = list(CAPABILITIES)
    else:
        listed = capabilities.split(",") if isinstance(capabilities, str) else capabilities
        chosen = [str(name).strip() for name in listed if str(name).strip()] if isinstance(listed, list) else [""]
    if not set(chosen) <= set(CAPABILITIES):
        _refuse(f"设置 CAPABILITIES 的值不对:只能是 {','.join(CAPABILITIES)} 中的一个或几个,用逗号隔开")
    return [f"plugins.{name}" for name in (*ALWAYS, *(n for n in CAPABILITIES if n in chosen), *ACROSS)]


def _is_news(record: "Record") -> bool:
    """False for what adapters say below INFO: a line a call, and they ask about every quote in people's chat."""
    return (record["name"], record["module"]) != ("nonebot", "utils") or record["level"].no >= logging.INFO


def _quiet_logs(level: str | int) -> None:
    logger.remove()
    try:
        logger.add(sys.stdout, level=level, filter=_is_news, format=default_format, diagnose=False, backtrace=False)
    except (ValueError, TypeError):
        _refuse("设置 LOG_LEVEL 的值不对:只能是 ERROR、WARNING、INFO、DEBUG、TRACE 中的一个,例如 LOG_LEVEL=INFO")
    logger.enable("nonebot")
    for module in SILENT_MODULES:
        logger.disable(module)
    for name in QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)


def _refuse(line: str) -> NoReturn:
    """Ends the program with one line that says what to do."""
    typer.echo(line, err=True)
    raise SystemExit(REFUSED)


def _load_or_refuse(**settings: Any) -> None:  # NoneBot's settings are of any type
    try:
        load(**settings)
    except ValidationError as error:
        names = sorted({str(item["loc"][0]).upper() for item in error.errors()})
        _refuse(f"设置 {'、'.join(names)} 的值不对,请对照 .env.example 修改")
    except SettingsError as error:
        names = re.findall(r'"(\w+)"', str(error))
        _refuse(f"设置 {'、'.join(names).upper()} 的写法不对,请对照 .env.example 修改")
    except PluginsMissing as error:
        _refuse(f"插件没有加载齐:{error}。请看上面的日志")


def _run(plugin: str, tool: str, *args: Any, **options: Any) -> NoReturn:  # what the tool itself declares
    """Loads everything, then runs a function of a plugin's cli.py and ends with its exit code. Paths must be absolute:
    loading goes to bot.py's folder."""
    _load_or_refuse(log_level="WARNING")
    raise SystemExit(getattr(importlib.import_module(f"plugins.{plugin}.cli"), tool)(*args, **options))


def _check_address() -> None:
    """Refuses an open address without a token, and a port that is taken."""
    config = nonebot.get_driver().config
    if not config.host.is_loopback and not getattr(config, "onebot_access_token", None):
        _refuse(f"HOST={config.host} 不是本机地址,必须设置 ONEBOT_ACCESS_TOKEN。可运行:uv run bot.py key")
    family = socket.AF_INET6 if config.host.version == 6 else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((str(config.host), config.port))
        except OSError:
            _refuse(f"端口 {config.port} 已被占用。请关掉占用它的程序,或在 .env 里换一个,例如:PORT=8081")


def _migrate_or_refuse() -> list[str]:
    """Brings the database up to date and returns what was applied."""
    from plugins import storage

    try:
        return storage.cli.migrate_database()
    except storage.errors.StartRefused as error:
        _refuse(storage.texts.refused_text(error))


app = typer.Typer(help="同心:把组织的工作放进聊天群里", add_completion=False, pretty_exceptions_enable=False)
db = typer.Typer(help="数据库", no_args_is_help=True)
roster = typer.Typer(help="名册", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(roster, name="roster")


@app.callback(invoke_without_command=True)
def main(context: typer.Context) -> None:
    """不带命令就是 serve。"""
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve() -> None:
    """启动机器人。"""
    _load_or_refuse()
    _check_address()
    _migrate_or_refuse()
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it for garbage takes 40 ms, and everybody waits
    nonebot.run()


@app.command()
def demo(
    tour: Annotated[bool, typer.Option("--tour", help="自动演一遍,打印全过程,成功退出码为 0")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="保留上次演示的数据")] = False,
    port: Annotated[int, typer.Option(help="演示网页的端口")] = 8088,
    connect: Annotated[str, typer.Option(help="只开模拟群聊,去连一个已在运行的机器人的地址")] = "",
) -> None:
    """打开带模拟群聊的演示网页。"""
    os.chdir(ROOT)
    from plugins.sandbox.demo import main as run_demo

    token = os.environ.get("ONEBOT_ACCESS_TOKEN") or dotenv_values(ROOT / ".env").get("ONEBOT_ACCESS_TOKEN") or ""
    raise SystemExit(run_demo(page_port=port, keep=keep, tour=tour, connect=connect, token=token))


@app.command()
def key() -> None:
    """生成可写进 .env 的连接口令和意见口令。"""
    for name in ("ONEBOT_ACCESS_TOKEN", "FEEDBACK_KEY"):
        typer.echo(f"{name}={secrets.token_urlsafe(32)}")


@db.command("migrate")
def db_migrate() -> None:
    """把数据库升级到当前版本(先备份)。"""
    _load_or_refuse(log_level="WARNING")
    applied = _migrate_or_refuse()
    typer.echo(f"已升级:{'、'.join(applied)}" if applied else "数据库已是当前版本")


@db.command("check")
def db_check() -> None:
    """检查数据库能不能用、版本对不对。"""
    _load_or_refuse(log_level="WARNING")
    from plugins import storage

    try:
        pending = storage.cli.check_database()
    except storage.errors.StartRefused as error:
        _refuse(storage.texts.refused_text(error))
    if pending:
        _refuse(f"数据库需要升级:{'、'.join(pending)}。请运行:uv run bot.py db migrate")
    typer.echo("数据库可用,已是当前版本")


@db.command("make", hidden=True)
def db_make(
    labels: Annotated[list[str] | None, typer.Argument(help="插件名,不写就是全部")] = None,
    name: Annotated[str | None, typer.Option(help="迁移的名字")] = None,
) -> None:
    """开发用:按模型的变化写出迁移文件。"""
    _load_or_refuse(log_level="WARNING")
    from plugins import storage

    for path in storage.cli.make_migrations(labels or (), name):
        typer.echo(path)


@roster.command("import")
def roster_import(
    file: Annotated[Path, typer.Argument(help=".csv 或 .xlsx 名册:姓名,组织,身份,职务,QQ,工号,备注")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问,直接导入")] = False,
) -> None:
    """导入名册:先看变化,再决定。"""
    _run("org", "import_roster", file.resolve(), yes=yes)


@roster.command("export")
def roster_export(file: Annotated[Path, typer.Argument(help="写到哪个文件,以 .csv 或 .xlsx 结尾")]) -> None:
    """导出现有名册,改好后可以再导入。"""
    _run("org", "export_roster", file.resolve())


@roster.command("template")
def roster_template(file: Annotated[Path, typer.Argument(help="写到哪个文件,以 .csv 或 .xlsx 结尾")]) -> None:
    """写一份空的名册样表。"""
    _run("org", "write_template", file.resolve())


@app.command()
def doctor(yes: Annotated[bool, typer.Option("--yes", help="要人确认的都回答“是”")] = False) -> None:
    """体检:哪里不对、怎么办。全部正常时退出码为 0。"""
    try:
        _load_or_refuse(log_level="WARNING")
    except SystemExit as refused:
        raise SystemExit(1) from refused
    from plugins.ops import cli

    raise SystemExit(cli.examine(yes=yes))


@app.command("print")
def print_out(
    what: Annotated[str, typer.Argument(help="打印什么,例如 board(传达情况);写错了会列出全部")],
    number: Annotated[int, typer.Argument(help="编号")],
    file: Annotated[Path, typer.Argument(help="写到哪个文件,以 .pdf 或 .png 结尾")],
) -> None:
    """排成 PDF 或图片,机器人可以开着。"""
    _run("render", "print_out", what, number, file.resolve())


@app.command()
def backup(file: Annotated[Path | None, typer.Argument(help="写到哪个文件;不写就放进备份目录")] = None) -> None:
    """备份数据库,机器人可以开着。"""
    _run("ops", "back_up", file.resolve() if file else None)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问,直接恢复")] = False,
) -> None:
    """用备份恢复数据库,机器人可以开着。"""
    _run("ops", "bring_back", file.resolve(), yes=yes)


if __name__ == "__main__":
    app()
