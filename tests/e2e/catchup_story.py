"""A directive that is answered while the bot is not connected: it may die anywhere in catching up."""

from dataclasses import dataclass

from .story import Story, recorded


@dataclass
class CatchupStory(Story):
    """Nobody types again here: what was typed while the bot was away must count by itself."""

    async def tell(self) -> None:
        """All of it. Raises NeverGotThere."""
        await self.relay()
        await self.endpoint.disconnect()
        for branch in self.hospital.branches:
            for person in branch.people:
                await person.says("已阅", in_=branch.group)
        self.endpoint.come_back()
        await self.endpoint.connected()
        await self.board(len(self.hospital.people))

    async def verify(self) -> None:
        assert set(self.copies().values()) == {1}
        assert await recorded(self.bot) == {person.id for person in self.hospital.people}
