"""`.env.example` names every setting there is, with its true default."""

import importlib
import re
from pathlib import Path

import pytest
from pydantic import BaseModel

ROOT = Path(__file__).parents[1]
OF_NONEBOT = {"HOST", "PORT", "SUPERUSERS", "LOG_LEVEL"}
OF_THE_DOOR = {"CAPABILITIES"}
CONFIGS = [file.parent.name for file in sorted(ROOT.glob("plugins/*/config.py"))]


def example() -> dict[str, tuple[str, str]]:
    """By name: the default as written, and the comment above it."""
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    found: dict[str, tuple[str, str]] = {}
    comment: list[str] = []
    for line in lines:
        if setting := re.fullmatch(r"# ?([A-Z][A-Z_]+)=(.*)", line):
            assert setting[1] not in found
            found[setting[1]] = (setting[2], "".join(comment))
            comment = []
        else:
            comment = [*comment, line.removeprefix("#").strip()] if line.startswith("# ") else []
    return found


def config(plugin: str) -> type[BaseModel]:
    return importlib.import_module(f"plugins.{plugin}.config").Config


def names(plugin: str) -> set[str]:
    return {name.upper() for name in config(plugin).model_fields}


def test_it_names_what_there_is_and_nothing_else():
    assert set(example()) == OF_NONEBOT | OF_THE_DOOR | set().union(*map(names, CONFIGS))


def test_everything_is_explained_in_chinese():
    assert [name for name, (_, comment) in example().items() if not re.search(r"[\u4e00-\u9fff]", comment)] == []


@pytest.mark.parametrize("plugin", CONFIGS)
def test_the_defaults_are_the_true_ones(plugin):
    model = config(plugin)
    written = {name.lower(): value for name, (value, _) in example().items() if name in names(plugin)}
    true = {name: field.default for name, field in model.model_fields.items()}
    assert model.model_validate(written) == model.model_validate(true)
