"""The tree of units (组织)."""

from collections.abc import Sequence
from typing import Protocol

from plugins.gateway.directory import BoundGroup, UnitView

from .shared import KIND_NAMES, listed

LINES_SHOWN = 30
"""How many units one answer shows."""


class TreeLine(Protocol):
    """What one line of the tree tells; overview.UnitLine."""

    @property
    def unit(self) -> UnitView: ...
    @property
    def depth(self) -> int: ...
    @property
    def people(self) -> int: ...
    @property
    def without_account(self) -> int: ...
    @property
    def officers(self) -> Sequence[tuple[str, str]]: ...
    @property
    def groups(self) -> Sequence[BoundGroup]: ...


def tree_text(lines: Sequence[TreeLine]) -> str:
    """A line a unit: people, heads, groups. A long tree is cut, saying how to see the rest."""
    if not lines:
        return "名册还是空的。请管理员在电脑上运行:uv run bot.py roster import 名册.csv"
    more = len(lines) - LINES_SHOWN
    said = [_tree_line(line) for line in lines[:LINES_SHOWN]]
    return "\n".join(said) + (f"\n另有 {more} 个单位。只看一个单位请发:/组织 单位名" if more > 0 else "")


def _tree_line(line: TreeLine) -> str:
    heads = [f"{title} {name}" for name, title in line.officers if "书记" in title]
    bound = [f"{KIND_NAMES[group.kind]} {group.chat.id}" for group in line.groups]
    parts = [
        f"{line.unit.name} {line.people}人",
        listed(heads, 3) if heads else "无书记",
        "、".join(bound) if bound else "未绑定群",
        *([f"{line.without_account}人无QQ"] if line.without_account else []),
    ]
    return "　" * line.depth + " · ".join(parts)
