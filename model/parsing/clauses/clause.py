"""The clause: what one sentence, or a part of one, says of a strike, each value beside its evidence."""

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

# How surely a side is known; what is surer holds.
STRENGTH_DISPUTED, STRENGTH_NAMED, STRENGTH_LEFT_OPEN, STRENGTH_OTHER_NAMED, STRENGTH_INFERRED = (
    5,
    4,
    3,
    2,
    1,
)  # OTHER_NAMED: who was attacked

OPPOSITE_SIDES: dict[str, Side] = {"russia": "ukraine", "ukraine": "russia"}


class FigureMention(NamedTuple):
    """A figure and why."""

    figure: Figure
    evidence: Evidence


def make_figure_mention(text: str, quantity: Quantity, rule: str) -> FigureMention:
    """The figure with the words of the text that give it."""
    words = text[quantity.start : quantity.end]
    figure = Figure.model_construct(low=quantity.low, high=quantity.high, text=words)
    return FigureMention(figure, Evidence(rule, quantity.start, quantity.end))


@dataclass(eq=False)
class WeaponMention:
    """Weapons of one kind and model as a sentence counts them."""

    kind: WeaponKind
    model: str | None
    evidence: Evidence
    launched: FigureMention | None = None
    intercepted: FigureMention | None = None
    can_be_missile: bool = False  # artillery, or a missile where the text calls it one
    sole_user: Side | None = None  # who alone fires it
    is_part: bool = False  # some of those of its kind that are told with it

    @property
    def possible_kinds(self) -> frozenset[str]:
        """The kinds that it can be."""
        return frozenset({self.kind, "missile"}) if self.can_be_missile else frozenset({self.kind})


class ClaimMention(NamedTuple):
    """Who says so; `side` is None where only the country that was hit can tell ("officials said").

    `figures` are those among what is said, each under its name; `only_figures` that the strike is not. `owns` is that
    the speaker says their own side did it.
    """

    side: Side | None
    speaker: str
    stance: Stance
    evidence: Evidence
    figures: tuple[tuple[str, FigureMention], ...] = ()
    is_figures_only: bool = False
    is_responsibility: bool = False


class DamageMention(NamedTuple):
    """An object that was hit, as a passage names it; `effect` is the words that tell how badly.

    `sentence` is where the passage starts; `definite` says that it is only "the building" or the like, which was told
    of before.
    """

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
    """What a passage says. `strike` is why it tells of one; `again` that it takes the one told before up again."""

    start: int
    end: int
    paragraph: int
    strike_evidence: Evidence | None = None
    resumption_evidence: Evidence | None = None
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0  # how surely it is known: DISPUTED ... INFERRED
    weapons: list[WeaponMention] = field(default_factory=list)
    launched: FigureMention | None = None
    intercepted: FigureMention | None = None
    places: list[Chunk] = field(default_factory=list)
    other_places: list[Chunk] = field(default_factory=list)  # landmarks, and where the speakers sit
    time: TemporalExpression | None = None
    statement_time: TemporalExpression | None = None  # when it was said
    preceding_time: TemporalExpression | None = None  # the day that the sentence before names
    killed: FigureMention | None = None
    injured: FigureMention | None = None
    damage: list[DamageMention] = field(default_factory=list)
    claims: list[ClaimMention] = field(default_factory=list)
    unverified: Evidence | None = None  # the words that say that nobody could check it
    is_comment: bool = (
        False  # says of what was told before that it is denied, claimed, unverified or nobody knows whose
    )
    is_total: bool = False  # counts over a period
    is_dateless: bool = False  # "constant shelling", "a recent attack": no news of the day
    is_of_both_sides: bool = False  # of both nations
    is_occupied: bool = False
    day: date | None = None  # of the strike, or of publication: who held a town then
    is_earlier: bool = False  # told as what happened before the strike of the news
    is_foreign: bool = False  # names a party of another war
    is_combat: bool = False  # of fighting on the ground, whose dead are no strike's
    is_of_this_war: bool = False  # names Ukraine, or a place of Ukraine or Russia

    def list_figures(self) -> Iterator[tuple[str, FigureMention]]:
        """Each figure, under its name."""
        named = [("killed", self.killed), ("injured", self.injured)]
        named += [("launched", self.launched), ("intercepted", self.intercepted)]
        for arm in self.weapons:
            named += [("launched", arm.launched), ("intercepted", arm.intercepted)]
        yield from ((name, told) for name, told in named if told)

    @property
    def is_vague(self) -> bool:
        """Whether it tells nothing but that there were strikes: "Drone and missile strikes have gone on"."""
        told = self.side or self.places or self.time or self.killed or self.injured or self.launched or self.intercepted
        return not told and not any(arm.launched or arm.intercepted or arm.model for arm in self.weapons)

    @property
    def is_denied(self) -> bool:
        """Whether somebody denies it."""
        return any(claim.stance == "denies" for claim in self.claims)

    @property
    def is_relevant(self) -> bool:
        """Whether it tells of a strike, of the hurt, or takes a strike up again."""
        return bool(self.strike_evidence or self.resumption_evidence or self.killed or self.injured)


PARAGRAPH_WINDOW = 2  # paragraphs within which a clause still belongs to the strike told before
