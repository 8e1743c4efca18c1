"""Sending a line to a webhook: the robots of WeCom, DingTalk and Feishu by their host, JSON with `text` to any other."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

SECONDS = 10.0


class NotTaken(Exception):
    """The other side did not take it; the message is a class name or a code, never the address."""


def body_for(url: str, text: str) -> dict[str, Any]:  # JSON
    """The JSON that the robot behind `url` understands."""
    host = urlsplit(url).hostname or ""
    if host in ("qyapi.weixin.qq.com", "oapi.dingtalk.com"):
        return {"msgtype": "text", "text": {"content": text}}
    if host in ("open.feishu.cn", "open.larksuite.com"):
        return {"msg_type": "text", "content": {"text": text}}
    return {"text": text}


async def post(url: str, text: str) -> None:
    """Posts `text`. Raises NotTaken. Redirects are not followed: the address is a secret for one host."""
    import httpx  # seldom used, and heavy

    try:
        async with httpx.AsyncClient(timeout=SECONDS, follow_redirects=False) as client:
            answer = await client.post(url, json=body_for(url, text))
    except httpx.HTTPError as error:
        raise NotTaken(type(error).__name__) from None
    if not answer.is_success:
        raise NotTaken(str(answer.status_code))
    if code := _code(answer):
        raise NotTaken(str(code))


def _code(answer: "httpx.Response") -> object:
    """These robots answer 200 to everything, and say in the body whether they took it."""
    try:
        fields = answer.json()
    except ValueError:
        return None
    return (fields.get("errcode") or fields.get("code")) if isinstance(fields, dict) else None
