"""The early gate: durable 已阅 a second against a bare NoneBot echo, alternating in one run.

`uv run poe bench`. Each bot is a process of its own, the load a third one, everything over a real WebSocket. An 已阅
counts when its reaction arrives, which follows the commit (SQLite, synchronous=FULL); an echo when its reply arrives.
At the end of each round the database must hold as many receipts as were acknowledged. Exit code 1 below `--least`.
"""

import argparse
import csv
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import typer
from load import FIRST_PERSON, OFFICER

HERE = Path(__file__).parent
ROOT = HERE.parent
TOKEN = "benchmark"
START_SECONDS = 30


@dataclass(frozen=True)
class Measured:
    """One round of one bot. `cpu_ms` is processor time of the bot per event, start and relay apart."""

    rate: float
    p50_ms: float
    p99_ms: float
    acknowledged: int
    cpu_ms: float


@contextmanager
def bot(command: Sequence[str], cwd: Path, log: Path, env: dict[str, str]) -> Iterator[tuple[int, str]]:
    """A bot process that listens; gives its pid and address, and ends it."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=cwd, env=environment(PORT=str(port), **env), stdout=out, stderr=out)
    try:
        wait_for(port, process, log)
        yield process.pid, f"ws://127.0.0.1:{port}/onebot/v11/ws"
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def environment(**env: str) -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "ONEBOT_ACCESS_TOKEN": TOKEN,
        **env,
    }


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"the bot did not start:\n{log.read_text()[-2000:]}")


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(scenario: str, pid: int, url: str, options: argparse.Namespace) -> Measured:
    command = [sys.executable, str(HERE / "load.py"), scenario, "--url", url]
    for name in ("people", "groups", "outstanding"):
        command += [f"--{name}", str(getattr(options, name))]
    before = cpu_seconds(pid)
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if ended.returncode:
        sys.exit(f"the load failed:\n{ended.stderr[-2000:]}")
    result: dict[str, Any] = json.loads(ended.stdout)  # load.Result as JSON
    used = cpu_seconds(pid) - before
    acknowledged = result["acknowledged"]
    return Measured(result["rate"], result["p50_ms"], result["p99_ms"], acknowledged, used / acknowledged * 1000)


def echo(folder: Path, options: argparse.Namespace) -> Measured:
    with bot([sys.executable, str(HERE / "echo_bot.py")], folder, folder / "echo.log", {}) as (pid, url):
        return load("echo", pid, url, options)


def receipts(folder: Path, template: Path, options: argparse.Namespace) -> Measured:
    """Raises SystemExit when the database does not hold what was acknowledged."""
    data = folder / "data"
    shutil.copytree(template, data)
    with bot([sys.executable, "bot.py", "serve"], ROOT, folder / "bot.log", settings(data)) as (pid, url):
        measured = load("receipts", pid, url, options)
    with closing(sqlite3.connect(data / "tongxin.db")) as database:
        (kept,) = database.execute("SELECT count(*) FROM relay_receipt WHERE read_at IS NOT NULL").fetchone()
    if kept != measured.acknowledged:
        sys.exit(f"{measured.acknowledged} were acknowledged, and {kept} are kept")
    return measured


def settings(data: Path) -> dict[str, str]:
    return {
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite://{data / 'tongxin.db'}",
        "SUPERUSERS": json.dumps([str(OFFICER)]),
        "SEND_INTERVAL": "0",
        "QUIET_HOURS": "",
    }


def prepare(folder: Path, options: argparse.Namespace) -> Path:
    """A data folder with the roster in it: a committee with one branch a group, everybody with an account."""
    template = folder / "template"
    template.mkdir()
    roster = folder / "roster.csv"
    with roster.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["姓名", "组织", "身份", "职务", "QQ"])
        writer.writerow(["周书记", "院党委", "正式党员", "书记", OFFICER])
        for index in range(options.people):
            unit = f"院党委/第{index % options.groups}党支部"
            writer.writerow([f"同志{index}", unit, "正式党员", "", FIRST_PERSON + index])
    command = [sys.executable, "bot.py", "roster", "import", str(roster), "--yes"]
    ended = subprocess.run(command, cwd=ROOT, env=environment(**settings(template)), capture_output=True, text=True)
    if ended.returncode:
        sys.exit(f"the roster was not imported:\n{ended.stderr[-2000:]}{ended.stdout[-2000:]}")
    return template


def main(options: argparse.Namespace) -> int:
    echoes: list[Measured] = []
    reads: list[Measured] = []
    typer.echo(
        f"{options.people} people, {options.groups} groups, {options.outstanding} outstanding, {options.rounds} rounds"
    )
    typer.echo("round | bot  | events/s | p50 ms | p99 ms | cpu ms/event")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        template = prepare(Path(temporary), options)
        for turn in range(1, options.rounds + 1):
            folder = Path(temporary) / str(turn)
            folder.mkdir()
            for name, results, measure in (
                ("echo", echoes, lambda where=folder: echo(where, options)),
                ("已阅", reads, lambda where=folder: receipts(where, template, options)),
            ):
                one = measure()
                results.append(one)
                figures = f"{one.rate:8.0f} | {one.p50_ms:6.1f} | {one.p99_ms:6.1f} | {one.cpu_ms:6.3f}"
                typer.echo(f"{turn:5} | {name} | {figures}")
    ratios = [read.rate / other.rate for read, other in zip(reads, echoes, strict=True)]
    ratio = prod(ratios) ** (1 / len(ratios))
    typer.echo("ratio by round: " + ", ".join(f"{one:.2f}" for one in ratios))
    typer.echo(
        f"ratio: {ratio:.2f} (at least {options.least:g} is wanted); every acknowledged receipt is in the database"
    )
    return 0 if ratio >= options.least else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--people", type=int, default=6000)
    parser.add_argument("--groups", type=int, default=12)
    parser.add_argument("--outstanding", type=int, default=32)
    parser.add_argument("--least", type=float, default=2.0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parse()))
