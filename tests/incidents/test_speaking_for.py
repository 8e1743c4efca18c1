"""代报平安: an officer who has heard from somebody says it for them, and it is shown as such."""

from plugins.incidents import pictures, service
from plugins.incidents.models import SafetyRow
from plugins.org.contribute import erase, personal_data_of
from plugins.org.models import PersonRow
from plugins.storage import Transaction, write
from tests.incidents.stage import BOSS, HEAD, NURSE, OTHER_HEAD, OTHER_NURSE, Night
from tests.incidents.test_safety import asks, owes
from tests.relay.stage import ON_BOTH, name_of

WITHOUT, NURSE_NAME, OTHER_NAME = name_of("内科", 19), name_of("内科", 3), name_of("内科", 4)
"""The first has no QQ."""


@ON_BOTH
async def test_it_counts_and_is_shown_as_said_by_an_officer(night: Night):
    number = await asks(night)
    shown = await night.hears(HEAD, f"代报平安 {number} {WITHOUT} {OTHER_NAME} 电话")
    assert all(words in shown for words in (WITHOUT, OTHER_NAME, "内科党支部", "电话", "确认"))
    assert await SafetyRow.filter(answered_at__not_isnull=True).count() == 0
    assert "2/38" in await night.hears(HEAD, "确认")
    head = await PersonRow.get(account=HEAD)
    rows = await SafetyRow.filter(answered_at__not_isnull=True)
    assert {(row.told_by, row.told_how, row.answered_by) for row in rows} == {(head.id, "电话", "")}
    assert len(await owes(number)) == 36
    listed = await night.hears(HEAD, f"未报平安 {number}")
    before, told = listed.split("代报:")
    assert f"{WITHOUT}(电话)" in told
    assert WITHOUT not in before
    assert "其中代报 2 人" in before
    await night.says(NURSE, f"报平安 {number}")
    safety = pictures.summary(await service.summary_of(number), night.stage.now)["safety"]
    assert (safety["done"], "2 人" in safety["label"]) == (3, True)
    person = await PersonRow.get(account=OTHER_NURSE)
    assert any("代报" in line for data in await personal_data_of(person.id) for line in data.lines)
    await write(lambda tx: erase(tx, head.id))
    assert not await SafetyRow.filter(told_by__not_isnull=True).exists()


async def test_a_name_typed_wrong_is_not_taken_silently_for_how_it_is_known(night: Night):
    number = await asks(night)
    shown = await night.hears(HEAD, f"代报平安 {number} {WITHOUT} 张散")
    assert all(words in shown for words in ("注意", "张散", "没当姓名", "确认"))
    for how in ("电话", "家属说的", "微信群里回了", "在病房门口碰见", "电话 刚打通"):
        shown = await night.hears(HEAD, f"代报平安 {number} {WITHOUT} {OTHER_NAME} {how}")
        assert f"怎样知道的:{how}。" in shown
        assert "注意" not in shown
    assert "张散 不在" in await night.hears(HEAD, f"代报平安 {number} {WITHOUT} 张散 电话")


async def test_only_for_those_asked_who_have_not_answered_and_by_their_officers(night: Night):
    number = await asks(night)
    assert "不在" in await night.hears(OTHER_HEAD, f"代报平安 {number} {WITHOUT} 电话")
    assert "不在" in await night.hears(HEAD, f"代报平安 {number} {name_of('药学', 3)}")
    await night.says(NURSE, f"报平安 {number}")
    assert "已报平安" in await night.hears(HEAD, f"代报平安 {number} {NURSE_NAME}")
    assert "例如" in await night.hears(HEAD, "代报平安")
    assert "例如" in await night.hears(HEAD, f"代报平安 {number}")

    shown = await night.hears(BOSS, f"代报平安 {number} {WITHOUT} {OTHER_NAME}")
    assert OTHER_NAME in shown
    assert "怎样知道" not in shown
    await night.says(OTHER_NURSE, f"报平安 {number}")
    assert "已报平安" in await night.hears(BOSS, "确认")
    assert not await SafetyRow.filter(told_how__not_isnull=True).exists()


async def test_namesakes_of_one_unit_are_told_apart_by_what_the_roster_has_of_each(night: Night):
    number = await asks(night)

    async def namesakes(tx: Transaction) -> None:
        await PersonRow.filter(account=OTHER_NURSE).update(name=NURSE_NAME, staff_no=None)
        await PersonRow.filter(account=NURSE).update(staff_no="03007")

    await write(namesakes)
    asked = await night.hears(HEAD, f"代报平安 {number} {NURSE_NAME} 电话")
    marks = ("03007", OTHER_NURSE[-4:])
    assert all(f"{NURSE_NAME}/{mark}" in asked for mark in marks)
    assert NURSE_NAME in await night.hears(HEAD, f"代报平安 {number} {NURSE_NAME}/{marks[0]} 电话")
    await night.says(HEAD, "确认")
    assert [row.person_id for row in await SafetyRow.filter(answered_at__not_isnull=True)] == [
        (await PersonRow.get(account=NURSE)).id
    ]
    shown = await night.hears(HEAD, f"代报平安 {number} 内科党支部/{NURSE_NAME}/{marks[1]}")
    assert "预览" in shown
    assert "怎样知道" not in shown


async def test_who_says_it_for_another_by_the_wrong_word_is_told_the_right_one(night: Night):
    number = await asks(night)
    assert f"代报平安 {number} {OTHER_NAME}" in await night.hears(HEAD, f"报平安 {number} {OTHER_NAME}")
