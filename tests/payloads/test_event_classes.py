"""What real implementations send parses to the class in the checked-in table, and logs no error."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nonebot
import pytest
from nonebot.adapters.onebot.v11 import Adapter, MessageEvent
from nonebot.log import logger

HERE = Path(__file__).parent
PAYLOADS = HERE / "onebot"
CLASSES: dict[str, str] = json.loads((HERE / "event_classes.json").read_text(encoding="utf-8"))


def payload(name: str) -> dict[str, Any]:
    return json.loads((PAYLOADS / name).read_text(encoding="utf-8"))


def adapter() -> type[Adapter]:
    """The adapter that the program itself registers."""
    registered = type(nonebot.get_adapters()[Adapter.get_name()])
    assert issubclass(registered, Adapter)
    return registered


@pytest.fixture
def errors() -> Iterator[list[str]]:
    """Messages of ERROR records and above, of any logger that goes through loguru."""
    records: list[str] = []
    sink = logger.add(lambda message: records.append(message.record["message"]), level="ERROR")
    yield records
    logger.remove(sink)


@pytest.mark.parametrize("name", CLASSES)
def test_an_event_parses_to_its_class_without_an_error(name: str, errors: list[str]):
    event = adapter().json_to_event(payload(name))
    assert type(event).__name__ == CLASSES[name]
    assert errors == []


def test_the_table_covers_every_event_there_is():
    files = {path.relative_to(PAYLOADS).as_posix() for path in PAYLOADS.glob("*/*.json")}
    assert files == set(CLASSES)
    index = json.loads((PAYLOADS / "index.json").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in index if entry["parses_to"]} == set(CLASSES)


@pytest.mark.parametrize("name", [name for name, kind in CLASSES.items() if "__string" in name and kind != "Event"])
def test_both_message_formats_carry_the_same_text(name: str):
    as_text, as_segments = (
        adapter().json_to_event(payload(path)) for path in (name, name.replace("__string_format", ""))
    )
    assert isinstance(as_text, MessageEvent)
    assert isinstance(as_segments, MessageEvent)
    assert as_text.message.extract_plain_text() == as_segments.message.extract_plain_text()
    assert [segment.type for segment in as_text.message] == [segment.type for segment in as_segments.message]
