"""Restoring inside the running program: everything above the database stops as at the end of the program, the staged
file takes its place, and everything starts again as at the beginning. Accounts stay connected, messages wait."""

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import nonebot
from nonebot.internal.driver._lifespan import LIFESPAN_FUNC, Lifespan
from nonebot.log import logger

from plugins.gateway import router
from plugins.storage import clock

from . import control, jobs, restore

OURS = "plugins."
NOT_US = "plugins.ops"


@control.handles("restore")
async def _restore(fields: control.Json) -> control.Json:
    aside = await replace_database(int(fields["mark"]))
    return {"aside": str(aside) if aside else ""}


async def replace_database(mark: int) -> Path | None:
    """Puts the staged backup in place and goes on with it. Raises what `restore.swap` raises; then the program goes on
    with the old database. Ends the program when it cannot start again on the new one."""
    life: Lifespan = nonebot.get_driver()._lifespan
    async with router.holding():
        logger.info("restoring: the database is put in place of the present one")
        await Lifespan._run_lifespan_func(reversed(_of_plugins(life._shutdown_funcs)))
        try:
            return await restore.swap(mark, clock.now())
        finally:
            try:
                await Lifespan._run_lifespan_func(_of_plugins(life._startup_funcs))
                await jobs.plan()
            except BaseException as error:
                logger.critical("the program cannot go on after a restore: {}", type(error).__name__)
                os.kill(os.getpid(), signal.SIGTERM)
                raise


def _of_plugins(hooks: Iterable[LIFESPAN_FUNC]) -> list[LIFESPAN_FUNC]:
    """NoneBot offers no way to stop the plugins and not the server, so their hooks are called by hand."""
    return [hook for hook in hooks if hook.__module__.startswith(OURS) and not hook.__module__.startswith(NOT_US)]
