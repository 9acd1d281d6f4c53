"""PDF: the text of its pages as paragraphs, with hyphenated words rejoined. Needs pypdf."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Final

from model.event import Document
from model.problem import InputError
from model.reading import publication_date as dates
from model.reading.encoding import MAX_TEXT_BYTES
from model.reading.sources import LocatedDocument, Source
from model.text.sanitize import replace_surrogates

_MAX_PAGES: Final = 2_000
_SENTENCE_END: Final = re.compile(r"[.!?:;…][\"”’»)\]]*$")
_LINE_END_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_SHORT_LINE_RATIO: Final = 0.75  # a line shorter than this part of the usual length ends its paragraph


def read_documents(data: bytes, source: Source) -> Iterator[LocatedDocument]:
    """The document in a PDF file."""
    try:
        pages = list(_read_pages(data))
    except ImportError:
        raise InputError("PDF needs one more package", "install strikeview[pdf]") from None
    except InputError:
        raise
    except RecursionError:
        raise InputError("is too deeply nested", "save it again as PDF") from None
    except Exception:  # hostile files make the parser fail in many ways
        raise InputError("is not a readable PDF", "save its text as a .txt file") from None
    text = replace_surrogates(join_paragraphs("\n".join(pages)))
    if not text.strip():
        raise InputError("has no text, only pictures", "recognise its text (OCR) and save it again")
    yield source.name, Document(id=source.stem, text=text, **dates.find_publication_fields(text, source.stem))


def _read_pages(data: bytes) -> Iterator[str]:
    """The text of each page. Raises InputError, and whatever the parser raises."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # problems are reported in our own words
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("is locked with a password")
    if len(reader.pages) > _MAX_PAGES:
        raise InputError(f"has more than {_MAX_PAGES:,} pages")
    size = 0
    for page in reader.pages:
        text = page.extract_text()
        size += len(text)
        if size > MAX_TEXT_BYTES:
            raise InputError(f"has more than {MAX_TEXT_BYTES >> 20} MB of text")
        yield text


def join_paragraphs(text: str) -> str:
    """Joins the lines of each paragraph into one line."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    joined: list[str] = []
    continues = False
    for line in lines:
        if not line:
            continues = False
            continue
        if not continues:
            joined.append(line)
        elif _LINE_END_HYPHEN.search(joined[-1]):  # before a capital it belongs to a name
            joined[-1] = (joined[-1][:-1] if line[0].islower() else joined[-1]) + line
        else:
            joined[-1] = f"{joined[-1]} {line}"
        continues = len(line) >= usual * _SHORT_LINE_RATIO or (
            not _SENTENCE_END.search(line) and len(line) >= usual / 2
        )
    return "\n".join(joined)
