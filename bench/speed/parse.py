"""Parser throughput on one core: `python -m bench.speed.parse FILE.jsonl.gz`."""

from __future__ import annotations

import argparse
import re
import time

from model.event import Document
from model.parsing import parse_document
from model.reading import find_sources, read_source


def main() -> None:
    """Read all documents, then time the parser on them, with a plain word search over the same text as the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    sources = find_sources(parser.parse_args().paths)
    documents = [item for source in sources for item in read_source(source) if isinstance(item, Document)]
    if not documents:
        raise SystemExit("nothing to read there")
    parse_document(documents[0])  # the rules are compiled once, which is start-up
    size = sum(len(document.text.encode("utf-8", "replace")) for document in documents) / 1e6

    start = time.process_time()
    words = sum(len(re.findall(r"\w+", document.text)) for document in documents)
    baseline = time.process_time() - start

    slowest, slowest_id, reports = 0.0, "", 0
    start = time.process_time()
    for document in documents:
        document_start = time.process_time()
        reports += len(parse_document(document))
        if (seconds := time.process_time() - document_start) > slowest:
            slowest, slowest_id = seconds, document.id
    elapsed = time.process_time() - start

    print(f"{len(documents):,} documents, {size:.2f} MB, {words:,} words, {reports:,} reports")
    print(f"parser      {size / elapsed:6.2f} MB/s  ({elapsed:.2f} s; the slowest {slowest:.3f} s: {slowest_id})")
    print(f"word search {size / baseline:6.2f} MB/s")
    print(f"ratio       {elapsed / baseline:6.1f} times the word search")


if __name__ == "__main__":
    main()
