"""The features of a report that merging compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from model.event import FIGURE_NAMES, Claim, Figure, Report
from model.event.figures import is_rough
from model.merging.place_features import SiteKey, collect_site_keys, find_whole_regions, is_nationwide

FigureSlot = tuple[str, str, str]  # one of FIGURE_NAMES; kind and model of the weapon, or ''
FigureBounds = tuple[int | None, int | None]
BoundedFigures = tuple[tuple[FigureSlot, FigureBounds], ...]

VAGUE_LOWER_BOUNDS: Final = frozenset({10, 12, 20, 24, 100, 1000})  # of "tens", "dozens", "hundreds" and so on

_AIR_STRIKE_KINDS: Final = frozenset({"missile", "bomb", "drone"})  # the possible weapons of an air strike
_ROCKET_PATTERN: Final = re.compile(r"\brockets?\b", re.IGNORECASE)
_RISEN_TOLL_PATTERN: Final = re.compile(
    r"\b(?:tolls?|number|casualties|deaths?|dead|victims)\b[^.]{0,60}"
    r"\b(?:rises?|rose|risen|rising|climbs?|climbed|grows?|grew|grown|increases?|increased|jumps?|soars?|up to"
    r"|revised|updated)\b|\b(?:updated|final|latest|new|rising) (?:death |casualty )?toll\b",
    re.IGNORECASE,
)
# Speakers who are many people: two figures from them are no contradiction.
_COLLECTIVE_SPEAKER_PATTERN: Final = re.compile(
    r"\b(?:officials?|authorities|sources?|media|reports?|agenc(?:y|ies)|forces|analysts?|milbloggers?|claims?"
    r"|governors|mayors|ministers|services|prosecutors|witnesses|residents|spokes\w+|advis[eo]rs?|aides?|commanders?"
    r"|ukraine|russia|moscow|kyiv|kiev|kremlin|reuters|afp|ap|tass|us|uk|un)$",
    re.IGNORECASE,
)
_WORD_PATTERN: Final = re.compile(r"[^\W\d_]+")


class ReportFeatures(NamedTuple):
    """What a report states of side, time, place, weapons and figures.

    Days are proleptic Gregorian ordinals, 0 where the report has no date or an open interval. `has_risen_toll` is True
    where the words call a toll new. `whole_regions` are regions named as such, `regions` those of all places.
    `weapon_kinds` has every kind that the words allow: an air strike may use missiles. `model_totals` are the sums of
    the exact figures of a kind's models. `asserting_sides` and `speakers` are of the claims that assert the strike.
    `dataset` is the mapping of a report from a table, '' of a parsed one.

    The defaults are left out of stored features (blocking.py), so they must not change.
    """

    scope: str = "strike"
    side: str = "unknown"
    first_day: int = 0
    last_day: int = 0
    is_night: bool = False
    published_day: int = 0
    is_nationwide: bool = False
    has_risen_toll: bool = False
    sites: frozenset[SiteKey] = frozenset()
    whole_regions: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    weapon_kinds: frozenset[str] = frozenset()
    weapon_models: frozenset[tuple[str, str]] = frozenset()
    figures: BoundedFigures = ()
    model_totals: BoundedFigures = ()
    asserting_sides: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    dataset: str = ""

    @classmethod
    def from_report(cls, report: Report) -> ReportFeatures:
        """The features of this report."""
        start, end = report.when.start, report.when.end
        dated = start is not None and end is not None
        asserting = [claim for claim in report.claims if claim.stance == "asserts"]
        return cls(
            scope=report.scope,
            side=report.side,
            first_day=start.toordinal() if start and dated else 0,
            last_day=end.toordinal() if end and dated else 0,
            is_night=report.when.precision == "night",
            published_day=report.published.toordinal() if report.published else 0,
            is_nationwide=is_nationwide(report),
            has_risen_toll=any(_RISEN_TOLL_PATTERN.search(excerpt.text) for excerpt in report.excerpts),
            sites=collect_site_keys(report),
            whole_regions=find_whole_regions(report),
            regions=frozenset(place.region for place in report.places if place.region),
            weapon_kinds=_collect_weapon_kinds(report),
            weapon_models=frozenset((weapon.kind, weapon.model) for weapon in report.weapons if weapon.model),
            figures=tuple((slot, _loosen_bounds(slot, figure)) for slot, figure in list_figure_slots(report)),
            model_totals=tuple(_sum_models(report)),
            asserting_sides=frozenset(claim.side for claim in asserting),
            speakers=frozenset(filter(None, map(_identify_speaker, asserting))),
            dataset=report.dataset or "",
        )


def list_figure_slots(report: Report) -> Iterator[tuple[FigureSlot, Figure]]:
    """Each figure of a report with what it counts, without those of damage."""
    for name in FIGURE_NAMES:
        if (figure := getattr(report, name)) is not None:
            yield (name, "", ""), figure
    for weapon in report.weapons:
        for name in FIGURE_NAMES[:2]:
            if (figure := getattr(weapon, name)) is not None:
                yield (name, weapon.kind, weapon.model or ""), figure


def _collect_weapon_kinds(report: Report) -> frozenset[str]:
    kinds = {weapon.kind for weapon in report.weapons}
    if "other" in kinds:
        return frozenset(kinds | _AIR_STRIKE_KINDS)
    if "artillery" in kinds and any(_ROCKET_PATTERN.search(excerpt.text) for excerpt in report.excerpts):
        return frozenset({*kinds, "missile"})
    return frozenset(kinds)


def _loosen_bounds(slot: FigureSlot, figure: Figure) -> FigureBounds:
    """The bounds, a tenth wider for "about 110"; one launched is one or more, since "a missile hit" is no count."""
    if figure.low is None or figure.low != figure.high:
        return figure.low, figure.high
    if slot[0] == "launched" and figure.low == 1:
        return 1, None
    if is_rough(figure):
        return figure.low - figure.low // 10 - 1, figure.low + figure.low // 10 + 1
    return figure.low, figure.high


def _sum_models(report: Report) -> Iterator[tuple[FigureSlot, FigureBounds]]:
    """The sums over the models of a kind, where each weapon of the kind is a model with an exact figure."""
    for kind in dict.fromkeys(weapon.kind for weapon in report.weapons if weapon.model):
        models = [weapon for weapon in report.weapons if weapon.kind == kind]
        for name in FIGURE_NAMES[:2]:
            figures: list[Figure | None] = [getattr(weapon, name) for weapon in models if weapon.model]
            counts = [figure.low or 0 for figure in figures if figure and figure.low == figure.high]
            if len(counts) == len(models):
                yield (name, kind, ""), (sum(counts), sum(counts))


def _identify_speaker(claim: Claim) -> str:
    """The last word of the speaker's name or office, the same for most ways of naming them; '' for many people."""
    if not claim.speaker:
        return f"someone of {claim.side}"
    words = _WORD_PATTERN.findall(claim.speaker.casefold())
    return "" if not words or _COLLECTIVE_SPEAKER_PATTERN.search(claim.speaker) else words[-1]
