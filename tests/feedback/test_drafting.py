"""意见 alone, pictures, and what recalling a message takes back, through the real router."""

import base64
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from plugins.feedback.commands import drafted
from plugins.feedback.domain import MOST_PICTURES, Kind, State
from plugins.feedback.models import AttachmentRow, CaseRow
from plugins.feedback.service import desk as desk_of_handlers
from plugins.feedback.service import drafting, filing, submitter
from plugins.feedback.service.filing import Author, Opinion
from plugins.gateway import call, chats, confidential, directory
from plugins.gateway.request import Origin
from plugins.gateway.segments import Segment, text
from plugins.org.directory import Roster
from tests.feedback.stage import CHEN, HEAD, NURSE, Stage, case
from tests.feedback.test_anonymous import code_in, everything, tells
from tests.support.desk import Desk, a_desk
from tests.support.roster import unit

TAKEN_BY = "Wu in the ward"
PICTURE = Segment("image", {"file": "A1B2.jpg", "url": "https://multimedia.nt.qq.com.cn/download?fileid=10023"})


@pytest.fixture
def photo() -> bytes:
    """As a phone makes one: with where and by whom in its metadata."""
    tags = Image.Exif()
    tags[0x013B] = TAKEN_BY
    written = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(written, "JPEG", exif=tags)
    return written.getvalue()


@pytest.fixture
def desk(stage: Stage, monkeypatch: pytest.MonkeyPatch, photo: bytes):
    """The chat service has one picture, whatever is asked for."""

    async def answer(self_id: str, action: str, **asked: object) -> call.Outcome:
        if action == "get_image" and asked["file"] == PICTURE.data["file"]:
            return call.Ok({"base64": base64.b64encode(photo).decode()})
        return call.NotSent("1404")

    with a_desk(monkeypatch) as desk:
        monkeypatch.setattr(directory, "_directory", Roster())
        monkeypatch.setattr(call, "call", answer)
        confidential._open.clear()
        yield desk


async def recalls(desk: Desk, message_id: int, account: str = NURSE, at: datetime | None = None) -> str | None:
    return await drafted.recalled(chats.private(account), account, str(message_id), at or desk.now)


async def test_a_draft_is_in_memory_until_the_one_question_is_answered(stage: Stage, desk: Desk):
    before = await everything()
    opening, *_, question = await tells(desk, "意见 诉求", "热水器坏了", "二楼也是", "完毕")
    assert "匿名意见" in opening
    assert "诉求" in opening
    assert "哪个单位" in question
    assert await everything() == before
    (receipt,) = await tells(desk, "内科党支部 回避 王委员")
    row = await CaseRow.get()
    assert f"意{row.number}" in receipt
    assert (row.kind, row.anonymous, row.subject_unit_id) == (Kind.APPEAL, False, (await unit("内科党支部")).id)
    shown = await desk_of_handlers.show(CHEN, row.number)
    assert (shown.events[0].text, shown.avoid, shown.author) == ("热水器坏了\n二楼也是", ("王委员",), "吴护士")
    assert not confidential.is_open(NURSE, desk.now)
    assert len(await submitter.mine(await Roster().actor(NURSE))) == 1


@pytest.mark.parametrize("said", ["取消", "匿名提的,别说是我", "我要举报他受贿"])
async def test_a_draft_that_is_not_filed_leaves_nothing(stage: Stage, desk: Desk, said: str):
    before = await everything()
    *_, answer = await tells(desk, "意见", said, "完毕")
    assert await CaseRow.all().count() == 0
    assert await everything() == before
    assert "12388" in answer or "匿名意见" in answer or "没有正在" in answer
    assert drafting.of(NURSE) is None


async def test_words_of_commands_are_words_of_the_draft_and_a_wrong_unit_is_asked_again(stage: Stage, desk: Desk):
    _, noted, _, wrong, right = await tells(desk, "意见", "菜单 里没有素菜", "完毕", "没有这个单位党支部", "全院")
    assert "第 1 段" in noted
    assert "已收到" not in wrong
    assert "已收到" in right


@pytest.mark.parametrize("word", ["意见", "匿名意见"])
async def test_what_brings_nothing_is_not_noted(stage: Stage, desk: Desk, word: str):
    await desk.says(NURSE, word)
    assert "第 1 段" in (await desk.says(NURSE, "值班室太热"))[0]
    (answer,) = await desk.says(NURSE, [Segment("forward", {"id": "77"})])
    assert "1 个没收" in answer
    assert "记下了" not in answer


@pytest.mark.parametrize(("word", "ending"), [("意见", "发完了"), ("匿名意见", "完毕。")])
async def test_a_code_or_a_command_alone_is_no_piece_of_it(stage: Stage, desk: Desk, word: str, ending: str):
    lines = (word, "菜单", "查询 1234 5678 9012 3456", "值班室太热", ending)
    _, command, code, noted, asked = await tells(desk, *lines)
    assert "/菜单" in command
    assert "查询码" in code
    assert "第 1 段" in noted
    assert "哪个单位" in asked
    assert "查询码" in (await desk.says(NURSE, "/意见 1234567890123456 怎么还没办"))[0]
    assert await CaseRow.all().count() == 0


async def test_pictures_are_kept_without_what_the_phone_put_into_them(stage: Stage, desk: Desk, photo: bytes):
    assert TAKEN_BY.encode() in photo
    (answer,) = await desk.says(NURSE, [text("意见 三楼漏水"), PICTURE, PICTURE])
    assert "没收" not in answer
    row = await CaseRow.get()
    assert await AttachmentRow.filter(case_id=row.id).count() == 2
    (event,) = (await desk_of_handlers.show(HEAD, row.number)).events
    assert len(event.pictures) == 2
    with Image.open(BytesIO(event.pictures[0])) as kept:
        assert (kept.format, kept.size, len(kept.getexif())) == ("JPEG", (640, 480), 0)
    assert TAKEN_BY.encode() not in event.pictures[0]


async def test_what_is_too_much_or_no_picture_is_said_in_one_line(stage: Stage, desk: Desk):
    gone = Segment("image", {"file": "gone.jpg"})
    pieces = [text("意见 三楼漏水"), *[PICTURE] * (MOST_PICTURES + 1), Segment("record", {"file": "voice.amr"})]
    (answer,) = await desk.says(NURSE, pieces)
    assert "2 个没收" in answer
    assert f"{MOST_PICTURES} 张" in answer
    assert await AttachmentRow.all().count() == MOST_PICTURES
    (answer,) = await desk.says(NURSE, [text("意见 还有一处"), gone])
    assert "再发一次" in answer
    row = await CaseRow.exclude(id=(await CaseRow.first()).id).first()  # type: ignore[union-attr]  # there are two
    assert row is not None
    (answer,) = await desk.says(NURSE, [text(f"追加 意{row.number}"), PICTURE])
    assert "补充已收到" in answer
    assert await AttachmentRow.all().count() == MOST_PICTURES + 1


async def test_an_anonymous_one_has_its_pictures_and_no_row_beside_the_case(stage: Stage, desk: Desk):
    before = await everything()
    opening, _ = await tells(desk, "匿名意见", "三楼漏水")
    (noted,) = await desk.says(NURSE, [PICTURE])
    assert "第 2 段" in noted
    assert await everything() == before
    await tells(desk, "提交", "全院", "没有", "不用")
    after = await everything()
    tables = {name for name in after if after[name] != before.get(name)}
    assert tables == {"feedback_case", "feedback_event", "feedback_attachment"}
    view = await submitter.query(await submitter.by_code(CHEN, code_in(opening)), pictures=True)
    assert len(view.events[0].pictures) == 1
    assert "没有这" not in (await desk.says(NURSE, [text(f"追加 {code_in(opening)} 又漏了"), PICTURE]))[0]


async def filed_by_message(stage: Stage, message_id: int) -> int:
    """The number of a named opinion of the nurse that one message filed."""
    who = await Roster().actor(NURSE)
    origin = Origin("10000", chats.private(NURSE).key, f"{message_id}@{int(stage.now.timestamp())}")
    opinion = Opinion(Kind.APPEAL, "食堂太贵", (await unit("内科党支部")).id)
    return (await filing.file_named(opinion, Author(NURSE, who.person_id, origin), stage.now)).number


async def test_recalling_the_command_takes_back_what_nobody_has_accepted(stage: Stage, desk: Desk):
    number = await filed_by_message(stage, 71)
    assert await recalls(desk, 7) is None
    assert await recalls(desk, 71, CHEN) is None, "only its own author's"
    assert await recalls(desk, 71, at=desk.now + timedelta(days=2)) is None, "ids come again"
    assert f"意{number}" in (await recalls(desk, 71) or "")
    row = await case(number)
    assert (row.state, row.wrapped_key) == (State.WITHDRAWN, None)
    assert await recalls(desk, 71) is None


async def test_what_is_accepted_stays_and_the_author_is_told(stage: Stage, desk: Desk):
    number = await filed_by_message(stage, 71)
    await stage.says(CHEN, f"受理 意{number}")
    assert "受理" in (await recalls(desk, 71) or "")
    assert (await case(number)).state is State.HANDLING


@pytest.mark.parametrize("word", ["意见", "匿名意见"])
async def test_recalling_messages_of_what_is_being_written(stage: Stage, desk: Desk, word: str):
    before = await everything()
    await desk.says(NURSE, word, message_id=81)
    await desk.says(NURSE, "先说这个", message_id=82)
    await desk.says(NURSE, "再说那个", message_id=83)
    assert "去掉" in (await recalls(desk, 82) or "")
    held = drafting.of(NURSE)
    assert held is not None
    assert held.text == "再说那个"
    assert await recalls(desk, 84) is None
    del held
    assert "清空" in (await recalls(desk, 81) or "")
    assert not confidential.is_open(NURSE, desk.now)
    assert drafting.of(NURSE) is None
    assert await everything() == before


async def test_pictures_of_all_who_write_have_one_bound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(drafting, "MEMORY", 1000)
    first, second = drafting.Writing(Kind.APPEAL), drafting.Writing(Kind.APPEAL)
    first.write("", [b"x" * 800])
    with pytest.raises(drafting.TooManyWrite):
        second.write("", [b"x" * 300])
    assert second.pieces == []
    del first
    assert second.write("", [b"x" * 300]) == 1
