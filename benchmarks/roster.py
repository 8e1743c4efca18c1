"""A roster of 50,000 rows in GBK, imported as an administrator does it: `python benchmarks/roster.py [DATABASE_URL]`.

Prints wall time, processor time and the most memory the process had. The first import fills the roster, the second
finds nothing to do, the third changes a tenth of the people. Without a URL a SQLite file in a temporary folder is used;
a database that is named must be empty.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEOPLE = 50_000
BRANCHES = 1_000
SECONDS, MEGABYTES = 20, 400


def a_roster(people: int = PEOPLE, *, moved: int = 0) -> bytes:
    """The file; the first `moved` people have another title than without."""
    rows = ["姓名,组织,身份,职务,QQ,工号,备注"]
    for number in range(people):
        branch = number % BRANCHES
        title = "书记" if number < BRANCHES else ("委员" if number < moved else "")
        place = f"大集团党委/第{branch // 50}总支/第{branch}党支部"
        rows.append(f"人员{number},{place},正式党员,{title},{100000 + number},G{number:06d},")
    return "\n".join(rows).encode("gb18030")


def run(file: Path, content: bytes, url: str, folder: Path) -> tuple[float, float, float, str]:
    """Wall seconds, processor seconds, megabytes at most, and what was said last."""
    file.write_bytes(content)
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8"}
    begun = time.perf_counter()
    arguments = [sys.executable, "bot.py", "roster", "import", str(file), "--yes"]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=output)
        peak = 0.0
        while not os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            peak = max(peak, _peak_megabytes(process.pid))
            time.sleep(0.02)
        _, status, usage = os.wait4(process.pid, 0)
        output.seek(0)
        said = output.read().decode()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the import ended with {process.returncode}")
    wall = time.perf_counter() - begun
    return wall, usage.ru_utime + usage.ru_stime, peak, said.strip().splitlines()[-1]


def _peak_megabytes(pid: int) -> float:
    """What the program itself has had at most: the system's own figure (ru_maxrss) begins with that of whoever started
    it."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite://{folder / 'tongxin.db'}"
        worst = (0.0, 0.0)
        for title, content in (
            ("first", a_roster()),
            ("same again", a_roster()),
            ("5,000 changed", a_roster(moved=BRANCHES + 5_000)),
        ):
            wall, used, memory, said = run(folder / "roster.csv", content, url, folder)
            worst = (max(worst[0], wall), max(worst[1], memory))
            sys.stdout.write(f"{title:14} {wall:6.1f} s wall  {used:6.1f} s cpu  {memory:6.0f} MB  {said}\n")
        kept = worst[0] < SECONDS and worst[1] < MEGABYTES
        sys.stdout.write(f"{'kept' if kept else 'MISSED'}: under {SECONDS} s and {MEGABYTES} MB\n")
        raise SystemExit(not kept)


if __name__ == "__main__":
    main()
