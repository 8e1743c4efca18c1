"""Invitations of the bot, friend requests, and bound members who leave."""

from datetime import datetime

from plugins import storage
from plugins.gateway import outbox
from plugins.gateway.chats import Chat
from plugins.gateway.directory import directory
from plugins.gateway.segments import text
from plugins.storage import Transaction

from . import service, texts
from .models import ClaimRow
from .officers import administrators, who_is_told


class Arrivals:
    """The gateway's PeopleEvents. Who joins a group is not greeted."""

    async def invited(self, account: str, chat: Chat, at: datetime) -> bool:
        """Accepts from administrators and officers; anybody else's is put to the administrators once."""
        actor = await directory().actor(account)
        if actor.superuser or actor.officer_units():
            return True

        async def work(tx: Transaction) -> None:
            for told in administrators():
                await _tell(tx, f"org:invited:{chat.key}:{at:%Y%m%d}", told, texts.invited_text(chat, account))

        await storage.write(work)
        return False

    async def asks_friendship(self, account: str) -> bool:
        """Accepts people of the roster, administrators, and who has an open claim (the notice must reach them); others
        are left alone quietly."""
        actor = await directory().actor(account)
        return actor.superuser or actor.person_id is not None or await ClaimRow.filter(account=account).exists()

    async def left(self, account: str, chat: Chat, at: datetime) -> None:
        """Reports a person of the roster who left a bound group to its officers, once a leaving."""
        if await directory().bound(chat) is None:
            return

        async def work(tx: Transaction) -> None:
            bound, actor = await service.current(chat), await directory().actor(account)
            if bound is None or not any(bound.unit.id in post.unit.path for post in actor.posts):
                return
            for told in await who_is_told(bound.unit, chat):
                key = f"org:left:{chat.key}:{account}:{at:%Y%m%d%H%M%S}"
                await _tell(tx, key, told, texts.left_text(actor.name, bound))

        await storage.write(work)


async def _tell(tx: Transaction, key: str, chat: Chat, sentence: str) -> None:
    await outbox.enqueue(tx, key=key, chat=chat, segments=[text(sentence)], kind="org.people", ref=key)
