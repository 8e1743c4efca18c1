"""The chat service and the people for outbox.py: `python benchmarks/outbox_load.py raw|bind|outbox|paced --url … …`.

Prints one JSON object.
"""

import argparse
import asyncio
import json
import os
import re
import sqlite3
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from load import FIRST_GROUP, FIRST_PERSON, OFFICER, STALLED_SECONDS
from service import SELF_ID, Json, Service, log_in, message_event, plain

TEXT = "请各党支部认真组织学习,结合实际抓好落实。" * 20
PROBE_EVERY = 0.05
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Result:
    """What one run saw. Seconds and milliseconds, memory in megabytes."""

    rates: list[float] = field(default_factory=list)
    """Sends a second of each burst, until the last result was kept (outbox) or answered (raw)."""
    confirmed_ms: list[float] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    """Of a command that only reads, while the outbox drains."""
    waits_ms: list[float] = field(default_factory=list)
    """The longest an answer took around each 确认."""
    grown_mb: float = 0.0
    cpu_ms: list[float] = field(default_factory=list)
    """The bot's processor time a send, of each burst."""


class Stage:
    """Who speaks with the bot, and what the service saw it say."""

    def __init__(self, services: list[Service]) -> None:
        self.services, self.service = services, services[0]
        self.sends: list[float] = []
        self.private: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.probe: asyncio.Future[None] | None = None
        for service in services:
            service.on_call = self._on_call

    def _on_call(self, action: str, params: Json) -> None:
        if action == "send_group_msg":
            self.sends.append(time.perf_counter())
        elif action in ("send_private_msg", "send_msg"):
            if params.get("user_id") == FIRST_PERSON:
                if self.probe is not None and not self.probe.done():
                    self.probe.set_result(None)
            else:
                self.private.put_nowait((str(params.get("user_id")), plain(params)))

    def say(self, text: str, user: int = OFFICER, group: int | None = None) -> None:
        self.service.push(message_event(text, user=user, group=group, name="同志"))

    async def answer(self) -> str:
        return (await asyncio.wait_for(self.private.get(), STALLED_SECONDS))[1]

    async def ask(self, text: str) -> float:
        """Milliseconds until the probing person is answered."""
        begun = time.perf_counter()
        self.probe = asyncio.get_running_loop().create_future()
        self.say(text, user=FIRST_PERSON)
        await asyncio.wait_for(self.probe, STALLED_SECONDS)
        return (time.perf_counter() - begun) * 1000

    async def all_sent(self, count: int, within: float = STALLED_SECONDS) -> None:
        until = time.perf_counter() + within
        while len(self.sends) < count:
            if time.perf_counter() > until:
                raise TimeoutError(f"{len(self.sends)} of {count} sent")
            await asyncio.sleep(0.001)


class Probe:
    """Somebody who asks again and again while a burst runs: its answers as (begun, milliseconds).

    They ask in a fixed beat: a bot that answers sooner is not asked more often than the other.
    """

    def __init__(self, stage: Stage, words: str) -> None:
        self._stage, self._words = stage, words
        self.answers: list[tuple[float, float]] = []

    async def __aenter__(self) -> Self:
        self._over = asyncio.Event()
        self._task = asyncio.create_task(self._ask())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        await self._task

    async def _ask(self) -> None:
        while not self._over.is_set():
            begun = time.perf_counter()
            self.answers.append((begun, await self._stage.ask(self._words)))
            await asyncio.sleep(max(0.0, begun + PROBE_EVERY - time.perf_counter()))


async def raw(stage: Stage, options: argparse.Namespace) -> Result:
    result = Result()
    for _ in range(options.bursts):
        stage.sends.clear()
        async with Probe(stage, "/echo 帮助") as probe:
            used = cpu_seconds(options.pid)
            stage.say(f"/go {FIRST_GROUP} {options.groups}\n{TEXT}")
            await stage.answer()
            result.cpu_ms.append((cpu_seconds(options.pid) - used) * 1000 / options.groups)
            result.rates.append(options.groups / (time.perf_counter() - stage.sends[0]))
        result.answers_ms += [ms for begun, ms in probe.answers if begun > stage.sends[0]]
    return result


async def bind(stage: Stage, options: argparse.Namespace) -> Result:
    for index in range(options.groups):
        stage.sends.clear()
        stage.say(f"/绑定本群 第{index}党支部 支部群", group=FIRST_GROUP + index)
        await stage.all_sent(1)
    return Result()


async def issue(stage: Stage, turn: int) -> tuple[int, float]:
    """Relays a directive; its number, and the milliseconds until 确认 was answered."""
    stage.say(f"传达 全体\n标题: 关于第{turn}次主题党日的通知\n{TEXT}")
    preview = await stage.answer()
    if (found := re.search(r"#(\d+)", preview)) is None:
        raise RuntimeError(f"no preview came, but: {preview[:80]}")
    stage.sends.clear()
    begun = time.perf_counter()
    stage.say("确认")
    await stage.answer()
    return int(found[1]), (time.perf_counter() - begun) * 1000


async def kept(database: Path, number: int, count: int) -> None:
    """Returns once every result is in the database. The + keeps SQLite to the index of `ref`: what earlier bursts sent
    is not looked through."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as reader:
        until = time.perf_counter() + STALLED_SECONDS
        while True:
            sql = "SELECT COUNT(*) FROM gateway_outbox WHERE ref = ? AND +state = 'sent' AND message_id IS NOT NULL"
            if reader.execute(sql, [f"relay:{number}"]).fetchone()[0] >= count:
                return
            if time.perf_counter() > until:
                raise TimeoutError("not every result was kept")
            await asyncio.sleep(0.001)


async def outbox(stage: Stage, options: argparse.Namespace) -> Result:
    result = Result()
    await stage.ask("帮助")
    before = most = megabytes(options.pid)
    for turn in range(options.bursts):
        async with Probe(stage, "帮助") as probe:
            number, confirmed = await issue(stage, turn)
            answered, used = time.perf_counter(), cpu_seconds(options.pid)
            await stage.all_sent(options.groups)
            await kept(options.database, number, options.groups)
            result.rates.append(options.groups / (time.perf_counter() - stage.sends[0]))
            result.cpu_ms.append((cpu_seconds(options.pid) - used) * 1000 / options.groups)
            most = max(most, megabytes(options.pid))
        result.confirmed_ms.append(confirmed)
        result.answers_ms += [ms for begun, ms in probe.answers if begun > answered]
        result.waits_ms.append(max((ms for begun, ms in probe.answers if begun <= answered), default=0.0))
    result.grown_mb = most - before
    return result


async def paced(stage: Stage, options: argparse.Namespace) -> Result:
    number, confirmed = await issue(stage, 0)
    await stage.all_sent(options.groups, within=300)
    await kept(options.database, number, options.groups)
    spent = stage.sends[-1] - stage.sends[0]
    return Result(rates=[options.groups / spent], confirmed_ms=[confirmed])


def cpu_seconds(pid: int) -> float:
    """Processor time of a process so far, all threads."""
    times = [path.read_text().split()[0] for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(map(int, times)) / 1e9


def megabytes(pid: int) -> float:
    """Resident memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


async def main(options: argparse.Namespace) -> None:
    groups = {FIRST_GROUP + index: options.people // options.groups + 1 for index in range(options.groups)}
    friends = range(OFFICER, FIRST_PERSON + options.people)
    token = os.environ["ONEBOT_ACCESS_TOKEN"]
    services = [await log_in(options.url, token, groups, friends, SELF_ID + n) for n in range(options.accounts)]
    scenario = {"raw": raw, "bind": bind, "outbox": outbox, "paced": paced}[options.scenario]
    try:
        await asyncio.sleep(1.0)  # the lists of groups and friends are fetched
        result = await scenario(Stage(services), options)
    finally:
        for service in services:
            await service.close()
    json.dump(asdict(result), sys.stdout)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=("raw", "bind", "outbox", "paced"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--groups", type=int, default=1000)
    parser.add_argument("--people", type=int, default=15_000)
    parser.add_argument("--bursts", type=int, default=4)
    parser.add_argument("--accounts", type=int, default=1)
    parser.add_argument("--pid", type=int, default=0)
    parser.add_argument("--database", type=Path, default=Path())
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse()))
