"""uv run poe soak --seed N --minutes M"""

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from .report import failed, report_text, write_evidence
from .run import plan, soak

FOLDER = Path(__file__).parents[2] / "data" / "soak"


def main(
    seed: Annotated[int, typer.Option(help="种子:同一种子,同样的故障(先后受进程快慢影响)")] = 1,
    minutes: Annotated[float, typer.Option(min=0.5, help="多少分钟;10 分钟是 500 条传达")] = 10,
    database: Annotated[str, typer.Option(help="一个空的 PostgreSQL 库的地址;不写就用 SQLite")] = "",
    groups: Annotated[int, typer.Option(min=2, max=200, help="多少个群")] = 50,
) -> None:
    """真的程序在随机故障里跑,跑完和模拟服务的真相逐条对。有一处不符,退出码就不是 0。"""
    folder = FOLDER / f"seed-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = asyncio.run(soak(replace(plan(seed, minutes, folder), database=database, groups=groups)))
    evidence = folder / "evidence.json"
    if failed(result):
        write_evidence(result, evidence)
    typer.echo(report_text(result, evidence))
    raise SystemExit(1 if failed(result) else 0)


if __name__ == "__main__":
    typer.run(main)
