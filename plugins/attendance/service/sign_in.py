"""签到 and 签退: the hot path. Whatever has gathered while the writer was busy is recorded by a few statements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins import storage
from plugins.gateway.limits import Pass, Rate
from plugins.storage import Combined, Transaction, moment

from .. import domain
from ..config import settings
from ..domain import THERE, Means, Mode, Record, Refusal, Role, Session, SessionState
from . import finding
from .outcomes import (
    Again,
    Claim,
    NoSuch,
    NotListed,
    Outcome,
    Overruled,
    Refused,
    Signed,
    TooManyTries,
    Unclear,
    UnknownPerson,
    WrongCode,
)
from .rows import record_of

_PEOPLE = "SELECT id, name, account FROM org_person WHERE active AND account IN ({marks})"
_SESSIONS = (
    "SELECT id, state, begins, ends, mode, secret, expected, present FROM attendance_session WHERE id IN ({marks})"
)
_RECORDS = """
SELECT id, session_id, person_id, role, voter, signed_in_at, means, signed_out_at, leave, official, correction, made_up_at
FROM attendance_record WHERE (session_id, person_id) IN (VALUES {pairs})
"""
_SIGN = "UPDATE attendance_record SET signed_in_at = ?, means = ?, signed_out_at = ?, state = ? WHERE id = ?"

_tries = Rate(domain.CODE_TRIES, seconds=domain.CODE_TRIES_SECONDS)


async def record_all(tx: Transaction, claims: Sequence[Claim]) -> Sequence[Outcome]:
    """Records a batch inside a use case: who and which, one look-up of the records, one write of them and of the tallies."""
    people = await _by(tx, _PEOPLE, "account", {claim.account for claim in claims})
    numbers = await finding.numbers_of(tx, claims, {account: row["id"] for account, row in people.items()})
    meant = {number for number in numbers if isinstance(number, int)}
    batch = _Batch(people, await _by(tx, _SESSIONS, "id", meant))
    pairs = {
        (number, people[claim.account]["id"])
        for claim, number in zip(claims, numbers, strict=True)
        if claim.account in people and isinstance(number, int) and number in batch.sessions
    }
    await batch.load(tx, pairs)
    outcomes = [batch.decide(claim, number) for claim, number in zip(claims, numbers, strict=True)]
    await batch.write(tx)
    storage.failpoint("attendance.sign_in.before_commit")
    return outcomes


async def _by(tx: Transaction, sql: str, column: str, values: set[Any]) -> dict[Any, dict[str, Any]]:  # raw rows
    if not values:
        return {}
    marks = ", ".join("?" * len(values))
    return {row[column]: row for row in await tx.execute(sql.format(marks=marks), list(values))}


@dataclass(slots=True)
class _Batch:
    """Decides a batch in the order it came; what one claim does, the next one sees."""

    people: Mapping[str, Mapping[str, Any]]  # raw rows
    sessions: Mapping[int, Mapping[str, Any]]  # raw rows
    records: dict[tuple[int, int], tuple[int, Record]] = field(default_factory=dict)
    """Id and facts, by session and person."""
    changed: dict[tuple[int, int], None] = field(default_factory=dict)
    arrived: Counter[int] = field(default_factory=Counter)
    """How many more of those expected are there, by session."""

    async def load(self, tx: Transaction, pairs: set[tuple[int, int]]) -> None:
        if pairs:
            marks = ", ".join(["(CAST(? AS BIGINT), CAST(? AS BIGINT))"] * len(pairs))
            params = [value for pair in pairs for value in pair]
            for row in await tx.execute(_RECORDS.format(pairs=marks), params):
                self.records[row["session_id"], row["person_id"]] = (row["id"], record_of(row))

    def decide(self, claim: Claim, number: finding.Meant) -> Outcome:
        person = self.people.get(claim.account)
        if person is None:
            return UnknownPerson()
        if not isinstance(number, int):
            return Unclear(number)
        row = self.sessions.get(number)
        if row is None:
            return NoSuch(number)
        key = (number, person["id"])
        if key not in self.records:
            return NotListed(number, person["name"])
        session = _session_of(row)
        _, before = self.records[key]
        if problem := _code_problem(claim, person["id"], row, session, before):
            return problem
        after = (
            domain.sign_out(before, session, claim.time)
            if claim.out
            else domain.sign_in(before, session, claim.time, claim.means)
        )
        if isinstance(after, Refusal) and after is not Refusal.ALREADY:
            return _refused(session, after, there=domain.state_of(before, session) in THERE)
        signed = self._keep(key, session, after, claim) if isinstance(after, Record) else None
        if domain.is_overruled(before):
            return Overruled(number, domain.state_of(before, session))
        since = before.signed_out_at if claim.out else before.signed_in_at
        return signed or Again(number, person["name"], since or claim.time, claim.out)

    def _keep(self, key: tuple[int, int], session: Session, after: Record, claim: Claim) -> Signed:
        record_id, before = self.records[key]
        self.records[key] = (record_id, after)
        self.changed[key] = None
        was, is_now = domain.state_of(before, session) in THERE, domain.state_of(after, session) in THERE
        if after.role is Role.EXPECTED:
            self.arrived[session.number] += int(is_now) - int(was)
        row, person = self.sessions[session.number], self.people[claim.account]
        return Signed(
            session.number,
            person["name"],
            claim.time,
            late=not claim.out and domain.state_of(after, session) is domain.RecordState.LATE,
            observer=after.role is not Role.EXPECTED,
            present=row["present"] + self.arrived[session.number],
            expected=row["expected"],
            out=claim.out,
        )

    async def write(self, tx: Transaction) -> None:
        for number in {number for number, _ in self.changed}:
            changed = [self.records[key] for key in self.changed if key[0] == number]
            await write_all(tx, _session_of(self.sessions[number]), changed)
        await tx.execute_many(
            "UPDATE attendance_session SET present = present + ? WHERE id = ?",
            [(more, number) for number, more in sorted(self.arrived.items()) if more],
        )


async def write_all(tx: Transaction, session: Session, changed: Sequence[tuple[int, Record]]) -> None:
    """Writes when these records were signed in and out, and what they come to: id and facts each."""
    values = []
    for record_id, record in changed:
        means = record.means.value if record.means else None
        state = domain.state_of(record, session).value
        values.append((record.signed_in_at, means, record.signed_out_at, state, record_id))
    await tx.execute_many(_SIGN, values)


def _session_of(row: Mapping[str, Any]) -> Session:  # a raw row of _SESSIONS
    return Session(
        row["id"],
        SessionState(row["state"]),
        moment(row["begins"]),
        moment(row["ends"]),
        Mode(row["mode"]),
        settings.late_minutes,
    )


def _code_problem(
    claim: Claim, person_id: int, row: Mapping[str, Any], session: Session, before: Record
) -> Outcome | None:  # a raw row
    """What is wrong with the code of a sign-in where the session asks for one; None for nothing."""
    if claim.means is not Means.TYPED or claim.out or not row["secret"] or before.signed_in_at is not None:
        return None
    if refusal := domain.may_sign_in(session, claim.time):
        return _refused(session, refusal)
    if claim.code is None:
        return WrongCode(session.number, missing=True)
    if _tries.take(f"{session.number} {person_id}", claim.time.timestamp()) is not Pass.OK:
        return TooManyTries(session.number)
    return None if domain.is_valid(row["secret"], claim.code, claim.time) else WrongCode(session.number, missing=False)


def _refused(session: Session, reason: Refusal, *, there: bool = False) -> Refused:
    at = {Refusal.TOO_EARLY: session.opens, Refusal.OVER: session.ends}.get(reason)
    return Refused(session.number, reason, at, there)


_combined: Combined[Claim, Outcome] = Combined(record_all)


async def record(claim: Claim) -> Outcome:
    """Records one 签到 or 签退, together with all that wait; returns once it is kept on disk.

    No audit row and no inbox key: the record itself is what counts, and a second time changes nothing. What is typed
    counts with the time it was typed, also when it reaches us after the end.
    """
    outcome = await _combined.add(claim)
    storage.failpoint("attendance.sign_in.after_commit")
    return outcome
