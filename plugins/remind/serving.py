"""Serving what is due: a page of people at a time, each page one short use case, so that the writer is free between.

Everything is decided from the tables inside the use case that writes the reminders: a page that is run again (the
process died, the clock jumped) finds who was reminded and leaves them out.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from plugins.gateway import accounts, chats, outbox
from plugins.gateway.config import settings as gateway
from plugins.gateway.outbox import Lane, Saying
from plugins.gateway.segments import Segment, text
from plugins.org.friends import NoFriendList
from plugins.storage import Transaction, due, failpoint, moment, read, write
from plugins.storage.due import Due

from . import domain, groups, kinds, owed, plans, quiet, reach, texts, wishes
from .rounds import Round

PAGE = 100
"""People reminded in one use case."""
ROUNDS = 40
"""Rounds served together at most, the most pressing first."""
LOOK_AGAIN = timedelta(seconds=30)
"""While the bot's friends are not known (it is not connected), who waits is looked at again after this."""
DUTY_CHANGES = timedelta(hours=1)
"""Duty may be called off: whoever waits for its end is looked at again after this."""

_DUE = "SELECT id, until, moments FROM remind_matter WHERE next_at <= ? AND kind IN ({known}) ORDER BY next_at, id LIMIT 200"
_OPEN = (
    "SELECT r.id, r.matter_id, r.lapses_at, r.scope, r.noted, m.kind, m.ref, m.number FROM remind_round r "
    "JOIN remind_matter m ON m.id = r.matter_id WHERE r.look_at <= ? AND m.kind IN ({known}) "
    "ORDER BY CASE WHEN r.lapses_at IS NULL THEN 1 ELSE 0 END, r.lapses_at, r.id LIMIT ?"
)


async def serve(job: Due) -> None:
    """Opens the moments that have come, reminds the next page of people, and says when to go on."""
    await _open(job.now)
    rounds = await _rounds(job.now)
    friends = await reach.known() if any(not one.kind.strangers_too for one in rounds) else ()
    quiet_until = quiet.quiet_until(job.now)
    ready = [
        one
        for one in rounds
        if (friends is not None or one.kind.strangers_too) and (quiet_until is None or one.kind.any_hour)
    ]
    waiting = {one.id: quiet_until or job.now + LOOK_AGAIN for one in rounds if one not in ready}
    people = await owed.candidates(ready, friends or (), job.now, PAGE)
    strangers = await groups.strangers_in(ready, friends or ())
    free_at = await owed.duty_ends(ready, friends or (), job.now) if len(people) < PAGE else {}

    async def work(tx: Transaction) -> None:
        await owed.lock(tx, [one.matter for one in ready])
        told = await _remind(tx, ready, people, job.now)
        await groups.note(tx, ready, strangers, job.now)
        again = job.now + _pace(told)
        for round_id, at in waiting.items():
            await _look_again(tx, round_id, at)
        if len(people) == PAGE:
            for one in ready:
                await _look_again(tx, one.id, again)
        else:
            await _finish(tx, ready, free_at, job.now)
        await _schedule(tx, job)
        failpoint("remind.page.before_commit")

    await write(work)
    failpoint("remind.page.after_commit")


async def _open(now: datetime) -> None:
    """A round for each matter whose moment has come; what is over is closed."""
    marks, names = kinds.known()
    coming_due = _DUE.format(known=marks)
    found = await read(coming_due, (now, *names))
    over = await read("SELECT id FROM remind_round WHERE lapses_at <= ? LIMIT 1", (now,))
    if not found and not over:
        return

    async def work(tx: Transaction) -> None:
        for row in await tx.execute(coming_due, (now, *names)):
            planned = [datetime.fromisoformat(one) for one in json.loads(row["moments"])]
            until = None if row["until"] is None else moment(row["until"])
            opens_at, coming = domain.opened(planned, now)
            await tx.execute("UPDATE remind_matter SET next_at = ? WHERE id = ?", (coming, row["id"]))
            if opens_at is not None and (until is None or now < until):
                await plans.open_round(tx, row["id"], opens_at, until)
        await tx.execute("DELETE FROM remind_round WHERE lapses_at <= ?", (now,))

    await write(work)


async def _rounds(now: datetime) -> list[Round]:
    """The open rounds of loaded capabilities, the most pressing first. Those of matters that are gone are closed."""
    found: list[Round] = []
    gone: list[tuple[str, str]] = []
    marks, names = kinds.known()
    for row in await read(_OPEN.format(known=marks), (now, *names, ROUNDS)):
        kind = kinds.find(row["kind"])
        line = None if kind is None else await kind.line(row["ref"], now)
        if kind is None or line is None:
            gone.append((row["kind"], row["ref"]))
            continue
        lapses_at = None if row["lapses_at"] is None else moment(row["lapses_at"])
        found.append(
            Round(
                row["id"],
                row["matter_id"],
                kind,
                row["ref"],
                row["number"],
                lapses_at,
                row["scope"],
                bool(row["noted"]),
                line,
            )
        )

    async def work(tx: Transaction) -> None:
        for kind, ref in gone:
            await plans.drop(tx, kind, ref)

    if gone:
        await write(work)
    return found


async def _remind(tx: Transaction, rounds: Sequence[Round], people: Mapping[int, str], now: datetime) -> int:
    """Reminds those of `people` who still owe something: a message each, and counts it. How many messages."""
    if not people:
        return 0
    by_id = {one.id: one for one in rounds}
    due_of: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)  # rows by person and matter
    for row in await owed.details(tx, rounds, people, now):
        kept = due_of[row["person_id"]].setdefault(row["matter_id"], row)
        if row["round_id"] > kept["round_id"]:
            due_of[row["person_id"]][row["matter_id"]] = row
    told = {person: [(by_id[row["round_id"]], row) for row in matters.values()] for person, matters in due_of.items()}
    said: dict[str, tuple[Segment, ...]] = {}
    """One object for all who get the same."""
    await outbox.enqueue_all(tx, [_saying(person, found, now, said) for person, found in told.items()])
    await owed.count(
        tx, [(row["matter_id"], person, one.id, now) for person, found in told.items() for one, row in found]
    )
    return len(told)


def _saying(
    person: int, found: Sequence[tuple[Round, Mapping[str, Any]]], now: datetime, said: dict[str, tuple[Segment, ...]]
) -> Saying:
    """One private message for all of `found` (rounds and rows of `details`), which lapses before it would disturb."""
    first, row = found[0]
    single = len(found) == 1
    limits = [one.lapses_at for one, _ in found if one.lapses_at is not None]
    if not any(one.kind.any_hour for one, _ in found):
        limits += [at for at in (quiet.quiet_from(now), row["next_duty"] and moment(row["next_duty"])) if at]
    words = texts.reminder_text([one.line for one, _ in found])
    return Saying(
        key=f"remind:{person}:{'.'.join(str(one.id) for one, _ in found[: texts.MOST_LINES])}",
        chat=chats.private(row["account"]),
        segments=said.setdefault(words, (text(words),)),
        kind=f"reminder.{first.kind.name if single else wishes.SEVERAL}",
        ref=wishes.ref_of(first.kind.name, first.ref)
        if single
        else wishes.ref_of_several(one.matter for one, _ in found),
        number=first.number if single else None,
        lane=Lane.URGENT if any(one.kind.urgent for one, _ in found) else Lane.NORMAL,
        not_before=now,
        expires_at=min(limits, default=None),
    )


def _pace(told: int) -> timedelta:
    """How long the outbox needs for what it was given: the next page is decided when it has gone out."""
    return timedelta(seconds=told * gateway.send_interval / max(len(accounts.connected()), 1))


async def _finish(tx: Transaction, rounds: Sequence[Round], free_at: Mapping[int, datetime], now: datetime) -> None:
    """Closes the rounds nobody waits in; where somebody is on duty, looks again when the first is not any more."""
    for one in rounds:
        if one.id in free_at:
            await _look_again(tx, one.id, min(free_at[one.id], now + DUTY_CHANGES))
        else:
            await tx.execute("DELETE FROM remind_round WHERE id = ?", (one.id,))


async def _look_again(tx: Transaction, round_id: int, at: datetime) -> None:
    await tx.execute("UPDATE remind_round SET look_at = ? WHERE id = ?", (at, round_id))


async def _schedule(tx: Transaction, job: Due) -> None:
    if await plans.earliest_of(tx) is None:
        await job.done(tx)
    else:
        await plans.wake(tx)


async def over(job: Due) -> None:
    """The `until` of a plan has come: its capability does what it wants to do then. While nobody can be written to, it
    is asked again a little later."""
    kind, ref = str(job.payload["kind"]), str(job.payload["ref"])
    entry = kinds.find(kind)
    if entry is None or entry.at_end is None:
        return
    try:
        await entry.at_end(ref, datetime.fromisoformat(job.payload["until"]), job.now)
    except NoFriendList:

        async def later(tx: Transaction) -> None:
            if await job.done(tx):
                await due.schedule(tx, plans.OVER, job.key, job.now + LOOK_AGAIN, job.payload)

        await write(later)


async def begin() -> None:
    """At start: what is due meanwhile is looked at."""
    await write(plans.wake)
