"""Does merging put together what belongs together? `python -m bench.accuracy.merging --corpus DIR`, as Markdown.

`pairs.tsv` holds pairs of reports, judged by reading both texts: the same strike or not, and whether the rules were
made with the pair in sight (`seen`) or it was kept from them (`held`). A report is told by its document's id, the field
and the place of its excerpt in it. The documents, JSON Lines in DIR, are no part of the repository: they are their
publishers'.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from model.event import Document, Report
from model.merging import merge
from model.parsing import parse
from model.reading import find, read

JUDGED: Final = Path(__file__).with_name("merging_pairs.tsv")


class Told(NamedTuple):
    """A report, by a character of its first excerpt."""

    document: str
    within: str
    start: int


class Pair(NamedTuple):
    """Two reports that are of one strike, or are not; `part` is "seen" or "held"."""

    same: bool
    part: str
    one: Told
    other: Told


class Score(NamedTuple):
    """How many pairs were put together rightly, wrongly, and how many that belong together were not."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs put together, those that belong together."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of the pairs that belong together, those that were put together."""
        return self.right / max(self.right + self.missed, 1)


def judged() -> list[Pair]:
    """The pairs of the list."""
    return [_pair(line) for line in JUDGED.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]


def _pair(line: str) -> Pair:
    verdict, part, one, other = line.split("\t")
    return Pair(verdict == "same", part, _told(one), _told(other))


def _told(text: str) -> Told:
    document, _, place = text.rpartition("@")
    within, _, start = place.partition(":")
    return Told(document, within, int(start))


def reports(paths: Iterable[str]) -> Iterator[Report]:
    """All reports of the documents at these paths."""
    for source in find(list(paths)):
        for found in read(source):
            if isinstance(found, Document):
                yield from parse(found)


class Merged:
    """Which strike holds the report that stands at a place."""

    def __init__(self, told: Iterable[Report]) -> None:
        """Merge the reports."""
        self._spans: dict[str, list[tuple[str, int, int, int]]] = {}
        for number, strike in enumerate(merge(told)):
            for report in strike.reports:
                spans = ((span.within, span.start, span.end, number) for span in report.excerpts)
                self._spans.setdefault(report.document, []).extend(spans)

    def strike(self, told: Told) -> int | None:
        """The number of the strike; None where no report has an excerpt there."""
        for within, start, end, number in sorted(self._spans.get(told.document, ())):
            if within == told.within and start <= told.start < end:
                return number
        return None

    def score(self, pairs: Iterable[Pair]) -> Score:
        """How the strikes agree with the judged pairs; what is not reported is in no strike."""
        counts: Counter[tuple[bool, bool]] = Counter()
        for pair in pairs:
            one, other = self.strike(pair.one), self.strike(pair.other)
            counts[pair.same, one is not None and one == other] += 1
        return Score(counts[True, True], counts[False, True], counts[True, False])


def main() -> None:
    """Print a line for all pairs and for each part of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpus", required=True, type=Path, metavar="DIR")
    folder: Path = options.parse_args().corpus
    pairs = judged()
    wanted = {told.document.rpartition("-")[0] for pair in pairs for told in (pair.one, pair.other)} - {""}
    files = [path for path in sorted(folder.glob("*.jsonl.gz")) if path.name.removesuffix(".jsonl.gz") in wanted]
    if not files:
        raise SystemExit(
            f"{folder}: none of the files {', '.join(sorted(wanted))} (.jsonl.gz); give the folder with them"
        )
    merged = Merged(reports([*map(str, files), "seeds"]))
    print("| pairs | number | the same | precision | recall |\n|---|---:|---:|---:|---:|")
    for name, part in (("all", pairs), *((name, [p for p in pairs if p.part == name]) for name in ("seen", "held"))):
        score = merged.score(part)
        print(f"| {name} | {len(part)} | {sum(p.same for p in part)} | {score.precision:.3f} | {score.recall:.3f} |")


if __name__ == "__main__":
    main()
