"""The hospital of relay's tests, and a clock that shows the stage's time."""

import pytest

from plugins.gateway import elsewhere
from plugins.storage import clock
from tests.incidents.stage import Night
from tests.relay.conftest import hospital_file, stage
from tests.relay.stage import Stage

__all__ = ["hospital_file", "night", "stage"]


@pytest.fixture
def night(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Night:
    """The hospital at the stage's time; nobody waits for alerts, nothing is sent."""
    monkeypatch.setattr(clock, "now", lambda: stage.now)
    night = Night(stage, monkeypatch)

    async def take(text: str) -> bool:
        night.outside.append(text)
        return True

    monkeypatch.setattr(elsewhere, "_tellers", [take])
    return night
