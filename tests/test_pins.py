"""Every package that can be installed is pinned: constraints bind only what they name, and no lock file is in git."""

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def resolved(lock: str) -> set[str]:
    """`name==version` of everything in a uv.lock but the project itself (its source is a folder, not an index)."""
    packages = tomllib.loads(lock)["package"]
    return {f"{p['name']}=={p['version']}" for p in packages if not {"virtual", "editable"} & set(p["source"])}


def pinned(pyproject: str) -> list[str]:
    return tomllib.loads(pyproject)["tool"]["uv"]["constraint-dependencies"]


def test_the_pins_are_the_resolved_closure():
    lock = ROOT / "uv.lock"
    if not lock.exists():
        pytest.skip("no uv.lock here: `uv run pytest` makes one")
    pins = pinned((ROOT / "pyproject.toml").read_text("utf-8"))
    assert sorted(pins) == sorted(resolved(lock.read_text("utf-8")))


def test_a_missing_pin_is_seen():
    lock = """
        [[package]]
        name = "tongxin"
        version = "0.1.0"
        source = { virtual = "." }
        [[package]]
        name = "aiolimiter"
        version = "1.3.0"
        source = { registry = "https://example.org" }
    """
    assert resolved(lock) == {"aiolimiter==1.3.0"}
