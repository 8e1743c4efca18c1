"""What `bot.py print` says."""

from collections.abc import Sequence

from .documents import Document


def written_text(path: str) -> str:
    return f"已写到 {path}"


def unknown_document_text(documents: Sequence[Document]) -> str:
    listed = "\n".join(f"  {one.word:<10}{one.summary}" for one in documents)
    return f"可以打印的有:\n{listed}\n例如:uv run bot.py print board 12 情况.pdf"


def wrong_suffix_text() -> str:
    return "文件名请以 .pdf 或 .png 结尾,例如:情况.pdf"


def not_made_text(kind: str) -> str:
    return f"版面没有排成({kind})"
