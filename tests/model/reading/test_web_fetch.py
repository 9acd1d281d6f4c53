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
def serving(answers: dict[str, Answer]) -> Iterator[str]:
    """A loopback server with these responses under their paths; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the server calls
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


def fetched(path: str, answer: Answer) -> tuple[list[Document], list[str]]:
    """The documents and the problems for an address with this response; its port is masked as 0."""
    with serving({path: answer}) as address:
        [source] = find_sources([address + path])
        found = list(read_source(source))
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [str(item).replace(address, "http://h:0") for item in found if isinstance(item, Problem)]


def served(kind: str, body: str | bytes, **headers: str) -> Answer:
    return 200, {"Content-Type": kind, **headers}, body if isinstance(body, bytes) else body.encode()


@pytest.mark.parametrize(
    ("path", "answer", "identifier"),
    [
        ("/2024/depot", served("text/html; charset=utf-8", PAGE), "depot"),
        ("/", served("text/html", PAGE), "127.0.0.1"),
        ("/feed?n=5", served("application/rss+xml", FEED), "p-1"),
        ("/feed", served("text/xml; charset=utf-8", FEED), "p-1"),
        ("/api", served("application/json", json.dumps({"articles": [json.loads(RECORD)]})), "r-1"),
        ("/lines", served("application/x-ndjson", RECORD), "r-1"),
        ("/table", served("text/csv", f"id,text\nr-1,{STORY}\n"), "r-1"),
        ("/wire.jsonl", served("application/octet-stream", RECORD), "r-1"),
        ("/wire.jsonl.gz", served("application/gzip", gzip.compress(RECORD.encode())), "r-1"),
        ("/unknown", served("application/octet-stream", gzip.compress(RECORD.encode())), "r-1"),
        ("/packed", served("application/x-ndjson", gzip.compress(RECORD.encode()), **GZIP), "r-1"),
        ("/note.txt", served("text/plain", STORY), "note"),
    ],
)
def test_content_type_decides_the_format(path: str, answer: Answer, identifier: str) -> None:
    [found], problems = fetched(path, answer)
    assert (found.id, problems) == (identifier, [])


def test_page_keeps_its_address() -> None:
    [found], _ = fetched("/depot", served("text/html", PAGE))
    assert found.url is not None
    assert found.url.endswith("/depot")
    assert found.source == "127.0.0.1"
    [note], _ = fetched("/note.txt", served("text/plain", STORY))
    assert note.url is not None


def test_encoding_named_by_the_server_is_used() -> None:
    story = "Вночі над містом збили дванадцять безпілотників."
    [found], _ = fetched("/a.txt", served("text/plain; charset=windows-1251", story.encode("cp1251")))
    assert found.text == story


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, {}, b"gone"), "the server answered 404 Not Found"),
        ((500, {}, b""), "the server answered 500 Internal Server Error"),
        ((302, {"Location": "/x"}, b""), "cannot be fetched: too many redirects; check the address and the network"),
        ((302, {"Location": "file:///etc/passwd"}, b""), "is not an address that can be fetched; check it"),
        ((200, {"Content-Length": "50"}, b"short"), "cannot be fetched: the connection broke; try again later"),
        (served("text/plain", b""), "is empty"),
        (
            served("text/plain", "no gzip at all", **GZIP),
            "cannot be fetched: the data cannot be unpacked; try again later",
        ),
    ],
)
def test_failure_is_one_line(answer: Answer, told: str) -> None:
    assert fetched("/x", answer) == ([], [f"http://h:0/x: {told}"])


def test_redirects_are_followed() -> None:
    with serving({"/a": (301, {"Location": "/b"}, b""), "/b": served("text/plain", STORY)}) as address:
        [found] = read_source(*find_sources([f"{address}/a"]))
    assert isinstance(found, Document)


def test_unreachable_server_is_one_line() -> None:
    with serving({}) as address:
        pass
    [found] = read_source(*find_sources([f"{address}/x"]))
    assert "/x: cannot be fetched: the connection was refused, or there is no network; check the" in str(found)


def test_oversized_response_is_not_held_in_memory() -> None:
    _, told = fetched("/x.txt", served("text/plain", bytes(MAX_TEXT_BYTES + 1)))
    assert told == ["http://h:0/x.txt: is larger than 64 MB; download it, and add the file"]
    packed = gzip.compress(bytes(MAX_TEXT_BYTES * 2))
    _, told = fetched("/x.txt", served("text/plain", packed, **GZIP))
    assert told == ["http://h:0/x.txt: is larger than 64 MB; download it, and add the file"]


HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


@pytest.mark.parametrize("begins", [HEADERS, HEADERS + b"\r\n", b""])
def test_slow_server_is_abandoned(monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    monkeypatch.setattr(web, "_TOTAL_TIMEOUT_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_dribble, args=(server, begins), daemon=True).start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        [found] = read_source(*find_sources([address]))
    assert str(found) == f"{address}: had not arrived after 1 seconds; download it, and add the file"


def _dribble(server: socket.socket, begins: bytes) -> None:
    with suppress(OSError):
        connection, _ = server.accept()
        with connection:
            connection.sendall(begins)
            for _ in range(200):
                time.sleep(0.05)
                connection.sendall(b"x")


@pytest.mark.parametrize(
    "address", ["http://", "http://[", "https://:80", "HTTP://\x1b[31m/", "http://127.0.0.1:999999/"]
)
def test_invalid_address_is_one_line(address: str) -> None:
    [source] = find_sources([address])
    [found] = read_source(source)
    assert isinstance(found, Problem)
    assert "\x1b" not in str(found)


@pytest.mark.parametrize("path", ["file:///etc/passwd", "ftp://h.example/x.txt", "data:text/plain,x"])
def test_no_other_scheme_is_fetched(path: str) -> None:
    [source] = find_sources([path])
    [found] = read_source(source)
    assert "does not exist" in str(found)


def test_address_is_not_counted_in_advance() -> None:
    assert estimate_documents(find_sources(["http://127.0.0.1/x.txt"])) is None
