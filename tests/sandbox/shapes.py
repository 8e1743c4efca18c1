"""Payload samples, and what two JSON values must have in common to be of the same shape."""

import json
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "payloads" / "onebot"


def sample(name: str) -> Any:  # any JSON
    """A payload file without its suffix, e.g. `napcat_generated/group_text`."""
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def shape(value: Any) -> Any:  # any JSON
    """Keys and types all the way down; lists element by element."""
    if isinstance(value, dict):
        return {key: shape(content) for key, content in sorted(value.items())}
    if isinstance(value, list):
        return [shape(content) for content in value]
    return type(value).__name__
