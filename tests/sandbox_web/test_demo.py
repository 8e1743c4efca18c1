"""The door of the demonstration: its page, its ends and its failures, with the bot's part played by small scripts."""

import asyncio
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection, serve

from plugins.sandbox import child, demo
from plugins.sandbox.cast import SamplesMissing, load_cast, populate
from plugins.sandbox.model import group_chat
from plugins.sandbox.server import listen
from plugins.sandbox.transcript import Transcript
from plugins.sandbox.world import World


def a_child(folder: Path, *, keep: bool = False) -> child.Child:
    return child.prepare(folder, administrator=1000001, keep=keep, pace={})


def a_bot_that(does: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a script in the bot's place."""
    (root / "bot.py").write_text(does, encoding="utf-8")
    monkeypatch.setattr(child, "ROOT", root)


async def test_a_busy_port_is_one_clear_line(capsys, tmp_path):
    busy = listen(0)
    busy.listen()
    code = await demo.run_demo(page_port=busy.getsockname()[1], keep=False, tour=False, folder=tmp_path / "demo")
    busy.close()
    said = capsys.readouterr()
    assert code == demo.REFUSED
    assert said.out == ""
    assert said.err.count("\n") == 1


async def test_a_second_demonstration_does_not_wipe_the_first(capsys, tmp_path):
    folder = tmp_path / "demo"
    folder.mkdir()
    first = listen(0)
    first.listen()
    (folder / demo.PAGE_PORT).write_text(str(first.getsockname()[1]))
    (folder / "tongxin.db").touch()
    code = await demo.run_demo(page_port=0, keep=False, tour=False, folder=folder)
    port = str(first.getsockname()[1])
    first.close()
    assert code == demo.REFUSED
    assert port in capsys.readouterr().err
    assert (folder / "tongxin.db").exists()


async def test_a_bot_that_dies_ends_the_demonstration_with_its_last_words(capsys, tmp_path, monkeypatch):
    a_bot_that("import sys; sys.exit('设置 PORT 的值不对')", tmp_path, monkeypatch)
    code = await demo.run_demo(page_port=0, keep=False, tour=False, folder=tmp_path / "demo")
    said = capsys.readouterr()
    assert code == demo.FAILED
    assert "http://127.0.0.1:" in said.out
    assert "设置 PORT 的值不对" in said.err


async def test_a_running_bot_is_ended_with_the_demonstration(tmp_path, monkeypatch):
    a_bot_that("import time; time.sleep(60)", tmp_path, monkeypatch)
    async with a_child(tmp_path / "demo").serving() as process:
        assert process.returncode is None
    assert process.returncode is not None


async def test_ctrl_c_while_starting_ends_cleanly(tmp_path, monkeypatch):
    a_bot_that("import time; time.sleep(60)", tmp_path, monkeypatch)
    running = asyncio.create_task(demo.run_demo(page_port=0, keep=False, tour=False, folder=tmp_path / "demo"))
    await World().wait_for((tmp_path / "demo" / "bot.log").exists, 10)
    running.cancel()
    assert await asyncio.wait_for(running, 10) == demo.DONE


def test_the_bots_settings_stand_over_the_users_own(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    monkeypatch.setenv("HOST", "0.0.0.0")
    environment = a_child(tmp_path).environment
    assert environment["HOST"] == "127.0.0.1"
    assert environment["DATABASE_URL"] == f"sqlite://{tmp_path / 'tongxin.db'}"
    assert len(environment["ONEBOT_ACCESS_TOKEN"]) >= 32
    assert environment["ONEBOT_ACCESS_TOKEN"] != a_child(tmp_path).token


def test_the_folder_is_fresh_unless_it_is_kept(tmp_path):
    folder = tmp_path / "demo"
    a_child(folder)
    (folder / "tongxin.db").write_text("old")
    assert (a_child(folder, keep=True).folder / "tongxin.db").exists()
    assert not (a_child(folder).folder / "tongxin.db").exists()


def test_missing_samples_are_named(tmp_path):
    with pytest.raises(SamplesMissing, match=r"roster\.csv"):
        load_cast(tmp_path)


def test_the_transcript_tells_who_did_what_where():
    world, cast, lines = World(), load_cast(), []
    populate(world, cast)
    transcript = Transcript(world, cast, lines.append)
    chat = group_chat(300002)
    message = world.say(1002007, chat, "已阅\n谢谢")
    world.react(cast.bot, message, "76")
    world.recall(1002007, message)
    transcript.close()
    world.say(1002007, chat, "听不见了")
    assert [("内科党支部" in line, "陈雨桐" in line or "同心" in line) for line in lines] == [(True, True)] * 3
    assert "已阅 ⏎ 谢谢" in lines[0]


async def test_the_service_alone_connects_to_a_running_bot_with_its_token(capsys):
    came: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()

    async def bot(connection: ServerConnection) -> None:
        assert connection.request is not None
        if not came.done():
            came.set_result((connection.request.headers["X-Self-ID"], connection.request.headers["Authorization"]))
        async for _ in connection:
            pass

    async with serve(bot, "127.0.0.1", 0) as server:
        url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/onebot/v11/ws"
        running = asyncio.create_task(demo.run_demo(page_port=0, keep=False, tour=False, connect=url, token="abc"))
        async with asyncio.timeout(20):
            assert await came == (str(load_cast().bot), "Bearer abc")
        running.cancel()
        assert await running == demo.DONE
    assert url in capsys.readouterr().out


async def test_an_address_that_is_none_is_refused_with_one_that_works(capsys):
    code = await demo.run_demo(page_port=0, keep=False, tour=False, connect="127.0.0.1:8080")
    told = capsys.readouterr()
    assert (code, told.out) == (demo.REFUSED, "")
    assert "--connect ws://127.0.0.1:8080/onebot/v11/ws" in told.err
