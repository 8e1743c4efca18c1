"""导入名册 through the real program: a file sent in private is fetched as each implementation gives it."""

import pytest

from plugins.org import files
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.endpoint import Endpoint
from tests.e2e.beginnings import migrated
from tests.e2e.harness import TOKEN, installation
from tests.e2e.hospital import BOT, a_hospital

pytestmark = pytest.mark.slow
SECONDS = 15


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
async def test_the_administrator_sends_a_file(tmp_path, dialect, name):
    hospital = a_hospital(branches=2, people=3)
    rows = [line.split(",") for line in hospital.roster().splitlines()[1:]]
    content = files.as_workbook(rows) if name.endswith("xlsx") else hospital.roster().encode("gb18030")
    bot = installation(tmp_path)
    await migrated(bot)
    try:
        await bot.start()
        endpoint = Endpoint(hospital.world, self_id=BOT, url=bot.url, token=TOKEN, dialect=dialect)
        async with endpoint:
            await endpoint.connected()
            await hospital.admin.private("导入名册")
            await hospital.admin.hears(".xlsx", within=SECONDS)
            await hospital.admin.uploads(name, content)
            if dialect is Dialect.PLAIN:  # it has no action that gives a file
                await hospital.admin.hears("粘贴", within=SECONDS)
                await hospital.admin.private(hospital.roster())
            await hospital.admin.hears("新增 6 人", within=SECONDS)
            await hospital.admin.private("确认")
            await hospital.admin.hears("已导入", within=SECONDS)
            await hospital.admin.private("组织")
            await hospital.admin.hears("内科党支部 3人", within=SECONDS)
        assert endpoint.violations == []
    finally:
        await bot.kill()
    assert "名册.xlsx" not in bot.log()
