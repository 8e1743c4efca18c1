"""导入名册 as it is typed and sent, and what an officer's file may not do."""

import base64

import pytest

from plugins.gateway import attachments, call, directory
from plugins.gateway.directory import Who
from plugins.gateway.previews import LIFETIME
from plugins.gateway.segments import Segment, text
from plugins.gateway.texts import WHO
from plugins.org import files
from plugins.org.directory import Roster
from plugins.org.imports import forget_file
from plugins.org.models import ImportRow, PersonRow, PostRow
from plugins.storage import due
from tests.support.desk import Desk, a_desk
from tests.support.roster import HEADING, a_file, given_roster

ADMIN, ZHOU, CHEN, SUN = "900001", "10001", "10002", "10003"
ROOT = "周院长,院党委,正式党员,书记,10001,A1,"
CHEN_ROW = "陈书记,院党委/内科党支部,正式党员,书记,10002,A2,"
LI_ROW = "李委员,院党委/内科党支部,正式党员,宣传委员,10004,A4,"
NURSE = "钱护士,院党委/内科党支部,正式党员,,,A5,"
SUN_ROW = "孙书记,院党委/外科党支部,正式党员,书记,10003,A3,"
ROWS = (ROOT, CHEN_ROW, LI_ROW, NURSE, SUN_ROW)
BRANCH = (CHEN_ROW, LI_ROW, NURSE)


@pytest.fixture
def desk(monkeypatch, sqlite_database):
    with a_desk(monkeypatch) as desk:
        monkeypatch.setattr(directory, "_directory", Roster())
        yield desk


def pasted(*rows: str) -> str:
    return "\n".join(("导入名册", HEADING, *rows))


def a_sent_file(patch: pytest.MonkeyPatch, answer: dict[str, str]) -> list[Segment]:
    """A file segment, and an implementation that gives `answer` for it."""

    async def gives(self_id: str, action: str, **params: object) -> call.Outcome:
        return call.Ok(answer if action == "get_file" else {})

    patch.setattr(call, "call", gives)
    return [Segment("file", {"file": "名册.xlsx", "file_id": "/1", "file_size": "9"})]


async def state() -> list[tuple[object, ...]]:
    people = await PersonRow.all().order_by("id").values_list("id", "name", "account", "home_unit_id", "active")
    return [*people, *await PostRow.all().order_by("id").values_list("person_id", "unit_id", "title", "officer")]


async def agree(desk: Desk, account: str) -> str:
    (answer,) = await desk.says(account, "确认")
    return answer


async def test_a_workbook_sent_after_the_word_is_previewed_and_imported(desk, monkeypatch):
    await given_roster(*ROWS)
    (asked,) = await desk.says(ADMIN, "导入名册")
    assert ".xlsx" in asked
    new = "郑医生,院党委/外科党支部,预备党员,,10009,A9,"
    workbook = files.as_workbook([row.split(",") for row in (*ROWS, new)])
    sent = a_sent_file(monkeypatch, {"base64": base64.b64encode(workbook).decode()})
    (shown,) = await desk.says(ADMIN, sent)
    assert "新增 1 人,变更 0 人,停用 0 人" in shown
    assert await PersonRow.filter(name="郑医生").count() == 0
    assert "新增 1 人" in await agree(desk, ADMIN)
    assert (await PersonRow.get(name="郑医生")).account == "10009"
    assert await ImportRow.all().count() == 0
    assert "已经办过" in await agree(desk, ADMIN)


async def test_a_pasted_table_works_in_the_draft_and_behind_the_word(desk):
    await given_roster(*ROWS)
    (shown,) = await desk.says(ADMIN, pasted(*ROWS[:-1], NURSE.replace("钱护士", "钱护师")))
    assert "处问题" in shown
    await desk.says(ADMIN, "导入名册")
    (shown,) = await desk.says(ADMIN, "\n".join((HEADING, *ROWS[:-1])))
    assert "停用 1 人" in shown
    await agree(desk, ADMIN)
    assert not (await PersonRow.get(name="孙书记")).active


async def test_a_refused_file_can_be_sent_again_corrected(desk):
    await desk.says(ADMIN, "导入名册")
    bad = [f"某人{number},院党委,,,,," for number in range(25)]
    (refused,) = await desk.says(ADMIN, "\n".join((HEADING, *(row.replace("院党委,", ",") for row in bad))))
    assert "25 处问题" in refused
    assert "第 21 行" in refused
    assert "第 22 行" not in refused
    (shown,) = await desk.says(ADMIN, "\n".join((HEADING, *bad)))
    assert "新增 25 人" in shown


async def test_what_changed_meanwhile_is_not_overwritten(desk):
    await given_roster(*ROWS)
    await desk.says(ADMIN, pasted(*ROWS[:-1]))
    await given_roster(*ROWS, "郑医生,院党委/外科党支部,,,,A9,")
    before = await state()
    assert "名册有变" in await agree(desk, ADMIN)
    assert await state() == before


async def test_an_officers_file_is_the_full_roster_of_their_unit_only(desk):
    await given_roster(*ROWS)
    new = "郑医生,院党委/内科党支部/第一党小组,正式党员,党小组长,,A9,"
    (shown,) = await desk.says(CHEN, pasted(CHEN_ROW, LI_ROW, new))
    assert "新增 1 人,变更 0 人,停用 1 人" in shown
    assert "内科党支部" in shown
    assert "已导入" in await agree(desk, CHEN)
    active = await PersonRow.filter(active=True).order_by("id").values_list("name", flat=True)
    assert active == ["周院长", "陈书记", "李委员", "孙书记", "郑医生"]


async def test_posts_outside_the_file_are_kept(desk):
    await given_roster(*ROWS, "钱护士,院党委,,工会主席,,A5,")
    (shown,) = await desk.says(CHEN, pasted(*BRANCH[:-1], NURSE.replace(",,,A5", ",,10005,A5")))
    assert "变更 1 人" in shown
    await agree(desk, CHEN)
    assert await PostRow.filter(person__name="钱护士", title="工会主席").count() == 1


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ((*BRANCH, "郑医生,院党委,正式党员,书记,,A9,"), "第 5 行"),
        ((*BRANCH, "郑医生,院党委,,,,A9,"), "第 5 行"),
        ((*BRANCH, SUN_ROW), "第 5 行"),
        ((*BRANCH, "孙书记,院党委/内科党支部,,,10003,,"), "第 5 行"),
        ((CHEN_ROW, LI_ROW.replace("10004", "10044"), NURSE), "第 3 行"),
        ((CHEN_ROW, LI_ROW, NURSE.replace("员,,", "员,书记,")), "第 4 行"),
        ((CHEN_ROW.replace("书记,1", "副书记,1"), LI_ROW, NURSE), "第 2 行"),
        ((LI_ROW, NURSE), "陈书记"),
    ],
    ids=["root post", "root unit", "foreign unit", "foreign person", "changed QQ", "own rank", "own post", "missing"],
)
async def test_an_officers_file_that_goes_too_far_is_refused_whole(desk, rows, named):
    await given_roster(*ROWS)
    before = await state()
    (refused,) = await desk.says(CHEN, pasted(*rows))
    assert "什么都没有导入" in refused
    assert named in refused
    assert "没有等您确认" in await agree(desk, CHEN)
    assert await state() == before


async def test_nobody_takes_over_a_superior_who_has_no_account_yet(desk):
    superior = "吴主任,院党委/内科党支部,正式党员,,,A7,"
    await given_roster(*ROWS, superior, "吴主任,院党委,,副书记,,A7,")
    for row in (superior.replace(",,,A7", ",,10777,A7"), None):
        (refused,) = await desk.says(CHEN, pasted(*BRANCH, *([row] if row else [])))
        assert "吴主任" in refused


async def test_a_committee_member_does_not_promote(desk):
    await given_roster(*ROWS)
    (refused,) = await desk.says("10004", pasted(CHEN_ROW, LI_ROW, NURSE.replace("员,,", "员,组织委员,")))
    assert "第 4 行" in refused
    (shown,) = await desk.says("10004", pasted(CHEN_ROW, LI_ROW, NURSE.replace("员,,", "员,干事,")))
    assert "变更 1 人" in shown


async def test_demoted_between_preview_and_confirmation_is_refused(desk):
    await given_roster(*ROWS)
    await desk.says(CHEN, pasted(CHEN_ROW, LI_ROW))
    await given_roster(ROOT, CHEN_ROW.replace("书记,1", ",1"), *ROWS[2:])
    before = await state()
    assert WHO[Who.STEWARD] in await agree(desk, CHEN)
    assert await state() == before


async def test_moved_to_another_branch_meanwhile_is_refused_too(desk):
    await given_roster(*ROWS)
    await desk.says(CHEN, pasted(CHEN_ROW, LI_ROW))
    await given_roster(ROOT, CHEN_ROW.replace("内科", "外科"), *ROWS[2:])
    before = await state()
    assert "没有权限" in await agree(desk, CHEN)
    assert await state() == before


async def test_a_file_nobody_confirms_is_not_kept(desk, monkeypatch):
    await desk.says(ADMIN, pasted(*ROWS))
    row = await ImportRow.get()
    now = desk.now + LIFETIME

    async def done(self, tx):
        return True

    monkeypatch.setattr(due.Due, "done", done)
    await forget_file(due.Due("org.import.expired", str(row.number), now, now, {}, 0, 1, "x"))
    assert await ImportRow.all().count() == 0


@pytest.mark.parametrize("answer", [{}, {"url": "file:///nowhere.csv"}, {"base64": "???"}, {"file": "/nowhere"}])
async def test_a_file_that_cannot_be_had_is_said_so(desk, monkeypatch, answer):
    await desk.says(ADMIN, "导入名册")
    (said,) = await desk.says(ADMIN, a_sent_file(monkeypatch, answer))
    assert "取不到" in said


async def test_a_file_beside_the_implementation_is_read_and_a_large_one_is_not(desk, monkeypatch, tmp_path):
    file = tmp_path / "roster.csv"
    file.write_bytes(a_file(*ROWS))
    await desk.says(ADMIN, "导入名册")
    (shown,) = await desk.says(ADMIN, a_sent_file(monkeypatch, {"file": str(file)}))
    assert "新增 5 人" in shown
    monkeypatch.setattr(attachments, "SIZE_LIMIT", 20)
    for answer in ({"file": str(file)}, {"base64": base64.b64encode(bytes(30)).decode()}, {"file_size": "30"}):
        await desk.says(ADMIN, "导入名册")
        (said,) = await desk.says(ADMIN, a_sent_file(monkeypatch, answer))
        assert "10 MB" in said


async def test_an_address_is_downloaded_within_the_limit(desk, monkeypatch, respx_mock):
    respx_mock.get("http://127.0.0.1:1/f").respond(content=a_file(*ROWS))
    await desk.says(ADMIN, [text("导入名册"), *a_sent_file(monkeypatch, {"url": "http://127.0.0.1:1/f"})])
    assert "已导入" in await agree(desk, ADMIN)
    respx_mock.get("http://127.0.0.1:1/f").respond(302, headers={"location": "http://127.0.0.1:1/g"})
    (said,) = await desk.says(ADMIN, [text("导入名册"), *a_sent_file(monkeypatch, {"url": "http://127.0.0.1:1/f"})])
    assert "取不到" in said
