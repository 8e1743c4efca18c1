"""One way to write placeholders for both databases."""

import re
from functools import lru_cache

_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|\?")


@lru_cache(maxsize=512)
def numbered(sql: str) -> str:
    """`sql` with each `?` outside quotes and comments as `$1`, `$2` …, as PostgreSQL wants it."""
    count = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal count
        if match[0] != "?":
            return match[0]
        count += 1
        return f"${count}"

    return _TOKEN.sub(replace, sql)
