"""查询 and 意见台账 with many cases in the database: `uv run python benchmarks/opinions.py [cases]`.

Rows are as the program writes them, sealed with real keys, in a folder of its own that is removed again.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

CASES = 100_000
QUERIES = 50
SLICE = 2_000


async def main(cases: int, folder: Path) -> None:
    """Fills a database, then times what people wait for."""
    from plugins import assembly

    assembly.load(_env_file=None, driver="~fastapi", log_level="ERROR", data_dir=str(folder))
    from plugins import storage
    from plugins.feedback.domain import Command, Kind, Role, State
    from plugins.feedback.models import CaseEventRow, CaseRow
    from plugins.feedback.service import chance, codes, desk, records, sealing, submitter, vault
    from tests.feedback.stage import CHEN, MONDAY, Stage, given_hospital
    from tests.support.roster import unit

    await storage.open_database(url=f"sqlite://{folder / 'tongxin.db'}")
    stage = Stage()
    await given_hospital(stage)
    here = (await unit("内科党支部")).id
    day = records.day_of(MONDAY)
    outer = vault.ring().make_month(vault.month_of(day))

    def a_case(number: int, receipt: str) -> tuple[CaseRow, CaseEventRow]:
        case_id, key = chance.identity(), chance.octets(32)
        state = State.RECEIVED if number % 500 == 0 else State.RATED
        row = CaseRow(
            id=case_id, number=10 + number, anonymous=True, kind=Kind.APPEAL, subject_unit_id=here, desk_unit_id=here,
            state=state, seen_state=state, shown=True, stirred=False, arrived_on=day, accept_by=day, finish_by=day,
            steps=1, receipt=receipt, month=vault.month_of(day), wrapped_key=sealing.seal(outer, key, "case", case_id),
            header=records.seal_header(key, case_id, ()),
        )  # fmt: skip
        event = CaseEventRow(
            id=chance.identity(), case_id=case_id, step=1, round=1, command=Command.FILE, role=Role.SUBMITTER, day=day,
            shown=True, content=sealing.seal_json(key, {"text": "三楼热水器坏了"}, "event", case_id, 1),
        )  # fmt: skip
        return row, event

    chosen = {chance.between(0, cases - 1): codes.draw() for _ in range(QUERIES)}
    begun = time.perf_counter()
    for first in range(0, cases, SLICE):
        pairs = []
        for number in range(first, min(first + SLICE, cases)):
            code = chosen.get(number)
            receipt = await codes.fingerprint(code) if code else chance.octets(32).hex()
            pairs.append(a_case(number, receipt))

        async def work(tx: storage.Transaction, pairs: list[tuple[CaseRow, CaseEventRow]] = pairs) -> None:
            await CaseRow.bulk_create([row for row, _ in pairs])
            await CaseEventRow.bulk_create([event for _, event in pairs])

        await storage.write(work)
    typer.echo(f"{cases} cases written in {time.perf_counter() - begun:.0f} s")

    spent: list[float] = []
    for code in chosen.values():
        begun = time.perf_counter()
        await submitter.query(await submitter.by_code("70000001", code))
        spent.append(time.perf_counter() - begun)
    spent.sort()
    typer.echo(
        f"查询: median {statistics.median(spent) * 1000:.0f} ms, 49th of 50 {spent[-2] * 1000:.0f} ms, worst {spent[-1] * 1000:.0f} ms"
    )
    begun = time.perf_counter()
    found = await desk.ledger(CHEN, day + timedelta(days=1))
    typer.echo(
        f"意见台账: {len(found.lines) + found.left_out} open cases in {(time.perf_counter() - begun) * 1000:.0f} ms"
    )
    begun = time.perf_counter()
    await stage.files_unnamed("一件新的")
    typer.echo(f"提交: {(time.perf_counter() - begun) * 1000:.0f} ms")
    begun = time.perf_counter()
    swept = await stage.sweeps()
    typer.echo(
        f"a sweep over {len(found.lines) + found.left_out} open cases: {time.perf_counter() - begun:.1f} s ({swept})"
    )
    await storage.close_database()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="tongxin-opinions-") as place:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES, Path(place)))
