"""A draft: a report in the making, to which clause after clause adds what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from model.event import Figure
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.clause import ClaimMention, Clause, DamageMention, FigureMention, WeaponMention
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.clauses.time_roles import is_finer
from model.taxonomy import Side


@dataclass(eq=False)
class EventTemplate:
    """A report in the making; `strength` is how surely the side is known, as in Clause."""

    clauses: list[Clause] = field(default_factory=list)
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0
    weapons: list[WeaponMention] = field(default_factory=list)
    launched: FigureMention | None = None
    intercepted: FigureMention | None = None
    places: dict[str, Chunk] = field(default_factory=dict)
    other_places: dict[str, Chunk] = field(default_factory=dict)
    time: TemporalExpression | None = None
    statement_time: TemporalExpression | None = None
    preceding_time: TemporalExpression | None = None
    killed: FigureMention | None = None
    injured: FigureMention | None = None
    damage: list[DamageMention] = field(default_factory=list)
    claims: list[ClaimMention] = field(default_factory=list)
    unverified: Evidence | None = None
    aftermath: list[Clause] = field(default_factory=list)  # sentences that tell of nothing but damage
    is_total: bool = False
    is_of_both_sides: bool = False

    @property
    def is_dateless(self) -> bool:
        """Whether it is told as what has been going on, and nowhere as news."""
        return all(said.is_dateless for said in self.clauses if said.strike_evidence)

    @property
    def last_clause(self) -> Clause:
        """The clause told last."""
        return self.clauses[-1]

    @property
    def has_figures(self) -> bool:
        """Whether any figure is told."""
        told = self.killed or self.injured or self.launched or self.intercepted
        return bool(told) or any(arm.launched or arm.intercepted for arm in self.weapons)

    def add_clause(self, said: Clause) -> None:
        """Add what a clause tells."""
        self.clauses.append(said)
        self.is_total, self.is_of_both_sides = (
            self.is_total or said.is_total,
            self.is_of_both_sides or said.is_of_both_sides,
        )
        side, evidence, strength = resolve_attacker(said)
        if side and strength > self.side_strength:
            self.side, self.side_evidence, self.side_strength = side, evidence, strength
        for chunk in said.places:
            self.places.setdefault(place_key(chunk), chunk)
        for chunk in said.other_places:
            self.other_places.setdefault(place_key(chunk), chunk)
        kinds = {arm.kind for arm in self.weapons}
        for arm in said.weapons:
            if not (said.is_vague and kinds) or arm.kind in kinds:
                self._add_weapon(arm)
        if said.time and (self.time is None or is_finer(said.time.when, self.time.when)):
            self.time = said.time
        self.statement_time, self.preceding_time = (
            self.statement_time or said.statement_time,
            self.preceding_time or said.preceding_time,
        )
        self.launched = self.launched or said.launched
        self._add_interceptions(said)
        self.killed, self.injured = _choose_toll(self.killed, said.killed), _choose_toll(self.injured, said.injured)
        self.damage += said.damage
        self.claims += said.claims
        self.unverified = self.unverified or said.unverified

    def add_comment(self, said: Clause) -> None:
        """Add what a sentence says of the strike that the sentence before told."""
        self.clauses.append(said)
        self.claims += [claim for claim in said.claims if claim.stance == "denies" or claim.is_responsibility]
        self.unverified = self.unverified or said.unverified
        if said.side == "unknown" and said.side_strength > self.side_strength:
            self.side, self.side_evidence, self.side_strength = said.side, said.side_evidence, said.side_strength

    def _add_interceptions(self, said: Clause) -> None:
        """A count without its noun is of the one kind that was launched: "Eleven of them were shot down"."""
        counted = [arm for arm in self.weapons if arm.launched]
        if said.intercepted and not said.weapons and len(counted) == 1:
            counted[0].intercepted = counted[0].intercepted or said.intercepted
        else:
            self.intercepted = self.intercepted or said.intercepted

    def _add_weapon(self, arm: WeaponMention) -> None:
        known = next(
            (a for a in self.weapons if (a.kind, a.model) == (arm.kind, arm.model) and can_be_same_weapon(a, arm)), None
        )
        if known is None:
            self.weapons.append(replace(arm))
            return
        merge_counts(known, arm)


def merge_counts(known: WeaponMention, arm: WeaponMention) -> None:
    """Give the known arms what the same ones told again add to their counts."""
    if arm.launched and (known.launched is None or _is_better_figure(known.launched.figure, arm.launched.figure)):
        known.launched = arm.launched
    if arm.intercepted and (
        known.intercepted is None or _is_better_figure(known.intercepted.figure, arm.intercepted.figure)
    ):
        known.intercepted = arm.intercepted


def can_be_same_weapon(a: WeaponMention, b: WeaponMention) -> bool:
    """Whether these can be the same arms: "18 ballistic and 7 cruise missiles" are not."""
    if a.launched is None or b.launched is None:
        return True
    old, new = a.launched.figure, b.launched.figure
    return (old.low, old.high) == (new.low, new.high) or 1 in (old.high, new.high) or None in (old.high, new.high)


def _is_better_figure(old: Figure, new: Figure) -> bool:
    """ "A drone" told of first is one of the forty told of later, and of "dozens" the exact count is the better."""
    if old.high is None:
        return new.high is not None and (new.low or 0) > (old.low or 0)
    return old.high == 1 and (new.low or 0) > 1


def _choose_toll(mine: FigureMention | None, theirs: FigureMention | None) -> FigureMention | None:
    """The last toll told holds; one victim told of in passing does not take its place, an open bound stays open."""
    if mine is None or theirs is None:
        return mine or theirs
    old, new = mine.figure, theirs.figure
    if old.low == new.low:
        return theirs if old.high is not None and new.high is None else mine
    return theirs if (new.low or 0) > max(old.low or 0, 1) else mine
