"""Fetching an http or https address: bounded in time, size and redirects."""

from __future__ import annotations

import threading
import time
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from model.problem import Problem
from model.reading.encoding import LARGEST, UndecodableError, decode, marked
from model.reading.sources import Kind

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_CONNECT: Final = 10.0  # seconds
_SILENCE: Final = 30.0  # seconds without a byte
_WHOLE: Final = 120.0  # seconds for all of it
_REDIRECTS: Final = 5
_CHUNK: Final = 1 << 16
_KINDS: Final[dict[str, Kind]] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/json": "json",
    "application/feed+json": "json",
    "application/jsonl": "records",
    "application/x-ndjson": "records",
    "application/jsonlines": "records",
    "text/csv": "table",
    "text/tab-separated-values": "table",
    "text/markdown": "text",
    "application/pdf": "pdf",
    "application/warc": "warc",
    "application/zip": "zip",
}


class Fetched(NamedTuple):
    """What stands at an address, as UTF-8 where it is text in another encoding that the server names."""

    data: bytes
    kind: Kind | None


def fetch(address: str) -> Fetched | Problem:
    """What stands at the address, or why it cannot be had."""
    answers: SimpleQueue[Fetched | Problem] = SimpleQueue()
    # In a thread of its own: nothing else bounds a server that sends its headers byte by byte.
    threading.Thread(target=lambda: answers.put(_fetched(address)), daemon=True).start()
    try:
        return answers.get(timeout=_WHOLE)
    except Empty:
        return _late(address)


def _late(address: str) -> Problem:
    return Problem(address, f"was not there after {_WHOLE:.0f} seconds", "download it, and add the file")


def _fetched(address: str) -> Fetched | Problem:
    from urllib3 import Retry, Timeout
    from urllib3.exceptions import HTTPError, LocationValueError, MaxRetryError

    try:
        host = urlsplit(address).hostname
        if not host:
            return Problem(address, "is no address that can be fetched", "check it")
        response = _pool(address, host).request(
            "GET",
            address,
            headers={"User-Agent": "strikeview", "Accept-Encoding": "gzip, deflate"},
            timeout=Timeout(connect=_CONNECT, read=_SILENCE),
            retries=Retry(total=_REDIRECTS, connect=0, read=0, status=0, other=0, redirect=_REDIRECTS),
            preload_content=False,
        )
        try:
            return _read(response, address)
        finally:
            response.close()
    except MaxRetryError as error:
        return Problem(address, f"cannot be fetched: {_reason(error.reason)}", "check the address and the network")
    except (LocationValueError, ValueError):
        return Problem(address, "is no address that can be fetched", "check it")
    except (HTTPError, OSError) as error:
        return Problem(address, f"cannot be fetched: {_reason(error)}", "try again later")
    except Exception as error:  # a hostile answer, on which nobody has counted
        return Problem(address, f"cannot be fetched: {type(error).__name__}", "download it, and add the file")


def _pool(address: str, host: str) -> PoolManager:
    """The connections, through the proxy that the environment names for the address."""
    from urllib3 import PoolManager, ProxyManager

    proxy = getproxies().get(urlsplit(address).scheme.lower())
    return ProxyManager(proxy) if proxy and not proxy_bypass(host) else PoolManager()


def _read(response: BaseHTTPResponse, address: str) -> Fetched | Problem:
    if response.status != 200:
        return Problem(address, f"the server answers {response.status} {response.reason or ''}".rstrip())
    end = time.monotonic() + _WHOLE
    data = bytearray()
    while chunk := response.read1(_CHUNK, decode_content=True):
        data += chunk
        if len(data) > LARGEST:
            return Problem(address, f"is larger than {LARGEST >> 20} MB", "download it, and add the file")
        if time.monotonic() > end:
            return _late(address)
    media, _, rest = response.headers.get("Content-Type", "").partition(";")
    kind = _KINDS.get(media.strip().lower())
    charset = rest.lower().partition("charset=")[2].strip(" \"';")
    return Fetched(_as_utf8(bytes(data), charset) if media.lower().startswith("text/") else bytes(data), kind)


def _as_utf8(data: bytes, charset: str) -> bytes:
    if not charset or marked(data):
        return data
    try:
        return decode(data, charset).encode("utf-8", "replace")
    except UndecodableError:
        return data


def _reason(error: object) -> str:
    """What went wrong, in words."""
    from urllib3 import exceptions

    match error:
        case exceptions.NameResolutionError():
            return "no such host"
        case exceptions.NewConnectionError():  # before the time-outs, of which urllib3 makes it one
            return "the connection was refused, or there is no network"
        case exceptions.ConnectTimeoutError():
            return f"no answer in {_CONNECT:.0f} seconds"
        case exceptions.ReadTimeoutError():
            return f"nothing came for {_SILENCE:.0f} seconds"
        case exceptions.DecodeError():
            return "what came cannot be unpacked"
        case exceptions.SSLError():
            return "its certificate is not to be trusted, or there is no secure connection"
        case exceptions.ResponseError():
            return "too many redirects"
        case exceptions.IncompleteRead() | exceptions.ProtocolError():
            return "the connection broke"
        case exceptions.ProxyError():
            return "the proxy does not let it through"
    return type(error).__name__
