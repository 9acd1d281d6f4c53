"""A draft: a report in the making, to which clause after clause adds what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from model.event import Figure
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TimeMention
from model.parsing.clauses.attacker import place_key, side_of
from model.parsing.clauses.clause import ArmsSaid, ClaimSaid, Clause, DamageSaid, Told
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.clauses.time_roles import finer
from model.taxonomy import Side


@dataclass(eq=False)
class Draft:
    """A report in the making; `strength` is how surely the side is known, as in Clause."""

    clauses: list[Clause] = field(default_factory=list)
    side: Side | None = None
    side_evidence: Evidence | None = None
    strength: int = 0
    arms: list[ArmsSaid] = field(default_factory=list)
    launched: Told | None = None
    intercepted: Told | None = None
    places: dict[str, Chunk] = field(default_factory=dict)
    elsewhere: dict[str, Chunk] = field(default_factory=dict)
    time: TimeMention | None = None
    said_time: TimeMention | None = None
    time_before: TimeMention | None = None
    killed: Told | None = None
    injured: Told | None = None
    damage: list[DamageSaid] = field(default_factory=list)
    claims: list[ClaimSaid] = field(default_factory=list)
    unverified: Evidence | None = None
    aftermath: list[Clause] = field(default_factory=list)  # sentences that tell of nothing but damage
    total: bool = False
    both: bool = False

    @property
    def dateless(self) -> bool:
        """Whether it is told as what has been going on, and nowhere as news."""
        return all(said.dateless for said in self.clauses if said.strike)

    @property
    def last(self) -> Clause:
        """The clause told last."""
        return self.clauses[-1]

    @property
    def counted(self) -> bool:
        """Whether any figure is told."""
        told = self.killed or self.injured or self.launched or self.intercepted
        return bool(told) or any(arm.launched or arm.intercepted for arm in self.arms)

    def absorb(self, said: Clause) -> None:
        """Add what a clause tells."""
        self.clauses.append(said)
        self.total, self.both = self.total or said.total, self.both or said.both
        side, evidence, strength = side_of(said)
        if side and strength > self.strength:
            self.side, self.side_evidence, self.strength = side, evidence, strength
        for chunk in said.places:
            self.places.setdefault(place_key(chunk), chunk)
        for chunk in said.elsewhere:
            self.elsewhere.setdefault(place_key(chunk), chunk)
        kinds = {arm.kind for arm in self.arms}
        for arm in said.arms:
            if not (said.vague and kinds) or arm.kind in kinds:
                self._absorb_arms(arm)
        if said.time and (self.time is None or finer(said.time.when, self.time.when)):
            self.time = said.time
        self.said_time, self.time_before = self.said_time or said.said_time, self.time_before or said.time_before
        self.launched = self.launched or said.launched
        self._absorb_interceptions(said)
        self.killed, self.injured = _toll(self.killed, said.killed), _toll(self.injured, said.injured)
        self.damage += said.damage
        self.claims += said.claims
        self.unverified = self.unverified or said.unverified

    def remark(self, said: Clause) -> None:
        """Add what a sentence says of the strike that the sentence before told."""
        self.clauses.append(said)
        self.claims += [claim for claim in said.claims if claim.stance == "denies" or claim.owns]
        self.unverified = self.unverified or said.unverified
        if said.side == "unknown" and said.side_strength > self.strength:
            self.side, self.side_evidence, self.strength = said.side, said.side_evidence, said.side_strength

    def _absorb_interceptions(self, said: Clause) -> None:
        """A count without its noun is of the one kind that was launched: "Eleven of them were shot down"."""
        counted = [arm for arm in self.arms if arm.launched]
        if said.intercepted and not said.arms and len(counted) == 1:
            counted[0].intercepted = counted[0].intercepted or said.intercepted
        else:
            self.intercepted = self.intercepted or said.intercepted

    def _absorb_arms(self, arm: ArmsSaid) -> None:
        known = next((a for a in self.arms if (a.kind, a.model) == (arm.kind, arm.model) and agree(a, arm)), None)
        if known is None:
            self.arms.append(replace(arm))
            return
        take_counts(known, arm)


def take_counts(known: ArmsSaid, arm: ArmsSaid) -> None:
    """Give the known arms what the same ones told again add to their counts."""
    if arm.launched and (known.launched is None or _improves(known.launched.figure, arm.launched.figure)):
        known.launched = arm.launched
    if arm.intercepted and (known.intercepted is None or _improves(known.intercepted.figure, arm.intercepted.figure)):
        known.intercepted = arm.intercepted


def agree(a: ArmsSaid, b: ArmsSaid) -> bool:
    """Whether these can be the same arms: "18 ballistic and 7 cruise missiles" are not."""
    if a.launched is None or b.launched is None:
        return True
    old, new = a.launched.figure, b.launched.figure
    return (old.low, old.high) == (new.low, new.high) or 1 in (old.high, new.high) or None in (old.high, new.high)


def _improves(old: Figure, new: Figure) -> bool:
    """ "A drone" told of first is one of the forty told of later, and of "dozens" the exact count is the better."""
    if old.high is None:
        return new.high is not None and (new.low or 0) > (old.low or 0)
    return old.high == 1 and (new.low or 0) > 1


def _toll(mine: Told | None, theirs: Told | None) -> Told | None:
    """The last toll told holds; one victim told of in passing does not take its place, an open bound stays open."""
    if mine is None or theirs is None:
        return mine or theirs
    old, new = mine.figure, theirs.figure
    if old.low == new.low:
        return theirs if old.high is not None and new.high is None else mine
    return theirs if (new.low or 0) > max(old.low or 0, 1) else mine
