"""`bot.py demo`: the simulated service with its page here, the bot as a child process, the sample people in both."""

import asyncio
import contextlib
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Iterator
from pathlib import Path

from .cast import Cast, SamplesMissing, load_cast, populate
from .child import ROOT, Child, ChildFailed, prepare
from .endpoint import Endpoint
from .model import text
from .server import LOOPBACK, PortTaken, SandboxPage, listen, serving
from .tour import Tour
from .world import World

FOLDER = ROOT / "data" / "demo"
TOUR_FOLDER = ROOT / "data" / "demo-tour"
READY = "ready"
"""A file in the folder of a demonstration whose roster and groups are complete."""
PAGE_PORT = "page-port"
"""A file in the folder of a running demonstration: the port of its page."""
ROSTER = Path("data") / "samples" / "roster.csv"
OVERSIGHT = "1001004"
"""许国平, 纪检委员 of the sample 院党委: opinions have a handler from the first minute on."""
SWEEPS = ",".join(f"{hour:02}:{minute:02}" for hour in range(24) for minute in range(0, 60, 2))
"""Nobody waits for half past eight to see an anonymous opinion."""
PACE = {"SEND_INTERVAL": "0.3", "FEEDBACK_OVERSIGHT": OVERSIGHT, "FEEDBACK_SWEEPS": SWEEPS}
TOUR_PACE = {"SEND_INTERVAL": "0.1", "ACK_BATCH_SECONDS": "1"}
"""Nobody waits for the tour to look real."""
UP_SECONDS = 30.0
BIND_SECONDS = 30.0

DONE = 0
FAILED = 1
REFUSED = 2


def main(*, page_port: int = 8088, keep: bool = False, tour: bool = False, connect: str = "", token: str = "") -> int:
    """Runs the demonstration until Ctrl-C, or the tour to its end. Returns the exit code.

    With `connect`, the address of a running bot's OneBot WebSocket, only the simulated service runs, against that bot.
    """
    try:
        return asyncio.run(run_demo(page_port=page_port, keep=keep, tour=tour, connect=connect, token=token))
    except KeyboardInterrupt:
        return DONE


class AlreadyRunning(Exception):
    """Another demonstration uses the folder; the message is the port of its page."""


async def run_demo(
    *, page_port: int, keep: bool, tour: bool, folder: Path | None = None, connect: str = "", token: str = ""
) -> int:
    """As `main`; the bot's data lie in `folder`, which is emptied first unless `keep`."""
    if connect and not connect.startswith(("ws://", "wss://")):
        _complain("地址要以 ws:// 或 wss:// 开头,例如:uv run bot.py demo --connect ws://127.0.0.1:8080/onebot/v11/ws")
        return REFUSED
    if connect:
        playing = _service(page_port, connect, token)
    else:
        playing = _tour(folder or TOUR_FOLDER) if tour else _demo(page_port, keep, folder or FOLDER)
    work = asyncio.create_task(playing)
    with _stopping(work):
        try:
            return await work
        except asyncio.CancelledError:
            _say("演示结束了。")
            return FAILED if tour else DONE
        except PortTaken as error:
            _complain(f"端口 {error} 已被占用。请关掉占用它的程序,或换一个:uv run bot.py demo --port 8089")
            return REFUSED
        except AlreadyRunning as error:
            _complain(f"另一个演示还在运行(端口 {error}),请先关掉它")
            return REFUSED
        except SamplesMissing as error:
            _complain(f"缺少示例数据:{error}")
            return REFUSED
        except ChildFailed as error:
            _complain(str(error))
            return FAILED


async def _demo(page_port: int, keep: bool, folder: Path) -> int:
    cast = load_cast()
    world = _world(cast)
    listening = listen(page_port)
    page = SandboxPage(world, cast, listening.getsockname()[1])
    async with serving(page.app, listening):
        await _refuse_a_second(folder, page.port)
        child = prepare(folder, administrator=cast.administrator, keep=keep, pace=PACE)
        (folder / PAGE_PORT).write_text(str(page.port), encoding="utf-8")
        _say(f"演示网页:{page.url()}\n用浏览器打开它,选一个人来扮演,照提示打字。按 Ctrl-C 结束。")
        old = (folder / READY).exists()
        async with _bot(world, cast, child) as process:
            _say("机器人已上线," + ("沿用上次的数据。" if old else f"示例名册已导入,{len(cast.groups)} 个群已绑定。"))
            raise ChildFailed(child.obituary(await process.wait()))


async def _service(page_port: int, url: str, token: str) -> int:
    """The simulated service alone, for a bot that runs by itself: it connects, and again whenever it is cut off."""
    cast = load_cast()
    world = _world(cast)
    listening = listen(page_port)
    page = SandboxPage(world, cast, listening.getsockname()[1])
    async with serving(page.app, listening):
        _say(f"模拟聊天网页:{page.url()}\n正在连接机器人 {url},按 Ctrl-C 结束。")
        world.set_online(cast.bot, True)
        async with Endpoint(world, self_id=cast.bot, url=url, token=token) as endpoint:
            try:
                await endpoint.connected(UP_SECONDS)
            except TimeoutError as error:
                raise ChildFailed(f"连不上机器人 {url}。请先运行 uv run bot.py,并核对地址和口令:{error}") from error
            _say("已连上机器人。")
            await asyncio.get_running_loop().create_future()
    return DONE


async def _tour(folder: Path) -> int:
    cast = load_cast()
    world = _world(cast)
    tour = Tour(world, cast, _say)
    _say("正在准备示例单位和机器人……")
    child = prepare(folder, administrator=cast.administrator, keep=False, pace=TOUR_PACE)
    async with _bot(world, cast, child):
        return DONE if await tour.run() else FAILED


def _world(cast: Cast) -> World:
    """The sample people, their talk so far, and a bot that is not there yet.

    Message ids differ from run to run: to a bot with kept data a repeated id would be a message it has seen.
    """
    world = World(seed=secrets.randbits(32))
    populate(world, cast)
    for group, account, line in cast.talk:
        world.say(account, cast.group(group).chat, [text(line)])
    world.account(cast.bot).online = False
    return world


@contextlib.asynccontextmanager
async def _bot(world: World, cast: Cast, child: Child) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot with the roster imported, connected and bound to the groups. Raises ChildFailed when it ends early."""
    fresh = not (child.folder / READY).exists()
    if fresh:
        await child.run("roster", "import", str(ROSTER), "--yes")
    async with child.serving() as process:
        world.set_online(cast.bot, True)
        async with Endpoint(world, self_id=cast.bot, url=child.url, token=child.token) as endpoint:
            await _unless_it_ends(child, process, endpoint.connected(UP_SECONDS))
            if fresh:
                await _unless_it_ends(child, process, bind_groups(world, cast))
                (child.folder / READY).touch()
            yield process


async def _refuse_a_second(folder: Path, own_port: int) -> None:
    """Raises AlreadyRunning when the page of another demonstration in this folder still answers."""
    try:
        port = int((folder / PAGE_PORT).read_text(encoding="utf-8"))
        if port == own_port:
            return
        _, writer = await asyncio.open_connection(LOOPBACK, port)
    except (OSError, ValueError):
        return
    writer.close()
    raise AlreadyRunning(str(port))


async def bind_groups(world: World, cast: Cast) -> None:
    """The administrator types 绑定本群 in every group, and waits for the answers. Raises TimeoutError."""
    before = {group.id: world.truth.count(group.chat, sender=cast.bot) for group in cast.groups}
    for group in cast.groups:
        world.say(cast.administrator, group.chat, group.bind_command)
        await asyncio.sleep(0)
    await world.wait_for(
        lambda: all(world.truth.count(group.chat, sender=cast.bot) > before[group.id] for group in cast.groups),
        BIND_SECONDS,
    )


async def _unless_it_ends(child: Child, process: asyncio.subprocess.Process, waited: Awaitable[None]) -> None:
    """Awaits, but no longer than the bot lives. Raises ChildFailed when it ended or took too long."""
    waiting = asyncio.ensure_future(waited)
    ending = asyncio.ensure_future(process.wait())
    try:
        await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            raise ChildFailed(child.obituary(ending.result()))
        await waiting
    except TimeoutError as error:
        raise ChildFailed(f"机器人没有按时就绪。日志:{child.log}") from error
    finally:
        waiting.cancel()
        ending.cancel()


@contextlib.contextmanager
def _stopping(work: asyncio.Task[int]) -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end the work, where the system lets a loop know of them."""
    loop = asyncio.get_running_loop()
    caught: list[int] = []
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError):
            number = getattr(signal, name)
            loop.add_signal_handler(number, work.cancel)
            caught.append(number)
    try:
        yield
    finally:
        for number in caught:
            loop.remove_signal_handler(number)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(line + "\n")
