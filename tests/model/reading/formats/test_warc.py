"""WARC: the successfully fetched pages of a crawl under their addresses; other records are skipped."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.event import Document
from model.reading import Problem
from tests.support.file_reading import read_document, read_documents, read_items, read_problem_lines

warcwriter = pytest.importorskip("warcio.warcwriter")
headers = pytest.importorskip("warcio.statusandheaders")

PAGE = """<html><head><title>Depot burns</title></head><body><article><h1>Depot burns</h1>
<p>An oil depot outside Belgorod burned on Monday after what officials called an attack by three drones.</p>
<p>Two of the drones were shot down, the governor’s office said, and nobody was hurt in the fire.</p>
</article></body></html>"""


def make_archive(*answers: tuple[str, str, str, bytes], zipped: bool = True, coding: str = "") -> bytes:
    """A WARC file with these responses: address, status, content type, body."""
    buffer = io.BytesIO()
    writer = warcwriter.WARCWriter(buffer, gzip=zipped)
    for address, status, kind, body in answers:
        headers_of_page = [("Content-Type", kind), *([("Content-Encoding", coding)] if coding else [])]
        http = headers.StatusAndHeaders(status, headers_of_page, protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(address, "response", io.BytesIO(body), http_headers=http))
    return buffer.getvalue()


PAGE_ANSWER = ("https://harbour.example/depot", "200 OK", "text/html; charset=utf-8", PAGE.encode())


@pytest.mark.parametrize(("name", "zipped"), [("a.warc.gz", True), ("a.warc", False)])
def test_page_is_a_document_under_its_address(tmp_path: Path, name: str, zipped: bool) -> None:
    document = read_document(tmp_path / name, make_archive(PAGE_ANSWER, zipped=zipped))
    assert "attack by three drones" in document.text
    assert (document.id, document.id_given, document.url) == ("a:1", False, "https://harbour.example/depot")
    assert (document.title, document.source) == ("Depot burns", "harbour.example")


def test_compressed_page_is_read(tmp_path: Path) -> None:
    one = (*PAGE_ANSWER[:3], gzip.compress(PAGE_ANSWER[3]))
    assert "three drones" in read_document(tmp_path / "a.warc", make_archive(one, zipped=False, coding="gzip")).text


def test_records_other_than_successful_pages_are_skipped(tmp_path: Path) -> None:
    picture_answer = ("https://harbour.example/p.png", "200 OK", "image/png", b"\x89PNG")
    missing_answer = ("https://harbour.example/gone", "404 Not Found", "text/html", b"<p>Gone</p>")
    assert len(read_documents(tmp_path / "a.warc.gz", make_archive(picture_answer, missing_answer, PAGE_ANSWER))) == 1
    assert read_problem_lines(tmp_path / "b.warc.gz", make_archive(picture_answer, missing_answer)) == [
        "b.warc.gz: has no pages"
    ]


def test_page_that_decompresses_to_gigabytes_is_not_held_in_memory(tmp_path: Path) -> None:
    bomb = (*PAGE_ANSWER[:3], gzip.compress(bytes(80 << 20)))
    problems = read_problem_lines(tmp_path / "a.warc", make_archive(bomb, zipped=False, coding="gzip"))
    assert problems[0] == "a.warc, page 1 (https://harbour.example/depot): is larger than 64 MB"


def test_truncated_archive_gives_its_complete_pages(tmp_path: Path) -> None:
    items = read_items(tmp_path / "a.warc.gz", make_archive(PAGE_ANSWER, PAGE_ANSWER)[:-300])
    assert isinstance(items[0], Document)
    assert str(items[-1]).endswith("a.warc.gz: the gzip data is broken; get the file again")


@pytest.mark.parametrize(
    "content", [b"no warc at all\r\n", b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n"]
)
def test_invalid_warc_is_one_line(tmp_path: Path, content: bytes) -> None:
    assert len(read_problem_lines(tmp_path / "a.warc", content)) == 1


def test_nothing_in_the_file_is_written_to_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = make_archive(PAGE_ANSWER, zipped=False)
    length_position = content.index(b"Content-Length: ") + len("Content-Length: ")
    read_items(tmp_path / "a.warc", content[:length_position] + b"5\x1b[31m" + content[length_position + 3 :])
    read_items(tmp_path / "b.warc", content.replace(b"</html>", b"\x1b[31m html\r\n\r\n\x1b[31m"))
    read_items(tmp_path / "c.warc", content.replace(b"https://harbour", b"https:// harbour"))
    assert capsys.readouterr() == ("", "")


@given(flips=st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 255)), max_size=6), cut=st.integers(0, 900))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
def test_any_warc_is_documents_or_problems(tmp_path: Path, flips: list[tuple[int, int]], cut: int) -> None:
    content = bytearray(make_archive(PAGE_ANSWER, zipped=False))
    for place, change in flips:
        content[place % 600] ^= change
    for item in read_items(tmp_path / "a.warc", bytes(content[: len(content) - cut])):
        str(item).encode() if isinstance(item, Problem) else item.text.encode()
