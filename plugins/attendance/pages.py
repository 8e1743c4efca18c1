"""The phone page behind 签到二维码. GET changes nothing (previews fetch links); POST follows a tap. No address is kept."""

import asyncio

import nonebot
from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request

from . import service, texts

SAFE = {
    "Content-Security-Policy": texts.POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LARGEST = 1000
"""Bytes of a POST."""


class Typed(BaseModel):
    """What the page sends."""

    number: int = Field(ge=1, le=10**12)
    token: str = Field(max_length=64)
    name: str = Field(min_length=1, max_length=40)
    code: str = Field(pattern=r"^[0-9]{4}$")


def install() -> None:
    """Adds the page to NoneBot's server, where it has one."""
    app = getattr(nonebot.get_driver(), "server_app", None)
    if isinstance(app, FastAPI):
        app.add_api_route(service.PAGE_PATH, show, methods=["GET"], include_in_schema=False)
        app.add_api_route(service.PAGE_PATH, sign, methods=["POST"], include_in_schema=False)


async def show() -> HTMLResponse:
    """The page. What it needs to know stands behind the # of its address, which no server sees."""
    return HTMLResponse(texts.PAGE, headers=SAFE)


async def sign(request: Request) -> JSONResponse:
    """Signs in whom name and code name together. Answers in words, and never says which of the two was wrong."""
    try:
        typed = Typed.model_validate_json(await _body(request))
    except (ValidationError, ValueError):
        return _said(texts.malformed_text(), 400)
    try:
        done = await service.sign_on_page(
            typed.number, typed.token, typed.name.strip(), typed.code, asyncio.get_running_loop().time()
        )
    except service.NotTaken:
        return _said(texts.not_taken_text(), 403)
    except service.TooMany:
        return _said(texts.too_many_text(), 429)
    match done:
        case service.Signed(number, _, at, late, observer, present, expected, _):
            words = texts.signed_text(
                number, at, late=late, observer=observer, present=present, expected=expected, out=False
            )
            return _said(words, 200)
        case service.Again(number, name, since, _):
            return _said(texts.signed_before_text(number, name, since, out=False), 200)
        case service.Overruled(number, state):
            return _said(texts.overruled_text(number, state, in_group=False), 409)
        case service.SignRefused(number, reason, at, there):
            return _said(texts.sign_refused_text(number, reason, at, there=there), 409)
    return _said(texts.not_taken_text(), 403)


async def _body(request: Request) -> bytes:
    """Raises ValueError for what is too large, or no JSON by its own word (another site's form)."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ValueError
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST:
            raise ValueError
    return content


def _said(words: str, code: int) -> JSONResponse:
    return JSONResponse({"ok": code == 200, "said": words}, status_code=code, headers=SAFE)
