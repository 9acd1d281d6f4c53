"""One strike from its reports: ranges over their figures, the union of what they name, and what is disputed."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple, get_args

from model.event import Claim, Figure, Place, Report, Strike, ValuePath, Weapon, When
from model.event.figures import combined_range
from model.event.preferred_figure import preferred_figures
from model.merging.disputes import describe_disputes
from model.merging.features import ReportFeatures
from model.merging.place_features import SiteKey, make_site_key
from model.merging.reasons import explain_link
from model.merging.similarity import score_similarity
from model.taxonomy import Basis, Precision

PRECISIONS = get_args(Precision)
BASES = get_args(Basis)
MAX_COMPARED_REPORTS = 25  # different tellings among which the reasons for a further report are sought
_DIGEST_SUFFIX = re.compile("#[0-9a-f]{6,16}$")
STATED_BASES = ("explicit", "weekday", "relative")  # the words themselves say when, not only the date of publication


class KeyedReport(NamedTuple):
    """A report and its lasting key, that tells it from all others wherever its document lies."""

    report: Report
    key: str


def assign_keys(reports: Iterable[Report], document_of: Callable[[Report], str]) -> list[KeyedReport]:
    """The reports, each under a key made of its document, its field and where it begins: 16 hex digits.

    `document_of` names the document lastingly. Those that begin alike are told apart by what they hold.
    """
    found: list[KeyedReport] = []
    beginning = lambda report: (document_of(report), report.excerpts[0].within, report.excerpts[0].start)  # noqa: E731
    for begin, alike in groupby(sorted(reports, key=beginning), key=beginning):
        several = list(alike)
        if len(several) > 1:
            several.sort(key=lambda report: report.model_dump_json())
        for turn, report in enumerate(several):
            digest = hashlib.sha256(json.dumps([*begin, turn]).encode()).hexdigest()
            found.append(KeyedReport(report, digest[:16]))
    return found


def fuse_reports(group: Sequence[KeyedReport], *, explained: bool = True) -> Strike:
    """The strike that these reports tell of; its id is the least of their keys, whatever joined when.

    Where it need not be `explained` its reasons are left out: they take as long as all the rest.
    """
    reports = [each.report for each in sort_reports(group)]
    first = reports[0]
    weapons = _combine_weapons(reports)
    strike = Strike(
        id=min(each.key for each in group),
        scope=first.scope,
        when=_choose_when(reports),
        side=next((report.side for report in reports if report.side != "unknown"), "unknown"),
        places=_collect_places(reports),
        weapons=weapons,
        launched=_combine_figures(reports, lambda report: report.launched),
        intercepted=_combine_figures(reports, lambda report: report.intercepted),
        killed=_combine_figures(reports, lambda report: report.killed),
        injured=_combine_figures(reports, lambda report: report.injured),
        damage=tuple(dict.fromkeys(each for report in reports for each in report.damage)),
        claims=tuple(
            dict.fromkeys(
                claim for report in reports for claim in renumber_claims(report.claims, report.weapons, weapons)
            )
        ),
        disputed=next(describe_disputes(reports), None) is not None,
        reports=tuple(reports),
        reasons=tuple(_explain_links(reports)) if explained else (),
    )
    return strike if len(reports) == 1 else strike.model_copy(update={"shown": preferred_figures(strike)})


def sort_reports(group: Sequence[KeyedReport]) -> Sequence[KeyedReport]:
    """The reports of a strike in the order in which it has them: by publication, then document."""
    return sorted(group, key=_report_sort_key) if len(group) > 1 else group


def strike_sort_key(strike: Strike) -> tuple[object, ...]:
    """Sorts strikes by start, then end, then document; what has no date comes last."""
    start, end = strike.when.start or date.max, strike.when.end or date.max
    first = strike.reports[0]
    return (
        start,
        end,
        natural_sort_key(first.document),
        first.excerpts[0].within != "title",
        first.excerpts[0].start,
        strike.id,
    )


def natural_sort_key(identifier: str) -> tuple[object, ...]:
    """Sorts ids as people count: "item 9" before "item 10"."""
    parts: list[object] = re.split("([0-9]+)", identifier)
    for place in range(1, len(parts), 2):
        digits = str(parts[place]).lstrip("0")
        parts[place] = (len(digits), digits)
    return tuple(parts), identifier  # apart: where the one ends, the other may go on with a number


def _report_sort_key(each: KeyedReport) -> tuple[object, ...]:
    name = each.report.document
    if "#" in name:  # documents of one name go by their keys, as they do before a second one makes the name ambiguous
        name = _DIGEST_SUFFIX.sub("", name)
    return each.report.published or date.max, natural_sort_key(name), each.key


def renumber_claims(claims: Iterable[Claim], before: Sequence[Weapon], after: Sequence[Weapon]) -> Iterator[Claim]:
    """The claims with weapons at their positions `after`; without those about the figure of a weapon that is gone."""
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
    """The most precise telling; a date that was only carried over from the publication yields to one that is told."""
    return min(
        (report.when for report in reports),
        key=lambda when: (when.basis not in STATED_BASES, PRECISIONS.index(when.precision), BASES.index(when.basis)),
    )


def _combine_figures(reports: Sequence[Report], figure: Callable[[Report], Figure | None]) -> Figure | None:
    return combined_range(found for report in reports if (found := figure(report)) is not None)


def _collect_places(reports: Sequence[Report]) -> tuple[Place, ...]:
    """Each place once, those that most reports name first, under the name and spelling that stands first."""
    if len(reports) == 1:
        return reports[0].places
    first: dict[SiteKey, Place] = {}
    naming: Counter[SiteKey] = Counter()
    for report in reports:
        for place in report.places:
            first.setdefault(make_site_key(place), place)
        naming.update(dict.fromkeys(map(make_site_key, report.places)).keys())
    return tuple(first[each] for each, _ in naming.most_common())


def _combine_weapons(reports: Sequence[Report]) -> tuple[Weapon, ...]:
    """Each kind and model once, with its figures over all reports."""
    if len(reports) == 1:
        return reports[0].weapons
    told: dict[tuple[str, str | None], list[Weapon]] = {}
    for report in reports:
        for weapon in report.weapons:
            told.setdefault((weapon.kind, weapon.model), []).append(weapon)
    return tuple(
        several[0].model_copy(
            update={
                "launched": combined_range(weapon.launched for weapon in several if weapon.launched),
                "intercepted": combined_range(weapon.intercepted for weapon in several if weapon.intercepted),
            }
        )
        for several in told.values()
    )


def _explain_links(reports: Sequence[Report]) -> Iterator[str]:
    """Why each report after the first is of the strike: the reasons against the one most like it, of the earliest.

    Where it is like none of those before it (they came together through later ones), one behind it gives the reasons.
    """
    earliest = [(ReportFeatures.from_report(report), report) for report in reports[:MAX_COMPARED_REPORTS]]
    for place, report in enumerate(reports[1:], 1):
        telling = earliest[place][0] if place < MAX_COMPARED_REPORTS else ReportFeatures.from_report(report)
        before = max(earliest[:place], key=lambda known: score_similarity(known[0], telling))
        best = (
            before
            if score_similarity(before[0], telling)
            else max(
                (known for known in earliest if known[1] is not report),
                key=lambda known: score_similarity(known[0], telling),
            )
        )
        yield ("" if best[1] is reports[0] else f"as in {best[1].document}: ") + explain_link(best[1], report)
