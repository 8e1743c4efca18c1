"""The fast check says what jsonschema says, but that ids may be numbers."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from plugins.sandbox import cq
from plugins.sandbox.actions import Actions
from plugins.sandbox.dialect import Dialect
from plugins.sandbox.faults import HISTORIES, SENDS
from plugins.sandbox.schema import SCHEMA_FILE, napcat

DOCUMENT = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
ACTIONS = sorted(DOCUMENT["actions"])
SEGMENT_TYPES = ["text", "at", "reply", "image", "file", "face", "music", "node", "poke", "json", "unknown"]

leaves = st.sampled_from([None, [], {}, "文", "字"])
keys = st.sampled_from(["text", "qq", "id", "file", "type", "name", "content", "nickname", "data", "summary"])
segments = st.fixed_dictionaries(
    {"type": st.sampled_from(SEGMENT_TYPES)}, optional={"data": st.dictionaries(keys, leaves, max_size=4)}
)
messages = st.one_of(leaves, segments, st.lists(segments, max_size=3))
names = sorted({name for schema in DOCUMENT["actions"].values() for name in schema["properties"]} - {"message"})
params = st.tuples(
    st.dictionaries(st.sampled_from(names), leaves, max_size=6), st.dictionaries(st.just("message"), messages)
).map(lambda parts: parts[0] | parts[1])


@cache
def reference(action: str) -> Draft202012Validator:
    return Draft202012Validator({**DOCUMENT["actions"][action], "$defs": DOCUMENT["$defs"]})


@settings(max_examples=300, deadline=None)
@given(action=st.sampled_from(ACTIONS), params=params)
def test_both_checks_agree(action: str, params: dict[str, Any]):
    assert (napcat().problem(action, params) is None) == reference(action).is_valid(params)


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("send_group_msg", {"group_id": 30001, "message": [{"type": "at", "data": {"qq": 20001}}]}),
        ("send_group_msg", {"group_id": "30001", "message": {"type": "reply", "data": {"id": -5}}}),
        ("get_group_msg_history", {"group_id": 30001, "count": "20", "message_seq": -5}),
        ("get_stranger_info", {"user_id": 20001}),
        ("set_msg_emoji_like", {"message_id": -5, "emoji_id": "124", "set": "true"}),
        ("get_group_list", {"_timeout": 3}),
    ],
)
def test_numbers_may_be_written_as_text_and_ids_as_numbers(action: str, given: dict[str, Any]):
    assert napcat().problem(action, given) is None


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("send_group_msg", {"group_id": None, "message": "x"}),
        ("send_group_msg", {"group_id": True, "message": "x"}),
        ("get_group_msg_history", {"group_id": 30001, "count": "viele"}),
        ("set_msg_emoji_like", {"message_id": -5, "emoji_id": "124", "set": None}),
    ],
)
def test_null_and_booleans_for_text_are_faults(action: str, given: dict[str, Any]):
    assert napcat().problem(action, given)


def test_every_action_of_the_schema_can_be_performed():
    assert all(hasattr(Actions, action) for action in ACTIONS)
    assert set(ACTIONS) >= SENDS | HISTORIES
    assert all(Dialect.NAPCAT.offers(action) for action in ACTIONS)
    assert not any(Dialect.PLAIN.offers(action) for action in HISTORIES)


@given(st.lists(st.text(min_size=1), max_size=3), st.text(min_size=1))
def test_cq_codes_survive_a_round_trip(texts: list[str], value: str):
    message = [{"type": "at", "data": {"qq": value}}]
    for part in texts:
        message += [{"type": "text", "data": {"text": part}}, {"type": "face", "data": {"id": "178"}}]
    assert cq.decode(cq.encode(message)) == message
