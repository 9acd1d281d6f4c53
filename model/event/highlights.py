"""Where in its excerpts the values of a report stand."""

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
    """A stretch of an excerpt, and the names of the values that were read from it ("killed"), in alphabetical order."""

    text: str
    value_names: tuple[str, ...] = ()


def traces_by_excerpt(report: Report) -> list[list[tuple[str, Trace]]]:
    """For each excerpt, the traces that lead into it, with their paths; sought by place, for reports of any length."""
    spans = sorted((span.within, span.start, i) for i, span in enumerate(report.excerpts))
    longest = max(span.end - span.start for span in report.excerpts)
    found: list[list[tuple[str, Trace]]] = [[] for _ in report.excerpts]
    for path, trace in report.trace.items():
        first = bisect_left(spans, (trace.within, trace.start - longest, 0))
        for _, _, i in spans[first : bisect_left(spans, (trace.within, trace.end, 0))]:
            if report.excerpts[i].end > trace.start:
                found[i].append((path, trace))
    return found


def split_excerpt(excerpt: Span, traces: Iterable[tuple[str, Trace]]) -> tuple[ExcerptSegment, ...]:
    """The excerpt cut where values begin and end: joined, the pieces are its text."""
    begin: dict[int, list[str]] = defaultdict(list)
    cease: dict[int, list[str]] = defaultdict(list)
    for path, trace in traces:
        name = ValuePath.parse(path).name
        begin[max(trace.start, excerpt.start)].append(name)
        cease[min(trace.end, excerpt.end)].append(name)
    open_now: Counter[str] = Counter()
    told = []
    for left, right in pairwise(sorted({excerpt.start, excerpt.end, *begin, *cease})):
        open_now.update(begin[left])
        open_now.subtract(cease[left])
        text = excerpt.text[left - excerpt.start : right - excerpt.start]
        told.append(ExcerptSegment(text, tuple(sorted(name for name, times in open_now.items() if times))))
    return tuple(told)
