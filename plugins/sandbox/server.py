"""The page at /sandbox: loopback only, Host and Origin checked, everything else behind a launch token.

The token stands in the fragment of the address (browsers do not send it), comes as the first message of the
WebSocket and as a header of uploads and downloads.
"""

import asyncio
import contextlib
import hmac
import json
import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from .cast import Cast
from .model import NoSuchThing
from .session import PageSession, ReadMarks
from .views import Json, welcome_view
from .world import World

WEB = Path(__file__).parent / "web"
LOOPBACK = "127.0.0.1"
KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
MAX_UPLOAD = 10 * 1024 * 1024
MAX_BEHIND = 2_000
"""A page that is so many events behind is cut off, and starts afresh by itself."""
HELLO_SECONDS = 10
REFUSED = 4401
TOKEN_HEADER = "x-sandbox-token"
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
PLAIN = "application/octet-stream"
PICTURES = ((b"\x89PNG\r\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF8", "image/gif"))


class PortTaken(Exception):
    """Another program listens there; the message is the port."""


class SandboxPage:
    """The page's server for one world. `token` is new with each start; `port` is where it will listen."""

    def __init__(self, world: World, cast: Cast, port: int, token: str | None = None) -> None:
        self.token = token or secrets.token_urlsafe(24)
        self.port = port
        self._world = world
        self._cast = cast
        self._marks: ReadMarks = {}
        routes = [
            Route("/", lambda _: RedirectResponse("/sandbox", headers=HEADERS)),
            Route("/sandbox", self._page),
            Route("/sandbox/web/{name}", self._asset),
            Route("/sandbox/files", self._upload, methods=["POST"]),
            Route("/sandbox/media", self._media),
            WebSocketRoute("/sandbox/ws", self._live),
        ]
        self.app: ASGIApp = OnlyFromHere(Starlette(routes=routes), port)

    def url(self, account: int | None = None) -> str:
        """The address to open, token included; it plays `account` at once when one is named."""
        chosen = "" if account is None else f"&as={account}"
        return f"http://{LOOPBACK}:{self.port}/sandbox#token={self.token}{chosen}"

    def _knows(self, token: object) -> bool:
        return isinstance(token, str) and hmac.compare_digest(token.encode(), self.token.encode())

    async def _page(self, _: Request) -> Response:
        return _static("index.html")

    async def _asset(self, request: Request) -> Response:
        return _static(request.path_params["name"])

    async def _upload(self, request: Request) -> Response:
        if not self._knows(request.headers.get(TOKEN_HEADER)):
            return Response(status_code=403, headers=HEADERS)
        data = bytearray()
        async for chunk in request.stream():
            data += chunk
            if len(data) > MAX_UPLOAD:
                return Response(status_code=413, headers=HEADERS)
        try:
            account = self._world.account(int(request.query_params["as"])).id
            name = request.query_params["name"].replace("/", "_")[:200]
        except (KeyError, ValueError, NoSuchThing):
            return Response(status_code=400, headers=HEADERS)
        kept = bytes(data)
        keep = self._world.picture if _media_type(kept) != PLAIN else self._world.attachment
        return JSONResponse({"id": keep(account, name, kept)["data"]["file"], "name": name}, headers=HEADERS)

    async def _media(self, request: Request) -> Response:
        if not self._knows(request.headers.get(TOKEN_HEADER)):
            return Response(status_code=403, headers=HEADERS)
        try:
            stored = self._world.file(request.query_params.get("id", ""))
        except NoSuchThing:
            return Response(status_code=404, headers=HEADERS)
        if self._world.is_expired(stored):
            return Response(status_code=410, headers=HEADERS)
        attachment = HEADERS | {"Content-Disposition": "attachment"}
        return Response(stored.data, media_type=_media_type(stored.data), headers=attachment)

    async def _live(self, websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            hello = json.loads(await asyncio.wait_for(websocket.receive_text(), HELLO_SECONDS))
            known = isinstance(hello, dict) and self._knows(hello.get("token"))
        except (TimeoutError, ValueError, KeyError):
            known = False
        except WebSocketDisconnect:
            return
        if not known:
            await websocket.close(REFUSED)
            return
        outgoing: asyncio.Queue[Json | None] = asyncio.Queue(MAX_BEHIND)
        session = PageSession(self._world, self._cast, self._marks, lambda data: _put(outgoing, data))
        outgoing.put_nowait(welcome_view(self._world, self._cast))
        sender = asyncio.create_task(_send_all(websocket, outgoing))
        receiver = asyncio.create_task(_receive_all(websocket, session))
        try:
            await asyncio.wait({sender, receiver}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            session.close()
            for task in (sender, receiver):
                task.cancel()
            await asyncio.gather(sender, receiver, return_exceptions=True)
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # closed already by the other side
                await websocket.close()


class OnlyFromHere:
    """Lets through only what was typed at this machine's own address: a page elsewhere cannot reach in."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost", "[::1]")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._allowed(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await Response(status_code=403, headers=HEADERS)(scope, receive, send)

    def _allowed(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return False
        if origin is None:
            return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        return origin == f"http://{host}"


def _static(name: str) -> Response:
    path = WEB / name
    kind = KINDS.get(path.suffix)
    if kind is None or path.parent != WEB or not path.is_file():
        return Response(status_code=404, headers=HEADERS)
    return Response(path.read_bytes(), media_type=f"{kind}; charset=utf-8", headers=HEADERS)


def _media_type(data: bytes) -> str:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in PICTURES if data.startswith(start)), PLAIN)


def _put(outgoing: asyncio.Queue[Json | None], data: Json) -> None:
    """Queues an event; a page too far behind is told to go."""
    if outgoing.qsize() >= MAX_BEHIND - 1:
        if not outgoing.full():
            outgoing.put_nowait(None)
        return
    outgoing.put_nowait(data)


async def _send_all(websocket: WebSocket, outgoing: asyncio.Queue[Json | None]) -> None:
    while (data := await outgoing.get()) is not None:
        await websocket.send_text(json.dumps(data, ensure_ascii=False))


async def _receive_all(websocket: WebSocket, session: PageSession) -> None:
    while True:
        try:
            request = json.loads(await websocket.receive_text())
        except (ValueError, KeyError):
            continue
        if isinstance(request, dict):
            session.handle(request)


class _InTask(uvicorn.Server):
    """A server that leaves the signals to the program it runs in, and says when it is up."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one. Raises PortTaken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as error:
        listening.close()
        raise PortTaken(str(port)) from error
    return listening


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    """Serves the app on this socket while the block runs."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_max_size=256 * 1024,
        timeout_graceful_shutdown=1,
        server_header=False,
    )
    server = _InTask(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await server.up.wait()
        yield
    finally:
        server.should_exit = True
        await task
        listening.close()
