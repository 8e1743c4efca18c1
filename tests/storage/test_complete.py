"""Nothing is forgotten: every model has its migration, every failpoint a literal name."""

import ast

from plugins.storage import makemigrations
from plugins.storage.config import PROJECT


async def test_every_model_change_has_its_migration():
    assert await makemigrations.missing() == []


def test_every_failpoint_is_a_literal():
    names: list[str] = []
    for path in sorted((PROJECT / "plugins").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "failpoint":
                (argument,) = node.args
                assert isinstance(argument, ast.Constant), f"{path}: {ast.unparse(node)}"
                names.append(str(argument.value))
    assert "storage.migrate.before_commit" in names
