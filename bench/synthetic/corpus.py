"""The documents of a generated library with their reports: the same for a seed on any machine and any number of cores.

Each report is quoted from its document, as the parser would quote it. The documents of a day are packed into one JSON
text, which other processes can write and `parse_day_json` validates.
"""

from __future__ import annotations

import gc
import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import cache, partial
from random import Random
from typing import Any, Final

from pydantic import TypeAdapter

from bench.synthetic.document import write_report
from bench.synthetic.sentences import TextWriter, make_filler_sentence
from bench.synthetic.strikes import DAY_COUNT, FIRST_DAY, SyntheticStrike, count_day_strikes, generate_strikes
from model.event import Document, ExtractedDocument
from model.library.records.serialization import PackedDocument, pack_document

SEED: Final = 2022
BATCH_STRIKES: Final = 2_000  # added in one step
MAX_PENDING_BATCHES: Final = 8  # prepared and not yet added; bounds memory
STRIKES_PER_DOCUMENT: Final = (
    [1] * 28 + [2] * 15 + [3] * 10 + [4] * 8 + [5] * 6 + [7] * 7 + [10] * 9 + [13] * 7 + [16] * 6 + [20] * 4
)
OUTLETS: Final = ("Front Line Daily", "The Harbour Gazette", "Evening Wire", "Steppe Radio", "The Border Post")


def generate_batches(strikes: int, processes: int, seed: int = SEED) -> Iterator[list[PackedDocument]]:
    """The extracted documents of a library of `strikes` strikes, in batches of days, prepared in parallel."""
    pack = partial(_pack_days, strikes=strikes, seed=seed)
    days = max(1, round(BATCH_STRIKES * DAY_COUNT / max(1, strikes)))
    batches = [range(first, min(first + days, DAY_COUNT)) for first in range(0, DAY_COUNT, days)]
    with ProcessPoolExecutor(processes) as pool:
        pending = deque(pool.submit(pack, batch) for batch in batches[:MAX_PENDING_BATCHES])
        for batch in (*batches[MAX_PENDING_BATCHES:], *[None] * MAX_PENDING_BATCHES):
            if pending:
                yield pending.popleft().result()
            if batch:
                pending.append(pool.submit(pack, batch))


def _pack_days(days: range, strikes: int, seed: int) -> list[PackedDocument]:
    gc.disable()
    return [
        pack_document(document)
        for index in days
        for document in parse_day_json(generate_day_json(index, strikes, seed))
    ]


def generate_day_json(index: int, strikes: int, seed: int = SEED) -> bytes:
    """The documents of one day as JSON, each with its reports."""
    random = Random(f"{seed} {index}")
    day = FIRST_DAY + timedelta(days=index)
    return json.dumps(
        list(_generate_documents(random, day, generate_strikes(random, day, count_day_strikes(index, strikes))))
    ).encode()


def parse_day_json(text: bytes) -> list[ExtractedDocument]:
    """The extracted documents of a day from JSON, every value validated by the event model."""
    return _document_list_adapter().validate_json(text)


@cache
def _document_list_adapter() -> TypeAdapter[list[ExtractedDocument]]:
    return TypeAdapter(list[ExtractedDocument])


GeneratedDocument = tuple[dict[str, Any], list[dict[str, Any]]]


def _generate_documents(random: Random, day: date, strikes: Sequence[SyntheticStrike]) -> Iterator[GeneratedDocument]:
    """Group strikes into documents: mostly by region, no strike twice in one document, undated ones alone."""
    serial = 0
    for turn in range(max((strike.report_count for strike in strikes), default=0)):
        reported = [strike for strike in strikes if strike.report_count > turn]
        random.shuffle(reported)
        reported.sort(key=lambda strike: strike.towns[0].region)
        for undated in (False, True):
            remaining = [strike for strike in reported if (strike.extent == "undated") is undated]
            while remaining:
                size = random.choice(STRIKES_PER_DOCUMENT)
                yield _generate_document(random, day, serial, turn, remaining[:size])
                del remaining[:size]
                serial += 1


def _generate_document(
    random: Random, day: date, serial: int, turn: int, strikes: Sequence[SyntheticStrike]
) -> GeneratedDocument:
    undated = strikes[0].extent == "undated"
    published = None if undated else day + timedelta(days=random.choice((0, 1, 1, 2)))
    dates = {"published": published.isoformat()} if published else {}
    regions = {strike.towns[0].region for strike in strikes}
    title = f"Notes from {regions.pop() if len(regions) == 1 else 'along the front'}, number {serial + 1}"
    name = f"{day.isoformat()}-{serial:04}"
    writer = TextWriter()
    reports = []
    for strike in strikes:
        report = write_report(random, strike, day, published, turn, writer)
        reports.append({"document": name, "title": title, **dates, **report})
        writer.add_text("\n\n")
    writer.add_text(" ".join(make_filler_sentence(random) for _ in range(random.randint(1, 3))) + "\n")
    document = {"id": name, "text": str(writer), "title": title, "source": random.choice(OUTLETS), **dates}
    if published:
        document["published_from"] = "record"
    document["url"] = f"https://news.example/{day.isoformat()}/{serial}"
    return document, reports


def generate_articles(count: int, size: int, seed: int) -> Iterator[Document]:
    """Generate articles of about `size` characters: up to six strikes of a day each, with filler sentences between."""
    for index in range(count):
        random = Random(f"article {seed} {index}")
        day = FIRST_DAY + timedelta(days=random.randrange(DAY_COUNT))
        strikes = generate_strikes(random, day, random.randint(1, 6))
        strikes = [strike for strike in strikes if strike.extent != "undated"]
        document, _ = (
            _generate_document(random, day, index, 0, strikes) if strikes else ({"id": f"{index}", "text": ""}, [])
        )
        paragraphs = document["text"].split("\n\n")
        while sum(map(len, paragraphs)) < size:
            filler = " ".join(make_filler_sentence(random) for _ in range(4))
            paragraphs.insert(random.randrange(len(paragraphs) + 1), filler)
        yield Document(**document | {"text": "\n\n".join(paragraphs), "id": f"{seed}-{document['id']}"})
