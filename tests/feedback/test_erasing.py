"""What is erased is gone: from the file, with a reader open as soon as that ends; from an older backup; with its month."""

import sqlite3
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from nonebot.log import logger

from plugins import storage
from plugins.feedback.domain import Kind, State
from plugins.feedback.models import CaseEventRow, CaseRow, SubmitterRow
from plugins.feedback.service import codes, erasing, filing, submitter, vault
from plugins.feedback.service.errors import Destroyed, WrongCode
from plugins.feedback.service.filing import Opinion
from plugins.feedback.service.keyring import Keyring
from plugins.gateway import chats
from plugins.ops import backups, restore
from plugins.org import erasing as org_erasing
from plugins.storage import Transaction, clock, erasures, scrubbing
from plugins.storage.connections import Place
from tests.feedback.stage import CHEN, NURSE, QIAN, Stage, actor, case
from tests.support.roster import unit


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Where the backup commands look for the database."""
    where = Place(f"sqlite://{tmp_path / 'tongxin.db'}", tmp_path / "tongxin.db")
    for module in (backups, restore):
        monkeypatch.setattr(module, "place", lambda: where)
    return where


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("tongxin.db*")))


async def test_pages_are_overwritten_once_nobody_reads_them_any_more(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(scrubbing, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(scrubbing, "WAIT_SECONDS", 0.01)
    code, _ = await stage.files_unnamed("撤掉我")
    sealed = (await CaseEventRow.get()).content
    assert sealed in on_disk(tmp_path)
    reader = sqlite3.connect(tmp_path / "tongxin.db", isolation_level=None)
    with closing(reader):
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM feedback_event").fetchone()
        lines: list[str] = []
        sink = logger.add(lines.append, level="TRACE")
        await submitter.withdraw(await submitter.by_code(NURSE, code), stage.now)
        logger.remove(sink)
        assert lines == [], "a line would say when"
        assert not await erasing.scrub(), "somebody reads: not done, and said so"
    assert await erasing.scrub()
    assert sealed not in on_disk(tmp_path)


async def test_the_list_of_erasures_tells_no_hour(stage: Stage):
    code, filed = await stage.files_unnamed("撤掉我")
    row = await case(filed.number)
    await submitter.withdraw(await submitter.by_code(NURSE, code), stage.now)
    (noted,) = erasures.listed()
    assert (noted.kind, noted.key) == (erasing.CONTENT, str(row.id))
    midnight = clock.local(noted.at)
    assert midnight.time() == time(0)
    assert midnight.date() == clock.local(stage.now).date() + timedelta(days=1)


async def test_an_older_backup_brings_back_neither_case_nor_words_nor_route_nor_person(
    stage: Stage, place: Place, monkeypatch: pytest.MonkeyPatch
):
    withdrawn, first = await stage.files_unnamed("撤掉我")
    stopped = codes.draw()
    opinion = Opinion(Kind.APPEAL, "别再推送", (await unit("内科党支部")).id)
    second = await filing.file_anonymous(opinion, stopped, stage.now, chats.private(NURSE))
    third = await stage.files(QIAN, "办完了")
    await stage.says(CHEN, f"办结 意{third.number} 好了")
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    taken = await backups.take(now=stage.now)

    stage.later(hours=1)
    await submitter.withdraw(await submitter.by_code(NURSE, withdrawn), stage.now)
    await submitter.stop_push(await submitter.by_code(NURSE, stopped), stage.now)
    person = (await actor(QIAN)).person_id

    async def forget(tx: Transaction) -> None:
        await erasing.erase_case(tx, await case(third.number), stage.now.date())
        await org_erasing.erase(tx, person or 0)

    await storage.write(forget)
    await storage.close_database()

    staged = await restore.stage(taken.path)
    assert staged.erased == 4
    await restore.swap(staged.erasures, stage.now)
    await storage.open_database(url=place.url)
    row = await case(first.number)
    assert (row.state, row.wrapped_key, row.header) == (State.WITHDRAWN, None, None)
    assert (await case(second.number)).push is None
    assert not await CaseRow.exists(number=third.number)
    assert not await SubmitterRow.exists()
    assert (await actor(QIAN)).person_id is None
    assert await CaseEventRow.all().count() == 1
    assert row.expires_on is not None, "what is left of it goes too, and lets its month's key go"


async def test_ended_cases_go_after_their_days_and_a_month_without_cases_loses_its_key(stage: Stage, keys: Keyring):
    ended, filed = await stage.files_unnamed("办完了")
    await stage.sweeps()
    await stage.says(CHEN, f"办结 意{filed.number} 好了")
    open_code, _ = await stage.files_unnamed("还没办")
    stage.later(days=179)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await CaseRow.all().count() == 2
    stage.later(days=1)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await CaseRow.all().count() == 1
    with pytest.raises(WrongCode):
        await submitter.by_code(NURSE, ended)
    assert keys.months() == ["2026-11"], "an open case still needs it"

    holder = await submitter.by_code(NURSE, open_code)
    await submitter.withdraw(holder, stage.now)
    stage.later(days=181)
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await CaseRow.all().count() == 0
    assert keys.months() == []


async def test_a_destroyed_month_is_read_by_nobody_also_out_of_a_backup(
    stage: Stage, keys: Keyring, place: Place, monkeypatch: pytest.MonkeyPatch
):
    code, filed = await stage.files_unnamed("说过的话")
    await stage.sweeps()
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    taken = await backups.take(now=stage.now)
    keys.destroy("2026-11")
    with pytest.raises(Destroyed):
        await submitter.query(await submitter.by_code(NURSE, code))
    assert "打不开" in await stage.says(CHEN, "意见台账")
    assert "打不开" in await stage.says(CHEN, f"意见 意{filed.number}")
    await storage.close_database()
    staged = await restore.stage(taken.path)
    await restore.swap(staged.erasures, stage.now + timedelta(seconds=1))
    await storage.open_database(url=place.url)
    vault.ring().make_month("2026-11")  # the same month again has another key
    with pytest.raises(Destroyed):
        await submitter.query(await submitter.by_code(NURSE, code))


async def test_what_no_key_opens_is_erased_in_a_later_month(stage: Stage, keys: Keyring):
    await stage.files_unnamed("说过的话")
    keys.destroy("2026-11")
    await storage.write(lambda tx: erasing.expired(tx, stage.now))
    assert await CaseRow.all().count() == 1
    await storage.write(lambda tx: erasing.expired(tx, datetime(2026, 12, 2, tzinfo=stage.now.tzinfo)))
    assert await CaseRow.all().count() == 0
