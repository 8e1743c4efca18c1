"""/health for monitors, and /status for people on this machine."""

import ipaddress
from urllib.parse import urlsplit

import nonebot
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.requests import Request

from plugins.storage import clock

from . import status
from .domain import masked
from .texts import page

SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def install() -> None:
    """Adds the pages to NoneBot's server, where it has one."""
    app = getattr(nonebot.get_driver(), "server_app", None)
    if isinstance(app, FastAPI):
        app.add_api_route("/health", health, include_in_schema=False)
        app.add_api_route("/status", show, include_in_schema=False)


async def health() -> JSONResponse:
    """Whether the database answers and an account can speak: 200 when both, else 503. No numbers, nobody's name."""
    database, account = await status.is_well(), status.can_speak()
    ok = database and account
    fields = {"ok": ok, "database": database, "account": account}
    return JSONResponse(fields, status_code=200 if ok else 503, headers={"Cache-Control": "no-store"})


async def show(request: Request) -> HTMLResponse:
    """The status page, for this machine only; others find nothing here."""
    if not is_local(request.client.host if request.client else "", request.headers.get("host", "")):
        return HTMLResponse("", status_code=404)
    try:
        now = await status.now()
    except Exception:  # the database is away: the page says so
        return HTMLResponse(page.away_text(), status_code=503, headers=SAFE)
    html = page.page_text(
        version=now.version,
        up=now.up,
        accounts=[page.account_row(masked(one.id), one.offline, one.troubled) for one in now.accounts],
        outbox=dict(now.outbox),
        late=now.late,
        waiting=now.waiting,
        last_backup=clock.local(now.last_backup) if now.last_backup else None,
        migrations=now.migrations,
        at=clock.local(clock.now()),
    )
    return HTMLResponse(html, headers=SAFE)


def is_local(client: str, host: str) -> bool:
    """Whether a request comes from this machine and was meant for it: a page elsewhere whose name is made to resolve
    here (DNS rebinding) sends its own name as Host."""
    try:
        named = urlsplit(f"//{host}").hostname or ""
        return ipaddress.ip_address(client).is_loopback and (
            named == "localhost" or ipaddress.ip_address(named).is_loopback
        )
    except ValueError:
        return False
