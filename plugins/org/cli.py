"""What `bot.py roster import` runs. NoneBot must be initialised."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from plugins import storage
from plugins.storage.errors import StartRefused, WriteFailed

from . import domain, roster, texts
from .domain import IsASpreadsheet, NotATable, Sheet

DONE = 0
DECLINED = 1
REFUSED = 2


def import_roster(path: Path, *, yes: bool = False, ask: Callable[[str], str] = input) -> int:
    """Imports a roster file as the full roster: prints the preview, asks unless `yes`, applies all or nothing.

    Returns the exit code: 0 done or nothing to do, 1 declined, 2 refused (what is wrong is on stderr, by row).
    """
    try:
        sheet = domain.read_sheet(path.read_bytes())
    except OSError:
        return _refuse(texts.missing_file_text(str(path)))
    except IsASpreadsheet:
        return _refuse(texts.spreadsheet_text())
    except NotATable:
        return _refuse(texts.not_a_table_text())
    return asyncio.run(_import(sheet, yes, ask))


async def _import(sheet: Sheet, yes: bool, ask: Callable[[str], str]) -> int:
    try:
        await storage.open_database()
        try:
            return await _preview_and_apply(sheet, yes, ask)
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
        applied = await roster.apply(sheet, plan.digest(), "cli")
    except (roster.RosterMoved, roster.RosterRefused):
        return _refuse(texts.roster_moved_text())
    _say(texts.imported_text(applied))
    return DONE


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
