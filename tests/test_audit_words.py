"""Every action that the audit records has words somebody can read: the actions are enumerated from the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plugins.incidents.domain import Act as IncidentAct
from plugins.org import contribute
from plugins.tasks.domain import Act as TaskAct

ROOT = Path(__file__).parents[1]
DESK = (ROOT / "plugins/feedback/service/desk.py").read_text("utf-8")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

MADE_OF = {
    "tasks.{wish.act}": [f"tasks.{act}" for act in TaskAct],
    "incidents.{wish.act.name.lower()}": [f"incidents.{act.name.lower()}" for act in IncidentAct],
    "feedback.{command.name.lower()}": [
        f"feedback.{name.lower()}" for name in re.findall(r"_act\(.*?Command\.(\w+)", DESK)
    ],
    "attendance.leave.{decision}": ["attendance.leave.grant", "attendance.leave.refuse"],
    "outbox.{act.__name__}": ["outbox.resend", "outbox.accept"],
}
"""What an action that is put together in the code can be."""


def recorded(function: ast.AST) -> Iterator[str]:
    """The actions of every `….record(tx, who, action, …)` in one function. A name stands for what is assigned to it there;
    a parameter is what the callers of that function, whose name is `record` too, hand over."""
    for node in ast.walk(function):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name) and len(node.args) > 2):
            continue
        if (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id) == "record":
            yield from actions(node.args[2], function)


def actions(given: ast.expr, function: ast.AST) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(action)):
            yield action
        case ast.JoinedStr():
            yield from MADE_OF[ast.unparse(given)[2:-1]]
        case ast.Name(id=name) if name in parameters(function):
            assert isinstance(function, FUNCTIONS)
            assert function.name == "record"
        case ast.Name(id=name):
            values = [
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name
            ]
            assert values, f"{name} is assigned nowhere in {ast.unparse(function)[:80]}"
            for value in values:
                yield from texts_in(value)
        case _:
            raise AssertionError(f"what action is {ast.unparse(given)}?")


def texts_in(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def parameters(function: ast.AST) -> list[str]:
    return [one.arg for one in function.args.args] if isinstance(function, FUNCTIONS) else []


ACTIONS = sorted(
    {
        action
        for file in (ROOT / "plugins").rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(function, FUNCTIONS)
        for action in recorded(function)
    }
)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_has_words_that_a_member_reads(action):
    words = contribute.audited_as(action)
    assert words
    assert words.isprintable()
    assert not any(sign.isascii() for sign in words)


def test_what_has_words_is_recorded_somewhere():
    assert set(contribute._audited) == set(ACTIONS)
    assert len(ACTIONS) > 40
