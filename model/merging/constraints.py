"""The user's decisions about merging, as constraints of the clustering: must-link and cannot-link pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ReportPair = frozenset[str]  # the keys of two reports


class LinkConstraints(NamedTuple):
    """Pairs of reports that are one strike and pairs that are not, each with the time of the decision; oldest first."""

    must_links: tuple[tuple[ReportPair, str], ...] = ()
    cannot_links: tuple[tuple[ReportPair, str], ...] = ()


def apply_must_links(
    clusters: Sequence[Sequence[int]], keys: Sequence[str], constraints: LinkConstraints
) -> list[list[int]]:
    """Join the clusters that hold the two reports of a must-link; `keys` are those of the members.

    A later cannot-link between any reports of the two clusters prevents it.
    """
    merged = {number: list(cluster) for number, cluster in enumerate(clusters)}
    cluster_of = {keys[member]: number for number, cluster in merged.items() for member in cluster}
    for pair, made in constraints.must_links:
        linked = {cluster_of[key] for key in pair if key in cluster_of}
        if len(linked) < 2 or any(
            later > made and {cluster_of.get(key) for key in separated} == linked
            for separated, later in constraints.cannot_links
        ):
            continue
        first, second = sorted(linked)
        cluster_of |= dict.fromkeys((keys[member] for member in merged[second]), first)
        merged[first] += merged.pop(second)
    return [sorted(cluster) for cluster in merged.values()]
