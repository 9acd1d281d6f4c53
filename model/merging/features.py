"""What a report tells, stripped to what merging compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from model.event import FIGURE_NAMES, Claim, Figure, Report
from model.event.figures import is_rough
from model.merging.place_features import SiteKey, collect_site_keys, find_whole_regions, is_nationwide

FigureSlot = tuple[str, str, str]  # "launched", "intercepted", "killed" or "injured"; kind and model of weapon or ''
FigureBounds = tuple[int | None, int | None]

VAGUE_LOWER_BOUNDS: Final = frozenset(
    {10, 12, 20, 24, 100, 1000}
)  # what "tens", "dozens", "hundreds" and so on are at least

_AIR_STRIKE_KINDS: Final = frozenset({"missile", "bomb", "drone"})  # what an air strike may be of
_ROCKET_PATTERN: Final = re.compile(r"\brockets?\b", re.IGNORECASE)
_RISEN_TOLL_PATTERN: Final = re.compile(
    r"\b(?:tolls?|number|casualties|deaths?|dead|victims)\b[^.]{0,60}"
    r"\b(?:rises?|rose|risen|rising|climbs?|climbed|grows?|grew|grown|increases?|increased|jumps?|soars?|up to"
    r"|revised|updated)\b|\b(?:updated|final|latest|new|rising) (?:death |casualty )?toll\b",
    re.IGNORECASE,
)
# Who speaks for many or for a side, and is no one voice that could contradict itself.
_COLLECTIVE_SPEAKER_PATTERN: Final = re.compile(
    r"\b(?:officials?|authorities|sources?|media|reports?|agenc(?:y|ies)|forces|analysts?|milbloggers?|claims?"
    r"|governors|mayors|ministers|services|prosecutors|witnesses|residents|spokes\w+|advis[eo]rs?|aides?|commanders?"
    r"|ukraine|russia|moscow|kyiv|kiev|kremlin|reuters|afp|ap|tass|us|uk|un)$",
    re.IGNORECASE,
)
_WORD_PATTERN: Final = re.compile(r"[^\W\d_]+")


class ReportFeatures(NamedTuple):
    """What a report tells of side, time, place, weapons and figures; `first` and `last` are proleptic day numbers.

    Both are 0 where the report has no date, or no end; `published` is 0 too where it is not known. `wide` is that it is
    told of the whole country, `risen` that the words call a toll new. `areas` are the regions named as a whole,
    `regions` those of all places. `kinds` are all that the words leave open: an air strike may be of missiles. Figures
    are (slot, bounds); `totals` are what the exact figures of a kind's models come to. `asserted` are the sides of
    those who assert it, `speakers` who of them is one voice. `dataset` is the mapping of a report that was not parsed.
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
    figures: tuple[tuple[FigureSlot, FigureBounds], ...] = ()
    model_totals: tuple[tuple[FigureSlot, FigureBounds], ...] = ()
    asserting_sides: frozenset[str] = frozenset()
    speakers: frozenset[str] = frozenset()
    dataset: str = ""

    @classmethod
    def from_report(cls, report: Report) -> ReportFeatures:
        """What this report tells."""
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
            speakers=frozenset(voice for claim in asserting if (voice := _identify_speaker(claim))),
            dataset=report.dataset or "",
        )


def list_figure_slots(report: Report) -> Iterator[tuple[FigureSlot, Figure]]:
    """Each figure of a report under what it counts."""
    for name in FIGURE_NAMES:
        if (figure := getattr(report, name)) is not None:
            yield (name, "", ""), figure
    for weapon in report.weapons:
        for name, figure in (("launched", weapon.launched), ("intercepted", weapon.intercepted)):
            if figure is not None:
                yield (name, weapon.kind, weapon.model or ""), figure


def _collect_weapon_kinds(report: Report) -> frozenset[str]:
    kinds = {weapon.kind for weapon in report.weapons}
    if "other" in kinds:
        return frozenset(kinds | _AIR_STRIKE_KINDS)
    if "artillery" in kinds and any(_ROCKET_PATTERN.search(excerpt.text) for excerpt in report.excerpts):
        return frozenset({*kinds, "missile"})
    return frozenset(kinds)


def _loosen_bounds(slot: FigureSlot, figure: Figure) -> FigureBounds:
    """The bounds; "about 110" is open by a tenth, and "a missile hit" does not say that no other was launched."""
    if figure.low is None or figure.low != figure.high:
        return figure.low, figure.high
    if slot[0] == "launched" and figure.low == 1:
        return 1, None
    if is_rough(figure):
        return figure.low - figure.low // 10 - 1, figure.low + figure.low // 10 + 1
    return figure.low, figure.high


def _sum_models(report: Report) -> Iterator[tuple[FigureSlot, FigureBounds]]:
    """What the models of a kind come to, where each has an exact figure and the kind none of its own."""
    for kind in dict.fromkeys(weapon.kind for weapon in report.weapons if weapon.model):
        models = [weapon for weapon in report.weapons if weapon.kind == kind]
        for name in ("launched", "intercepted"):
            told: list[Figure | None] = [getattr(weapon, name) for weapon in models if weapon.model]
            counts = [figure.low or 0 for figure in told if figure and figure.low == figure.high]
            if len(counts) == len(models):
                yield (name, kind, ""), (sum(counts), sum(counts))


def _identify_speaker(claim: Claim) -> str:
    """Who speaks, one for the ways of naming them: the last word of a name or an office; '' for a crowd."""
    if not claim.speaker:
        return f"someone of {claim.side}"
    words = _WORD_PATTERN.findall(claim.speaker.casefold())
    return "" if not words or _COLLECTIVE_SPEAKER_PATTERN.search(claim.speaker) else words[-1]
