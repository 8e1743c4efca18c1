"""What the outbox is measured against: a bare NoneBot bot that says one text in many groups, 16 calls at a time.

`go FIRST COUNT` on the first line and the text after it; it answers `done` when every call was answered.
"""

import asyncio
import os

import nonebot
from nonebot import on_command
from nonebot.adapters.onebot.v11 import Adapter, Bot, Message
from nonebot.params import CommandArg

CONCURRENCY = 16

nonebot.init(
    _env_file=None,
    port=int(os.environ["PORT"]),
    onebot_access_token=os.environ["ONEBOT_ACCESS_TOKEN"],
    log_level="WARNING",
)
nonebot.get_driver().register_adapter(Adapter)

go = on_command("go")


@go.handle()
async def _(bot: Bot, argument: Message = CommandArg()) -> None:  # noqa: B008 (as the NoneBot documentation writes it)
    head, _, text = argument.extract_plain_text().partition("\n")
    first, count = map(int, head.split())
    groups = iter(range(first, first + count))

    async def work() -> None:
        for group in groups:
            message = [{"type": "text", "data": {"text": text}}]
            await bot.call_api("send_group_msg", group_id=group, message=message)

    await asyncio.gather(*(work() for _ in range(CONCURRENCY)))
    await go.finish("done")


echo = on_command("echo")


@echo.handle()
async def _(argument: Message = CommandArg()) -> None:  # noqa: B008 (as above)
    await echo.finish(argument)


if __name__ == "__main__":
    nonebot.run()
