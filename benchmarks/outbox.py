"""The outbox to 1,000 groups against a bare NoneBot loop of `call_api`, alternating in one run.

`uv run poe bench-outbox`. Each bot is a process of its own, chat service and people a third one, over a real WebSocket;
SQLite, synchronous=FULL. A burst of the outbox ends when every result is in the database; one of the bare bot when
every call was answered. Measured besides: how long 确认 takes (15,001 people, 1,000 groups, one transaction), what
others wait for an answer meanwhile, how much memory grows, and that pacing alone decides with SEND_INTERVAL and two
accounts. Exit code 1 when one of the figures is not met.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from math import prod
from pathlib import Path
from typing import Any

import typer
from gate import ROOT, bot, environment, prepare, settings

HERE = Path(__file__).parent
INTERVAL, ACCOUNTS = 0.05, 2


def load(scenario: str, url: str, options: argparse.Namespace, **more: object) -> dict[str, Any]:  # Result as JSON
    command = [sys.executable, str(HERE / "outbox_load.py"), scenario, "--url", url]
    wanted = {"groups": options.groups, "people": options.people, "bursts": options.bursts, **more}
    for name, value in wanted.items():
        command += [f"--{name}", str(value)]
    ended = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False, timeout=300)
    if ended.returncode:
        sys.exit(f"the load failed:\n{ended.stderr[-2000:]}")
    return json.loads(ended.stdout)


def raw(folder: Path, options: argparse.Namespace) -> dict[str, Any]:  # as above
    with bot([sys.executable, str(HERE / "outbox_bot.py")], folder, folder / "raw.log", {}) as (pid, url):
        return load("raw", url, options, pid=pid)


def served(
    scenario: str, data: Path, options: argparse.Namespace, env: dict[str, str], **more: object
) -> dict[str, Any]:  # as above
    env = {**settings(data), "PERSON_RATE": "10000", **env}
    with bot([sys.executable, "bot.py", "serve"], ROOT, data.parent / f"{scenario}.log", env) as (pid, url):
        return load(scenario, url, options, pid=pid, database=data / "tongxin.db", **more)


def copied(template: Path, folder: Path) -> Path:
    shutil.copytree(template, folder / "data")
    return folder / "data"


class Report:
    """Prints each figure with what is wanted, and remembers whether all are met."""

    met = True

    def __call__(self, name: str, value: float, unit: str, wanted: float, *, least: bool = False) -> None:
        met = value >= wanted if least else value <= wanted
        self.met &= met
        bound = "at least" if least else "at most"
        typer.echo(f"{'met   ' if met else 'MISSED'} {name}: {value:.2f} {unit} ({bound} {wanted:g})")


def main(options: argparse.Namespace) -> int:
    report = Report()
    typer.echo(f"{options.people + 1} people, {options.groups} groups, {options.rounds} rounds of {options.bursts}")
    raws: list[float] = []
    ours: list[float] = []
    runs: list[dict[str, Any]] = []  # as above
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as temporary:
        template = prepare(Path(temporary), options)
        served("bind", template, options, {})
        for turn in range(1, options.rounds + 1):
            folder = Path(temporary) / str(turn)
            folder.mkdir()
            raws.append(statistics.median(raw(folder, options)["rates"]))
            runs.append(served("outbox", copied(template, folder), options, {}))
            ours.append(statistics.median(runs[-1]["rates"]))
            typer.echo(f"round {turn}: call_api {raws[-1]:.0f}/s, outbox {ours[-1]:.0f}/s")
        folder = Path(temporary) / "paced"
        folder.mkdir()
        env = {"SEND_INTERVAL": str(INTERVAL)}
        paced = served("paced", copied(template, folder), options, env, accounts=ACCOUNTS)
    ratio = prod(our / other for our, other in zip(ours, raws, strict=True)) ** (1 / len(ours))
    confirmed = [ms for run in runs for ms in run["confirmed_ms"]]
    report("durable sends against bare call_api", ratio, "", 0.6, least=True)
    report("确认, median", statistics.median(confirmed), "ms", 300)
    report("确认, longest", max(confirmed), "ms", 300)
    report("another's answer around a 确认, longest", max(w for run in runs for w in run["waits_ms"]), "ms", 300)
    report(
        "others' answers while it drains, p50", statistics.median(a for r in runs for a in r["answers_ms"]), "ms", 20
    )
    report("memory grown over a run", max(run["grown_mb"] for run in runs), "MB", 30)
    allowed = ACCOUNTS / INTERVAL
    report(
        f"sends a second with SEND_INTERVAL={INTERVAL:g} and {ACCOUNTS} accounts, of the {allowed:g} allowed",
        paced["rates"][0] / allowed,
        "",
        0.95,
        least=True,
    )
    return 0 if report.met else 1


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--bursts", type=int, default=4)
    parser.add_argument("--people", type=int, default=15_000)
    parser.add_argument("--groups", type=int, default=1000)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main(parse()))
