"""What stands in a forwarded bundle of messages: asked for when it is sent to us, since its id ends."""

from collections.abc import Iterable, Mapping
from typing import Any

from . import call
from .call import Ok
from .segments import Segment, from_json, text

MOST_MESSAGES = 100


async def unfolded(self_id: str, segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """The same segments with each forwarded bundle as its messages, each behind its sender's name.

    What cannot be read, and a bundle inside a bundle, stays as it is.
    """
    found: list[Segment] = []
    for segment in segments:
        inside = await _messages(self_id, str(segment.data.get("id", ""))) if segment.type == "forward" else None
        if inside is None:
            found.append(segment)
            continue
        for name, said in inside:
            found += (text(f"{name}:"), *said, text("\n"))
    return tuple(found)


async def _messages(self_id: str, identifier: str) -> list[tuple[str, tuple[Segment, ...]]] | None:
    outcome = await call.call(self_id, "get_forward_msg", message_id=identifier, id=identifier)
    if not isinstance(outcome, Ok) or not isinstance(outcome.data, Mapping):
        return None
    listed = outcome.data.get("messages") or outcome.data.get("message")
    if not isinstance(listed, list):
        return None
    found = [_read(item) for item in listed[:MOST_MESSAGES] if isinstance(item, Mapping)]
    return [one for one in found if one[1]] or None


def _read(item: Mapping[str, Any]) -> tuple[str, tuple[Segment, ...]]:  # JSON as it came: an event, or a node
    fields: Mapping[str, Any] = item["data"] if isinstance(item.get("data"), Mapping) else item
    sender = fields.get("sender")
    who = sender if isinstance(sender, Mapping) else fields
    name = str(who.get("card") or who.get("nickname") or who.get("name") or "")
    content = fields.get("message", fields.get("content"))
    if isinstance(content, str):
        return name, (text(content),)
    pieces = [one for one in content or () if isinstance(one, Mapping) and "type" in one]
    return name, from_json(pieces)
