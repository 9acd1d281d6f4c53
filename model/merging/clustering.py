"""Grouping: which tellings are of one strike, the most alike joined first, as long as nothing forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import product
from typing import Final, NamedTuple

from model.merging.blocking import WIDEST, keys
from model.merging.features import Telling
from model.merging.similarity import apart as are_apart
from model.merging.similarity import likeness

ALIKE: Final = 4  # two groups are one where one in so many pairs across them is alike at least
FEW: Final = 8  # what speaks for few pairs weighs less: an odd report goes where many speak for it


class Member(NamedTuple):
    """A report as grouping sees it: what it tells, its document, and the lasting key that decides every order."""

    telling: Telling
    document: str
    key: str


@dataclass(eq=False)
class _Group:
    """Nodes of one strike by number, the documents that hold them, and how it is linked with other groups.

    `links` keeps for each other group the weight of the likenesses across, and their number; `foes` are groups that
    something keeps out.
    """

    nodes: list[int]
    documents: set[str]
    links: dict[int, tuple[int, int]] = field(default_factory=dict)
    foes: set[int] = field(default_factory=set)


class _Offer(NamedTuple):
    """Two groups that might be one; the best sorts first: most likeness to a pair, then most pairs that are alike."""

    mean: float
    alike: int
    one: int
    other: int


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
    tellings = [members[node[0]].telling for node in nodes]
    names = [members[node[0]].key for node in nodes]

    def forbidden(one: int, other: int) -> bool:
        return frozenset((names[one], names[other])) in apart or are_apart(tellings[one], tellings[other])

    groups = [_Group([number], {members[each].document for each in node}) for number, node in enumerate(nodes)]
    for degree, one, other in _alike(tellings):
        groups[one].links[other] = groups[other].links[one] = degree, 1
    firsts = sorted(_joined(groups, forbidden), key=lambda group: group.nodes[0])
    return [sorted(each for node in group.nodes for each in nodes[node]) for group in firsts]


def _joined(groups: list[_Group], forbidden: Callable[[int, int], bool]) -> Iterator[_Group]:
    """The groups after all joining, always the two that are most alike first."""
    offers = [
        offer
        for one, group in enumerate(groups)
        for other in group.links
        if one < other and (offer := _offer(groups, one, other))
    ]
    heapify(offers)
    gone: set[int] = set()
    while offers:
        offer = heappop(offers)
        one, other = offer.one, offer.other
        if one in gone or other in gone or offer != _offer(groups, one, other):
            continue
        ours, theirs = groups[one], groups[other]
        if not ours.documents.isdisjoint(theirs.documents) or any(
            forbidden(*pair) for pair in product(ours.nodes, theirs.nodes)
        ):
            ours.foes.add(other)
            theirs.foes.add(one)
            continue
        gone.add(other)
        _take(groups, one, other)
        for third in ours.links:
            if better := _offer(groups, min(one, third), max(one, third)):
                heappush(offers, better)
    yield from (group for number, group in enumerate(groups) if number not in gone)


def _offer(groups: list[_Group], one: int, other: int) -> _Offer | None:
    """What speaks for joining two groups; None where too few of the pairs across are alike, or a foe is in."""
    ours, theirs = groups[one], groups[other]
    weight, alike = ours.links[other]
    pairs = len(ours.nodes) * len(theirs.nodes)
    if ALIKE * alike < pairs or other in ours.foes:
        return None
    return _Offer(-weight / (pairs + FEW), -alike, one, other)


def _take(groups: list[_Group], one: int, other: int) -> None:
    """Put the nodes of the other into the one, with its links and foes."""
    ours, theirs = groups[one], groups[other]
    ours.nodes = sorted(ours.nodes + theirs.nodes)
    ours.documents |= theirs.documents
    del ours.links[other], theirs.links[one]
    for third, (weight, alike) in theirs.links.items():
        del groups[third].links[other]
        known = ours.links.get(third, (0, 0))
        ours.links[third] = groups[third].links[one] = weight + known[0], alike + known[1]
    for third in theirs.foes:
        groups[third].foes.add(one)
    ours.foes |= theirs.foes


def _columns(members: Sequence[Member], several: list[int], split: frozenset[str]) -> Iterator[list[int]]:
    """Members that tell the same, parted so that no column holds a document twice, nor what may not be merged."""
    if len(several) == 1:
        yield several
        return
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
    """The pairs of tellings that are alike, each behind its degree."""
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
    return [(degree, low, high) for (low, high), degree in degrees.items() if degree]
