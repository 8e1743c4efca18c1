"""The instructions in docs/ tell of every command there is, and the examples of commands in tables are ones."""

import re
from pathlib import Path

from plugins.gateway import registry

DOCS = "\n".join(file.read_text("utf-8") for file in sorted((Path(__file__).parents[2] / "docs").glob("*.md")))


def test_every_command_is_in_the_instructions():
    missing = [entry.word for entry in registry.commands() if not re.search(rf"[`\n]/?{entry.word}\b", DOCS)]
    assert missing == []


def test_what_works_bare_in_a_group_is_said_first():
    beginning = DOCS.partition("# 给书记和干事")[2].partition("## ")[0]
    bare = [word for entry in registry.commands() if entry.bare for word in (entry.word, *entry.aliases)]
    assert bare
    assert [word for word in bare if f"`{word}`" not in beginning] == []
