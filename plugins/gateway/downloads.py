"""Downloads from the chat service: its own hosts only, names resolved once and pinned, no private address, bounded."""

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

SERVICE_HOSTS = ("qq.com", "qq.com.cn", "qpic.cn", "gtimg.cn")
"""Pictures and files of QQ lie below these (multimedia.nt.qq.com.cn, gchat.qpic.cn, …ftn.qq.com)."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Where an implementation on this machine may offer its files."""

SECONDS = 20.0
"""For each step of a download."""


def is_service(address: str) -> bool:
    """Whether an address names a host of the chat service, over http or https."""
    host = _host(address)
    return bool(host) and any(host == known or host.endswith(f".{known}") for known in SERVICE_HOSTS)


def is_own(address: str) -> bool:
    """Whether an address names this machine."""
    return _host(address) in LOOPBACK


def _host(address: str) -> str:
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower().rstrip(".") if parts.scheme in ("http", "https") else ""
    except ValueError:
        return ""


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def download(address: str, check: Callable[[int], None]) -> bytes | None:
    """What a host of the service (or this machine, see `is_own`) gives; None when it gives nothing.

    `check` is called with the bytes read so far and raises when they are too many. No redirect is followed; a name that
    leads to a private or reserved address is not called.
    """
    import httpx  # seldom used, and heavy

    try:
        url = httpx.URL(address)
        if is_own(address):
            return await _read(url, {}, {}, check)
        if not is_service(address):
            return None
        found = await resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        if not found or not all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found):
            return None
        pinned = url.copy_with(host=found[0])
        return await _read(pinned, {"Host": url.netloc.decode("ascii")}, {"sni_hostname": url.host}, check)
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError):
        return None


async def _read(
    url: "httpx.URL", headers: dict[str, str], extensions: dict[str, str], check: Callable[[int], None]
) -> bytes | None:
    import httpx  # as above

    content = bytearray()
    async with (
        httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client,
        client.stream("GET", url, headers=headers, extensions=extensions) as response,
    ):
        if response.status_code != httpx.codes.OK:
            return None
        async for piece in response.aiter_bytes():
            content += piece
            check(len(content))
    return bytes(content)
