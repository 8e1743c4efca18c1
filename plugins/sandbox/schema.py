"""Checks the parameters of a call against NapCat's published schema, fast enough for thousands a second.

Like NapCat's own check, a number is taken where a numeric text is declared and the other way round; but never
null, and never a boolean for a text, since a bot that sends those has a fault that should show.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).with_name("napcat_schema.json")

Json = Any
"""A parsed JSON value: of any type by nature."""
Check = Callable[[Json], str | None]
"""Gives what is wrong with a value in NapCat's words, or None."""


def _is_number(value: Json) -> bool:
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return False
        return True
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str | int | float) and not isinstance(value, bool),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and float(value).is_integer(),
    "boolean": lambda value: isinstance(value, bool) or value in ("true", "false"),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


class Schema:
    """The actions of one published schema, each compiled at its first use."""

    def __init__(self, document: Mapping[str, Json]) -> None:
        self._actions: Mapping[str, Json] = document["actions"]
        self._definitions: Mapping[str, Json] = document["$defs"]
        self._compiled: dict[str, Check] = {}
        self._by_reference: dict[str, Check] = {}

    def problem(self, action: str, params: Mapping[str, Json]) -> str | None:
        """What NapCat would say against these parameters, or None. Raises KeyError for an unknown action."""
        check = self._compiled.get(action)
        if check is None:
            check = self._compiled[action] = self._compile(self._actions[action])
        return check(params)

    def __contains__(self, action: str) -> bool:
        return action in self._actions

    def _compile(self, schema: Mapping[str, Json]) -> Check:
        if "$ref" in schema:
            return self._reference(schema["$ref"].rsplit("/", 1)[1])
        checks: list[Check] = []
        if "anyOf" in schema:
            checks.append(self._any_of(schema["anyOf"]))
        checks += [self._compile(part) for part in schema.get("allOf", ())]
        if "type" in schema:
            checks.append(_typed(schema["type"]))
        if "enum" in schema:
            checks.append(_one_of(schema["enum"]))
        if "properties" in schema or "required" in schema:
            checks.append(self._members(schema.get("properties", {}), tuple(schema.get("required", ()))))
        if "items" in schema:
            checks.append(self._each(self._compile(schema["items"])))
        return _all(checks)

    def _reference(self, name: str) -> Check:
        def check(value: Json) -> str | None:
            found = self._by_reference.get(name)
            if found is None:
                found = self._by_reference[name] = self._compile(self._definitions[name])
            return found(value)

        return check

    def _members(self, properties: Mapping[str, Json], required: tuple[str, ...]) -> Check:
        checks = {name: self._compile(part) for name, part in properties.items()}

        def check(value: Json) -> str | None:
            for name in required:
                if name not in value:
                    return "Expected required property"
            for name, content in value.items():
                if (part := checks.get(name)) and (problem := part(content)):
                    return problem
            return None

        return check

    def _each(self, part: Check) -> Check:
        def check(value: Json) -> str | None:
            for item in value:
                if problem := part(item):
                    return problem
            return None

        return check

    def _any_of(self, parts: list[Json]) -> Check:
        """Message segments are told apart by their `type`, so that the one meant is the one that speaks."""
        plain: list[Check] = []
        by_type: dict[str, list[Check]] = {}
        for part in parts:
            name = part.get("$ref", "").rsplit("/", 1)[-1]
            kinds = self._definitions.get(name, part).get("properties", {}).get("type", {}).get("enum", ())
            compiled = self._compile(part)
            for kind in kinds:
                by_type.setdefault(kind, []).append(compiled)
            if not kinds:
                plain.append(compiled)

        def check(value: Json) -> str | None:
            problem = None
            meant = by_type.get(value["type"], ()) if by_type and isinstance(value, dict) and "type" in value else ()
            for part in (*meant, *plain):
                problem = part(value)
                if problem is None:
                    return None
            return problem if len(meant) == 1 and problem else "Expected union value"

        return check


def _typed(kind: str) -> Check:
    fits = _TYPES[kind]
    return lambda value: None if fits(value) else f"Expected {kind}"


def _one_of(allowed: list[Json]) -> Check:
    return lambda value: None if value in allowed else "Expected union value"


def _all(checks: list[Check]) -> Check:
    if len(checks) == 1:
        return checks[0]

    def check(value: Json) -> str | None:
        for part in checks:
            if problem := part(value):
                return problem
        return None

    return check


@cache
def napcat() -> Schema:
    """The trimmed copy of NapCat's schema that lies beside this file."""
    return Schema(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
