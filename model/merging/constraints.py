"""What the user has decided of merging: pairs of reports that are of one strike, and pairs that are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

ReportPair = frozenset[str]  # the keys of two reports


class LinkConstraints(NamedTuple):
    """Pairs that are of one strike, in the order in which it was said, and pairs that are not; each with when."""

    must_links: tuple[tuple[ReportPair, str], ...] = ()
    cannot_links: tuple[tuple[ReportPair, str], ...] = ()


def apply_must_links(
    groups: Sequence[Sequence[int]], names: Sequence[str], decided: LinkConstraints
) -> list[list[int]]:
    """The groups of members, those made one that hold the two reports of a pair; `names` are the members' keys.

    Of a pair of groups that a later decision keeps apart, in any of their reports, nothing is made one.
    """
    if not decided.must_links:
        return [list(group) for group in groups]
    whole = {number: list(group) for number, group in enumerate(groups)}
    at = {names[member]: number for number, group in enumerate(groups) for member in group}
    for pair, made in decided.must_links:
        known = sorted({at[key] for key in pair if key in at})
        if len(known) < 2:
            continue
        one, other = known
        if any(
            later > made and {at.get(key) for key in kept_apart} == {one, other}
            for kept_apart, later in decided.cannot_links
        ):
            continue
        for member in whole[other]:
            at[names[member]] = one
        whole[one] += whole.pop(other)
    return [sorted(group) for group in whole.values()]
