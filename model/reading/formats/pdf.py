"""PDF: the words of its pages as paragraphs, hyphens at the ends of lines taken back. Needs pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Final

from model.event import Document
from model.problem import Problem
from model.reading import publication_date as dates
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.sources import LocatedDocument, Source
from model.text.sanitize import replace_surrogates

_MAX_PAGES: Final = 2_000
_SENTENCE_END: Final = re.compile(r"[.!?:;…][\"”’»)\]]*$")
_LINE_END_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_SHORT_LINE_RATIO: Final = 0.75  # of the usual line: a line that ends so early ends its paragraph


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument | Problem]:
    """The one document of a PDF."""
    try:
        pages = list(_read_pages(data))
    except ImportError:
        yield Problem(source.name, "PDF needs one more package", "install strikeview[pdf]")
        return
    except _UnreadableError as error:
        yield Problem(source.name, str(error))
        return
    except RecursionError:
        yield Problem(source.name, "is too deeply nested", "save it again as PDF")
        return
    except Exception:  # hostile files make the parser fail in ways nobody has listed
        yield Problem(source.name, "is no PDF that can be read", "save its words as a .txt file")
        return
    text = replace_surrogates(join_paragraphs("\n".join(pages)))
    if not text.strip():
        yield Problem(source.name, "holds no words, only pictures", "recognise its text (OCR) and save it again")
        return
    stamps = dates.publication_fields(
        ("text", dates.find_header_date(text)), ("file name", dates.find_file_name_date(source.stem))
    )
    yield source.name, Document(id=source.stem, text=text, **stamps)


class _UnreadableError(ValueError):
    """Why there is no text, for people."""


def _read_pages(data: bytes) -> Iterator[str]:
    """The text of each page. Raises _UnreadableError, and whatever the parser raises."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it logs what we tell in our own words
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise _UnreadableError("is locked with a password")
    if len(reader.pages) > _MAX_PAGES:
        raise _UnreadableError(f"has more than {_MAX_PAGES:,} pages")
    size = 0
    for page in reader.pages:
        text = page.extract_text()
        size += len(text)
        if size > MAX_TEXT_BYTES:
            raise _UnreadableError(f"holds more than {MAX_TEXT_BYTES >> 20} MB of text")
        yield text


def join_paragraphs(text: str) -> str:
    """The text with the lines of each paragraph joined to one."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if not goes_on:
            joined.append(line)
        elif _LINE_END_HYPHEN.search(joined[-1]):  # before a capital it belongs to a name
            joined[-1] = (joined[-1][:-1] if line[0].islower() else joined[-1]) + line
        else:
            joined[-1] = f"{joined[-1]} {line}"
        goes_on = len(line) >= usual * _SHORT_LINE_RATIO or (not _SENTENCE_END.search(line) and len(line) >= usual / 2)
    return "\n".join(joined)
