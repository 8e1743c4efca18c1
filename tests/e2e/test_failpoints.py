"""The real process kills itself at every failpoint that stands in the code; nothing is lost, nothing comes twice."""

import ast
import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.attendance_story import CancelledStory, MovedStory, SessionStory
from tests.e2e.catchup_story import CatchupStory
from tests.e2e.changing_story import Changing, Doubting
from tests.e2e.feedback_story import FeedbackStory
from tests.e2e.harness import ROOT, Bot, installation
from tests.e2e.hospital import Hospital, a_hospital, connected
from tests.e2e.incidents_safety_story import SafetyStory, SpokenForStory
from tests.e2e.incidents_story import DoubleStory, IncidentStory, NewsStory, SettleStory
from tests.e2e.public_story import PublicStory
from tests.e2e.remind_story import RemindStory
from tests.e2e.signing_story import SigningStory
from tests.e2e.story import Story
from tests.e2e.tasks_story import AgainStory, OverdueStory, TakenBackStory, TasksStory
from tests.e2e.telling import Telling

STORIES: dict[str, type[Telling]] = {
    "catchup": CatchupStory,
    "remind": RemindStory,
    "relay.nudge": RemindStory,
    "relay.closing": RemindStory,
    "tasks.recall": TakenBackStory,
    "tasks.nudge": TakenBackStory,
    "tasks.repeat": AgainStory,
    "tasks.stop": AgainStory,
    "tasks.overdue": OverdueStory,
    "tasks": TasksStory,
    "incidents.broadcast": SafetyStory,
    "incidents.safety": SafetyStory,
    "incidents.speak": SpokenForStory,
    "incidents.settle": SettleStory,
    "incidents.news": NewsStory,
    "incidents.merge": DoubleStory,
    "incidents.recall": DoubleStory,
    "incidents": IncidentStory,
    "outbox.sealed": FeedbackStory,
    "relay.correct": Changing,
    "relay.answer": Changing,
    "relay.time": Changing,
    "relay.scheduled": Changing,
    "relay.recall": Changing,
    "org.doubt": Doubting,
    "attendance.preview": MovedStory,
    "attendance.issue": MovedStory,
    "attendance.move": MovedStory,
    "attendance.cancel": CancelledStory,
    "attendance.end.": CancelledStory,
    "attendance.sign_in": SigningStory,
    "attendance.leave": SigningStory,
    "attendance.room": SigningStory,
    "attendance": SessionStory,
    "feedback.public": PublicStory,
    "feedback.support": PublicStory,
    "feedback": FeedbackStory,
}
"""The story for the points whose names begin so; Story for all others."""

SIDE_BY_SIDE = 3
LONG_AGO = "2026-01-01 00:00:00+00:00"
pytestmark = pytest.mark.slow


def points_in(tree: ast.AST, where: object) -> Iterator[str]:
    """The literal names in every `failpoint("…")` of a tree; a name that is no literal is an error."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called == "failpoint":
            (name,) = node.args
            assert isinstance(name, ast.Constant), f"{where}: a failpoint's name must be a literal"
            assert isinstance(name.value, str)
            yield name.value


def parsed(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for file in sorted(folder.rglob("*.py")):
        yield file, ast.parse(file.read_text("utf-8"))


def failpoints(folder: Path) -> list[str]:
    """The names of all points below `folder`."""
    return [name for file, tree in parsed(folder) for name in points_in(tree, file)]


NAMES = [name for name in dict.fromkeys(failpoints(ROOT / "plugins")) if not name.startswith("ops.")]
"""Each once: a send is one moment, wherever it stands. tests/ops kills those of ops."""
gate = asyncio.Semaphore(SIDE_BY_SIDE)


def test_the_points_stand_where_they_must():
    for part in ("preview", "issue", "claim", "send", "mark", "receipt", "ack", "migrate"):
        assert any(part in name for name in NAMES), part


@pytest.mark.parametrize("room", ["tasks", "incidents"])
def test_whatever_a_room_keeps_is_kept_between_two_points(room):
    writing = [
        (f"{file.name} {function.name}", sorted(name.rpartition(".")[2] for name in points_in(function, file)))
        for file, tree in parsed(ROOT / "plugins" / room / "service")
        for function in tree.body
        if isinstance(function, ast.AsyncFunctionDef) and "storage.write(" in ast.unparse(function)
    ]
    assert len(writing) > 8
    assert [where for where, points in writing if points != ["after_commit", "before_commit"]] == []


async def die_early(name: str, hospital: Hospital, bot: Bot) -> list[int]:
    """The death before anybody has said a word: in a migration, an import, a job that is due. None for the rest."""
    if name.startswith("org.import"):
        return [(await hospital.try_import(bot, failpoint=name)).code]
    if name.startswith("storage.due"):
        await bot.start()
        await bot.kill()
        with closing(sqlite3.connect(bot.data / "tongxin.db", isolation_level=None)) as database:
            moved = database.execute("UPDATE storage_due SET due_at = ?, run_at = ?", [LONG_AGO, LONG_AGO])
            assert moved.rowcount > 0
    elif name.startswith("storage.migrate"):
        if "backup" in name:  # only an older database is copied: one that knew nothing of relay
            assert (await bot.run("db", "migrate", CAPABILITIES="[]")).code == 0
    else:
        return []
    await bot.launch(TONGXIN_FAILPOINT=name)
    return [await bot.exit_code()]


def story_for(name: str) -> type[Telling]:
    return next((story for begins, story in STORIES.items() if name.startswith(begins)), Story)


async def live_through(name: str, folder: Path) -> Telling:
    """The story with a death at `name` on the way."""
    story_of = story_for(name)
    hospital = a_hospital(branches=2, people=2, absent=story_of.absent)
    bot = installation(folder, ACK_BATCH_SECONDS="0.2")
    try:
        deaths = await die_early(name, hospital, bot)
        await hospital.import_into(bot)
        await bot.start(**({} if deaths else {"TONGXIN_FAILPOINT": name}))
        async with connected(hospital, bot, reactions="line" not in name) as endpoint:
            story = story_of(bot, hospital, endpoint, deaths=deaths, failpoint=name)
            await story.tell()
    finally:
        await bot.kill()
    return story


@pytest.fixture(scope="session")
async def lives(request, tmp_path_factory) -> AsyncIterator[dict[str, asyncio.Task[Telling]]]:
    """One task for each selected point, SIDE_BY_SIDE of them at work."""

    async def one(name: str) -> Telling:
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
    await story.verify()
