"""kill -9 in the middle of an import: the roster is the old one or the new one, never one between."""

import pytest

from plugins import storage
from plugins.org.models import PersonRow, PostRow, UnitRow
from tests.e2e.beginnings import migrated
from tests.e2e.harness import installation
from tests.support.roster import a_file

OLD = [f"人{number},院党委/旧科{number % 7},正式党员,,{20000 + number},," for number in range(60)]
NEW = [f"人{number},院党委/新科{number % 5},正式党员,委员,{20000 + number},," for number in range(20, 90)]


async def state(url: str) -> list[object]:
    """All of the roster that a reader sees."""
    await storage.open_database(url=url)
    try:
        return [
            await PersonRow.all().order_by("id").values_list("name", "account", "home_unit_id", "active"),
            await PostRow.all().order_by("id").values_list("person_id", "unit_id", "title", "officer"),
            await UnitRow.all().order_by("id").values_list("name", "path", "active"),
            await storage.read("SELECT COUNT(*) AS imports FROM storage_audit WHERE action = 'org.import'"),
        ]
    finally:
        await storage.close_database()


@pytest.mark.parametrize(("point", "is_new"), [("org.import.before_commit", False), ("org.import.after_commit", True)])
async def test_the_roster_is_whole_after_a_death(tmp_path, point, is_new):
    bot = installation(tmp_path)
    await migrated(bot)
    url = f"sqlite://{bot.data / 'tongxin.db'}"
    file = tmp_path / "roster.csv"

    async def imports(rows: list[str], failpoint: str = "") -> int:
        file.write_bytes(a_file(*rows))
        return (await bot.run("roster", "import", str(file), "--yes", TONGXIN_FAILPOINT=failpoint)).code

    assert await imports(OLD) == 0
    old = await state(url)
    assert await imports(NEW, point) == -9
    after = await state(url)
    assert (after != old) is is_new
    assert await imports(NEW) == 0
    assert (await state(url) == after) is is_new
