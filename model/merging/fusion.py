"""Data fusion: one strike from its reports, with ranges over their figures and the union of their other values."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple, get_args

from model.event import Claim, Figure, Place, Report, Strike, ValuePath, Weapon, When
from model.event.figures import combined_range
from model.event.preferred_figure import STATED_BASES, preferred_figures
from model.merging.disputes import describe_disputes
from model.merging.features import ReportFeatures
from model.merging.place_features import SiteKey, make_site_key
from model.merging.reasons import explain_link
from model.merging.similarity import score_similarity
from model.taxonomy import Basis, Precision

PRECISIONS = get_args(Precision)
BASES = get_args(Basis)
MAX_COMPARED_REPORTS = 25  # earliest reports among which the link of a further one is explained
_DIGEST_SUFFIX = re.compile("#[0-9a-f]{6,16}$")


class KeyedReport(NamedTuple):
    """A report and its lasting key, which does not depend on where its document is stored."""

    report: Report
    key: str


def assign_keys(reports: Iterable[Report], document_of: Callable[[Report], str]) -> list[KeyedReport]:
    """The reports with their keys: 16 hex digits of the document, the field and the offset at which it begins.

    `document_of` gives a lasting name of the document. Reports that begin together are ordered by their content.
    """

    def beginning(report: Report) -> tuple[str, str, int]:
        return document_of(report), report.excerpts[0].within, report.excerpts[0].start

    keyed: list[KeyedReport] = []
    for start, group in groupby(sorted(reports, key=beginning), key=beginning):
        same = list(group)
        if len(same) > 1:
            same.sort(key=lambda report: report.model_dump_json())
        for number, report in enumerate(same):
            digest = hashlib.sha256(json.dumps([*start, number]).encode()).hexdigest()
            keyed.append(KeyedReport(report, digest[:16]))
    return keyed


def fuse_reports(group: Sequence[KeyedReport], *, explained: bool = True) -> Strike:
    """The strike of these reports. Its id is the smallest of their keys, whatever the order of merging.

    The reasons, which take as long as all the rest, are left out where it need not be `explained`.
    """
    reports = [keyed.report for keyed in sort_reports(group)]
    weapons = _combine_weapons(reports)
    claims = (renumber_claims(report.claims, report.weapons, weapons) for report in reports)
    strike = Strike(
        id=min(keyed.key for keyed in group),
        scope=reports[0].scope,
        when=_choose_when(reports),
        side=next((report.side for report in reports if report.side != "unknown"), "unknown"),
        places=_collect_places(reports),
        weapons=weapons,
        launched=_combine_figures(report.launched for report in reports),
        intercepted=_combine_figures(report.intercepted for report in reports),
        killed=_combine_figures(report.killed for report in reports),
        injured=_combine_figures(report.injured for report in reports),
        damage=tuple(dict.fromkeys(damage for report in reports for damage in report.damage)),
        claims=tuple(dict.fromkeys(chain.from_iterable(claims))),
        disputed=next(describe_disputes(reports), None) is not None,
        reports=tuple(reports),
        reasons=tuple(_explain_links(reports)) if explained else (),
    )
    return strike if len(reports) == 1 else strike.model_copy(update={"shown": preferred_figures(strike)})


def sort_reports(group: Sequence[KeyedReport]) -> Sequence[KeyedReport]:
    """The reports in the order of a strike: by publication, then document."""
    return sorted(group, key=_report_sort_key) if len(group) > 1 else group


def strike_sort_key(strike: Strike) -> tuple[object, ...]:
    """Sorts strikes by start, then end, then document; the undated come last."""
    start, end = strike.when.start or date.max, strike.when.end or date.max
    document, excerpt = strike.reports[0].document, strike.reports[0].excerpts[0]
    return start, end, natural_sort_key(document), excerpt.within != "title", excerpt.start, strike.id


def natural_sort_key(identifier: str) -> tuple[object, ...]:
    """Natural sort order of ids: "item 9" before "item 10"."""
    parts: list[object] = re.split("([0-9]+)", identifier)
    for index in range(1, len(parts), 2):
        digits = str(parts[index]).lstrip("0")
        parts[index] = (len(digits), digits)
    return tuple(parts), identifier  # nested, since a string must not be compared to a number


def _report_sort_key(keyed: KeyedReport) -> tuple[object, ...]:
    name = keyed.report.document
    if "#" in name:  # the suffix that a name gets once a second document has it must not change the order
        name = _DIGEST_SUFFIX.sub("", name)
    return keyed.report.published or date.max, natural_sort_key(name), keyed.key


def renumber_claims(claims: Iterable[Claim], before: Sequence[Weapon], after: Sequence[Weapon]) -> Iterator[Claim]:
    """The claims with the weapons' positions in `after`, without those about a weapon that is no longer there."""
    if after is before:
        yield from claims
        return
    positions = {(weapon.kind, weapon.model): position for position, weapon in enumerate(after)}
    for claim in claims:
        path = ValuePath.parse(claim.of or "")
        weapon = path.find_weapon(before)
        if weapon is None:
            yield claim
        elif (position := positions.get((weapon.kind, weapon.model))) is not None:
            yield claim.model_copy(update={"of": str(path._replace(position=position))})


def _choose_when(reports: Sequence[Report]) -> When:
    """The most precise date; dates that the text states go before those carried over from the publication."""
    return min(
        (report.when for report in reports),
        key=lambda when: (when.basis not in STATED_BASES, PRECISIONS.index(when.precision), BASES.index(when.basis)),
    )


def _combine_figures(figures: Iterable[Figure | None]) -> Figure | None:
    return combined_range(figure for figure in figures if figure is not None)


def _collect_places(reports: Sequence[Report]) -> tuple[Place, ...]:
    """Each place once, in its first spelling; the one that most reports name comes first."""
    if len(reports) == 1:
        return reports[0].places
    first: dict[SiteKey, Place] = {}
    report_count: Counter[SiteKey] = Counter()
    for report in reports:
        for place in report.places:
            first.setdefault(make_site_key(place), place)
        report_count.update(dict.fromkeys(map(make_site_key, report.places)).keys())
    return tuple(first[key] for key, _ in report_count.most_common())


def _combine_weapons(reports: Sequence[Report]) -> tuple[Weapon, ...]:
    """Each kind and model once, with the ranges of its figures over all reports."""
    if len(reports) == 1:
        return reports[0].weapons
    same: dict[tuple[str, str | None], list[Weapon]] = {}
    for report in reports:
        for weapon in report.weapons:
            same.setdefault((weapon.kind, weapon.model), []).append(weapon)
    return tuple(
        weapons[0].model_copy(
            update={
                "launched": _combine_figures(weapon.launched for weapon in weapons),
                "intercepted": _combine_figures(weapon.intercepted for weapon in weapons),
            }
        )
        for weapons in same.values()
    )


def _explain_links(reports: Sequence[Report]) -> Iterator[str]:
    """Why each report after the first is the same strike: its link to the most similar of the reports before it.

    If it is similar to none of them (later reports linked them), its link to the most similar of the later ones.
    """
    earliest = [(ReportFeatures.from_report(report), report) for report in reports[:MAX_COMPARED_REPORTS]]
    for index, report in enumerate(reports[1:], 1):
        features = earliest[index][0] if index < MAX_COMPARED_REPORTS else ReportFeatures.from_report(report)
        scored = ((score_similarity(known, features), other) for known, other in earliest if other is not report)
        before = list(islice(scored, index))
        score, best = max(before, key=itemgetter(0))
        if not score:
            _, best = max([*before, *scored], key=itemgetter(0))
        yield ("" if best is reports[0] else f"as in {best.document}: ") + explain_link(best, report)
