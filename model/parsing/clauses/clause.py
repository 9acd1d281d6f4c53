"""The clause: what one sentence, or a part of one, says of a strike, each value beside its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from model.event import Figure
from model.parsing.chunks.chunk import Chunk, Quantity
from model.parsing.chunks.temporal_expressions import TimeMention
from model.parsing.clauses.rule_matcher import Evidence
from model.taxonomy import Effect, ObjectKind, Side, Stance, WeaponKind

# How surely a side is known; what is surer holds.
DISPUTED, NAMED, LEFT_OPEN, OTHER_NAMED, INFERRED = 5, 4, 3, 2, 1  # OTHER_NAMED: who was attacked

OPPOSITE: dict[str, Side] = {"russia": "ukraine", "ukraine": "russia"}


class Told(NamedTuple):
    """A figure and why."""

    figure: Figure
    evidence: Evidence


def told(text: str, quantity: Quantity, rule: str) -> Told:
    """The figure with the words of the text that give it."""
    words = text[quantity.start : quantity.end]
    figure = Figure.model_construct(low=quantity.low, high=quantity.high, text=words)
    return Told(figure, Evidence(rule, quantity.start, quantity.end))


@dataclass(eq=False)
class ArmsSaid:
    """Weapons of one kind and model as a sentence counts them."""

    kind: WeaponKind
    model: str | None
    evidence: Evidence
    launched: Told | None = None
    intercepted: Told | None = None
    either: bool = False  # artillery, or a missile where the text calls it one
    user: Side | None = None  # who alone fires it
    part: bool = False  # some of those of its kind that are told with it

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that it can be."""
        return frozenset({self.kind, "missile"}) if self.either else frozenset({self.kind})


class ClaimSaid(NamedTuple):
    """Who says so; `side` is None where only the country that was hit can tell ("officials said").

    `figures` are those among what is said, each under its name; `only_figures` that the strike is not. `owns` is that
    the speaker says their own side did it.
    """

    side: Side | None
    speaker: str
    stance: Stance
    evidence: Evidence
    figures: tuple[tuple[str, Told], ...] = ()
    only_figures: bool = False
    owns: bool = False


class DamageSaid(NamedTuple):
    """An object that was hit, as a passage names it; `effect` is the words that tell how badly.

    `sentence` is where the passage starts; `definite` says that it is only "the building" or the like, which was told
    of before.
    """

    sentence: int
    kind: ObjectKind
    noun: str
    named: Evidence
    text: str
    number: Told | None
    definite: bool
    plural: bool
    level: Effect | None
    effect: Evidence
    effect_text: str


@dataclass(eq=False)
class Clause:
    """What a passage says. `strike` is why it tells of one; `again` that it takes the one told before up again."""

    start: int
    end: int
    paragraph: int
    strike: Evidence | None = None
    again: Evidence | None = None
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0  # how surely it is known: DISPUTED ... INFERRED
    arms: list[ArmsSaid] = field(default_factory=list)
    launched: Told | None = None
    intercepted: Told | None = None
    places: list[Chunk] = field(default_factory=list)
    elsewhere: list[Chunk] = field(default_factory=list)  # landmarks, and where the speakers sit
    time: TimeMention | None = None
    said_time: TimeMention | None = None  # when it was said
    time_before: TimeMention | None = None  # the day that the sentence before names
    killed: Told | None = None
    injured: Told | None = None
    damage: list[DamageSaid] = field(default_factory=list)
    claims: list[ClaimSaid] = field(default_factory=list)
    unverified: Evidence | None = None  # the words that say that nobody could check it
    comment: bool = False  # says of what was told before that it is denied, claimed, unverified or nobody knows whose
    total: bool = False  # counts over a period
    dateless: bool = False  # "constant shelling", "a recent attack": no news of the day
    both: bool = False  # of both nations
    occupied: bool = False
    day: date | None = None  # of the strike, or of publication: who held a town then
    earlier: bool = False  # told as what happened before the strike of the news
    foreign: bool = False  # names a party of another war
    combat: bool = False  # of fighting on the ground, whose dead are no strike's
    ours: bool = False  # names Ukraine, or a place of Ukraine or Russia

    def figures(self) -> Iterator[tuple[str, Told]]:
        """Each figure, under its name."""
        named = [("killed", self.killed), ("injured", self.injured)]
        named += [("launched", self.launched), ("intercepted", self.intercepted)]
        for arm in self.arms:
            named += [("launched", arm.launched), ("intercepted", arm.intercepted)]
        yield from ((name, told) for name, told in named if told)

    @property
    def vague(self) -> bool:
        """Whether it tells nothing but that there were strikes: "Drone and missile strikes have gone on"."""
        told = self.side or self.places or self.time or self.killed or self.injured or self.launched or self.intercepted
        return not told and not any(arm.launched or arm.intercepted or arm.model for arm in self.arms)

    @property
    def denies(self) -> bool:
        """Whether somebody denies it."""
        return any(claim.stance == "denies" for claim in self.claims)

    @property
    def tells(self) -> bool:
        """Whether it tells of a strike, of the hurt, or takes a strike up again."""
        return bool(self.strike or self.again or self.killed or self.injured)


NEAR = 2  # paragraphs within which a clause still belongs to the strike told before
