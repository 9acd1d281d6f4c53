"""The document: clauses on the same strike become one report; a total over a period stays a summary.

A clause joins a draft unless side, day, weapon and place tell them apart, as MUC-4 defines one event. What only tells
of the hurt joins the strike told last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from model.event import Claim, Document, Figure, Side, When
from model.parsing.chunks import Chunk
from model.parsing.clauses import OPPOSITE, ArmsSaid, Clause, Evidence, finer
from model.parsing.gazetteer.spelling import fold

NEAR = 2  # paragraphs within which what tells only of the hurt still belongs to the strike told before


@dataclass
class Draft:
    """A report in the making."""

    clauses: list[Clause] = field(default_factory=list)
    side: Side | None = None
    side_evidence: Evidence | None = None
    strength: int = 0
    arms: list[ArmsSaid] = field(default_factory=list)
    places: dict[str, Chunk] = field(default_factory=dict)
    elsewhere: dict[str, Chunk] = field(default_factory=dict)  # landmarks and seats: places when there is no other
    when: When | None = None
    when_evidence: Evidence | None = None
    said_when: tuple[When, Evidence] | None = None
    when_before: tuple[When, Evidence] | None = None
    launched: tuple[Figure, Evidence] | None = None
    intercepted: tuple[Figure, Evidence] | None = None
    killed: tuple[Figure, Evidence] | None = None
    injured: tuple[Figure, Evidence] | None = None
    claims: list[tuple[Claim, Evidence, bool]] = field(default_factory=list)
    total: bool = False
    both: bool = False

    @property
    def last(self) -> Clause:
        """The clause told last."""
        return self.clauses[-1]


def place_key(chunk: Chunk) -> str:
    """What makes two mentions one place: its canonical name, and whether it is a region."""
    assert chunk.place is not None
    return fold(chunk.place.name)


def side_of(said: Clause) -> tuple[Side | None, Evidence | None, int]:
    """Who attacked: as the words say, else as the target tells (and then marked as inferred)."""
    if said.side:
        return said.side, said.side_evidence, said.side_strength
    for chunk in said.places:
        country = chunk.place.country if chunk.place else None
        if country not in ("UA", "RU"):
            continue
        side: Side = "russia" if country == "UA" else "ukraine"
        if said.occupied and country == "UA":
            side = "ukraine"
        return side, Evidence("side.inferred_from_target", chunk.start, chunk.end), 1
    return None, None, 0


def join(clauses: Iterable[Clause]) -> list[Draft]:
    """The drafts of a document, in the order in which their strikes are first told."""
    drafts: list[Draft] = []
    for said in clauses:
        if said.strike is None:
            if said.again or said.killed or said.injured:
                _attach(drafts, said)
            continue
        if said.foreign and not said.side:
            continue
        draft = _same_strike(drafts, said)
        if draft is None:
            draft = Draft()
            drafts.append(draft)
        else:  # told last
            drafts.remove(draft)
            drafts.append(draft)
        _absorb(draft, said)
    return sorted(drafts, key=lambda d: d.clauses[0].start)


def _attach(drafts: list[Draft], said: Clause) -> None:
    """What only tells of the hurt, or takes the attack up again, belongs to the strike told last."""
    if not drafts or said.total or said.foreign:
        return
    draft = drafts[-1]
    if draft.total or said.paragraph - draft.last.paragraph > NEAR:
        return
    if said.time and draft.when and said.time.when.start and not _days_meet(said.time.when, draft.when):
        return
    side, _, strength = side_of(said)
    if side and draft.side and side != draft.side:
        return
    if said.places and draft.places and not said.again and not _places_meet(draft, said):
        return
    if not said.again:
        said.places, said.arms = said.places if draft.places else [], []
    _absorb(draft, said)


def _same_strike(drafts: list[Draft], said: Clause) -> Draft | None:
    for draft in reversed(drafts):
        if _one_strike(draft, said):
            return draft
    return None


def _one_strike(draft: Draft, said: Clause) -> bool:
    side, _, strength = side_of(said)
    if draft.total != said.total or (said.both and draft.side) or (side and draft.both):
        return False
    if side and draft.side and side != draft.side:
        if (strength > 1 and draft.strength > 1) or not _places_meet(draft, said):
            return False
    if said.time and draft.when and not _times_meet(draft.when, said.time.when):
        return False
    same_kinds = not said.arms or not draft.arms or bool({a.kind for a in said.arms} & {a.kind for a in draft.arms})
    if said.places and draft.places:
        if _places_meet(draft, said):
            return same_kinds or not _counts_differ(draft, said)
        if said.time and said.time.when.start and draft.when is None:
            return False
        if said.paragraph - draft.last.paragraph > NEAR or (said.killed and draft.killed) or (said.injured and draft.injured):
            return False
        return same_kinds and not _counts_differ(draft, said)
    if not same_kinds:
        return False
    return not _counts_differ(draft, said)


def _counts_differ(draft: Draft, said: Clause) -> bool:
    """Both count the same thing and differ: two strikes (a toll may rise, what was launched does not)."""
    for arm in said.arms:
        for other in draft.arms:
            if (arm.kind, arm.model) != (other.kind, other.model):
                continue
            for mine, theirs in ((arm.launched, other.launched), (arm.intercepted, other.intercepted)):
                if mine and theirs and not _figures_meet(mine[0], theirs[0]):
                    return True
    return False


def _figures_meet(a: Figure, b: Figure) -> bool:
    low = max(a.low or 0, b.low or 0)
    high = min(a.high if a.high is not None else low, b.high if b.high is not None else low)
    return low <= high or (a.low == a.high == 1) or (b.low == b.high == 1)


def _times_meet(a: When, b: When) -> bool:
    if a.start is None or b.start is None:
        return not (a.text and b.text and a.start is None and b.start is None) or a.text.casefold() == b.text.casefold() or a.precision != b.precision
    return _days_meet(a, b)


def _days_meet(a: When, b: When) -> bool:
    if not (a.start and a.end and b.start and b.end):
        return True
    return a.start <= b.end and b.start <= a.end


def _places_meet(draft: Draft, said: Clause) -> bool:
    for chunk in said.places:
        if place_key(chunk) in draft.places:
            return True
        for other in draft.places.values():
            if chunk.place and other.place and chunk.place.region and chunk.place.region == other.place.region:
                if "region" in (chunk.place.kind, other.place.kind):
                    return True
    return False


def _absorb(draft: Draft, said: Clause) -> None:
    draft.clauses.append(said)
    draft.total, draft.both = draft.total or said.total, draft.both or said.both
    side, evidence, strength = side_of(said)
    if side and strength > draft.strength:
        draft.side, draft.side_evidence, draft.strength = side, evidence, strength
    for chunk in said.places:
        draft.places.setdefault(place_key(chunk), chunk)
    for chunk in (*said.landmarks, *said.seats):
        draft.elsewhere.setdefault(place_key(chunk), chunk)
    for arm in said.arms:
        _absorb_arms(draft.arms, arm)
    if said.time and (draft.when is None or finer(said.time.when, draft.when)):
        draft.when = said.time.when
        draft.when_evidence = Evidence(said.time.rule, said.time.start, said.time.end)
    if said.time_before and draft.when_before is None:
        before = said.time_before
        draft.when_before = before.when, Evidence(before.rule, before.start, before.end)
    if said.said_time and draft.said_when is None:
        draft.said_when = said.said_time.when, Evidence(said.said_time.rule, said.said_time.start, said.said_time.end)
    draft.launched, draft.intercepted = draft.launched or said.launched, draft.intercepted or said.intercepted
    for slot in ("killed", "injured"):
        mine, theirs = getattr(draft, slot), getattr(said, slot)
        if theirs and (mine is None or _better_toll(mine[0], theirs[0], draft, said)):
            setattr(draft, slot, theirs)
    draft.claims += said.claims


def _better_toll(mine: Figure, theirs: Figure, draft: Draft, said: Clause) -> bool:
    """The last toll told holds; one victim told of in passing does not take the place of the toll."""
    if mine.low == theirs.low and mine.high is not None and theirs.high is None:
        return True  # told with its bound left open
    if theirs.low == theirs.high == 1 or theirs.low == 0:
        return False
    return (theirs.low or 0) > (mine.low or 0)


def _absorb_arms(arms: list[ArmsSaid], arm: ArmsSaid) -> None:
    for other in arms:
        if (other.kind, other.model) == (arm.kind, arm.model):
            other.launched = other.launched or arm.launched
            if arm.launched and other.launched and other.launched[0].low == 1 and (arm.launched[0].low or 0) > 1:
                other.launched = arm.launched
            other.intercepted = other.intercepted or arm.intercepted
            return
    arms.append(ArmsSaid(arm.kind, arm.model, arm.evidence, arm.launched, arm.intercepted, arm.joint))


def settled_arms(arms: list[ArmsSaid]) -> list[ArmsSaid]:
    """A plain noun and the one model of its kind are one item; a plain noun without a count adds nothing to models."""
    out = list(arms)
    for plain in arms:
        if plain.model is not None:
            continue
        models = [a for a in out if a.kind == plain.kind and a.model]
        counted = plain.launched or plain.intercepted
        if not models or (counted and (len(models) > 1 or models[0].launched or models[0].intercepted)):
            continue
        out.remove(plain)
        if counted:
            models[0].launched, models[0].intercepted = plain.launched, plain.intercepted
    if any(a.kind != "other" for a in out):
        out = [a for a in out if a.kind != "other"]
    return out


def settled_places(draft: Draft) -> list[Chunk]:
    """The places hit; where none is named, the landmark, or the seat of the one who tells of it (a governor's region)."""
    return list((draft.places or draft.elsewhere).values())


def settled_when(draft: Draft, document: Document) -> tuple[When, Evidence | None]:
    """The day of the strike: as told, else the day it was said, else the day of publication where it is news."""
    if draft.when and draft.when.start:
        return draft.when, draft.when_evidence
    if draft.when is None and draft.when_before and not draft.total:
        return draft.when_before
    if draft.when is None and draft.said_when and draft.said_when[0].start:
        return draft.said_when[0], draft.said_when[1]
    if draft.when is not None:
        return draft.when, draft.when_evidence
    if draft.total or document.published is None or document.published_weak:
        return When(), None
    day: date = document.published
    return When.model_construct(start=day, end=day, precision="day", basis="carried", text=None), None


def is_worth_a_report(draft: Draft, lead: int) -> bool:
    """A strike of a known side, or place, with what a report needs; a bare mention is none."""
    foremost = any(said.paragraph <= lead for said in draft.clauses)
    counted = any(a.launched or a.intercepted for a in draft.arms) or draft.killed or draft.injured or draft.launched
    named = any(arm.model for arm in draft.arms)
    told = sum(map(bool, (draft.when, draft.places, draft.arms, counted, named)))
    ours = any(chunk.place and chunk.place.country in ("UA", "RU") for chunk in draft.places.values())
    if draft.side is None and not ours:
        return draft.total and bool(draft.arms) and bool(counted)
    if draft.total and not (counted or draft.intercepted):
        return foremost and bool(draft.arms)
    return told >= (1 if foremost else 2)


def settled_claims(draft: Draft) -> list[tuple[Claim, Evidence]]:
    """One claim a side and stance; officials named without a country are those of the country that was hit."""
    hit = OPPOSITE.get(draft.side or "")
    out: dict[tuple[str, str], tuple[Claim, Evidence]] = {}
    for claim, evidence, unnamed in draft.claims:
        side = hit if unnamed else claim.side
        if side is None or side == "unknown":
            continue
        out.setdefault((side, claim.stance), (claim.model_copy(update={"side": side}), evidence))
    for side, stance in list(out):
        if stance == "denies":  # who denies a strike does not also assert it
            out.pop((side, "asserts"), None)
    return list(out.values())

