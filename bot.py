"""The door: the command line `serve | demo | db | roster | key | doctor | print | backup | restore`."""

import gc
import importlib
import os
import secrets
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import nonebot
import typer
from dotenv import dotenv_values
from typer._click import exceptions as wrong  # typer shows no other name for what it raises

from plugins.assembly import REFUSED, ROOT, check_address, load_or_refuse, migrate_or_refuse, refuse


def _run(plugin: str, tool: str, *args: Any, **options: Any) -> NoReturn:  # what the tool itself declares
    """Loads everything, then runs a function of a plugin's cli.py and ends with its exit code. Paths must be absolute:
    loading goes to bot.py's folder."""
    load_or_refuse(log_level="WARNING")
    raise SystemExit(getattr(importlib.import_module(f"plugins.{plugin}.cli"), tool)(*args, **options))


def _example(command: str) -> str:
    """Stands under the help of a command, and behind what is said of one that was typed wrongly."""
    return f"例如:uv run bot.py {command}"


app = typer.Typer(help="同心:把组织的工作放进聊天群里", add_completion=False, pretty_exceptions_enable=False)
db = typer.Typer(help="数据库", no_args_is_help=True, epilog=_example("db check"))
roster = typer.Typer(help="名册", no_args_is_help=True, epilog=_example("roster template 名册.csv"))
app.add_typer(db, name="db")
app.add_typer(roster, name="roster")


@app.callback(invoke_without_command=True, epilog=_example("demo"))
def main(context: typer.Context) -> None:
    """不带命令就是 serve。"""
    if context.invoked_subcommand is None:
        serve()


@app.command(epilog=_example("serve"))
def serve() -> None:
    """启动机器人。"""
    load_or_refuse()
    check_address()
    migrate_or_refuse()
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it for garbage takes 40 ms, and everybody waits
    nonebot.run()


@app.command(epilog=_example("demo --port 8089"))
def demo(
    tour: Annotated[bool, typer.Option("--tour", help="自动演一遍,打印全过程,成功退出码为 0")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="保留上次演示的数据")] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, metavar="端口", help="演示网页的端口")] = 8088,
    connect: Annotated[str, typer.Option(metavar="地址", help="只开模拟群聊,去连一个已在运行的机器人")] = "",
) -> None:
    """打开带模拟群聊的演示网页。"""
    os.chdir(ROOT)
    from plugins.sandbox.demo import main as run_demo

    token = os.environ.get("ONEBOT_ACCESS_TOKEN") or dotenv_values(ROOT / ".env").get("ONEBOT_ACCESS_TOKEN") or ""
    raise SystemExit(run_demo(page_port=port, keep=keep, tour=tour, connect=connect, token=token))


@app.command(epilog=_example("key"))
def key() -> None:
    """生成可写进 .env 的连接口令和意见口令。"""
    for name in ("ONEBOT_ACCESS_TOKEN", "FEEDBACK_KEY"):
        typer.echo(f"{name}={secrets.token_urlsafe(32)}")


@db.command("migrate", epilog=_example("db migrate"))
def db_migrate() -> None:
    """把数据库升级到当前版本(先备份)。"""
    load_or_refuse(log_level="WARNING")
    applied = migrate_or_refuse()
    typer.echo(f"已升级:{'、'.join(applied)}" if applied else "数据库已是当前版本")


@db.command("check", epilog=_example("db check"))
def db_check() -> None:
    """检查数据库能不能用、版本对不对。"""
    load_or_refuse(log_level="WARNING")
    from plugins import storage

    try:
        pending = storage.cli.check_database()
    except storage.errors.StartRefused as error:
        refuse(storage.texts.refused_text(error))
    if pending:
        refuse(f"数据库需要升级:{'、'.join(pending)}。请运行:uv run bot.py db migrate")
    typer.echo("数据库可用,已是当前版本")


@db.command("make", hidden=True, epilog=_example("db make relay"))
def db_make(
    labels: Annotated[list[str] | None, typer.Argument(metavar="插件", help="插件名,不写就是全部")] = None,
    name: Annotated[str | None, typer.Option(help="迁移的名字")] = None,
) -> None:
    """开发用:按模型的变化写出迁移文件。"""
    load_or_refuse(log_level="WARNING")
    from plugins import storage

    for path in storage.cli.make_migrations(labels or (), name):
        typer.echo(path)


@roster.command("import", epilog=_example("roster import 名册.csv"))
def roster_import(
    file: Annotated[Path, typer.Argument(metavar="文件", help=".csv 或 .xlsx 名册:姓名,组织,身份,职务,QQ,工号,备注")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问,直接导入")] = False,
) -> None:
    """导入名册:先看变化,再决定。"""
    _run("org", "import_roster", file.resolve(), yes=yes)


@roster.command("export", epilog=_example("roster export 名册.xlsx"))
def roster_export(
    file: Annotated[Path, typer.Argument(metavar="文件", help="写到哪个文件,以 .csv 或 .xlsx 结尾")],
) -> None:
    """导出现有名册,改好后可以再导入。"""
    _run("org", "export_roster", file.resolve())


@roster.command("template", epilog=_example("roster template 名册.csv"))
def roster_template(
    file: Annotated[Path, typer.Argument(metavar="文件", help="写到哪个文件,以 .csv 或 .xlsx 结尾")],
) -> None:
    """写一份空的名册样表。"""
    _run("org", "write_template", file.resolve())


@app.command(epilog=_example("doctor"))
def doctor(yes: Annotated[bool, typer.Option("--yes", help="要人确认的都回答“是”")] = False) -> None:
    """体检:哪里不对、怎么办。全部正常时退出码为 0。"""
    try:
        load_or_refuse(log_level="WARNING")
    except SystemExit as refused:
        raise SystemExit(1) from refused
    from plugins.ops import cli

    raise SystemExit(cli.examine(yes=yes))


@app.command("print", epilog=_example("print board 12 情况.pdf"))
def print_out(
    what: Annotated[str, typer.Argument(metavar="什么", help="打印什么,例如 board(传达情况);写错了会列出全部")],
    number: Annotated[int, typer.Argument(metavar="编号", help="传达、任务、会议或突发的编号")],
    file: Annotated[Path, typer.Argument(metavar="文件", help="写到哪个文件,以 .pdf 或 .png 结尾")],
) -> None:
    """排成 PDF 或图片,机器人可以开着。"""
    _run("render", "print_out", what, number, file.resolve())


@app.command(epilog=_example("backup"))
def backup(
    file: Annotated[Path | None, typer.Argument(metavar="文件", help="写到哪个文件;不写就放进备份目录")] = None,
) -> None:
    """备份数据库,机器人可以开着。"""
    _run("ops", "back_up", file.resolve() if file else None)


@app.command(epilog=_example("restore data/backups/文件名.db"))
def restore(
    file: Annotated[Path, typer.Argument(metavar="文件", help="备份文件")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问,直接恢复")] = False,
) -> None:
    """用备份恢复数据库,机器人可以开着。"""
    _run("ops", "bring_back", file.resolve(), yes=yes)


def usage_text(error: wrong.UsageError) -> str:
    """One line for a command that was typed wrongly: what is wrong, and one that works."""
    match error:
        case wrong.MissingParameter(param=param) if param:
            what = f"缺少“{param.metavar or param.name}”"
        case wrong.BadParameter(param=param) if param:
            what = f"“{param.metavar or param.name}”的值不对"
        case wrong.NoSuchOption():
            what = f"没有 {error.option_name} 这个选项"
        case wrong.BadOptionUsage():
            what = f"选项 {error.option_name} 的写法不对"
        case _:
            what = "没有这个命令,或多写了几个字"
    if error.ctx is None:
        return f"{what}。说明:uv run bot.py --help"
    return f"{what}。{error.ctx.command.epilog};说明:uv run {error.ctx.command_path} --help"


def run() -> None:
    """The command line; a command that was typed wrongly ends with one line and exit code 2."""
    try:
        sys.exit(app(standalone_mode=False))
    except wrong.NoArgsIsHelpError as error:
        error.show()
        sys.exit(REFUSED)
    except wrong.UsageError as error:
        refuse(usage_text(error))
    except typer.Abort:
        sys.exit(1)


if __name__ == "__main__":
    run()
