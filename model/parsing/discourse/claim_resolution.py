"""Settling who says so: one claim of the strike a side and stance, and one of each figure that a speaker gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.event import Claim, ValuePath
from model.parsing.clauses.clause import OPPOSITE_SIDES, ClaimMention, FigureMention
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.discourse.event_template import EventTemplate
from model.taxonomy import Side


def resolve_claims(draft: EventTemplate, figures: Mapping[str, FigureMention]) -> list[tuple[Claim, Evidence]]:
    """The claims of the strike, then those of its figures, which stand under their paths in `figures`."""
    told = list(_assign_sides(draft))
    out: dict[tuple[str | None, str, str], tuple[Claim, Evidence]] = {}
    for side, said in sorted(told, key=lambda each: each[1].is_figures_only):
        path = next(iter(_find_figure_paths(said, figures)), None) if said.is_figures_only else None
        if all((of, side, said.stance) not in out for of in (None, *figures)):
            owns = any(other.is_responsibility for whose, other in told if (whose, other.stance) == (side, said.stance))
            out[path, side, said.stance] = _make_claim(side, said, path, owns and path is None), said.evidence
    for side, said in told:
        for path in _find_figure_paths(said, figures):
            out.setdefault((path, side, said.stance), (_make_claim(side, said, path), said.evidence))
    denying = {side for of, side, stance in out if stance == "denies" and of is None}
    # who denies a strike does not also assert it
    return [value for (_, side, stance), value in out.items() if stance == "denies" or side not in denying]


def _assign_sides(draft: EventTemplate) -> Iterator[tuple[Side, ClaimMention]]:
    """Each claim with its side: "the ministry" is that named before, "officials" are those of the country hit."""
    heard: dict[str, Side] = {}
    for said in draft.claims:
        words = said.speaker.casefold().split()
        side = said.side or heard.get(words[-1]) or OPPOSITE_SIDES.get(draft.side or "")
        if said.side:
            heard |= dict.fromkeys(words, said.side)
        if side and side != "unknown":
            yield side, said


def _find_figure_paths(said: ClaimMention, figures: Mapping[str, FigureMention]) -> Iterator[str]:
    """Where the figures that a speaker gives stand in the report."""
    for name, told in said.figures:
        for path, other in figures.items():
            same = (told.figure.low, told.figure.high) == (other.figure.low, other.figure.high)
            if ValuePath.parse(path).name == name and same:
                yield path


def _make_claim(side: Side, said: ClaimMention, of: str | None, owns: bool = False) -> Claim:
    return Claim.model_construct(side=side, speaker=said.speaker, stance=said.stance, of=of, responsibility=owns)
