"""The real process kills itself at every failpoint that stands in the code; nothing is lost, nothing comes twice."""

import ast
import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.harness import ROOT, installation
from tests.e2e.hospital import a_hospital, connected
from tests.e2e.story import STOPPED, Story, recorded

SIDE_BY_SIDE = 2
pytestmark = pytest.mark.slow


def failpoints(folder: Path) -> list[str]:
    """The literal names in every `failpoint("…")` below `folder`; a name that is no literal is an error."""
    names: list[str] = []
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "failpoint":
                (name,) = node.args
                assert isinstance(name, ast.Constant), f"{file}: a failpoint's name must be a literal"
                assert isinstance(name.value, str)
                names.append(name.value)
    return names


NAMES = failpoints(ROOT / "plugins")
gate = asyncio.Semaphore(SIDE_BY_SIDE)


def test_the_points_stand_where_they_must():
    assert len(set(NAMES)) == len(NAMES)
    for part in ("preview", "issue", "claim", "send", "mark", "receipt", "ack", "migrate"):
        assert any(part in name for name in NAMES), part


async def live_through(name: str, folder: Path) -> Story:
    """The story with a death at `name` on the way."""
    hospital = a_hospital(branches=2, people=2)
    bot = installation(folder, ACK_BATCH_SECONDS="0.2")
    armed = {"TONGXIN_FAILPOINT": name}
    deaths: list[int] = []
    try:
        if name.startswith("storage.migrate"):
            await bot.launch(**armed)
            deaths.append(await bot.exit_code())
        if name.startswith("org.import"):
            deaths.append((await hospital.try_import(bot, failpoint=name)).code)
        await hospital.import_into(bot)
        await bot.start(**({} if deaths else armed))
        async with connected(hospital, bot, reactions="line" not in name) as endpoint:
            story = Story(bot, hospital, endpoint, deaths=deaths)
            await story.tell()
    finally:
        await bot.kill()
    return story


@pytest.fixture(scope="session")
async def lives(request, tmp_path_factory) -> AsyncIterator[dict[str, asyncio.Task[Story]]]:
    """One task for each selected point, SIDE_BY_SIDE of them at work."""

    async def one(name: str) -> Story:
        async with gate:
            return await live_through(name, tmp_path_factory.mktemp("bot"))

    chosen = [item.callspec.params["name"] for item in request.session.items if "lives" in item.fixturenames]
    tasks = {name: asyncio.create_task(one(name)) for name in chosen}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_is_lost_and_nothing_comes_twice(name, lives):
    story = await lives[name]
    assert story.deaths == [-9]
    assert set(story.copies().values()) == {1}
    assert set(story.hospital.lines(STOPPED).values()) == {0}
    assert story.lost == set()
    assert await recorded(story.bot) == {person.id for person in story.hospital.people}
