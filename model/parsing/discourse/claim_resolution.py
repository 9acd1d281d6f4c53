"""Claims: one for each side and stance on the strike, and one for each figure that a speaker gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from model.event import Claim, ValuePath
from model.parsing.clauses.clause import OPPOSITE_SIDES, ClaimMention, FigureMention
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.discourse.event_template import EventTemplate
from model.taxonomy import Side, Stance


def resolve_claims(template: EventTemplate, figures: Mapping[str, FigureMention]) -> list[tuple[Claim, Evidence]]:
    """The claims about the strike, then those about its figures; `figures` are the figures of the report by path."""
    mentions = list(_assign_sides(template))
    responsible = {(side, mention.stance) for side, mention in mentions if mention.is_responsibility}
    first: dict[tuple[Side, Stance], ClaimMention] = {}
    for side, mention in sorted(mentions, key=lambda pair: pair[1].is_figures_only):
        first.setdefault((side, mention.stance), mention)
    claims: dict[tuple[str | None, Side, Stance], tuple[Claim, Evidence]] = {}
    for (side, stance), mention in first.items():
        path = next(_find_figure_paths(mention, figures), None) if mention.is_figures_only else None
        owns = path is None and (side, stance) in responsible
        claims[path, side, stance] = _make_claim(side, mention, path, owns), mention.evidence
    for side, mention in mentions:
        for path in _find_figure_paths(mention, figures):
            claims.setdefault((path, side, mention.stance), (_make_claim(side, mention, path), mention.evidence))
    denying = {side for path, side, stance in claims if stance == "denies" and path is None}
    # who denies a strike does not also assert it
    return [claim for (_, side, stance), claim in claims.items() if stance == "denies" or side not in denying]


def _assign_sides(template: EventTemplate) -> Iterator[tuple[Side, ClaimMention]]:
    """Each claim with its side: "the ministry" is the one named before, "officials" are of the country hit."""
    known: dict[str, Side] = {}  # the side of the last speaker named by each word
    for mention in template.claims:
        words = mention.speaker.casefold().split()
        side = mention.side or known.get(words[-1]) or OPPOSITE_SIDES.get(template.side or "")
        if mention.side:
            known |= dict.fromkeys(words, mention.side)
        if side and side != "unknown":
            yield side, mention


def _find_figure_paths(mention: ClaimMention, figures: Mapping[str, FigureMention]) -> Iterator[str]:
    """The paths in the report of the figures that a speaker gives."""
    for slot, figure in mention.figures:
        for path, other in figures.items():
            if ValuePath.parse(path).name == slot and figure.bounds == other.bounds:
                yield path


def _make_claim(side: Side, mention: ClaimMention, path: str | None, owns: bool = False) -> Claim:
    speaker, stance = mention.speaker, mention.stance
    return Claim.model_construct(side=side, speaker=speaker, stance=stance, of=path, responsibility=owns)
