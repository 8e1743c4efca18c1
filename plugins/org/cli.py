"""What `bot.py roster import | export | template` runs. NoneBot must be initialised."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from plugins import storage
from plugins.storage.errors import StartRefused, WriteFailed
from plugins.storage.whole import write_whole

from . import export, files, roster, texts
from .domain import IsASpreadsheet, NotATable, Plan, Sheet

DONE = 0
DECLINED = 1
REFUSED = 2
WORTH_WATCHING = 2000
"""From so many rows on, an import shows how far it is (where somebody looks: on a terminal)."""


def import_roster(path: Path, *, yes: bool = False, ask: Callable[[str], str] = input) -> int:
    """Imports a roster file as the full roster: prints the preview, asks unless `yes`, applies all or nothing.

    Returns the exit code: 0 done or nothing to do, 1 declined, 2 refused (what is wrong is on stderr, by row).
    """
    try:
        sheet = files.read_roster(path.read_bytes())
    except OSError:
        return _refuse(texts.missing_file_text(str(path)))
    except IsASpreadsheet:
        return _refuse(texts.spreadsheet_text())
    except NotATable:
        return _refuse(texts.not_a_table_text())
    return asyncio.run(_with_database(lambda: _preview_and_apply(sheet, yes, ask)))


def export_roster(path: Path) -> int:
    """Writes the roster to `path`, CSV or .xlsx by its suffix, in place of what is there. Returns the exit code."""
    if path.suffix.lower() not in _WRITERS:
        return _refuse(texts.wrong_suffix_text())
    return asyncio.run(_with_database(lambda: _export(path)))


def write_template(path: Path) -> int:
    """Writes an empty roster with two rows to be written over. Returns the exit code."""
    if path.suffix.lower() not in _WRITERS:
        return _refuse(texts.wrong_suffix_text())
    return _write(path, files.TEMPLATE, texts.template_text(str(path)))


_WRITERS = {".csv": files.as_csv, ".xlsx": files.as_workbook}


async def _export(path: Path) -> int:
    rows, people = await export.rows()
    return _write(path, rows, texts.exported_text(people, str(path)))


def _write(path: Path, rows: Sequence[Sequence[str]], done: str) -> int:
    content = _WRITERS[path.suffix.lower()](rows)
    try:
        write_whole(path, content)
    except OSError:
        return _refuse(storage.texts.cannot_write_text(str(path)))
    _say(done)
    return DONE


async def _with_database(work: Callable[[], Awaitable[int]]) -> int:
    try:
        await storage.open_database()
        try:
            return await work()
        finally:
            await storage.close_database()
    except StartRefused as error:
        return _refuse(storage.texts.refused_text(error))
    except WriteFailed:
        return _refuse(texts.not_kept_text())


async def _preview_and_apply(sheet: Sheet, yes: bool, ask: Callable[[str], str]) -> int:
    plan = await roster.preview(sheet)
    if plan.problems:
        return _refuse(texts.refused_text(plan.problems))
    _say(texts.plan_text(plan))
    if plan.is_empty:
        return DONE
    if not yes and not _agreed(ask):
        _say(texts.not_imported_text())
        return DECLINED
    try:
        with _progress(plan) as tell:
            applied = await roster.apply(sheet, plan.digest(), "cli", tell)
    except (roster.RosterMoved, roster.RosterRefused):
        return _refuse(texts.roster_moved_text())
    _say(texts.imported_text(applied))
    return DONE


@contextmanager
def _progress(plan: Plan) -> Iterator[roster.Progress]:
    """A bar on a terminal for a large import, else nothing."""
    rows = 2 * (len(plan.added) + len(plan.changed)) + len(plan.removed)
    with Progress(console=Console(stderr=True), disable=rows < WORTH_WATCHING or not sys.stderr.isatty()) as bar:
        task = bar.add_task(texts.writing_text(), total=rows)
        yield lambda done: bar.advance(task, done)


def _agreed(ask: Callable[[str], str]) -> bool:
    try:
        answer = ask(texts.confirm_question_text())
    except EOFError:  # nobody is there to answer
        return False
    return answer.strip().lower() in ("y", "yes", "是", "确认")


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return REFUSED
