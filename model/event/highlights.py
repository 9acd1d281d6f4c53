"""Locates the values of a report in its excerpts."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from model.event.document import Span
from model.event.report import Report, Trace
from model.event.value_path import ValuePath


class ExcerptSegment(NamedTuple):
    """A part of an excerpt, with the names of the values read from it ("killed") in alphabetical order."""

    text: str
    value_names: tuple[str, ...] = ()


def traces_by_excerpt(report: Report) -> list[list[tuple[str, Trace]]]:
    """For each excerpt, the traces that overlap it, with their paths."""
    # Bisection, since a report may have thousands of excerpts and traces.
    spans = sorted((span.within, span.start, index) for index, span in enumerate(report.excerpts))
    longest = max(span.end - span.start for span in report.excerpts)
    traces: list[list[tuple[str, Trace]]] = [[] for _ in report.excerpts]
    for path, trace in report.trace.items():
        first = bisect_left(spans, (trace.within, trace.start - longest, 0))
        for _, _, index in spans[first : bisect_left(spans, (trace.within, trace.end, 0))]:
            if report.excerpts[index].end > trace.start:
                traces[index].append((path, trace))
    return traces


def split_excerpt(excerpt: Span, traces: Iterable[tuple[str, Trace]]) -> tuple[ExcerptSegment, ...]:
    """The excerpt cut wherever a value begins or ends; joined, the segments are its text."""
    starting: dict[int, list[str]] = defaultdict(list)
    ending: dict[int, list[str]] = defaultdict(list)
    for path, trace in traces:
        name = ValuePath.parse(path).name
        starting[max(trace.start, excerpt.start)].append(name)
        ending[min(trace.end, excerpt.end)].append(name)
    names: Counter[str] = Counter()
    segments = []
    for start, end in pairwise(sorted({excerpt.start, excerpt.end, *starting, *ending})):
        names.update(starting[start])
        names.subtract(ending[start])
        text = excerpt.text[start - excerpt.start : end - excerpt.start]
        segments.append(ExcerptSegment(text, tuple(sorted(name for name, count in names.items() if count))))
    return tuple(segments)
