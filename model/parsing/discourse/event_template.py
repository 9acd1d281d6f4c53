"""The event template: the slots of a report, filled clause by clause."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.attacker import place_key, resolve_attacker
from model.parsing.clauses.clause import ClaimMention, Clause, DamageMention, FigureMention, WeaponMention
from model.parsing.clauses.rule_matcher import Evidence
from model.parsing.clauses.time_roles import is_finer
from model.taxonomy import Side


@dataclass(eq=False)
class EventTemplate:
    """What the clauses about one strike, or one total, say together; places are by key."""

    clauses: list[Clause] = field(default_factory=list)
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0  # STRENGTH_*
    weapons: list[WeaponMention] = field(default_factory=list)
    launched: FigureMention | None = None  # of several kinds together
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
    aftermath: list[Clause] = field(default_factory=list)  # sentences that report only damage
    is_total: bool = False
    is_of_both_sides: bool = False

    @property
    def is_dateless(self) -> bool:
        """Whether no clause reports the strike as news of a day."""
        return all(clause.is_dateless for clause in self.clauses if clause.strike_evidence)

    @property
    def last_clause(self) -> Clause:
        """The last clause, without the aftermath."""
        return self.clauses[-1]

    @property
    def has_figures(self) -> bool:
        """Whether there is any figure of casualties or weapons."""
        return bool(self.killed or self.injured or self.list_weapon_counts())

    def list_weapon_counts(self) -> list[FigureMention]:
        """The figures of weapons launched and intercepted."""
        counted: list[EventTemplate | WeaponMention] = [self, *self.weapons]
        return [figure for source in counted for figure in (source.launched, source.intercepted) if figure]

    def add_clause(self, clause: Clause) -> None:
        """Add the values of a clause."""
        self.clauses.append(clause)
        self.is_total = self.is_total or clause.is_total
        self.is_of_both_sides = self.is_of_both_sides or clause.is_of_both_sides
        side, evidence, strength = resolve_attacker(clause)
        if side and strength > self.side_strength:
            self.side, self.side_evidence, self.side_strength = side, evidence, strength
        for chunk in clause.places:
            self.places.setdefault(place_key(chunk), chunk)
        for chunk in clause.other_places:
            self.other_places.setdefault(place_key(chunk), chunk)
        kinds = {weapon.kind for weapon in self.weapons} if clause.is_vague else set()
        for weapon in clause.weapons:
            if not kinds or weapon.kind in kinds:
                add_weapon(self.weapons, replace(weapon))
        if clause.time and (self.time is None or is_finer(clause.time.when, self.time.when)):
            self.time = clause.time
        self.statement_time = self.statement_time or clause.statement_time
        self.preceding_time = self.preceding_time or clause.preceding_time
        self.launched = self.launched or clause.launched
        self._add_interceptions(clause)
        self.killed = _choose_toll(self.killed, clause.killed)
        self.injured = _choose_toll(self.injured, clause.injured)
        self.damage += clause.damage
        self.claims += clause.claims
        self.unverified = self.unverified or clause.unverified

    def add_comment(self, clause: Clause) -> None:
        """Add a clause that only comments on the strike: its denials, responsibility, doubt and unknown attacker."""
        self.clauses.append(clause)
        self.claims += [claim for claim in clause.claims if claim.stance == "denies" or claim.is_responsibility]
        self.unverified = self.unverified or clause.unverified
        if clause.side == "unknown" and clause.side_strength > self.side_strength:
            self.side, self.side_evidence, self.side_strength = clause.side, clause.side_evidence, clause.side_strength

    def _add_interceptions(self, clause: Clause) -> None:
        """Without a noun, the count is of the only weapon with a launch count: "Eleven of them were shot down"."""
        counted = [weapon for weapon in self.weapons if weapon.launched]
        if clause.intercepted and not clause.weapons and len(counted) == 1:
            counted[0].intercepted = counted[0].intercepted or clause.intercepted
        else:
            self.intercepted = self.intercepted or clause.intercepted


def add_weapon(weapons: list[WeaponMention], weapon: WeaponMention) -> None:
    """Merge a weapon into the first that it can be, whose counts change; else append it."""
    for known in weapons:
        if (known.kind, known.model) == (weapon.kind, weapon.model) and _can_be_same_weapon(known, weapon):
            known.launched = _choose_count(known.launched, weapon.launched)
            known.intercepted = _choose_count(known.intercepted, weapon.intercepted)
            return
    weapons.append(weapon)


def _can_be_same_weapon(one: WeaponMention, other: WeaponMention) -> bool:
    """Whether the launch counts can be of the same weapons: "18 ballistic and 7 cruise missiles" cannot."""
    if one.launched is None or other.launched is None or one.launched.bounds == other.launched.bounds:
        return True
    highs = one.launched.figure.high, other.launched.figure.high
    return 1 in highs or None in highs


def _choose_count(known: FigureMention | None, other: FigureMention | None) -> FigureMention | None:
    """The first count, unless it is "a drone" and the other is of forty, or "dozens" and the other is exact."""
    if known is None or other is None:
        return known or other
    old, new = known.figure, other.figure
    if old.high is None:
        is_better = new.high is not None and (new.low or 0) > (old.low or 0)
    else:
        is_better = old.high == 1 and (new.low or 0) > 1
    return other if is_better else known


def _choose_toll(known: FigureMention | None, other: FigureMention | None) -> FigureMention | None:
    """The higher toll; a single victim never replaces another toll, and of equal ones an open upper bound wins."""
    if known is None or other is None:
        return known or other
    old, new = known.figure, other.figure
    if old.low == new.low:
        return other if old.high is not None and new.high is None else known
    return other if (new.low or 0) > max(old.low or 0, 1) else known
