"""The database without its keys says nothing about who wrote; with them it says what the docs say."""

import hashlib
import hmac
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from plugins.feedback.domain import Kind
from plugins.feedback.models import AttachmentRow, CaseEventRow, CaseRow
from plugins.feedback.service import codes, filing, records, sealing, submitter, telling
from plugins.feedback.service.filing import Opinion
from plugins.gateway import chats
from plugins.storage import scrubbing
from tests.feedback.stage import CHEN, Stage
from tests.support.roster import unit

AUTHOR = "2876543210"
"""In no roster: their number stands nowhere else."""
NUMBERS = [str(2876500000 + step) for step in range(100_000)]
GROUP = "487654321"
TEXT = "值班室没有空调"
HASHES = (hashlib.md5, hashlib.sha1, hashlib.sha256)
WINDOW = 16


async def given_cases(stage: Stage) -> str:
    """Two anonymous cases of the author, one with push, looked up, added to, answered; the code of the first."""
    subject = (await unit("内科党支部")).id
    code = codes.draw()
    await filing.file_anonymous(Opinion(Kind.APPEAL, TEXT, subject, ("陈主任",), (b"picture",)), code, stage.now)
    other = Opinion(Kind.APPEAL, f"{TEXT},二楼", subject)
    filed = await filing.file_anonymous(other, codes.draw(), stage.now, chats.private(AUTHOR, via=GROUP))
    holder = await submitter.by_code(AUTHOR, code)
    await submitter.query(holder)
    await submitter.add(holder, "还有窗户", (), stage.now)
    await stage.sweeps()
    await stage.says(CHEN, f"受理 意{filed.number}")
    await stage.says(CHEN, f"答复 意{filed.number} 周五装")
    await scrubbing.scrub(())
    return code


def forms_in(content: bytes, keys: list[bytes]) -> set[str]:
    """Which of NUMBERS stand in the content: decimal, hashed (raw or in hex), or as HMAC under any of `keys`."""
    decimal = set(re.findall(rb"(?=(28765\d{5}))", content))
    windows = {content[at : at + WINDOW] for at in range(len(content) - WINDOW)}
    found = {number for number in NUMBERS if number.encode() in decimal}
    for number in NUMBERS:
        plain = number.encode()
        digests = [make(plain).digest() for make in HASHES]
        digests += [hmac.digest(key, plain, "sha256") for key in keys]
        for digest in digests:
            if digest[:WINDOW] in windows or digest.hex()[:WINDOW].encode() in windows:
                found.add(number)
    return found


def raw(folder: Path) -> bytes:
    """The database and its write-ahead log as they lie on disk."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("tongxin.db*")))


def cells(file: Path) -> bytes:
    """Every value of every row and column, one after the other."""
    written: list[bytes] = []
    with closing(sqlite3.connect(file)) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):
                written += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(written)


async def test_without_keys_nothing_is_learned_about_a_hundred_thousand_numbers(stage: Stage, tmp_path: Path):
    code = await given_cases(stage)
    file = tmp_path / "tongxin.db"
    row = await CaseRow.filter(push__isnull=False).get()
    guessed = [str(row.id).encode(), str(row.number).encode(), row.month.encode()]
    for content in (raw(tmp_path), cells(file)):
        assert forms_in(content, guessed) == set()
        for secret in (TEXT, "还有窗户", "周五装", "陈主任", GROUP, code):
            assert secret.encode() not in content
        for make in HASHES:
            assert make(code.encode()).digest() not in content
            assert make(code.encode()).hexdigest().encode() not in content
    assert forms_in(AUTHOR.encode(), []) == {AUTHOR}, "the search would find it"
    assert forms_in(b"." + hashlib.sha1(AUTHOR.encode()).digest() + b".", []) == {AUTHOR}


async def test_with_keys_the_texts_are_read_and_an_author_only_where_they_chose_push(stage: Stage):
    await given_cases(stage)
    plain, pushed = await CaseRow.get(push=None), await CaseRow.filter(push__isnull=False).get()
    for row in (plain, pushed):
        opened = [await everything_in(row)]
        assert TEXT in opened[0]
        assert AUTHOR not in opened[0]
        assert GROUP not in opened[0]
    assert await telling.open_route(f"{pushed.id}.") == chats.private(AUTHOR, via=GROUP)
    assert await telling.open_route(f"{plain.id}.") is None


async def everything_in(row: CaseRow) -> str:
    """All that the case key opens, the route apart."""
    key = records.key_of(row)
    found = [json.dumps(records.avoided(row), ensure_ascii=False)]
    for event in await CaseEventRow.filter(case_id=row.id):
        found.append(
            json.dumps(sealing.unseal_json(key, event.content, "event", row.id, event.step), ensure_ascii=False)
        )
    for one in await AttachmentRow.filter(case_id=row.id):
        found.append(str(sealing.unseal_picture(key, one.content, "picture", row.id, one.step, one.place)))
    return "\n".join(found)


async def test_no_table_keeps_the_order_in_which_cases_came(stage: Stage, tmp_path: Path):
    came = [(await stage.files_unnamed(f"第 {count} 件"))[1].number for count in range(12)]
    with closing(sqlite3.connect(tmp_path / "tongxin.db")) as database:
        for table in ("feedback_case", "feedback_event"):
            ids = [row[0] for row in database.execute(f"SELECT rowid FROM {table}")]
            assert ids == [row[0] for row in database.execute(f"SELECT id FROM {table}")]
        stored = [row[0] for row in database.execute("SELECT number FROM feedback_case ORDER BY rowid")]
        counters = database.execute("SELECT name, seq FROM sqlite_sequence WHERE name LIKE 'feedback_case'").fetchall()
    assert sorted(stored) == sorted(came)
    assert stored != came
    assert sorted(came) != came
    assert all(seq > 1000 for _, seq in counters), "a random id, no count"
