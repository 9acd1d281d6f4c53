"""Standard input and pipes have no name: the format is recognised by the first bytes."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
import zipfile
from pathlib import Path

import pytest

from model.event import Document
from model.reading import Problem, find_sources, read_source
from model.reading.field_aliases import FieldColumns
from model.reading.format_sniffer import detect_format

STORY = "Three drones hit a depot outside Belgorod."
RECORD = json.dumps({"id": "r-1", "text": STORY})
FEED = f"<rss><channel><item><guid>r-1</guid><description>{STORY}</description></item></channel></rss>"


def make_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.jsonl"), RECORD)  # with a fixed time, since each worker makes its own
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "identifier"),
    [
        (RECORD, "r-1"),
        (json.dumps(json.loads(RECORD), indent=1), "r-1"),
        (f"[{RECORD}]", "r-1"),
        (f'\n{{"articles": [{RECORD}]}}', "r-1"),
        (f'{{"status": "ok", "articles": [{RECORD}]}}', "r-1"),
        (gzip.compress(RECORD.encode(), mtime=0), "r-1"),
        (FEED, "r-1"),
        (f'<?xml version="1.0"?>\n<!-- made -->\n{FEED}', "r-1"),
        (f"id,text\nr-1,{STORY}\n", "r-1"),
        (f"id;title;text\nr-1;x;{STORY}\n", "r-1"),
        (make_zip(), "r-1"),
        (gzip.compress(make_zip(), mtime=0), "r-1"),
        (STORY, "pipe"),
        (f"Text of the day, and a source: none.\n{STORY}", "pipe"),
    ],
)
def test_pipe_is_read_by_its_first_bytes(tmp_path: Path, content: str | bytes, identifier: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = content if isinstance(content, bytes) else content.encode()
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    [source] = find_sources([str(pipe)])
    [item] = read_source(source)
    writer.join()
    assert isinstance(item, Document), str(item)
    assert item.id == identifier
    assert not isinstance(item, Problem)


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"%PDF-1.7", "pdf"), (b"WARC/1.1\r\n", "warc"), (b"<!DOCTYPE html>", "page"), (b"\xff\xfe{\0}\0", "records")],
)
def test_magic_bytes_identify_the_format(head: bytes, kind: str) -> None:
    assert detect_format(head, FieldColumns()) == kind
