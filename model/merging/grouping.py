"""Grouping: which tellings are of one strike, the most alike joined first, as long as all of both sides are alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from model.merging.likeness import likeness
from model.merging.meeting import WIDEST, keys
from model.merging.telling import Telling


class Member(NamedTuple):
    """A report as grouping sees it: what it tells, its document, and the lasting key that decides every order."""

    telling: Telling
    document: str
    key: str


@dataclass(eq=False)
class _Group:
    """Nodes of one strike by number, the documents that hold them, and the nodes that are like all of them."""

    nodes: list[int]
    documents: set[str]
    fellows: set[int] = field(default_factory=set)

    def may_take(self, other: _Group) -> bool:
        return self.fellows.issuperset(other.nodes) and self.documents.isdisjoint(other.documents)

    def take(self, other: _Group) -> None:
        self.nodes += other.nodes
        self.documents |= other.documents
        self.fellows &= other.fellows


def grouped(members: Sequence[Member], apart: frozenset[frozenset[str]] = frozenset()) -> list[list[int]]:
    """The members of each strike by their number; the pairs of keys in `apart` are never of one.

    It hangs on the set of members and not on their order. Members that are like none of the others may be left out of
    a call without changing the rest: so a part of a library may be grouped anew alone.
    """
    order = sorted(range(len(members)), key=lambda number: members[number].key)
    alike: dict[Telling, list[int]] = defaultdict(list)
    for number in order:
        alike[members[number].telling].append(number)
    split = frozenset(key for pair in apart for key in pair)
    # A node is the same telling by different documents, so that a text that a hundred outlets copy is compared once.
    nodes = [column for several in alike.values() for column in _columns(members, several, split)]
    nodes.sort(key=lambda column: members[column[0]].key)
    groups = [_Group([number], {members[each].document for each in node}) for number, node in enumerate(nodes)]
    edges = _alike([members[node[0]].telling for node in nodes])
    if apart:
        names = [members[node[0]].key for node in nodes]
        edges = [edge for edge in edges if frozenset((names[edge[1]], names[edge[2]])) not in apart]
    for _, one, other in edges:
        groups[one].fellows.add(other)
        groups[other].fellows.add(one)
    for _, one, other in sorted(edges):
        ours, theirs = groups[one], groups[other]
        if ours is not theirs and ours.may_take(theirs):
            ours.take(theirs)
            for number in theirs.nodes:
                groups[number] = ours
    firsts = (group for number, group in enumerate(groups) if group.nodes[0] == number)
    return [sorted(each for node in group.nodes for each in nodes[node]) for group in firsts]


def _columns(members: Sequence[Member], several: list[int], split: frozenset[str]) -> Iterator[list[int]]:
    """Members that tell the same, parted so that no column holds a document twice, nor what may not be merged."""
    telling = members[several[0]].telling
    mergeable = likeness(telling, telling) > 0
    columns: list[list[int]] = []
    turns: dict[str, int] = defaultdict(int)
    for each in several:
        if not mergeable or members[each].key in split:
            yield [each]
            continue
        turn = turns[members[each].document]
        turns[members[each].document] += 1
        if turn == len(columns):
            columns.append([])
        columns[turn].append(each)
    yield from columns


def _alike(tellings: Sequence[Telling]) -> list[tuple[int, int, int]]:
    """The pairs of tellings that are alike, each behind its degree (negative: the most alike sort first)."""
    anchors: dict[int, list[int]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key, whole in keys(telling).items():
            (anchors if whole else others)[key].append(number)
    degrees: dict[tuple[int, int], int] = {}
    for key, numbers in anchors.items():
        for place, one in enumerate(numbers):
            for other in (*numbers[place + 1 : place + WIDEST], *others.get(key, ())):
                pair = (one, other) if one < other else (other, one)
                if pair not in degrees:
                    degrees[pair] = likeness(tellings[one], tellings[other])
    return [(-degree, low, high) for (low, high), degree in degrees.items() if degree]
