"""Web addresses: responses of a loopback server are read by content type, and no server can stall the reader."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from model.event import Document
from model.reading import Problem, find_sources, read_source
from model.reading import web_fetch as web
from model.reading.document_count import estimate_documents
from model.reading.encoding import MAX_TEXT_BYTES

STORY = "Three drones hit a depot outside Belgorod. Nobody was hurt."
PAGE = """<html><head><title>Depot burns</title></head><body><article><h1>Depot burns</h1>
<p>An oil depot outside Belgorod burned on Monday after what officials called an attack by three drones.</p>
<p>Two of the drones were shot down, the governor’s office said, and nobody was hurt in the fire.</p>
</article></body></html>"""
FEED = (
    f"<rss><channel><title>Port</title><item><guid>p-1</guid><description>{STORY}</description></item></channel></rss>"
)
RECORD = json.dumps({"id": "r-1", "text": STORY})
GZIP = {"Content-Encoding": "gzip"}

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@contextmanager
def run_server(answers: dict[str, Answer]) -> Iterator[str]:
    """A loopback server with these responses under their paths; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # http.server calls this name
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def fetch_answer(path: str, answer: Answer) -> tuple[list[Document], list[str]]:
    """The documents and the problems for an address with this response; its port is masked as 0."""
    with run_server({path: answer}) as address:
        [source] = find_sources([address + path])
        items = list(read_source(source))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [str(item).replace(address, "http://h:0") for item in items if isinstance(item, Problem)]


def make_answer(kind: str, body: str | bytes, **headers: str) -> Answer:
    return 200, {"Content-Type": kind, **headers}, body if isinstance(body, bytes) else body.encode()


@pytest.mark.parametrize(
    ("path", "answer", "identifier"),
    [
        ("/2024/depot", make_answer("text/html; charset=utf-8", PAGE), "depot"),
        ("/", make_answer("text/html", PAGE), "127.0.0.1"),
        ("/feed?n=5", make_answer("application/rss+xml", FEED), "p-1"),
        ("/feed", make_answer("text/xml; charset=utf-8", FEED), "p-1"),
        ("/api", make_answer("application/json", json.dumps({"articles": [json.loads(RECORD)]})), "r-1"),
        ("/lines", make_answer("application/x-ndjson", RECORD), "r-1"),
        ("/table", make_answer("text/csv", f"id,text\nr-1,{STORY}\n"), "r-1"),
        ("/wire.jsonl", make_answer("application/octet-stream", RECORD), "r-1"),
        ("/wire.jsonl.gz", make_answer("application/gzip", gzip.compress(RECORD.encode())), "r-1"),
        ("/unknown", make_answer("application/octet-stream", gzip.compress(RECORD.encode())), "r-1"),
        ("/packed", make_answer("application/x-ndjson", gzip.compress(RECORD.encode()), **GZIP), "r-1"),
        ("/note.txt", make_answer("text/plain", STORY), "note"),
    ],
)
def test_content_type_decides_the_format(path: str, answer: Answer, identifier: str) -> None:
    [document], problems = fetch_answer(path, answer)
    assert (document.id, problems) == (identifier, [])


def test_page_keeps_its_address() -> None:
    [document], _ = fetch_answer("/depot", make_answer("text/html", PAGE))
    assert document.url is not None
    assert document.url.endswith("/depot")
    assert document.source == "127.0.0.1"
    [note], _ = fetch_answer("/note.txt", make_answer("text/plain", STORY))
    assert note.url is not None


def test_encoding_named_by_the_server_is_used() -> None:
    story = "Вночі над містом збили дванадцять безпілотників."
    [document], _ = fetch_answer("/a.txt", make_answer("text/plain; charset=windows-1251", story.encode("cp1251")))
    assert document.text == story


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((404, {}, b"gone"), "the server answered 404 Not Found"),
        ((500, {}, b""), "the server answered 500 Internal Server Error"),
        ((302, {"Location": "/x"}, b""), "cannot be fetched: too many redirects; check the address and the network"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "is not an address that can be fetched; check it"),
        ((200, {"Content-Length": "50"}, b"short"), "cannot be fetched: the connection broke; try again later"),
        (make_answer("text/plain", b""), "is empty"),
        (
            make_answer("text/plain", "no gzip at all", **GZIP),
            "cannot be fetched: the data cannot be unpacked; try again later",
        ),
    ],
)
def test_failure_is_one_line(answer: Answer, expected: str) -> None:
    assert fetch_answer("/x", answer) == ([], [f"http://h:0/x: {expected}"])


def test_redirects_are_followed() -> None:
    with run_server({"/a": (301, {"Location": "/b"}, b""), "/b": make_answer("text/plain", STORY)}) as address:
        [document] = read_source(*find_sources([f"{address}/a"]))
    assert isinstance(document, Document)


def test_unreachable_server_is_one_line() -> None:
    with run_server({}) as address:
        pass
    [problem] = read_source(*find_sources([f"{address}/x"]))
    assert "/x: cannot be fetched: the connection was refused, or there is no network; check the" in str(problem)


def test_oversized_response_is_not_held_in_memory() -> None:
    _, problems = fetch_answer("/x.txt", make_answer("text/plain", bytes(MAX_TEXT_BYTES + 1)))
    assert problems == ["http://h:0/x.txt: is larger than 64 MB; download it, and add the file"]
    packed = gzip.compress(bytes(MAX_TEXT_BYTES * 2))
    _, problems = fetch_answer("/x.txt", make_answer("text/plain", packed, **GZIP))
    assert problems == ["http://h:0/x.txt: is larger than 64 MB; download it, and add the file"]


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize("first_bytes", [HEADERS, HEADERS + b"\r\n", b""])
def test_slow_server_is_abandoned(monkeypatch: pytest.MonkeyPatch, first_bytes: bytes) -> None:
    monkeypatch.setattr(web, "_TOTAL_TIMEOUT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_send_slowly, args=(server, first_bytes), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        [problem] = read_source(*find_sources([address]))
    assert str(problem) == f"{address}: had not arrived after 1 seconds; download it, and add the file"


def _send_slowly(server: socket.socket, first_bytes: bytes) -> None:
    with suppress(OSError):
        connection, _ = server.accept()
        with connection:
            connection.sendall(first_bytes)
            for _ in range(200):
                time.sleep(0.05)
                connection.sendall(b"x")


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "https://:80", "HTTP://\x1b[31m/", "http://127.0.0.1:999999/"]
)
def test_invalid_address_is_one_line(address: str) -> None:
    [source] = find_sources([address])
    [problem] = read_source(source)
    assert isinstance(problem, Problem)
    assert "\x1b" not in str(problem)


@pytest.mark.parametrize("path", ["file:///etc/passwd", "ftp://h.example/x.txt", "data:text/plain,x"])
def test_no_other_scheme_is_fetched(path: str) -> None:
    [source] = find_sources([path])
    [problem] = read_source(source)
    assert "does not exist" in str(problem)


def test_address_is_not_counted_in_advance() -> None:
    assert estimate_documents(find_sources(["http://127.0.0.1/x.txt"])) is None
