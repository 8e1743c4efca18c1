"""出勤统计 of a month in a large organisation: `uv run poe bench-attendance [people] [sessions]`. Exit code 1 above a second.

14,900 people in 630 branches at 60 sessions, nearly 900,000 records, in an SQLite database of its own that is removed again.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import typer

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

PEOPLE, SESSIONS, BRANCHES = 14_900, 60, 630
LIMIT_SECONDS = 1.0
TIMES = 5
FIRST = datetime(2026, 11, 1, 7, tzinfo=UTC)
STATES, SHARES = ("present", "late", "leave", "absent"), (80, 5, 10, 5)
DEAN = "99999"

_SESSION = (
    "INSERT INTO attendance_session (id, state, unit_id, unit_name, title, begins, ends, mode, proposal, issued_by, issued_at, "
    "revision, secret, expected, present) VALUES (?, 'settled', ?, '委', '学习', ?, ?, 'on_site', '{}', ?, ?, 0, '', ?, 0)"
)
_RECORD = (
    "INSERT INTO attendance_record (session_id, person_id, unit_id, role, state, voter) "
    "VALUES (?, ?, ?, 'expected', ?, TRUE)"
)


async def main(people: int, sessions: int, folder: Path) -> bool:
    """Fills a database, then asks for the month as an officer does; whether the median is below the limit."""
    from plugins import assembly

    assembly.load(_env_file=None, driver="~fastapi", log_level="ERROR", data_dir=str(folder))
    from plugins import storage
    from plugins.attendance import service
    from plugins.gateway.directory import directory
    from tests.support.roster import given_roster

    await storage.open_database(url=f"sqlite://{folder / 'tongxin.db'}")
    begun = time.perf_counter()
    roster = (f"同志{index},委/第{index % BRANCHES}党支部,正式党员,,{100_000 + index},," for index in range(people))
    await given_roster(f"周书记,委,正式党员,书记,{DEAN},,", *roster)
    listed = await storage.read("SELECT id, home_unit_id FROM org_person ORDER BY id")
    chance = Random(7)
    for number in range(1, sessions + 1):
        begins = FIRST + timedelta(hours=8 * number)
        called = (number, listed[0]["home_unit_id"], begins, begins + timedelta(hours=1), DEAN, FIRST, len(listed))
        states = chance.choices(STATES, SHARES, k=len(listed))
        rows = [(number, one["id"], one["home_unit_id"], state) for one, state in zip(listed, states, strict=True)]

        async def work(tx: storage.Transaction, called: tuple = called, rows: list = rows) -> None:
            await tx.execute(_SESSION, called)
            await tx.execute_many(_RECORD, rows)

        await storage.write(work)
    typer.echo(f"{len(listed)} people x {sessions} sessions written in {time.perf_counter() - begun:.0f} s")

    actor = await directory().actor(DEAN)
    spent = []
    units = 0
    for _ in range(TIMES):
        begun = time.perf_counter()
        month = await service.month_of(actor, None, "", date(2026, 11, 1))
        spent.append(time.perf_counter() - begun)
        units = len(month.lines)
        assert month.sessions == sessions
        assert sum(line.counts["expected"] for line in month.lines) == len(listed) * sessions
    load = os.getloadavg()[0]
    typer.echo(
        f"出勤统计: median {statistics.median(spent):.2f} s, first {spent[0]:.2f} s, worst {max(spent):.2f} s of {TIMES} "
        f"({units} units, load {load:.1f})"
    )
    await storage.close_database()
    return statistics.median(spent) < LIMIT_SECONDS


if __name__ == "__main__":
    sizes = dict(enumerate(map(int, sys.argv[1:])))
    with tempfile.TemporaryDirectory(prefix="tongxin-attendance-") as place:
        fast = asyncio.run(main(sizes.get(0, PEOPLE), sizes.get(1, SESSIONS), Path(place)))
    sys.exit(not fast)
