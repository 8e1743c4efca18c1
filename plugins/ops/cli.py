"""What `bot.py doctor | backup | restore` run. NoneBot must be initialised; each returns the exit code."""

import asyncio
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from plugins import storage
from plugins.storage import clock, erasures, locks
from plugins.storage.connections import place, prepare_folder
from plugins.storage.errors import DataFolderUnwritable, StartRefused

from . import backups, control, doctor, postgres, restore, texts
from .domain import Finding, Mark

GOOD, DECLINED, REFUSED = 0, 1, 2
RESTORE_SECONDS = 45.0
YES = ("y", "yes", "是", "确认", "对", "关了")
NO = ("n", "no", "否", "不", "没有", "没关")

Prompt = Callable[[str], str]


class AnotherRestore(Exception):
    """Another command restores at this moment."""


class Refused(Exception):
    """The running program did not restore; the message is the class of the reason."""


def examine(*, yes: bool = False, prompt: Prompt = input) -> int:
    """Prints every finding and a summary. 0 when all is good, else 1. `yes` answers every question with yes."""
    try:
        pending: list[str] | StartRefused = storage.cli.check_database()
    except StartRefused as error:
        pending = error

    def ask(question: str) -> bool | None:
        return True if yes else _asked(question, prompt)

    async def run() -> list[Finding]:
        found = []
        async for finding in doctor.findings(pending, ask):
            _say(texts.line_text(finding))
            found.append(finding)
        return found

    marks = [finding.mark for finding in asyncio.run(run())]
    _say(texts.summary_text(marks))
    return GOOD if set(marks) == {Mark.GOOD} else 1


def back_up(dest: Path | None) -> int:
    """Takes a backup now, also while the bot runs, and removes the old ones. 0 done, 2 not."""
    try:
        now = clock.now()
        taken = asyncio.run(backups.take(dest, now=now))
    except (backups.BackupExists, backups.BackupFailed, backups.NoClient) as error:
        return _refuse(texts.backup_problem_text(type(error).__name__, str(error)))
    _say(texts.backed_up_text(str(taken.path), taken.size, backups.prune(now)))
    return GOOD


def bring_back(source: Path, *, yes: bool = False, prompt: Prompt = input) -> int:
    """Restores a backup, also while the bot runs. 0 done, 1 declined, 2 refused: then nothing was changed."""
    try:
        prepare_folder(place())
        restoring = _bring_back_sqlite if place().file else _bring_back_postgres
        return asyncio.run(restoring(source, yes, prompt))
    except DataFolderUnwritable as error:
        return _refuse(storage.texts.refused_text(error))
    except Refused as error:
        return _refuse(texts.restore_problem_text(str(error)))
    except (Exception, asyncio.CancelledError) as error:
        return _refuse(texts.restore_problem_text(type(error).__name__, str(error)))


async def _bring_back_sqlite(source: Path, yes: bool, prompt: Prompt) -> int:
    lock = locks.take(place().folder / "restoring.lock", 0)
    if lock is None:
        raise AnotherRestore
    with closing(lock):
        staged = await restore.stage(source)
        running = doctor.is_served(place())
        question = texts.asking_text(clock.local(staged.taken_at), staged.checked, staged.erased, running)
        if not yes and not _asked(question + " ", prompt):
            _say(texts.not_restored_text())
            return DECLINED
        aside = await _swap(staged)
        _say(texts.restored_text(clock.local(staged.taken_at), aside))
        return GOOD


async def _swap(staged: restore.Staged) -> str:
    """By the running program, else here, where nobody may start one meanwhile."""
    file = place().file
    assert file is not None
    serving = locks.take(file.with_name(file.name + ".serving"), 0)
    if serving is None:
        answer = await control.ask("restore", {"mark": staged.erasures}, within=RESTORE_SECONDS)
        if "error" in answer:
            raise Refused(answer["error"])
        return str(answer["aside"])
    with closing(serving):
        aside = await restore.swap(staged.erasures, clock.now())
        return str(aside) if aside else ""


async def _bring_back_postgres(source: Path, yes: bool, prompt: Prompt) -> int:
    taken, checked = await postgres.check(source)
    again = sum(one.at >= taken - restore.MARGIN for one in erasures.listed())
    question = texts.asking_text(clock.local(taken), checked, again, running=False)
    if not yes and not _asked(question + " ", prompt):
        _say(texts.not_restored_text())
        return DECLINED
    aside = await postgres.apply(source, taken, clock.now())
    _say(texts.restored_text(clock.local(taken), str(aside)))
    return GOOD


def _asked(question: str, prompt: Prompt) -> bool | None:
    try:
        answer = prompt(question).strip().lower()
    except EOFError:  # nobody is there to answer
        _say("")
        return None
    return True if answer in YES else False if answer in NO else None


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return REFUSED
