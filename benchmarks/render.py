"""The board as a picture: time of one, and memory, with 3, 32 and 630 units: `uv run python benchmarks/render.py`.

Time is from facts to PNG, each board another one. Memory is of this whole process (the bot with all its plugins, not
serving): loaded, after the pictures, and at its highest. Exit code 1 where the median is over `--ms`, or what pictures
add is over `--mb`.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from plugins import assembly

assembly.load(_env_file=None, driver="~fastapi", log_level="WARNING")

from benchmarks.boards import MADE, board
from plugins import render
from plugins.relay import pictures
from plugins.render import typesetter


def memory(what: str) -> float:
    """MB: `RSS` now, `HWM` at the highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"Vm{what}:"))


async def measure(units: int, rounds: int) -> list[tuple[float, float]]:
    """Milliseconds of each picture, and of processor time in it; the first of a process is the slowest."""
    times = []
    for turn in range(1, rounds + 1):
        page = board(units, turn)
        began, used = time.perf_counter(), time.process_time()
        png = await render.picture(pictures.BOARD, pictures.board(page, MADE))
        times.append(((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
        assert png
        await asyncio.get_running_loop().run_in_executor(typesetter.worker, lambda: None)  # it has tidied up
    return times


async def run(options: argparse.Namespace) -> bool:
    loaded = memory("RSS")
    good = True
    for units in (3, 32, 630):
        first, *rest = await measure(units, options.rounds)
        median, processor = (statistics.median(values) for values in zip(*rest, strict=True))
        slowest = max(rest)[0]
        grown = memory("RSS") - loaded
        sys.stdout.write(
            f"{units} units: first {first[0]:.0f} ms, median {median:.0f} ms (processor {processor:.0f}), slowest {slowest:.0f} ms; "
            f"loaded {loaded:.0f} MB, pictures add {grown:.0f} MB, highest {memory('HWM'):.0f} MB\n"
        )
        good = good and median <= options.ms and grown <= options.mb
    return good


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40, help="at least 2: the first is told apart")
    parser.add_argument("--ms", type=float, default=150)
    parser.add_argument("--mb", type=float, default=40)
    options = parser.parse_args()
    if options.rounds < 2:
        parser.error("--rounds: at least 2")
    raise SystemExit(0 if asyncio.run(run(options)) else 1)


if __name__ == "__main__":
    main()
