"""What goes wrong in a task that nobody waits for: asyncio would print the error with its message, which may quote people."""

import asyncio
import traceback
from typing import Any

import nonebot
from nonebot.log import logger


def unheard(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # as asyncio hands it over
    """Logs the class and place of an error that came out of a task, never its message nor what the task was about."""
    error = context.get("exception")
    frames = "".join(traceback.format_tb(error.__traceback__)) if isinstance(error, BaseException) else ""
    logger.error(f"{context['message']}: {type(error).__name__}\n{frames}")


@nonebot.get_driver().on_startup
async def _listen() -> None:
    asyncio.get_running_loop().set_exception_handler(unheard)
