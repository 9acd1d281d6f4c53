"""Pairwise merging quality, as Markdown: `python -m bench.accuracy.merging --corpus DIR`.

`merging_pairs.tsv` holds pairs of reports judged by reading both texts: whether they are the same strike, and whether
the pair was known when the rules were written (`seen`) or held out (`held`). A report is identified by its document's
id, and the field and offset of its excerpt. The documents, JSON Lines in DIR, are not part of the repository: they
belong to their publishers.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from model.event import Document, Report
from model.merging import merge_reports
from model.parsing import parse_document
from model.reading import find_sources, read_source

JUDGED_PAIRS_PATH: Final = Path(__file__).with_name("merging_pairs.tsv")


class ReportAnchor(NamedTuple):
    """A report, located by one character of its first excerpt."""

    document: str
    within: str
    start: int


class JudgedPair(NamedTuple):
    """Two reports judged to be one strike or two; `subset` is "seen" or "held"."""

    is_same: bool
    subset: str
    first: ReportAnchor
    second: ReportAnchor


class PairScore(NamedTuple):
    """Counts of pairs merged correctly, merged wrongly, and missed."""

    true_positives: int
    false_positives: int
    false_negatives: int

    @property
    def precision(self) -> float:
        """The share of merged pairs that belong together."""
        return self.true_positives / max(self.true_positives + self.false_positives, 1)

    @property
    def recall(self) -> float:
        """The share of pairs belonging together that were merged."""
        return self.true_positives / max(self.true_positives + self.false_negatives, 1)


def load_judged_pairs() -> list[JudgedPair]:
    """Read the list of pairs."""
    return [
        _parse_pair(line)
        for line in JUDGED_PAIRS_PATH.read_text(encoding="utf-8").splitlines()
        if line and line[0] != "#"
    ]


def _parse_pair(line: str) -> JudgedPair:
    verdict, subset, first, second = line.split("\t")
    return JudgedPair(verdict == "same", subset, _parse_anchor(first), _parse_anchor(second))


def _parse_anchor(text: str) -> ReportAnchor:
    document, _, position = text.rpartition("@")
    within, _, start = position.partition(":")
    return ReportAnchor(document, within, int(start))


def parse_reports(paths: Iterable[str]) -> Iterator[Report]:
    """All reports of the documents at these paths."""
    for source in find_sources(list(paths)):
        for item in read_source(source):
            if isinstance(item, Document):
                yield from parse_document(item)


class MergeResult:
    """Finds the strike that contains the report at an anchor."""

    def __init__(self, reports: Iterable[Report]) -> None:
        """Merge the reports."""
        self._excerpt_spans: dict[str, list[tuple[str, int, int, int]]] = {}
        for number, strike in enumerate(merge_reports(reports)):
            for report in strike.reports:
                spans = ((span.within, span.start, span.end, number) for span in report.excerpts)
                self._excerpt_spans.setdefault(report.document, []).extend(spans)

    def find_strike(self, anchor: ReportAnchor) -> int | None:
        """The index of the strike; None if no report has an excerpt there."""
        for within, start, end, number in sorted(self._excerpt_spans.get(anchor.document, ())):
            if within == anchor.within and start <= anchor.start < end:
                return number
        return None

    def score_pairs(self, pairs: Iterable[JudgedPair]) -> PairScore:
        """Compare the strikes with the judged pairs; a report that was not extracted is in no strike."""
        counts: Counter[tuple[bool, bool]] = Counter()
        for pair in pairs:
            first, second = self.find_strike(pair.first), self.find_strike(pair.second)
            counts[pair.is_same, first is not None and first == second] += 1
        return PairScore(counts[True, True], counts[False, True], counts[True, False])


def main() -> None:
    """Print a row for all pairs and one for each subset."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", required=True, type=Path, metavar="DIR")
    folder: Path = parser.parse_args().corpus
    pairs = load_judged_pairs()
    corpora = {anchor.document.rpartition("-")[0] for pair in pairs for anchor in (pair.first, pair.second)} - {""}
    files = [path for path in sorted(folder.glob("*.jsonl.gz")) if path.name.removesuffix(".jsonl.gz") in corpora]
    if not files:
        raise SystemExit(
            f"{folder}: none of the files {', '.join(sorted(corpora))} (.jsonl.gz); give the folder with them"
        )
    merged = MergeResult(parse_reports([*map(str, files), "seeds"]))
    print("| pairs | number | the same | precision | recall |\n|---|---:|---:|---:|---:|")
    subsets = ((name, [pair for pair in pairs if pair.subset == name]) for name in ("seen", "held"))
    for name, judged in (("all", pairs), *subsets):
        score = merged.score_pairs(judged)
        same = sum(pair.is_same for pair in judged)
        print(f"| {name} | {len(judged)} | {same} | {score.precision:.3f} | {score.recall:.3f} |")


if __name__ == "__main__":
    main()
