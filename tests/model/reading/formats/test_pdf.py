"""PDF: text in paragraphs; a scan, an encrypted file and a broken one each give one line of error."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem
from model.reading.formats.pdf import join_paragraphs
from tests.support.file_reading import read_document, read_items, read_problem_lines

pypdf = pytest.importorskip("pypdf")

LINES = (
    "Published: 12 March 2024",
    "An oil depot outside Belgorod burned on Monday after what offi-",
    "cials called an attack by three drones, two of which were shot",
    "down.",
    "Nobody was hurt.",
)


def make_pdf(text_lines: Sequence[str], packed: bool = False) -> bytes:
    """A PDF of one page with these lines."""
    page_stream = "BT /F1 12 Tf 14 TL 72 720 Td " + " ".join(f"({line}) Tj T*" for line in text_lines) + " ET"
    stream = zlib.compress(page_stream.encode()) if packed else page_stream.encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), b"/Filter/FlateDecode" if packed else b"", stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    pdf = io.BytesIO(b"%PDF-1.4\n")
    pdf.seek(0, io.SEEK_END)
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(pdf.tell())
        pdf.write(b"%d 0 obj%s endobj\n" % (number, content))
    table = pdf.tell()
    pdf.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places))
    pdf.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % table)
    return pdf.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_lines_are_joined_to_paragraphs(tmp_path: Path, packed: bool) -> None:
    document = read_document(tmp_path / "depot.pdf", make_pdf(LINES, packed))
    assert document.text.splitlines() == [
        "Published: 12 March 2024",
        "An oil depot outside Belgorod burned on Monday after what officials called an attack by three drones, two of "
        "which were shot down.",
        "Nobody was hurt.",
    ]
    assert (document.id, str(document.published), document.published_from) == ("depot", "2024-03-12", "text")


def test_hyphenated_names_keep_their_hyphens() -> None:
    assert join_paragraphs("The region of Ivano-\nFrankivsk was hit by one of the missiles") == (
        "The region of Ivano-Frankivsk was hit by one of the missiles"
    )


def test_scan_is_one_line(tmp_path: Path) -> None:
    assert read_problem_lines(tmp_path / "a.pdf", make_pdf(())) == [
        "a.pdf: has no text, only pictures; recognise its text (OCR) and save it again"
    ]


def test_encrypted_file_is_one_line(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(LINES)))
    writer.encrypt("harbour", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert read_problem_lines(tmp_path / "a.pdf", buffer.getvalue()) == ["a.pdf: is locked with a password"]


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"no PDF", b"\0" * 5000, b"%PDF-1.4\n" + b"<<" * 50_000])
def test_invalid_pdf_is_one_line(tmp_path: Path, content: bytes) -> None:
    assert len(read_problem_lines(tmp_path / "a.pdf", content)) == 1


def test_page_that_decompresses_to_gigabytes_is_not_held_in_memory(tmp_path: Path) -> None:
    bomb = make_pdf(("A drone hit a depot." + " " * (90 << 20),), packed=True)
    assert len(bomb) < 1 << 20
    assert len(read_problem_lines(tmp_path / "a.pdf", bomb)) == 1


@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), max_size=6), cut=st.integers(0, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_any_pdf_is_a_document_or_a_problem(tmp_path: Path, flips: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(make_pdf(LINES))
    for place, change in flips:
        content[place % len(content)] ^= change
    [item, *more] = read_items(tmp_path / "a.pdf", bytes(content[: len(content) - cut]))
    assert not more
    str(item).encode() if isinstance(item, Problem) else item.text.encode()
    assert isinstance(item, Document | Problem)
