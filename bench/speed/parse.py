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
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("paths", nargs="+")
    sources = find_sources(options.parse_args().paths)
    documents = [found for source in sources for found in read_source(source) if isinstance(found, Document)]
    if not documents:
        raise SystemExit("nothing to read there")
    parse_document(documents[0])  # the rules are compiled once, which is start-up
    size = sum(len(document.text.encode("utf-8", "replace")) for document in documents) / 1e6

    start = time.process_time()
    words = sum(len(re.findall(r"\w+", document.text)) for document in documents)
    floor = time.process_time() - start

    slowest, slowest_id, reports = 0.0, "", 0
    start = time.process_time()
    for document in documents:
        began = time.process_time()
        reports += len(parse_document(document))
        if (took := time.process_time() - began) > slowest:
            slowest, slowest_id = took, document.id
    elapsed = time.process_time() - start

    print(f"{len(documents):,} documents, {size:.2f} MB, {words:,} words, {reports:,} reports")
    print(f"parser      {size / elapsed:6.2f} MB/s  ({elapsed:.2f} s; the slowest {slowest:.3f} s: {slowest_id})")
    print(f"word search {size / floor:6.2f} MB/s")
    print(f"ratio       {elapsed / floor:6.1f} times the word search")


if __name__ == "__main__":
    main()
