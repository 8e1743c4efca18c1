"""An error in a task that nobody waits for is logged by its class."""

import asyncio
import gc

from nonebot.log import logger

from plugins.gateway import tasks


async def test_it_is_logged_without_what_it_says():
    said = "".join(("金丝", "雀"))  # its source line is logged, what stands in it is not

    async def fails() -> None:
        raise ValueError(said)

    loop, lines = asyncio.get_running_loop(), list[str]()
    before, sink = (
        loop.get_exception_handler(),
        logger.add(lines.append, level="TRACE", diagnose=False, backtrace=False),
    )
    try:
        loop.set_exception_handler(tasks.unheard)
        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        del task
        gc.collect()
    finally:
        loop.set_exception_handler(before)
        logger.remove(sink)
    (line,) = [one for one in lines if "never retrieved" in one]
    assert "ValueError" in line
    assert said not in line
