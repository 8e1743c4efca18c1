"""Who gets in: the token, Host and Origin; and what is sent along with every answer."""

import json

import httpx
import pytest
import websockets
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

HELLO = "hello"
SAME = "same"
"""The page's own origin."""


def _origin(served, origin: str | None) -> Origin | None:
    if origin is None:
        return None
    return Origin(f"http://{served.base}" if origin == SAME else origin)


def dial(served, *, host: str | None = None, origin: str | None = SAME):
    headers = {"Host": host} if host else {}
    return websockets.connect(
        f"ws://{served.base}/sandbox/ws",
        origin=_origin(served, origin),
        additional_headers=headers,
        proxy=None,
    )


async def test_the_right_token_is_welcomed_with_the_people_there_are(served):
    async with dial(served) as socket:
        await socket.send(json.dumps({"do": HELLO, "token": served.page.token}))
        welcome = json.loads(await socket.recv())
    assert welcome["type"] == "welcome"
    assert len(welcome["players"]) == 5
    assert len(welcome["accounts"]) == 253


@pytest.mark.parametrize(
    "first", ['{"do": "hello", "token": "别的"}', '{"do": "hello"}', "[]", "nonsense", '{"token": 7}']
)
async def test_any_other_first_message_is_refused(served, first):
    async with dial(served) as socket:
        await socket.send(first)
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


@pytest.mark.parametrize("origin", ["http://evil.example", "null", None, "https://127.0.0.1"])
async def test_another_origin_gets_no_socket(served, origin):
    with pytest.raises(InvalidStatus) as refused:
        async with dial(served, origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_another_host_gets_nothing(served):
    async with httpx.AsyncClient(trust_env=False) as client:
        for path in ("/sandbox", "/sandbox/web/main.js", "/sandbox/media?id=x"):
            answer = await client.get(f"http://{served.base}{path}", headers={"Host": "rebound.example"})
            assert answer.status_code == 403


async def test_the_page_comes_uncached_with_a_strict_policy(served):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://{served.base}/sandbox")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert "onclick" not in answer.text


@pytest.mark.parametrize("name", ["../server.py", "..%2Fserver.py", "%2e%2e/server.py", "nothing.js", "conftest.py"])
async def test_only_the_pages_own_files_are_served(served, name):
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://{served.base}/sandbox/web/{name}")
    assert answer.status_code == 404


async def test_files_need_the_token_and_come_back_as_they_were(served):
    account = served.cast.players[0].account
    address, token = f"http://{served.base}/sandbox", {"X-Sandbox-Token": served.page.token}
    origin = {"Origin": f"http://{served.base}"}
    async with httpx.AsyncClient(trust_env=False) as client:
        query = {"as": str(account), "name": "清单.txt"}
        bare = await client.post(f"{address}/files", params=query, content=b"x", headers=origin)
        foreign = await client.post(f"{address}/files", params=query, content=b"x", headers=token)
        stored = await client.post(f"{address}/files", params=query, content=b"<script>", headers=origin | token)
        identifier = {"id": stored.json()["id"]}
        unknown = await client.get(f"{address}/media", params=identifier)
        got = await client.get(f"{address}/media", params=identifier, headers=token)
        gone = await client.get(f"{address}/media", params={"id": "/nothing"}, headers=token)
    assert (bare.status_code, foreign.status_code, unknown.status_code, gone.status_code) == (403, 403, 403, 404)
    assert got.content == b"<script>"
    assert got.headers["content-type"] == "application/octet-stream"
    assert got.headers["content-disposition"] == "attachment"
    assert got.headers["x-content-type-options"] == "nosniff"


async def test_a_file_over_the_limit_is_refused(served):
    from plugins.sandbox.server import MAX_UPLOAD

    headers = {"Origin": f"http://{served.base}", "X-Sandbox-Token": served.page.token}
    query = {"as": str(served.cast.administrator), "name": "big.bin"}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"http://{served.base}/sandbox/files", params=query, content=bytes(MAX_UPLOAD + 1), headers=headers
        )
    assert answer.status_code == 413
    assert not served.world.files
