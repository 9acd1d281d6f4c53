"""Clusters reports into strikes: agglomerative, the most similar first, within the cannot-link constraints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import product
from typing import Final, NamedTuple

from model.merging.blocking import MAX_BLOCK_COMPARISONS, blocking_keys
from model.merging.features import ReportFeatures
from model.merging.similarity import cannot_link, score_similarity

MAX_PAIRS_PER_LINK: Final = 4  # two clusters may merge if at least one in so many pairs across them is similar
SMOOTHING_PAIRS: Final = 8  # discounts the mean of few pairs: an odd report joins the cluster with more evidence


class ClusterMember(NamedTuple):
    """A report to cluster: its features, its document, and its lasting key, by which all ties are decided."""

    features: ReportFeatures
    document: str
    key: str


@dataclass(eq=False)
class _Cluster:
    """Nodes of one strike; `links` has the sum and the number of the similarities to each other cluster."""

    nodes: list[int]
    documents: set[str]
    links: dict[int, tuple[int, int]] = field(default_factory=dict)
    forbidden_clusters: set[int] = field(default_factory=set)


class _MergeCandidate(NamedTuple):
    """Two clusters that may merge. The best sorts first: the highest mean similarity, then the most similar pairs."""

    negated_mean: float
    negated_link_count: int
    first: int
    second: int


def cluster_members(
    members: Sequence[ClusterMember], cannot_links: frozenset[frozenset[str]] = frozenset()
) -> list[list[int]]:
    """The clusters, as indices of the members; pairs of keys in `cannot_links` are never in one.

    The order of the members does not matter. Leaving out members that are similar to none of the others does not change
    the rest, so a part of a library can be clustered alone.
    """
    duplicates: dict[ReportFeatures, list[int]] = defaultdict(list)
    for index in sorted(range(len(members)), key=lambda index: members[index].key):
        duplicates[members[index].features].append(index)
    split_keys = frozenset(key for pair in cannot_links for key in pair)
    # A node is equal features from different documents: a text that a hundred outlets copy is compared once.
    nodes = [node for same in duplicates.values() for node in _split_duplicates(members, same, split_keys)]
    nodes.sort(key=lambda node: members[node[0]].key)
    features = [members[node[0]].features for node in nodes]
    keys = [members[node[0]].key for node in nodes]

    def is_forbidden(one: int, other: int) -> bool:
        return frozenset((keys[one], keys[other])) in cannot_links or cannot_link(features[one], features[other])

    clusters = [_Cluster([number], {members[index].document for index in node}) for number, node in enumerate(nodes)]
    for score, one, other in _score_pairs(features):
        clusters[one].links[other] = clusters[other].links[one] = score, 1
    merged = sorted(_merge_clusters(clusters, is_forbidden), key=lambda cluster: cluster.nodes[0])
    return [sorted(index for number in cluster.nodes for index in nodes[number]) for cluster in merged]


def _merge_clusters(clusters: list[_Cluster], is_forbidden: Callable[[int, int], bool]) -> Iterator[_Cluster]:
    """The clusters after all merges; the best candidate merges first."""
    candidates = [
        candidate
        for one, cluster in enumerate(clusters)
        for other in cluster.links
        if one < other and (candidate := _score_merge(clusters, one, other))
    ]
    heapify(candidates)
    absorbed: set[int] = set()
    while candidates:
        candidate = heappop(candidates)
        one, other = candidate.first, candidate.second
        if one in absorbed or other in absorbed or candidate != _score_merge(clusters, one, other):
            continue  # outdated by a merge since
        first, second = clusters[one], clusters[other]
        if first.documents & second.documents or any(
            is_forbidden(*pair) for pair in product(first.nodes, second.nodes)
        ):
            first.forbidden_clusters.add(other)
            second.forbidden_clusters.add(one)
            continue
        absorbed.add(other)
        _absorb_cluster(clusters, one, other)
        for third in first.links:
            if candidate_with_third := _score_merge(clusters, min(one, third), max(one, third)):
                heappush(candidates, candidate_with_third)
    yield from (cluster for number, cluster in enumerate(clusters) if number not in absorbed)


def _score_merge(clusters: list[_Cluster], one: int, other: int) -> _MergeCandidate | None:
    """The candidate for merging two clusters; None where it is forbidden or too few of the pairs are similar."""
    first, second = clusters[one], clusters[other]
    total, links = first.links[other]
    pairs = len(first.nodes) * len(second.nodes)
    if MAX_PAIRS_PER_LINK * links < pairs or other in first.forbidden_clusters:
        return None
    return _MergeCandidate(-total / (pairs + SMOOTHING_PAIRS), -links, one, other)


def _absorb_cluster(clusters: list[_Cluster], one: int, other: int) -> None:
    """Move the nodes, links and constraints of the other cluster into the first."""
    first, second = clusters[one], clusters[other]
    first.nodes = sorted(first.nodes + second.nodes)
    first.documents |= second.documents
    del first.links[other], second.links[one]
    for third, (total, links) in second.links.items():
        del clusters[third].links[other]
        known_total, known_links = first.links.get(third, (0, 0))
        first.links[third] = clusters[third].links[one] = total + known_total, links + known_links
    for third in second.forbidden_clusters:
        clusters[third].forbidden_clusters.add(one)
    first.forbidden_clusters |= second.forbidden_clusters


def _split_duplicates(
    members: Sequence[ClusterMember], same: list[int], split_keys: frozenset[str]
) -> Iterator[list[int]]:
    """The nodes of members with equal features: each document once in a node, and alone what must not be merged."""
    features = members[same[0]].features
    if len(same) == 1 or not score_similarity(features, features):
        yield from ([index] for index in same)
        return
    nodes: list[list[int]] = []
    node_count: dict[str, int] = defaultdict(int)  # of each document
    for index in same:
        if members[index].key in split_keys:
            yield [index]
            continue
        number = node_count[members[index].document]
        node_count[members[index].document] += 1
        if number == len(nodes):
            nodes.append([])
        nodes[number].append(index)
    yield from nodes


def _score_pairs(features: Sequence[ReportFeatures]) -> list[tuple[int, int, int]]:
    """The similar pairs, each as its score and two indices, the lower first."""
    comparing_all: dict[int, list[int]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    for number, node_features in enumerate(features):
        for key, compares_all in blocking_keys(node_features).items():
            (comparing_all if compares_all else others)[key].append(number)
    scores: dict[tuple[int, int], int] = {}
    for key, numbers in comparing_all.items():
        for position, one in enumerate(numbers):
            for other in (*numbers[position + 1 : position + MAX_BLOCK_COMPARISONS], *others.get(key, ())):
                pair = (one, other) if one < other else (other, one)
                if pair not in scores:
                    scores[pair] = score_similarity(features[one], features[other])
    return [(score, low, high) for (low, high), score in scores.items() if score]
