"""Whom the alert has reached, and telling the reporter who it has not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plugins import storage
from plugins.gateway import accounts, chats, outbox
from plugins.gateway.chats import Chat
from plugins.gateway.outbox import Delivery, reach
from plugins.gateway.outbox import State as Sent
from plugins.storage import Transaction

from ..domain import Reached, clocks
from ..models import AlertedRow, IncidentRow
from . import names, people
from .people import Officer


@dataclass(frozen=True, slots=True)
class Standing:
    """How the alert stands with each officer."""

    sent: tuple[Officer, ...]
    pending: tuple[Officer, ...]
    unreached: tuple[Officer, ...]

    @property
    def counts(self) -> Reached:
        return Reached(
            len(self.sent), tuple(one.name for one in self.pending), tuple(one.name for one in self.unreached)
        )


async def standing(number: int, deliveries: Sequence[Delivery] | None = None) -> Standing:
    """By what the outbox knows (`deliveries`, else as it is now). What is under way to a friend may still arrive; what is
    under way to somebody who is none, in doubt, held or refused counts as not there: the reporter can telephone."""
    if deliveries is None:
        joined = await IncidentRow.filter(merged_into=number).values_list("id", flat=True)
        deliveries = [one for at in (number, *joined) for one in await outbox.states(names.alert_of(int(str(at))))]
    elsewhere = await reach.friends_elsewhere()
    states: dict[str, set[Sent]] = defaultdict(set)
    for one in deliveries:
        states[one.chat.key].add(one.state)
    sent: list[Officer] = []
    pending: list[Officer] = []
    unreached: list[Officer] = []
    for officer in await people.alerted(number):
        chat = chats.private(officer.account or "")
        found = states.get(chat.key, set()) if officer.account else set()
        if found == {Sent.SENT}:
            sent.append(officer)
        elif found and found <= {Sent.SENT, Sent.QUEUED, Sent.SENDING} and (_is_friend(chat) or chat.id in elsewhere):
            pending.append(officer)
        else:
            unreached.append(officer)
    return Standing(tuple(sent), tuple(pending), tuple(unreached))


def _is_friend(chat: Chat) -> bool:
    return any(
        accounts.of(self_id).reaches(chat) and not accounts.of(self_id).offline for self_id in accounts.connected()
    )


async def wait(number: int, now: datetime) -> Reached:
    """Waits for the alerts to arrive, at most clocks.WAIT, and notes that the reporter is told of it now."""
    deliveries = await outbox.settled(names.alert_of(number), clocks.WAIT.total_seconds())
    found = await standing(number, deliveries)

    async def work(tx: Transaction) -> None:
        await note(number, found, now)
        storage.failpoint("incidents.wait.before_commit")

    await storage.write(work)
    storage.failpoint("incidents.wait.after_commit")
    return found.counts


async def note(number: int, found: Standing, now: datetime) -> None:
    """The reporter is told of it: inside a use case."""
    await IncidentRow.filter(id=number, answered_at__isnull=True).update(answered_at=now)
    named = [one.id for one in found.unreached]
    await AlertedRow.filter(incident_id=number, person_id__in=named, named_at__isnull=True).update(named_at=now)
