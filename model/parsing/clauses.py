"""Clauses: what one sentence says of a strike, read by the rules of lexicon/rules.toml over its chunks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from model.event import Claim, Figure, Side, When
from model.parsing.chunks import Arm, Chunk
from model.parsing.figures import Quantity
from model.parsing.lexicon import lexicon
from model.parsing.pattern import compiled
from model.parsing.times import TimeMention


class Evidence(NamedTuple):
    """The rule that gave a value and where its words stand."""

    rule: str
    start: int
    end: int


class Rule(NamedTuple):
    """One rule of the lexicon, compiled."""

    id: str
    gives: str
    pattern: re.Pattern[str]


class Match(NamedTuple):
    """A rule's match: the captured chunk and the indices of the chunks that the whole match covers."""

    rule: Rule
    chunk: Chunk
    first: int
    last: int
    groups: dict[str, Chunk]


@dataclass
class ArmsSaid:
    """Weapons of one kind and model as a sentence counts them."""

    kind: str
    model: str | None
    evidence: Evidence
    launched: tuple[Figure, Evidence] | None = None
    intercepted: tuple[Figure, Evidence] | None = None
    joint: bool = False


@dataclass
class Clause:
    """What a sentence (or a clause of one) says: each value beside its evidence."""

    start: int
    end: int
    paragraph: int
    strike: Evidence | None = None
    side: Side | None = None
    side_evidence: Evidence | None = None
    side_strength: int = 0
    arms: list[ArmsSaid] = field(default_factory=list)
    launched: tuple[Figure, Evidence] | None = None
    intercepted: tuple[Figure, Evidence] | None = None
    places: list[Chunk] = field(default_factory=list)
    landmarks: list[Chunk] = field(default_factory=list)
    seats: list[Chunk] = field(default_factory=list)
    time: TimeMention | None = None
    said_time: TimeMention | None = None
    time_before: TimeMention | None = None
    killed: tuple[Figure, Evidence] | None = None
    injured: tuple[Figure, Evidence] | None = None
    claims: list[tuple[Claim, Evidence, bool]] = field(default_factory=list)
    total: bool = False
    occupied: bool = False
    foreign: bool = False
    ours: bool = False
    both: bool = False
    again: Evidence | None = None


OPPOSITE: dict[str, Side] = {"russia": "ukraine", "ukraine": "russia"}


@cache
def rules(gives: str) -> tuple[Rule, ...]:
    """The rules that give a value, in the order of the lexicon."""
    table = lexicon().tables["rules"]["rule"]
    return tuple(Rule(r["id"], r["gives"], compiled(r["pattern"])) for r in table if r["gives"] == gives)


def matches(gives: str, found: list[Chunk], codes: str) -> list[Match]:
    """All matches of the rules for a value, rule by rule, left to right."""
    out = []
    for rule in rules(gives):
        for match in rule.pattern.finditer(codes):
            groups = {name: found[match.start(name)] for name, value in match.groupdict().items() if value}
            chunk = next(iter(groups.values()), found[match.start()])
            out.append(Match(rule, chunk, match.start(), match.end(), groups))
    return out


def clause(text: str, found: list[Chunk], paragraph: int) -> Clause:
    """What the chunks of a sentence say."""
    codes = "".join(chunk.code for chunk in found)
    said = Clause(found[0].start, found[-1].end, paragraph)
    tags = frozenset().union(*(chunk.tags for chunk in found))
    said.foreign, said.occupied = "foreign" in tags, bool(tags & {"occupied", "installed"})
    said.total = "war" in tags and "superlative" not in tags
    said.both = "both" in tags
    said.ours = bool(tags & {"side", "capital", "place"})
    said.strike = _strike(found, codes)
    for match in matches("again", found, codes)[:1]:
        said.again = Evidence(match.rule.id, found[match.first].start, found[match.last - 1].end)
    _times(said, found)
    _hurt(said, text, found, codes)
    if not (said.strike or said.killed or said.injured or said.again):
        return said
    _places(said, found)
    if not said.both:
        _side(said, found, codes)
    _arms(said, text, found, codes)
    _claims(said, text, found, codes)
    return said


def _evidence(rule: str, chunk: Chunk) -> Evidence:
    return Evidence(rule, chunk.start, chunk.end)


def _strike(found: list[Chunk], codes: str) -> Evidence | None:
    triggers = matches("strike", found, codes)
    if not triggers:
        return None
    discards = matches("discard", found, codes)
    for trigger in triggers:
        if not any(d.first < trigger.last and trigger.first < d.last for d in discards):
            return Evidence(trigger.rule.id, found[trigger.first].start, found[trigger.last - 1].end)
    return None


def _times(said: Clause, found: list[Chunk]) -> None:
    superlative = False
    for i, chunk in enumerate(found):
        superlative = superlative or "superlative" in chunk.tags
        if chunk.time is None or (i and found[i - 1].tags & {"war", "occupied"}):
            continue
        if chunk.key.startswith("since"):
            said.total = said.total or not superlative
            continue
        if chunk.time.span:
            said.total = said.total or not superlative
            if chunk.time.when.start is None or superlative:
                continue
        before = found[max(0, i - 3) : i]
        if any("say" in c.tags for c in before) and not any(c.tags & {"comma", "hit", "launch", "attack", "kill"} for c in before):
            said.said_time = said.said_time or chunk.time
        elif said.time is None or finer(chunk.time.when, said.time.when):
            said.time = chunk.time


_COARSE = ("month", "year", "open", "unknown")


def finer(new: When, old: When) -> bool:
    """A date beats none, and a day beats a month or a year."""
    if new.start is None:
        return False
    return old.start is None or (old.precision in _COARSE and new.precision not in _COARSE)


def _figure(text: str, quantity: Quantity) -> Figure:
    return Figure.model_construct(low=quantity.low, high=quantity.high, text=text[quantity.start : quantity.end])


def _hurt(said: Clause, text: str, found: list[Chunk], codes: str) -> None:
    taken: set[int] = set()
    for slot in ("killed", "injured"):
        for match in matches(slot, found, codes):
            quantity = match.chunk.quantity
            if quantity is None or match.chunk.start in taken or getattr(said, slot):
                continue
            taken.add(match.chunk.start)
            setattr(said, slot, (_figure(text, quantity), _evidence(match.rule.id, match.chunk)))
    for match in matches("killed_also_injured", found, codes):
        if match.chunk.quantity and said.killed is None:
            said.killed = _figure(text, match.chunk.quantity), _evidence(match.rule.id, match.chunk)
    for slot in ("killed", "injured"):
        if getattr(said, slot) is None:
            for match in matches(f"{slot}_one", found, codes)[:1]:
                last = found[match.last - 1]
                words = text[match.chunk.start : last.end]
                figure = Figure.model_construct(low=1, high=1, text=words)
                setattr(said, slot, (figure, Evidence(match.rule.id, match.chunk.start, last.end)))
    _nobody(said, text, found, codes)


def _nobody(said: Clause, text: str, found: list[Chunk], codes: str) -> None:
    for match in matches("zero", found, codes):
        evidence = Evidence(match.rule.id, found[match.first].start, found[match.last - 1].end)
        figure = Figure.model_construct(low=0, high=0, text=text[evidence.start : evidence.end])
        tags = match.groups["what"].tags | (match.groups["other"].tags if "other" in match.groups else frozenset())
        if tags & {"kill", "casualties"} and said.killed is None:
            said.killed = figure, evidence
        if tags & {"wound", "casualties"} and said.injured is None:
            said.injured = figure, evidence


def _places(said: Clause, found: list[Chunk]) -> None:
    ships = any("ship" in chunk.tags for chunk in found)
    for i, chunk in enumerate(found):
        if chunk.place is None or (chunk.place.kind == "sea" and not ships):
            continue
        before, after = found[max(0, i - 4) : i], found[i + 1 : i + 5]
        if _is_named_after(chunk, before, after):
            continue
        if "capital" in chunk.tags and _is_metonym(chunk, before, after):
            continue
        if _is_seat(before, after):
            said.seats.append(chunk)
            continue
        if before and (before[-1].tags & {"from", "compass"}):
            if "compass" in before[-1].tags:
                said.landmarks.append(chunk)
            continue
        said.places.append(chunk)


def _is_named_after(chunk: Chunk, before: list[Chunk], after: list[Chunk]) -> bool:
    """A person or a ship that bears a place's name: a capitalised word beside it, or its class behind it."""
    if any("ship" in c.tags for c in after[:2]) and not (before and before[-1].tags & {"in", "on", "of"}):
        return True
    beside = [c for c in (before[-1:] + after[:1]) if "name" in c.tags]
    return bool(beside) and "capital" not in chunk.tags and chunk.place is not None and chunk.place.kind == "town" and chunk.place.population < 200_000


def _is_metonym(chunk: Chunk, before: list[Chunk], after: list[Chunk]) -> bool:
    """Kyiv or Moscow as the government or its army: a subject that says or fires, or an owner of forces."""
    near = [c for c in before if not c.tags & {"the", "word", "article"}]
    if near and near[-1].tags & {"in", "on", "hit", "attack", "shell", "shelling"} and "say" not in near[-1].tags:
        return len(near) > 1 and bool(near[-2].tags & {"office", "say"})
    if before and before[-1].key == "for":
        return True
    if near and near[-1].key in ("of", "comma", "and") and any(c.place for c in before):
        return False
    if after and chunk.possessive:
        return any(c.tags & {"forces", "office", "say", "arms", "attack", "defence", "launch"} for c in after[:3])
    for c in after:
        if c.tags & {"undergo", "be", "attack", "arms", "shelling"}:
            return False
        if c.tags & {"say", "launch", "hit", "deny", "intercept", "have", "modal"}:
            return True
        if c.tags & {"comma", "and"}:
            return False
    return bool(before) and bool(before[-1].tags & {"by", "from", "to", "with", "between"})


def _is_seat(before: list[Chunk], after: list[Chunk]) -> bool:
    """Where a speaker sits, or a name that merely holds a place ("the Dnipro River")."""
    for c in after[:3]:
        if "seat" in c.tags or ("office" in c.tags and "forces" not in c.tags):
            return True
        if not c.tags & {"word", "name"}:
            break
    near = [c for c in before if not c.tags & {"the", "word", "name", "occupied", "installed"}]
    return len(near) > 1 and near[-1].tags <= {"of", "in"} and bool(near[-2].tags & {"office"})


def _arms(said: Clause, text: str, found: list[Chunk], codes: str) -> None:
    stopped: set[int] = set()
    for match in matches("discard", found, codes):
        stopped.update(range(match.first, match.last))
    down = {id(m.groups["arms"]): m for m in reversed(matches("intercepted", found, codes))}
    parts = {id(m.groups["arms"]): m for m in matches("part_of_whole", found, codes)}
    for i, chunk in enumerate(found):
        if not chunk.arms or i in stopped:
            continue
        naming = i + 1 < len(found) and bool(found[i + 1].tags & {"attack", "shelling", "airstrike"})
        verb = naming and chunk.arms[-1].one and found[i + 1].key in ("attacks", "strikes", "hits")
        again = naming and i > 0 and "the" in found[i - 1].tags and len([c for c in found if c.arms]) > 1
        for arm in chunk.arms:
            if again or (arm.side and said.side and arm.side != said.side):
                continue  # the arms of a strike told before, or of the other side
            _add_arm(said, text, arm, chunk, down.get(id(chunk)), parts.get(id(chunk)), naming and not verb)
    for match in matches("intercepted_count", found, codes)[:1]:
        counted = [arm for arm in said.arms if arm.launched and arm.intercepted is None]
        quantity = match.chunk.quantity
        if quantity and not any(arm.intercepted for arm in said.arms):
            value = _figure(text, quantity), _evidence(match.rule.id, match.chunk)
            if len(counted) == 1:
                counted[0].intercepted = value
            else:
                said.intercepted = said.intercepted or value
    _implied_arms(said, found)


def _add_arm(
    said: Clause, text: str, arm: Arm, group: Chunk, down: Match | None, part: Match | None, naming: bool
) -> None:
    evidence = Evidence("arms.named", arm.chunk.start, arm.chunk.end)
    item = next((a for a in said.arms if a.kind == arm.kind and a.model == arm.model and not arm.figure), None)
    if item is None:
        item = ArmsSaid(arm.kind, arm.model, evidence)
        said.arms.append(item)
    quantity = arm.figure
    if quantity is None and arm.one and not naming and arm.chunk.entry and arm.chunk.entry.counts:
        quantity = Quantity(1, 1, arm.chunk.start, arm.chunk.end)
    if quantity is None:
        return
    value = _figure(text, quantity), Evidence("arms.counted", quantity.start, quantity.end)
    if part and part.groups["part"].quantity:
        piece = part.groups["part"]
        assert piece.quantity is not None
        value = value[0], Evidence(part.rule.id, quantity.start, quantity.end)
        item.launched = value
        item.intercepted = _figure(text, piece.quantity), _evidence(part.rule.id, piece)
    elif arm.joint:
        item.joint = True
        if down:
            said.intercepted = value
        else:
            said.launched = value
    elif down:
        item.intercepted = value[0], Evidence(down.rule.id, quantity.start, quantity.end)
        if quantity.every:
            item.launched = item.intercepted
    elif not naming or arm.figure is None:
        item.launched = value


def _implied_arms(said: Clause, found: list[Chunk]) -> None:
    """Shelling is artillery and an airstrike is `other`, where no weapon is named."""
    kinds = {arm.kind for arm in said.arms}
    for chunk in found:
        if chunk.tags & {"shelling", "shell"} and "artillery" not in kinds:
            said.arms.append(ArmsSaid("artillery", None, _evidence("arms.shelling", chunk)))
            kinds.add("artillery")
        elif "airstrike" in chunk.tags and not kinds:
            said.arms.append(ArmsSaid("other", None, _evidence("arms.airstrike", chunk)))
            kinds.add("other")


def _chunk_side(chunk: Chunk) -> Side | None:
    side = chunk.entry.side if chunk.entry else None
    return side  # type: ignore[return-value]


def _side(said: Clause, found: list[Chunk], codes: str) -> None:
    for gives, strength in (("stopped", 3), ("attacker", 3), ("defender", 2)):
        for match in matches(gives, found, codes):
            side = _chunk_side(match.chunk)
            if side is None:
                continue
            said.side = side if gives == "attacker" else OPPOSITE.get(side)
            if said.side:
                said.side_evidence = _evidence(match.rule.id, match.chunk)
                said.side_strength = strength
                return


def _claims(said: Clause, text: str, found: list[Chunk], codes: str) -> None:
    seen: set[tuple[str | None, str]] = set()
    for stance in ("denies", "asserts"):
        for match in matches(stance, found, codes):
            index = found.index(match.chunk)
            if "adjective" in match.chunk.tags and not _speaks(found, index):
                continue
            side = _speaker_side(match.chunk, found, index)
            if (side, stance) in seen:
                continue
            seen.add((side, stance))
            first = _speaker_start(found, index)
            end = _speaker_end(found, index)
            words = text[found[first].start : end]
            claim = Claim.model_construct(side=side or "unknown", speaker=words, stance=stance)
            evidence = Evidence(match.rule.id, found[first].start, end)
            said.claims.append((claim, evidence, side is None))


def _speaks(found: list[Chunk], index: int) -> bool:
    """An adjective speaks only with its noun: "Russian sources"."""
    return index + 1 < len(found) and bool(found[index + 1].tags & {"office", "forces"})


_SPEAKER_WORDS = frozenset({"side", "capital", "installed", "occupied", "place", "name", "office", "speaker", "of", "in"})


def _speaker_start(found: list[Chunk], index: int) -> int:
    first = index
    while first and index - first < 4 and found[first - 1].tags & _SPEAKER_WORDS and not found[first - 1].tags & {"in"}:
        first -= 1
    return first


def _speaker_end(found: list[Chunk], index: int) -> int:
    last = index
    while last + 1 < len(found) and last - index < 4 and found[last + 1].tags & {"office", "speaker", "name"}:
        last += 1
    return found[last].end


def _speaker_side(chunk: Chunk, found: list[Chunk], index: int) -> Side | None:
    """Whose word it is; None where only the country that was hit can tell ("officials said")."""
    if chunk.tags & {"installed", "occupied"}:
        return "russia"
    if "office" not in chunk.tags:
        return _chunk_side(chunk)
    around = found[max(0, index - 5) : index] + found[index + 1 : index + 5]
    if any(c.tags & {"installed", "occupied"} for c in around[:5]):
        return "russia"
    for c in reversed(found[max(0, index - 4) : index]):
        if c.tags & {"side", "capital", "speaker"}:
            return _chunk_side(c)
        if c.place:
            return _country_side(c.place.country, c.place.region)
        if c.tags & {"comma", "break", "say", "hit", "launch", "attack", "arms", "by"}:
            break
    for n, c in enumerate(found[index + 1 : index + 6]):
        if c.tags & {"say", "break"} and not (c.tags & {"comma"}):
            break
        if c.tags & {"side", "capital", "speaker"} and found[index + n].tags & {"of", "in", "the", "comma", "name", "office"}:
            return _chunk_side(c)
        if c.place:
            return _country_side(c.place.country, c.place.region)
    return None


def _country_side(country: str | None, region: str | None) -> Side | None:
    return {"UA": "ukraine", "RU": "russia"}.get(country or "")  # type: ignore[return-value]
