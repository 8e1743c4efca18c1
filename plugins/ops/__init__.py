"""ops: doctor, backup and restore, alerts outside the chat service, the status page."""

from nonebot import get_driver, require
from nonebot.plugin import PluginMetadata

require("plugins.storage")
require("plugins.gateway")
require("plugins.org")

from plugins.org import contribute
from plugins.storage import Transaction, erasures

from . import alerts, cli, control, facts, jobs, live, pages, texts
from .config import Config

__plugin_meta__ = PluginMetadata(
    name="运维",
    description="体检、备份与恢复、掉线提醒、状态页",
    usage="命令行:bot.py doctor | backup | restore;网页:/status(仅本机)、/health",
    config=Config,
)


async def _erase_person(tx: Transaction, key: str) -> None:
    await contribute.erase(tx, int(key))


erasures.replays("person", _erase_person)
contribute.contributes(audited=texts.AUDITED)
pages.install()
driver = get_driver()
for begins in (control.start, jobs.plan, alerts.start):
    driver.on_startup(begins)
for ends in (control.stop, alerts.stop):
    driver.on_shutdown(ends)

__all__ = ["cli", "facts", "live"]
