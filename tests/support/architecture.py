"""The rules of the house as functions over source trees: what tests/test_architecture.py holds the project to."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath

FLOORS = {
    "storage": 0,
    "gateway": 1,
    "org": 2,
    "remind": 3,
    "render": 3,
    **dict.fromkeys(("relay", "attendance", "tasks", "feedback", "incidents", "study"), 4),
    **dict.fromkeys(("ledger", "guide", "ops", "console"), 5),
}
"""sandbox stands outside: it imports no plugin and no plugin imports it."""

CAPABILITY = 4
LINES = 300
DOOR_LINES = 40

OUTSIDE = frozenset({"nonebot", "tortoise", "httpx", "fastapi", "starlette", "aiosqlite", "asyncpg", "typer"})
"""Libraries that do something to the world; a room's plan says which file may touch which."""

# For each file of a room: its siblings it may import, and the OUTSIDE libraries.
PLAN: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "domain": (frozenset(), frozenset()),
    "models": (frozenset({"domain"}), frozenset({"tortoise"})),
    "texts": (frozenset({"domain"}), frozenset()),
    "config": (frozenset({"domain"}), frozenset({"nonebot"})),
    "service": (frozenset({"domain", "models", "texts", "config"}), frozenset({"tortoise"})),
    "pictures": (frozenset({"domain", "texts"}), frozenset()),
    "documents": (frozenset({"domain", "texts"}), frozenset()),
    "commands": (frozenset({"domain", "texts", "pictures", "documents", "service", "config"}), frozenset()),
    "jobs": (frozenset({"service", "config"}), frozenset()),
    "pages": (frozenset({"domain", "texts", "service", "config"}), frozenset({"fastapi", "starlette", "nonebot"})),
}


@dataclass(frozen=True)
class Source:
    """One Python file; `path` is relative to the project root."""

    path: PurePosixPath
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def plugin(self) -> str:
        """The plugin the file belongs to, or ""."""
        return self.path.parts[1] if self.path.parts[0] == "plugins" and len(self.path.parts) > 2 else ""

    @property
    def room_file(self) -> str:
        """Which file of the plan it is part of (`service/issue.py` is part of `service`), or ""."""
        return PurePosixPath(self.path.parts[2]).stem if self.plugin else ""

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.path.parts

    @cached_property
    def imports(self) -> frozenset[str]:
        """Dotted names of all that is imported anywhere in the file, `require("…")` included; names of a from-import
        are appended to their module."""
        return frozenset(self._imports())

    def _imports(self) -> Iterator[str]:
        package = self.path.parts[:-1]
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                above = package[: len(package) - node.level + 1] if node.level else ()
                module = ".".join((*above, *filter(None, [node.module])))
                yield from (f"{module}.{alias.name}" for alias in node.names)
            elif isinstance(node, ast.Call) and _name(node.func).split(".")[-1] in {"require", "import_module"}:
                yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))

    def siblings(self) -> Iterator[str]:
        """The room's own files it imports, itself apart."""
        for name in self.imports:
            parts = name.split(".")
            if parts[:2] == ["plugins", self.plugin] and len(parts) > 2 and parts[2] != self.room_file:
                yield parts[2]


def _name(node: ast.AST) -> str:
    """`a.b.c` of a name or attribute chain; "" before anything else (`f().b` is `.b`)."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@cache
def sources(root: Path) -> list[Source]:
    """Every Python file of the project: what git tracks or would track; all files where there is no git. Read once."""
    if (root / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "-z", "*.py"], cwd=root, capture_output=True, check=True
        )
        paths = [root / name for name in listing.stdout.decode().split("\0") if name]
    else:
        paths = [p for p in root.rglob("*.py") if not {".venv", "node_modules"} & set(p.relative_to(root).parts)]
    return [
        Source(PurePosixPath(path.relative_to(root).as_posix()), path.read_text("utf-8"))
        for path in sorted(paths)
        if path.exists()
    ]


Rule = Callable[[Source], Iterator[str]]


def imports_go_down(source: Source) -> Iterator[str]:
    if not source.plugin:
        return
    own = FLOORS.get(source.plugin)
    if own is None and source.plugin != "sandbox":
        yield f"plugins.{source.plugin} has no floor"
        return
    for name in sorted(source.imports):
        parts = name.split(".")
        if parts[0] in {"bot", "tests", "benchmarks"}:
            yield f"imports {name}, which stands above all plugins"
        if parts[0] != "plugins" or len(parts) < 2 or parts[1] == source.plugin:
            continue
        other = FLOORS.get(parts[1])
        if own is None:
            yield f"imports {name}, and sandbox imports no plugin"
        elif other is None or other >= own or (own > CAPABILITY and other == CAPABILITY):
            yield f"imports {name} from floor {own}"


def room_has_the_plan(source: Source) -> Iterator[str]:
    if FLOORS.get(source.plugin) != CAPABILITY or source.is_migration or source.room_file == "__init__":
        return
    if source.room_file not in PLAN:
        yield f"{source.room_file} is no file of the plan: {', '.join(PLAN)}"
        return
    siblings, libraries = PLAN[source.room_file]
    for sibling in sorted(set(source.siblings()) - siblings):
        yield f"imports {sibling}, which {source.room_file} must not know"
    for library in sorted({name.split(".")[0] for name in source.imports} & OUTSIDE - libraries):
        yield f"imports {library}, which {source.room_file} must not touch"


def texts_are_pure(source: Source) -> Iterator[str]:
    if source.room_file == "texts" and any(
        isinstance(n, ast.AsyncFunctionDef | ast.Await) for n in ast.walk(source.tree)
    ):
        yield "texts are pure: nothing async"


SENTENCE = re.compile(r"[\u4e00-\u9fff]{8}|[\u4e00-\u9fff][,。:;?!、,:;?!]")


def services_make_no_sentence(source: Source) -> Iterator[str]:
    """A word of the language (全体) may stand in a service; what people read is said by texts."""
    if source.room_file != "service" or FLOORS.get(source.plugin) != CAPABILITY:
        return
    docs = {id(d) for d in _docstrings(source.tree)}
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docs:
            continue
        if SENTENCE.search(node.value):
            yield f"a sentence in line {node.lineno}"


CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|clock\.\w+|time\.(time|time_ns|monotonic|sleep))$"
)


def domain_is_pure(source: Source) -> Iterator[str]:
    """Only the standard library and its own room's domain; no clock, no database, nothing async."""
    if source.room_file != "domain":
        return
    own = f"plugins.{source.plugin}.domain"
    for name in sorted(source.imports):
        top = name.split(".")[0]
        if not (name == own or name.startswith(f"{own}.")) and (
            top not in sys.stdlib_module_names or top in {"time", "sqlite3", "asyncio", "socket"}
        ):
            yield f"domain imports {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and CLOCKS.search(_name(node.func)):
            yield f"domain looks at a clock: {_name(node.func)}"
        if isinstance(node, ast.AsyncFunctionDef):
            yield f"domain waits: async def {node.name}"


def files_stay_small(source: Source) -> Iterator[str]:
    lines = source.text.count("\n")
    if lines > LINES and not source.is_migration:
        yield f"{lines} lines, more than {LINES}"
    if source.plugin and source.path.parts[2:] == ("__init__.py",) and lines > DOOR_LINES:
        yield f"{lines} lines, more than {DOOR_LINES} for a plugin's __init__"


def one_writer(source: Source) -> Iterator[str]:
    if _program(source) and source.plugin != "storage" and "in_transaction" in _identifiers(source):
        yield "in_transaction outside storage"


def one_matcher(source: Source) -> Iterator[str]:
    if not _program(source) or source.plugin == "gateway":
        return
    used = source.imports | {_name(n) for n in ast.walk(source.tree) if isinstance(n, ast.Attribute)}
    for name in sorted(used):
        if re.match(r"nonebot(\.plugin)?(\.on)?\.(on|on_\w+|CommandGroup|MatcherGroup)$|nonebot\.matcher(\.|$)", name):
            yield f"{name} outside gateway"


def segments_only(source: Source) -> Iterator[str]:
    """Messages are segment arrays: no Message(str), and no CQ string but in the service that is simulated."""
    if not _program(source) or source.plugin == "gateway":
        return
    for name in sorted(source.imports):
        if name.startswith("nonebot.adapters") and name.endswith((".Message", ".MessageSegment")):
            yield f"{name} outside gateway"
    knows_adapters = any(name.startswith("nonebot.adapters") for name in source.imports)
    docs = {id(d) for d in _docstrings(source.tree)}
    for node in ast.walk(source.tree):
        called = _name(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if knows_adapters and called in {"Message", "MessageSegment"}:
            yield "Message(…) outside gateway"
        cq = isinstance(node, ast.Constant) and isinstance(node.value, str) and "[CQ:" in node.value
        if cq and id(node) not in docs and source.plugin != "sandbox":
            yield "a CQ string"


def no_print(source: Source) -> Iterator[str]:
    if source.plugin and source.path.stem != "cli":
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and _name(node.func) == "print":
                yield f"print in line {node.lineno}"


def _program(source: Source) -> bool:
    return source.path.parts[0] in {"bot.py", "plugins"}


def _identifiers(source: Source) -> set[str]:
    named = {_name(n).split(".")[-1] for n in ast.walk(source.tree) if isinstance(n, ast.Name | ast.Attribute)}
    return named | {name.split(".")[-1] for name in source.imports}


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    """Strings that stand as statements: docstrings of modules, classes, functions and fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


RULES: tuple[Rule, ...] = (
    imports_go_down,
    room_has_the_plan,
    texts_are_pure,
    services_make_no_sentence,
    domain_is_pure,
    files_stay_small,
    one_writer,
    one_matcher,
    segments_only,
    no_print,
)


def violations(root: Path, rule: Rule) -> list[str]:
    """What under `root` breaks `rule`, one line each, beginning with the file."""
    return [f"{source.path}: {line}" for source in sources(root) for line in rule(source)]
