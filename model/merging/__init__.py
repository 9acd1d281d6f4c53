"""Merging: the reports of many documents become strikes, each with the reasons why its reports are one.

Two reports are one strike unless side, day, place or weapon differ (MUC-4); likeness.py says what counts as evidence,
and where in doubt reports stay apart. A report joins a strike only when it is like every report already in it, so no
chain of half-likenesses ties together what differs. The result is the same for every order of the reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from model.event import Report, Strike
from model.merging.likeness import likeness
from model.merging.strikes import Identified, chronological, made_of
from model.merging.telling import Telling

WIDEST = 250  # under one day and place a telling is compared with the next so many; keeps a flood of them in bounds


@dataclass(eq=False)
class _Group:
    """Tellings of one strike by number, the documents that hold them, and the tellings that are like all of them."""

    members: list[int]
    documents: set[str]
    fellows: set[int] = field(default_factory=set)

    def may_take(self, other: _Group) -> bool:
        return self.fellows.issuperset(other.members) and self.documents.isdisjoint(other.documents)

    def take(self, other: _Group) -> None:
        self.members += other.members
        self.documents |= other.documents
        self.fellows &= other.fellows


def merge(reports: Iterable[Report]) -> list[Strike]:
    """The strikes that the reports tell of, in order of time, the undated last in order of their documents.

    Only reports of different documents become one: within a document the parser has joined them. Near-linear in the
    number of reports; of more than 250 different tellings of one day and place not all are compared.
    """
    tellings: dict[Telling, list[Identified]] = defaultdict(list)
    for each in _identified(reports):
        tellings[Telling.of(each.report)].append(each)
    strikes = [made_of(group) for group in _grouped(tellings)]
    return sorted(strikes, key=chronological)


def _identified(reports: Iterable[Report]) -> list[Identified]:
    """The reports in an order that does not hang on how they came; those that begin alike are numbered by content."""
    found: list[Identified] = []
    for (document, within, start), alike in groupby(sorted(reports, key=_beginning), key=_beginning):
        several = list(alike)
        if len(several) > 1:
            several.sort(key=lambda report: report.model_dump_json())
        found.extend(Identified(report, (document, within, start, turn)) for turn, report in enumerate(several))
    return found


def _beginning(report: Report) -> tuple[str, str, int]:
    excerpt = report.excerpts[0]
    return report.document, excerpt.within, excerpt.start


def _grouped(tellings: dict[Telling, list[Identified]]) -> Iterator[list[Identified]]:
    """The reports of each strike: the most alike are joined first, as long as all of both sides are alike."""
    # A node is the same telling by different documents, so that a text that a hundred outlets copy is compared once.
    nodes: list[tuple[Telling, list[Identified]]] = []
    for telling, several in tellings.items():
        nodes += [(telling, column) for column in _columns(telling, several)]
    alike = _alike([telling for telling, _ in nodes])
    groups = [_Group([number], {each.report.document for each in nodes[number][1]}) for number in range(len(nodes))]
    for _, one, other in alike:
        groups[one].fellows.add(other)
        groups[other].fellows.add(one)
    for _, one, other in sorted(alike):
        ours, theirs = groups[one], groups[other]
        if ours is not theirs and ours.may_take(theirs):
            ours.take(theirs)
            for number in theirs.members:
                groups[number] = ours
    for number, group in enumerate(groups):
        if group.members[0] == number:
            yield [each for member in group.members for each in nodes[member][1]]


def _columns(telling: Telling, several: list[Identified]) -> list[list[Identified]]:
    """Reports that tell the same, parted so that no column holds a document twice, nor what may not be merged."""
    if not likeness(telling, telling):
        return [[each] for each in several]
    columns: list[list[Identified]] = []
    turns: dict[str, int] = defaultdict(int)
    for each in several:
        turn = turns[each.report.document]
        turns[each.report.document] += 1
        if turn == len(columns):
            columns.append([])
        columns[turn].append(each)
    return columns


def _alike(tellings: list[Telling]) -> list[tuple[int, int, int]]:
    """The pairs of tellings that are alike, each behind its degree (negative: the most alike sort first)."""
    anchors: dict[object, list[int]] = defaultdict(list)
    others: dict[object, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key, is_anchor in telling.meeting():
            (anchors if is_anchor else others)[key].append(number)
    degrees: list[dict[int, int]] = [{} for _ in tellings]
    for key, numbers in anchors.items():
        for place, one in enumerate(numbers):
            for other in (*numbers[place + 1 : place + WIDEST], *others.get(key, ())[:WIDEST]):
                low, high = min(one, other), max(one, other)
                if low != high and high not in degrees[low]:
                    degrees[low][high] = likeness(tellings[low], tellings[high])
    return [(-degree, low, high) for low, found in enumerate(degrees) for high, degree in found.items() if degree]
