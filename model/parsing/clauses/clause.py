"""The clause: what a sentence, or a part of one, says about a strike, each value with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from model.event import Figure
from model.parsing.chunks.chunk import Chunk, Quantity
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.rule_matcher import Evidence
from model.taxonomy import Effect, ObjectKind, Side, Stance, WeaponKind

PARAGRAPH_WINDOW = 2  # paragraphs within which a clause can still be about the strike before it

# How certain the attacking side is; the higher value wins.
STRENGTH_DISPUTED, STRENGTH_NAMED, STRENGTH_LEFT_OPEN = 5, 4, 3
STRENGTH_OTHER_NAMED, STRENGTH_INFERRED = 2, 1  # OTHER_NAMED: the side that was attacked is named

SIDE_RULE_STRENGTHS = {  # of the rules that give a side, strongest first
    "disputed": STRENGTH_DISPUTED,
    "stopped": STRENGTH_NAMED,
    "attacker": STRENGTH_NAMED,
    "unclear": STRENGTH_LEFT_OPEN,
    "defender": STRENGTH_OTHER_NAMED,
}
OPPOSITE_SIDES: dict[str, Side] = {"russia": "ukraine", "ukraine": "russia"}


class FigureMention(NamedTuple):
    """A figure and its evidence."""

    figure: Figure
    evidence: Evidence

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """The lower and upper bound."""
        return self.figure.low, self.figure.high


def make_figure_mention(text: str, quantity: Quantity, rule: str) -> FigureMention:
    """The figure of a quantity in the text, read by the rule."""
    low, high, start, end, _ = quantity
    figure = Figure.model_construct(low=low, high=high, text=text[start:end])
    return FigureMention(figure, Evidence(rule, start, end))


@dataclass(eq=False)
class WeaponMention:
    """Weapons of one kind and model, with their counts."""

    kind: WeaponKind
    model: str | None
    evidence: Evidence
    can_be_missile: bool = False  # artillery, but a missile if the text calls it one
    sole_user: Side | None = None  # the only side that fires it
    is_part: bool = False  # included in another count of its kind
    launched: FigureMention | None = None
    intercepted: FigureMention | None = None

    @property
    def possible_kinds(self) -> frozenset[str]:
        """The kinds that it can be."""
        return frozenset({self.kind, "missile"}) if self.can_be_missile else frozenset({self.kind})


class ClaimMention(NamedTuple):
    """Who asserts or denies; `side` is None where only the country that was hit can tell ("officials said").

    `figures` are the figures in the statement, by slot; `is_figures_only` where it is about them and not the strike.
    `is_responsibility` where the speakers say that their own side attacked.
    """

    side: Side | None
    speaker: str
    stance: Stance
    evidence: Evidence
    figures: tuple[tuple[str, FigureMention], ...] = ()
    is_figures_only: bool = False
    is_responsibility: bool = False


class DamageMention(NamedTuple):
    """An object that was hit, as a sentence names it; one `is_definite` was mentioned before ("the building")."""

    sentence_start: int
    kind: ObjectKind
    noun: str
    object_evidence: Evidence
    text: str
    count_mention: FigureMention | None
    is_definite: bool
    is_plural: bool
    effect_level: Effect | None
    effect_evidence: Evidence
    effect_text: str


@dataclass(eq=False)
class Clause:
    """What the passage [start, end) of the text says; it reports a strike if `strike_evidence` is set."""

    start: int
    end: int
    paragraph: int
    strike_evidence: Evidence | None = None
    resumption_evidence: Evidence | None = None  # refers back to the strike before: "the attack"
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0  # STRENGTH_*
    weapons: list[WeaponMention] = field(default_factory=list)
    launched: FigureMention | None = None  # of several kinds together
    intercepted: FigureMention | None = None
    places: list[Chunk] = field(default_factory=list)
    other_places: list[Chunk] = field(default_factory=list)  # landmarks, and seats of speakers
    time: TemporalExpression | None = None
    statement_time: TemporalExpression | None = None
    preceding_time: TemporalExpression | None = None  # the day in the sentence before
    killed: FigureMention | None = None
    injured: FigureMention | None = None
    damage: list[DamageMention] = field(default_factory=list)
    claims: list[ClaimMention] = field(default_factory=list)
    unverified: Evidence | None = None  # the words that nobody could check it
    is_comment: bool = False  # only says that a strike is denied, claimed, unverified or of unknown origin
    is_total: bool = False  # counts over a period
    is_dateless: bool = False  # "constant shelling", "a recent attack": not news of a day
    is_of_both_sides: bool = False  # totals of both sides
    is_occupied: bool = False  # on occupied land
    day: date | None = None  # of the strike, else of publication; decides who held a town
    is_earlier: bool = False  # about an earlier strike, as background
    is_foreign: bool = False  # names a party of another war
    is_combat: bool = False  # ground combat, whose casualties are not a strike's
    is_of_this_war: bool = False  # names Ukraine, or a place in Ukraine or Russia

    def list_figures(self) -> Iterator[tuple[str, FigureMention]]:
        """Each figure with its slot."""
        figures = [("killed", self.killed), ("injured", self.injured)]
        counted: list[Clause | WeaponMention] = [self, *self.weapons]
        for source in counted:
            figures += [("launched", source.launched), ("intercepted", source.intercepted)]
        return ((slot, figure) for slot, figure in figures if figure)

    @property
    def is_vague(self) -> bool:
        """Whether it says only that there were strikes: "Drone and missile strikes have gone on"."""
        has_model = any(weapon.model for weapon in self.weapons)
        return not (self.side or self.places or self.time or has_model or any(self.list_figures()))

    @property
    def is_denied(self) -> bool:
        """Whether somebody denies it."""
        return any(claim.stance == "denies" for claim in self.claims)

    @property
    def is_relevant(self) -> bool:
        """Whether it reports a strike or casualties, or refers back to a strike."""
        return bool(self.strike_evidence or self.resumption_evidence or self.killed or self.injured)
