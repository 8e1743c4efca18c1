"""What `bot.py print` runs. NoneBot must be initialised; the bot may be running."""

import asyncio
import sys
from pathlib import Path

from plugins import storage
from plugins.gateway.registry import sentence_for
from plugins.storage.errors import StartRefused
from plugins.storage.whole import write_whole

from . import documents, service, texts

DONE, REFUSED = 0, 2
_MAKERS = {".pdf": service.pdf, ".png": service.picture}


def print_out(word: str, number: int, path: Path) -> int:
    """Writes the document `word` for a number to `path`, PDF or PNG by its suffix, in place of what is there.

    Returns the exit code: 0 done, 2 refused (what is wrong is on stderr).
    """
    document = documents.find(word)
    if document is None:
        return _refuse(texts.unknown_document_text(documents.documents()))
    if path.suffix.lower() not in _MAKERS:
        return _refuse(texts.wrong_suffix_text())
    try:
        content = asyncio.run(_content(document, number, path.suffix.lower()))
    except StartRefused as error:
        return _refuse(storage.texts.refused_text(error))
    except service.RenderProblem as problem:
        return _refuse(texts.not_made_text(type(problem).__name__))
    except storage.errors.DomainError as error:
        sentence = sentence_for(error)
        if sentence is None:
            raise
        return _refuse(sentence)
    return _write(path, content)


async def _content(document: documents.Document, number: int, suffix: str) -> bytes:
    await storage.open_database()
    try:
        page = await document.make(number)
    finally:
        await storage.close_database()
    return await _MAKERS[suffix](page.template, page.data)


def _write(path: Path, content: bytes) -> int:
    try:
        write_whole(path, content)
    except OSError:
        return _refuse(storage.texts.cannot_write_text(str(path)))
    sys.stdout.write(texts.written_text(str(path)) + "\n")
    return DONE


def _refuse(text: str) -> int:
    sys.stderr.write(text + "\n")
    return REFUSED
