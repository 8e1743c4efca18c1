"""What the program is measured against: a bare NoneBot bot, one `on_command` that finishes with its argument."""

import os

import nonebot
from nonebot import on_command
from nonebot.adapters.onebot.v11 import Adapter, Message
from nonebot.params import CommandArg

nonebot.init(_env_file=None, port=int(os.environ["PORT"]), onebot_access_token=os.environ["ONEBOT_ACCESS_TOKEN"])
nonebot.get_driver().register_adapter(Adapter)

echo = on_command("echo")


@echo.handle()
async def _(argument: Message = CommandArg()) -> None:  # noqa: B008 (as the NoneBot documentation writes it)
    await echo.finish(argument)


if __name__ == "__main__":
    nonebot.run()
