"""What reaches across: the oversight, a declined case that is reopened, the sweep's job, 我的, 我的数据, the doctor."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from plugins import storage
from plugins.feedback.config import Config
from plugins.feedback.domain import Kind, Rating, State
from plugins.feedback.models import HandlerRow
from plugins.feedback.service import codes, desk, filing, personal, pictures, rights, submitter, sweeping, vault
from plugins.feedback.service.filing import Opinion
from plugins.feedback.service.keyring import Keyring
from plugins.org.contribute import personal_data_of, waiting_for
from plugins.storage import clock, due
from tests.feedback.stage import ADMIN, CHEN, DEPUTY, HEAD, NURSE, QIAN, STRANGER, Stage, actor, case, told
from tests.support.roster import unit


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> str:
    """FEEDBACK_OVERSIGHT names an account in no roster, and an administrator, who counts for nothing."""
    settings = Config(feedback_oversight=f"{STRANGER},{ADMIN}")
    monkeypatch.setattr(rights, "settings", settings)
    monkeypatch.setattr(desk, "settings", settings)
    return STRANGER


async def test_the_oversight_handles_what_nobody_in_the_tree_may(stage: Stage, watched: str):
    filed = await stage.files(QIAN, "书记自己的事", Kind.SUPERVISION, "院党委")
    assert filed.desk == ""
    name = f"意{filed.number}"
    assert name in await stage.says(watched, "意见台账")
    assert "书记自己的事" in await stage.says(watched, f"意见 {name}")
    for account in (HEAD, ADMIN):
        assert "书记自己的事" not in await stage.says(account, f"意见 {name}")
    assert "已受理" in await stage.says(watched, f"受理 {name}")
    assert (await case(filed.number)).accepted_on is not None


async def test_who_declined_does_not_decide_again(stage: Stage):
    filed = await stage.files(QIAN, "被拒的")
    await stage.says(CHEN, f"不予受理 意{filed.number} 不归我们")
    who = await actor(QIAN)
    await submitter.rate(await submitter.own(who, filed.number, stage.origin(QIAN)), Rating.BAD, "", stage.now)
    await submitter.reopen(await submitter.own(who, filed.number, stage.origin(QIAN)), "就归你们", stage.now)
    row = await case(filed.number)
    assert (row.state, row.round, row.declined) == (State.REOPENED, 2, False)
    assert row.desk_unit_id == (await unit("院党委")).id
    assert "就归你们" in await stage.says(HEAD, f"意见 意{filed.number}")


async def test_the_sweep_is_one_job_for_all_and_plans_the_next(stage: Stage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    await sweeping.begin()
    _, filed = await stage.files_unnamed("值班室没有空调")
    rows = await storage.read("SELECT kind, key, payload FROM storage_due WHERE kind LIKE 'feedback%'")
    assert [(row["kind"], row["key"], row["payload"]) for row in rows] == [("feedback.sweep", "next", "{}")]
    stage.later(hours=1, minutes=1)
    assert await due.run_due(stage.now) == 1
    assert f"意{filed.number}" in (await told(CHEN))[0]
    (row,) = await storage.read("SELECT due_at FROM storage_due WHERE kind = 'feedback.sweep'")
    assert f"{clock.local(storage.moment(row['due_at'])):%m-%d %H:%M}" == "11-24 08:30"
    await sweeping.begin()
    assert len(await storage.read("SELECT id FROM storage_due WHERE kind = 'feedback.sweep'")) == 1


async def test_cases_without_hands_are_put_to_the_administrators_as_a_number(stage: Stage):
    await stage.files(QIAN, "没人能办")
    await storage.write(lambda tx: HandlerRow.all().delete())
    assert (await stage.sweeps()).without_hands == 1
    assert (await stage.sweeps()).without_hands == 1
    (line,) = await told(ADMIN)
    assert "没人能办" not in line


async def test_a_handler_finds_it_among_what_waits_and_the_author_among_their_data(stage: Stage):
    filed = await stage.files(QIAN, "三楼热水器坏了")
    own = await submitter.own(await actor(QIAN), filed.number, stage.origin(QIAN))
    await submitter.add(own, "看图", (b"one", b"two"), stage.now)
    await stage.files_unnamed("值班室没有空调")
    (matter,) = [one for one in await waiting_for(await actor(CHEN)) if one.words == "意见台账"]
    assert matter.label == f"意{filed.number}"
    who = (await actor(QIAN)).person_id or 0
    (part,) = [part for part in await personal_data_of(who) if "实名意见" in part.title]
    assert len(part.lines) == 1
    assert f"意{filed.number}" in part.lines[0]
    assert "图 2 张" in part.lines[0]
    assert "热水器" not in part.lines[0]


def test_the_doctor_tries_the_keys(keys: Keyring, monkeypatch: pytest.MonkeyPatch):
    keys.make_month("2026-11")
    good, calendar = personal.key_checks()
    assert good.cure == ""
    assert "1 个月" in good.what
    assert calendar.what
    monkeypatch.setattr(vault, "ring", lambda: Keyring(keys._folder, (bytes(32),)))
    wrong = personal.key_checks()[0]
    assert "feedback-2026-11.key" in wrong.what
    assert "FEEDBACK_KEY=新,旧" in wrong.cure


def test_keys_are_checked_and_counted_in_order():
    first, second = "A" * 42 + "E", "B" * 42 + "E"
    assert len(Config(feedback_key=f"{first},{second}").keys()) == 2  # type: ignore[arg-type]  # as the env file has it
    for wrong in ("short", "A" * 43 + "!!", f"{first},x"):
        with pytest.raises(ValueError, match="feedback_key"):
            Config(feedback_key=wrong)  # type: ignore[arg-type]  # as the env file has it
    assert first not in repr(Config(feedback_key=first))  # type: ignore[arg-type]  # as the env file has it


def a_photo() -> bytes:
    image = Image.new("RGB", (3000, 1500), "red")
    exif = Image.Exif()
    exif[0x010E] = "taken by 吴护士 10023"
    written = BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"10023")
    return written.getvalue() + b"tail 10023"


async def test_pictures_lose_what_else_is_in_the_file(stage: Stage):
    plain = pictures.reencode(a_photo())
    assert b"10023" not in plain
    with Image.open(BytesIO(plain)) as image:
        assert (image.format, max(image.size), dict(image.getexif())) == ("JPEG", pictures.LONGEST_SIDE, {})
    with pytest.raises(pictures.NotAPicture):
        pictures.reencode(b"GIF89a")
    filed = await filing.file_anonymous(
        Opinion(Kind.APPEAL, "看图", (await unit("内科党支部")).id, (), (plain,)), codes.draw(), stage.now
    )
    stage.later(hours=1)
    await stage.sweeps()
    assert "图 1 张" in await stage.says(CHEN, f"意见 意{filed.number}")
    assert (await desk.show(CHEN, filed.number)).events[0].pictures == (plain,)


async def test_a_pixel_bomb_is_not_decoded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    with pytest.raises(pictures.TooManyPixels):
        pictures.reencode(a_photo())


async def test_a_second_message_with_the_same_id_files_nothing_twice(stage: Stage):
    origin = stage.origin(NURSE)
    author = filing.Author(NURSE, (await actor(NURSE)).person_id, origin)
    opinion = Opinion(Kind.APPEAL, "只有一次")
    await filing.file_named(opinion, author, stage.now)
    with pytest.raises(storage.errors.DomainError):
        await filing.file_named(opinion, author, stage.now + timedelta(seconds=1))
    assert len(await submitter.mine(await actor(NURSE))) == 1


async def test_the_asked_officer_is_told_what_to_type(stage: Stage):
    await stage.says(CHEN, "设经办 内科党支部 钱护士 咨询")
    assert any("设经办 内科党支部 钱护士 咨询" in line for line in await told(DEPUTY))
    assert await told(ADMIN) == []
