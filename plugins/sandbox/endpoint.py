"""A OneBot v11 implementation for one account of the world, by reverse WebSocket, behaving as NapCat does."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from . import happenings as happening
from .actions import Actions
from .calls import Call, Performed, Violation, answer_to
from .dialect import Dialect
from .events import Reporter
from .faults import SENDS, Faults, Outcome, Plan
from .messages import Event, FileAddress, service_address
from .schema import napcat
from .world import World


class Endpoint:
    """Connects the bot at `url` with the account `self_id` as long as it is entered.

    `echo_sent` reports the bot's own messages (message_sent); `cq_strings` reports messages as text; `heartbeat`
    and `reconnect` are seconds. What happens while no socket is there is not reported later.
    """

    def __init__(
        self,
        world: World,
        *,
        self_id: int,
        url: str,
        token: str = "",
        dialect: Dialect = Dialect.NAPCAT,
        echo_sent: bool = False,
        cq_strings: bool = False,
        heartbeat: float = 30.0,
        reconnect: float = 0.2,
        address: FileAddress = service_address,
    ) -> None:
        self.world = world
        self.self_id = self_id
        self.url = url
        self.dialect = dialect
        self.faults = Faults()
        self.reporter = Reporter(world, self_id, dialect, cq_strings=cq_strings, address=address)
        self.calls: list[Call] = []
        self.violations: list[Violation] = []
        self.rejections: list[str] = []
        """Why connecting failed, or a connection ended, each time it did."""
        self._actions = Actions(world, self_id, dialect, self.reporter, self.faults)
        self._headers = {"X-Self-ID": str(self_id), "X-Client-Role": "Universal"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._echo_sent = echo_sent
        self._heartbeat = heartbeat
        self._reconnect = reconnect
        self._socket: ClientConnection | None = None
        self._outgoing: asyncio.Queue[str | bytes] | None = None
        self._is_connected = asyncio.Event()
        self._may_connect = asyncio.Event()
        self._may_connect.set()

    # ---- life

    async def __aenter__(self) -> Self:
        self._unsubscribe = self.world.subscribe(self._report)
        self._task = asyncio.create_task(self._stay_connected())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._unsubscribe()
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def connected(self, within: float = 10.0) -> None:
        """Returns once a socket is there. Raises TimeoutError, with the last rejection, after `within` seconds."""
        try:
            async with asyncio.timeout(within):
                await self._is_connected.wait()
        except TimeoutError:
            raise TimeoutError(*self.rejections[-1:]) from None

    @property
    def is_connected(self) -> bool:
        return self._is_connected.is_set()

    def cut(self) -> None:
        """Breaks the socket without a word; it comes back after `reconnect` seconds."""
        if self._socket is not None:
            self._socket.transport.abort()
            self._lost()

    async def disconnect(self) -> None:
        """Closes the socket and stays away until `come_back`."""
        self._may_connect.clear()
        socket = self._socket
        self._lost()
        if socket is not None:
            await socket.close()

    def come_back(self) -> None:
        self._may_connect.set()

    def send_raw(self, frame: str | bytes) -> None:
        """Sends any frame at all. Raises ConnectionError without a socket."""
        if self._outgoing is None:
            raise ConnectionError("not connected")
        self._outgoing.put_nowait(frame)

    async def drained(self) -> None:
        """Returns once all that was reported has left for the bot, or is lost with its socket."""
        if self._outgoing is not None:
            await self._outgoing.join()

    def freeze_members(self, group: int) -> None:
        """From now on the member list of the group stays as it is."""
        frozen = self.world.group(group)
        members = [self._actions.member_info(frozen, member) for member in frozen.members.values()]
        self.faults.stale_members[group] = members

    def calls_of(self, *actions: str) -> list[Call]:
        return [call for call in self.calls if call.action in actions]

    # ---- the socket

    async def _stay_connected(self) -> None:
        while True:
            await self._may_connect.wait()
            try:
                async with connect(
                    self.url,
                    additional_headers=self._headers,
                    compression=None,
                    max_size=None,
                    ping_interval=None,
                    proxy=None,
                    close_timeout=1,
                ) as socket:
                    await self._serve(socket)
            except (OSError, TimeoutError, WebSocketException) as error:
                self.rejections.append(f"{type(error).__name__}: {error}")
            finally:
                self._lost()
            await asyncio.sleep(self._reconnect)

    async def _serve(self, socket: ClientConnection) -> None:
        self._outgoing = outgoing = asyncio.Queue()
        self._socket = socket
        self._push(self.reporter.connected())
        self._is_connected.set()
        async with _background(self._write(socket, outgoing), self._beat()):
            async for frame in socket:
                if self._socket is not socket:
                    break
                self._receive(json.loads(frame), outgoing)

    def _lost(self) -> None:
        outgoing, self._outgoing, self._socket = self._outgoing, None, None
        self._is_connected.clear()
        while outgoing is not None and not outgoing.empty():
            outgoing.get_nowait()
            outgoing.task_done()

    async def _write(self, socket: ClientConnection, outgoing: asyncio.Queue[str | bytes]) -> None:
        with contextlib.suppress(WebSocketException):
            while True:
                frame = await outgoing.get()
                try:
                    await socket.send(frame)
                finally:
                    outgoing.task_done()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat)
            self._push(self.reporter.heartbeat(self._heartbeat))

    # ---- events

    def _report(self, what: happening.Happening) -> None:
        if self._outgoing is None:
            return
        if isinstance(what, happening.Said) and what.message.sender == self.self_id and not self._echo_sent:
            return
        event = self.reporter.report(what)
        if event is not None:
            for passed in self.faults.events.pass_on(event):
                self._push(passed)

    def _push(self, event: Event) -> None:
        if self._outgoing is not None:
            self._outgoing.put_nowait(json.dumps(event, ensure_ascii=False))

    # ---- calls

    def _receive(self, request: Event, outgoing: asyncio.Queue[str | bytes]) -> None:
        call = Call(request["action"], request.get("params") or {}, self.world.clock())
        self.calls.append(call)
        plan = self._plan(call)
        if plan.cut:
            self.cut()
        elif plan.outcome is not None:
            answer = answer_to(plan.outcome, request.get("echo"))
            if plan.after:
                asyncio.get_running_loop().call_later(plan.after, self._reply, call, answer, outgoing)
            else:
                self._reply(call, answer, outgoing)
        self.world.touch()

    def _reply(self, call: Call, answer: Event, outgoing: asyncio.Queue[str | bytes]) -> None:
        if outgoing is not self._outgoing:
            return
        call.answer = answer
        outgoing.put_nowait(json.dumps(answer, ensure_ascii=False))
        self.world.touch()

    def _plan(self, call: Call) -> Plan:
        if call.action in napcat() and (problem := napcat().problem(call.action, call.params)):
            self.violations.append(Violation(call, problem))
            if call.action in SENDS and "message" not in call.params and "file" not in call.params:
                return Plan(None)
            return Plan(Outcome(retcode=1400, words=f"Schema compilation error: {problem}"))
        deal = Performed(self._actions, call)
        fault = self.faults.meet(call.action, deal.chat())
        return fault.plan(deal) if fault else Plan(deal.perform())


@contextlib.asynccontextmanager
async def _background(*jobs: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs the jobs as long as the block runs."""
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
