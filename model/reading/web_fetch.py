"""Fetches an http(s) address, with limits on time, size and redirects."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from model.problem import InputError, Problem
from model.reading.encoding import MAX_TEXT_BYTES, decode_text, detect_bom
from model.reading.sources import FileFormat

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

_CONNECT_TIMEOUT_SECONDS: Final = 10.0
_READ_TIMEOUT_SECONDS: Final = 30.0  # without a byte
_TOTAL_TIMEOUT_SECONDS: Final = 120.0
_MAX_REDIRECTS: Final = 5
_CHUNK_BYTES: Final = 1 << 16
_MEDIA_TYPES: Final[dict[FileFormat, str]] = {
    "page": "text/html application/xhtml+xml",
    "feed": "application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml",
    "json": "application/json application/feed+json",
    "records": "application/jsonl application/x-ndjson application/jsonlines",
    "table": "text/csv text/tab-separated-values",
    "text": "text/markdown",
    "pdf": "application/pdf",
    "warc": "application/warc",
    "zip": "application/zip",
}
_FORMATS_BY_MEDIA_TYPE: Final = {media: name for name, types in _MEDIA_TYPES.items() for media in types.split()}


class FetchResult(NamedTuple):
    """The response body and its format; text is converted to UTF-8 from the encoding that the server names."""

    data: bytes
    file_format: FileFormat | None


def fetch_address(address: str) -> FetchResult | Problem:
    """The content of an address, or the reason why it cannot be fetched."""
    answers: SimpleQueue[FetchResult | Problem] = SimpleQueue()
    # In a thread: nothing else limits a server that sends its headers byte by byte.
    threading.Thread(target=lambda: answers.put(_request_address(address)), daemon=True).start()
    try:
        return answers.get(timeout=_TOTAL_TIMEOUT_SECONDS)
    except Empty:
        return _timeout_problem(address)


def _timeout_problem(address: str) -> Problem:
    what = f"had not arrived after {_TOTAL_TIMEOUT_SECONDS:.0f} seconds"
    return Problem(address, what, "download it, and add the file")


def _request_address(address: str) -> FetchResult | Problem:
    from urllib3 import Retry, Timeout
    from urllib3.exceptions import HTTPError, LocationValueError, MaxRetryError

    try:
        host = urlsplit(address).hostname
        if not host:
            return Problem(address, "is not an address that can be fetched", "check it")
        response = _connection_pool(address, host).request(
            "GET",
            address,
            headers={"User-Agent": "strikeview", "Accept-Encoding": "gzip, deflate"},
            timeout=Timeout(connect=_CONNECT_TIMEOUT_SECONDS, read=_READ_TIMEOUT_SECONDS),
            retries=Retry(total=_MAX_REDIRECTS, connect=0, read=0, status=0, other=0, redirect=_MAX_REDIRECTS),
            preload_content=False,
        )
        try:
            return _read_response(response, address)
        finally:
            response.close()
    except MaxRetryError as error:
        what = f"cannot be fetched: {_describe_error(error.reason)}"
        return Problem(address, what, "check the address and the network")
    except (LocationValueError, ValueError):
        return Problem(address, "is not an address that can be fetched", "check it")
    except (HTTPError, OSError) as error:
        return Problem(address, f"cannot be fetched: {_describe_error(error)}", "try again later")
    except Exception as error:  # hostile answers fail in many ways
        return Problem(address, f"cannot be fetched: {type(error).__name__}", "download it, and add the file")


def _connection_pool(address: str, host: str) -> PoolManager:
    """A connection pool, through the proxy that the environment sets for the address."""
    from urllib3 import PoolManager, ProxyManager

    proxy = getproxies().get(urlsplit(address).scheme.lower())
    return ProxyManager(proxy) if proxy and not proxy_bypass(host) else PoolManager()


def _read_response(response: BaseHTTPResponse, address: str) -> FetchResult | Problem:
    if response.status != 200:
        return Problem(address, f"the server answered {response.status} {response.reason or ''}".rstrip())
    end = time.monotonic() + _TOTAL_TIMEOUT_SECONDS
    data = bytearray()
    while chunk := response.read1(_CHUNK_BYTES, decode_content=True):
        data += chunk
        if len(data) > MAX_TEXT_BYTES:
            return Problem(address, f"is larger than {MAX_TEXT_BYTES >> 20} MB", "download it, and add the file")
        if time.monotonic() > end:
            return _timeout_problem(address)
    media_type, _, parameters = response.headers.get("Content-Type", "").partition(";")
    file_format = _FORMATS_BY_MEDIA_TYPE.get(media_type.strip().lower())
    charset = parameters.lower().partition("charset=")[2].strip(" \"';")
    is_text = media_type.lower().startswith("text/")
    return FetchResult(_to_utf8(bytes(data), charset) if is_text else bytes(data), file_format)


def _to_utf8(data: bytes, charset: str) -> bytes:
    if charset and not detect_bom(data):
        with suppress(InputError):
            return decode_text(data, charset).encode("utf-8", "replace")
    return data


def _describe_error(error: object) -> str:
    from urllib3 import exceptions

    match error:
        case exceptions.NameResolutionError():
            return "no such host"
        case exceptions.NewConnectionError():  # first: it is a subclass of ConnectTimeoutError
            return "the connection was refused, or there is no network"
        case exceptions.ConnectTimeoutError():
            return f"no answer in {_CONNECT_TIMEOUT_SECONDS:.0f} seconds"
        case exceptions.ReadTimeoutError():
            return f"no data came for {_READ_TIMEOUT_SECONDS:.0f} seconds"
        case exceptions.DecodeError():
            return "the data cannot be unpacked"
        case exceptions.SSLError():
            return "its certificate is not trusted, or there is no secure connection"
        case exceptions.ResponseError():
            return "too many redirects"
        case exceptions.IncompleteRead() | exceptions.ProtocolError():
            return "the connection broke"
        case exceptions.ProxyError():
            return "the proxy refused it"
    return type(error).__name__
