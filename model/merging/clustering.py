"""Grouping: which tellings are of one strike, the most alike joined first, as long as nothing forbids it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import product
from typing import Final, NamedTuple

from model.merging.blocking import MAX_BLOCK_COMPARISONS, blocking_keys
from model.merging.features import ReportFeatures
from model.merging.similarity import cannot_link as are_apart
from model.merging.similarity import score_similarity

MAX_PAIRS_PER_LINK: Final = 4  # two groups are one where one in so many pairs across them is alike at least
SMOOTHING_PAIRS: Final = 8  # what speaks for few pairs weighs less: an odd report goes where many speak for it


class ClusterMember(NamedTuple):
    """A report as grouping sees it: what it tells, its document, and the lasting key that decides every order."""

    features: ReportFeatures
    document: str
    key: str


@dataclass(eq=False)
class _Cluster:
    """Nodes of one strike by number, the documents that hold them, and how it is linked with other groups.

    `links` keeps for each other group the weight of the likenesses across, and their number; `foes` are groups that
    something keeps out.
    """

    nodes: list[int]
    documents: set[str]
    links: dict[int, tuple[int, int]] = field(default_factory=dict)
    forbidden_clusters: set[int] = field(default_factory=set)


class _MergeCandidate(NamedTuple):
    """Two groups that might be one; the best sorts first: most likeness to a pair, then most pairs that are alike."""

    negated_mean: float
    negated_link_count: int
    first: int
    second: int


def cluster_members(
    members: Sequence[ClusterMember], apart: frozenset[frozenset[str]] = frozenset()
) -> list[list[int]]:
    """The members of each strike by their number; the pairs of keys in `apart` are never of one.

    It hangs on the set of members and not on their order. Members that are like none of the others may be left out of
    a call without changing the rest: so a part of a library may be grouped anew alone.
    """
    order = sorted(range(len(members)), key=lambda number: members[number].key)
    alike: dict[ReportFeatures, list[int]] = defaultdict(list)
    for number in order:
        alike[members[number].features].append(number)
    split = frozenset(key for pair in apart for key in pair)
    # A node is the same telling by different documents, so that a text that a hundred outlets copy is compared once.
    nodes = [column for several in alike.values() for column in _split_duplicates(members, several, split)]
    nodes.sort(key=lambda column: members[column[0]].key)
    tellings = [members[node[0]].features for node in nodes]
    names = [members[node[0]].key for node in nodes]

    def forbidden(one: int, other: int) -> bool:
        return frozenset((names[one], names[other])) in apart or are_apart(tellings[one], tellings[other])

    groups = [_Cluster([number], {members[each].document for each in node}) for number, node in enumerate(nodes)]
    for degree, one, other in _score_pairs(tellings):
        groups[one].links[other] = groups[other].links[one] = degree, 1
    firsts = sorted(_merge_clusters(groups, forbidden), key=lambda group: group.nodes[0])
    return [sorted(each for node in group.nodes for each in nodes[node]) for group in firsts]


def _merge_clusters(groups: list[_Cluster], forbidden: Callable[[int, int], bool]) -> Iterator[_Cluster]:
    """The groups after all joining, always the two that are most alike first."""
    offers = [
        offer
        for one, group in enumerate(groups)
        for other in group.links
        if one < other and (offer := _score_merge(groups, one, other))
    ]
    heapify(offers)
    gone: set[int] = set()
    while offers:
        offer = heappop(offers)
        one, other = offer.first, offer.second
        if one in gone or other in gone or offer != _score_merge(groups, one, other):
            continue
        ours, theirs = groups[one], groups[other]
        if not ours.documents.isdisjoint(theirs.documents) or any(
            forbidden(*pair) for pair in product(ours.nodes, theirs.nodes)
        ):
            ours.forbidden_clusters.add(other)
            theirs.forbidden_clusters.add(one)
            continue
        gone.add(other)
        _absorb_cluster(groups, one, other)
        for third in ours.links:
            if better := _score_merge(groups, min(one, third), max(one, third)):
                heappush(offers, better)
    yield from (group for number, group in enumerate(groups) if number not in gone)


def _score_merge(groups: list[_Cluster], one: int, other: int) -> _MergeCandidate | None:
    """What speaks for joining two groups; None where too few of the pairs across are alike, or a foe is in."""
    ours, theirs = groups[one], groups[other]
    weight, alike = ours.links[other]
    pairs = len(ours.nodes) * len(theirs.nodes)
    if MAX_PAIRS_PER_LINK * alike < pairs or other in ours.forbidden_clusters:
        return None
    return _MergeCandidate(-weight / (pairs + SMOOTHING_PAIRS), -alike, one, other)


def _absorb_cluster(groups: list[_Cluster], one: int, other: int) -> None:
    """Put the nodes of the other into the one, with its links and foes."""
    ours, theirs = groups[one], groups[other]
    ours.nodes = sorted(ours.nodes + theirs.nodes)
    ours.documents |= theirs.documents
    del ours.links[other], theirs.links[one]
    for third, (weight, alike) in theirs.links.items():
        del groups[third].links[other]
        known = ours.links.get(third, (0, 0))
        ours.links[third] = groups[third].links[one] = weight + known[0], alike + known[1]
    for third in theirs.forbidden_clusters:
        groups[third].forbidden_clusters.add(one)
    ours.forbidden_clusters |= theirs.forbidden_clusters


def _split_duplicates(
    members: Sequence[ClusterMember], several: list[int], split: frozenset[str]
) -> Iterator[list[int]]:
    """Members that tell the same, parted so that no column holds a document twice, nor what may not be merged."""
    if len(several) == 1:
        yield several
        return
    telling = members[several[0]].features
    mergeable = score_similarity(telling, telling) > 0
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


def _score_pairs(tellings: Sequence[ReportFeatures]) -> list[tuple[int, int, int]]:
    """The pairs of tellings that are alike, each behind its degree."""
    anchors: dict[int, list[int]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    for number, telling in enumerate(tellings):
        for key, whole in blocking_keys(telling).items():
            (anchors if whole else others)[key].append(number)
    degrees: dict[tuple[int, int], int] = {}
    for key, numbers in anchors.items():
        for place, one in enumerate(numbers):
            for other in (*numbers[place + 1 : place + MAX_BLOCK_COMPARISONS], *others.get(key, ())):
                pair = (one, other) if one < other else (other, one)
                if pair not in degrees:
                    degrees[pair] = score_similarity(tellings[one], tellings[other])
    return [(degree, low, high) for (low, high), degree in degrees.items() if degree]
