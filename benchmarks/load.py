"""The load: people who write to a bot over a real WebSocket, a fixed number of them waiting at any moment.

`python benchmarks/load.py echo|receipts --url ws://… …` prints one JSON object: events, seconds, latencies.
"""

import argparse
import asyncio
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from service import Json, Service, log_in, message_event, plain

STALLED_SECONDS = 30
FIRST_PERSON, FIRST_GROUP, OFFICER = 100_000, 30_000, 99_999


@dataclass(frozen=True)
class Result:
    """What one run did. `acknowledged` counts warm-up too; the times are of the timed part only."""

    acknowledged: int
    events: int
    seconds: float
    rate: float
    p50_ms: float
    p99_ms: float


class Stalled(Exception):
    """The bot acknowledged nothing for STALLED_SECONDS."""


class Pump:
    """Keeps `outstanding` events in flight until `events` are through; the first `warm_up` are not timed."""

    def __init__(self, service: Service, events: Iterator[tuple[str, str]], outstanding: int, warm_up: int) -> None:
        self._service, self._events = service, events
        self._outstanding, self._warm_up = outstanding, warm_up
        self._sent: dict[str, float] = {}
        self._latencies: list[float] = []
        self._started = 0.0
        self._finished = asyncio.Event()
        self.acknowledged = 0

    def acknowledge(self, key: str) -> None:
        """Counts the first acknowledgement of `key`, and lets the next event go."""
        if (sent := self._sent.pop(key, None)) is None:
            return
        now = time.perf_counter()
        self.acknowledged += 1
        if self.acknowledged == self._warm_up:
            self._started = now
        elif self.acknowledged > self._warm_up:
            self._latencies.append(now - sent)
        self._next()

    def _next(self) -> None:
        for key, frame in self._events:
            self._sent[key] = time.perf_counter()
            self._service.push_raw(frame)
            return
        if not self._sent:
            self._finished.set()

    async def run(self) -> Result:
        """Raises Stalled when acknowledgements stop coming."""
        for _ in range(self._outstanding):
            self._next()
        before = -1
        while not self._finished.is_set():
            if before == self.acknowledged:
                raise Stalled(f"{self.acknowledged} acknowledged, {len(self._sent)} waiting")
            before = self.acknowledged
            try:
                await asyncio.wait_for(self._finished.wait(), STALLED_SECONDS)
            except TimeoutError:
                continue
        seconds = time.perf_counter() - self._started
        ordered, count = sorted(self._latencies), len(self._latencies)
        return Result(
            acknowledged=self.acknowledged,
            events=count,
            seconds=seconds,
            rate=count / seconds,
            p50_ms=ordered[count // 2] * 1000,
            p99_ms=ordered[count * 99 // 100] * 1000,
        )


async def echo(service: Service, options: argparse.Namespace) -> Result:
    def events() -> Iterator[tuple[str, str]]:
        for index in range(options.people):
            key = f"第{index}句"
            group = FIRST_GROUP + index % options.groups
            event = message_event(f"/echo {key}", user=FIRST_PERSON + index, group=group, name=f"同志{index}")
            yield key, json.dumps(event, ensure_ascii=False)

    pump = Pump(service, iter(list(events())), options.outstanding, options.warm_up)
    service.on_call = lambda action, params: pump.acknowledge(plain(params)) if action.startswith("send_") else None
    return await pump.run()


async def receipts(service: Service, options: argparse.Namespace) -> Result:
    """An officer relays a directive to all groups; then everybody answers 已阅 once, in their own group."""
    number = await directive(service, options.groups)

    def events() -> Iterator[tuple[str, str]]:
        for index in range(options.people):
            group = FIRST_GROUP + index % options.groups
            event = message_event(f"已阅 {number}", user=FIRST_PERSON + index, group=group, name=f"同志{index}")
            yield str(event["message_id"]), json.dumps(event, ensure_ascii=False)

    pump = Pump(service, iter(list(events())), options.outstanding, options.warm_up)

    def on_call(action: str, params: Json) -> None:
        if action == "set_msg_emoji_like":
            pump.acknowledge(str(params["message_id"]))

    service.on_call = on_call
    return await pump.run()


async def directive(service: Service, groups: int) -> int:
    """Binds the groups, relays one directive and waits until every group has it; its number."""
    said: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    def on_call(action: str, params: Json) -> None:
        if action.startswith("send_"):
            said.put_nowait((str(params.get("group_id") or ""), plain(params)))

    async def answer() -> tuple[str, str]:
        return await asyncio.wait_for(said.get(), STALLED_SECONDS)

    service.on_call = on_call
    for index in range(groups):
        text = f"/绑定本群 第{index}党支部 支部群"
        service.push(message_event(text, user=OFFICER, group=FIRST_GROUP + index, name="管理员"))
        await answer()
    service.push(message_event("传达 全体\n标题: 关于开展主题党日的通知\n请各党支部认真组织。", user=OFFICER))
    _, preview = await answer()
    if (found := re.search(r"#(\d+)", preview)) is None:
        raise Stalled(f"no preview came, but: {preview[:80]}")
    service.push(message_event("确认", user=OFFICER))
    reached: set[str] = set()
    while len(reached) < groups:
        group, text = await answer()
        if group and f"#{found[1]}" in text:
            reached.add(group)
    return int(found[1])


async def main(options: argparse.Namespace) -> None:
    groups = {FIRST_GROUP + index: options.people // options.groups + 1 for index in range(options.groups)}
    friends = range(OFFICER, FIRST_PERSON + options.people)
    service = await log_in(options.url, os.environ["ONEBOT_ACCESS_TOKEN"], groups, friends)
    try:
        result = await (echo if options.scenario == "echo" else receipts)(service, options)
    finally:
        await service.close()
    json.dump(asdict(result), sys.stdout)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", choices=("echo", "receipts"))
    parser.add_argument("--url", required=True)
    parser.add_argument("--people", type=int, default=6000)
    parser.add_argument("--groups", type=int, default=12)
    parser.add_argument("--outstanding", type=int, default=32)
    parser.add_argument("--warm-up", type=int, default=500)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse()))
