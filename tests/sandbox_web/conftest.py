"""A world with the sample people in it, and its page served for real on loopback."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from plugins.sandbox.cast import Cast, load_cast, populate
from plugins.sandbox.server import SandboxPage, listen, serving
from plugins.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Served:
    """A served page with its world and its people."""

    world: World
    cast: Cast
    page: SandboxPage

    @property
    def base(self) -> str:
        return f"127.0.0.1:{self.page.port}"


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    world, cast = World(), load_cast()
    populate(world, cast)
    listening = listen(0)
    page = SandboxPage(world, cast, listening.getsockname()[1])
    async with serving(page.app, listening):
        yield Served(world, cast, page)
