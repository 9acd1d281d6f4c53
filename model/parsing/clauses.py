"""Reading a passage: does it tell of a strike, whose, when; then its weapons, places, hurt and claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from model.event import When
from model.parsing.chunk import Chunk
from model.parsing.clause import DISPUTED, LEFT_OPEN, NAMED, OPPOSITE, OTHER_NAMED, Clause
from model.parsing.control import is_home
from model.parsing.hurt import read_hurt
from model.parsing.passage import Match, Passage
from model.parsing.speakers import read_claims
from model.parsing.targets import read_targets
from model.parsing.weapons import read_weapons

COARSE = ("month", "year", "open", "unknown")
_TIMED = frozenset({"time", "war"})
_NEAR = 4  # chunks before a time that tell what happened then
_AHEAD = 6  # chunks behind "a day after" that tell after what
_OF_STRIKES = frozenset({"attack", "arms", "shelling", "airstrike", "kill", "wound", "toll", "offensive"})
_BEHIND = frozenset({"after", "following", "for", "to"})  # before the strike that another one follows
_SIDE_RULES = (
    ("disputed", DISPUTED),
    ("stopped", NAMED),
    ("attacker", NAMED),
    ("unclear", LEFT_OPEN),
    ("defender", OTHER_NAMED),
)
_COMMENTS = ("denies_it", "owns", "unclear")
_COMMENTING = frozenset({"deny", "own", "unclear", "verify", "unverified"})
_SAID_OF = frozenset({"comma", "hit", "launch", "attack", "kill"})


def read_clause(passage: Passage, paragraph: int) -> Clause:
    """What a passage says."""
    said = Clause(passage.start, passage.end, paragraph)
    said.ours = any(_is_ours(chunk) for chunk in passage.chunks if chunk.entry or chunk.place)
    said.foreign = "foreign" in passage.tags
    said.combat = "combat" in passage.tags
    said.occupied = bool(passage.tags & {"occupied", "installed"})
    if trigger := strike_of(passage):
        said.strike = passage.covered(trigger)
        around = passage.chunks[max(0, trigger.first - _NEAR) : trigger.last + 2]
        said.dateless = any("habit" in chunk.tags for chunk in around) or bool(passage.matches("goes_on"))
    said.again = next((passage.covered(match) for match in passage.matches("again")), None)
    if passage.tags & _TIMED:
        _read_times(said, passage)
    said.both = said.total and "both" in passage.tags
    read_hurt(said, passage)
    if passage.tags & _COMMENTING:
        said.unverified = next((passage.covered(match) for match in passage.matches("unverified")), None)
        said.comment = bool(said.unverified) or any(passage.matches(gives) for gives in _COMMENTS)
    if said.tells or said.comment:
        read_targets(said, passage)
        if not said.both:
            _read_side(said, passage)
        said.places = [chunk for chunk in said.places if not is_home(chunk, said.side)]
        read_weapons(said, passage)
        read_claims(said, passage)
    return said


def _is_ours(chunk: Chunk) -> bool:
    return chunk.side == "ukraine" or (chunk.place is not None and chunk.place.country in ("UA", "RU"))


def finer(new: When, old: When) -> bool:
    """A date beats none, and a day beats a month or a year."""
    if new.start is None:
        return False
    return old.start is None or (old.precision in COARSE and new.precision not in COARSE)


def strike_of(passage: Passage) -> Match | None:
    """Why the passage tells of a strike: the first rule none of whose words belong to a threat, a plan or a sale."""
    triggers = passage.matches("strike")
    discards = passage.matches("discard") if triggers else []
    for trigger in triggers:
        if not any(d.first < trigger.last and trigger.first < d.last for d in discards):
            return trigger
    return None


def _read_times(said: Clause, passage: Passage) -> None:
    superlative = False  # "the largest attack in recent weeks" is one attack, no total
    stretch = False  # "in recent days": a total, unless a day is told too
    for i, chunk in enumerate(passage.chunks):
        superlative = superlative or "superlative" in chunk.tags
        said.total = said.total or ("war" in chunk.tags and not superlative)
        mention = chunk.time
        if mention is None or _is_of_another(passage, i):
            continue
        since = chunk.key.startswith("since") or (i > 0 and passage.chunks[i - 1].key == "since")
        if since or mention.span:
            vague = mention.when.start is None and not since
            stretch = stretch or (vague and not superlative)
            said.total = said.total or not (superlative or vague)
            if since or superlative or vague:
                continue
        before = _tags(_since_last_time(passage.chunks, i)[-3:])
        if "say" in before and not before & _SAID_OF:
            said.said_time = said.said_time or mention
        elif said.time is None or finer(mention.when, said.time.when) or _is_of_the_strike(passage, i):
            said.time = mention
    if "sum" in passage.tags and said.time and said.time.when.precision in COARSE:
        said.total = True  # "in total, 1,500 in March"
    if stretch and (said.time is None or said.time.when.precision not in ("day", "night", "time")):
        said.total = True


def _since_last_time(chunks: Sequence[Chunk], i: int) -> Sequence[Chunk]:
    """The few chunks before the time at i, back to the time before it."""
    first = i
    while first and i - first < _NEAR and chunks[first - 1].time is None:
        first -= 1
    return chunks[first:i]


def _tags(chunks: Iterable[Chunk]) -> frozenset[str]:
    return frozenset().union(*(chunk.tags for chunk in chunks))


def _is_of_another(passage: Passage, i: int) -> bool:
    """Whether the time at i is that of something else: "the briefing on Monday", "Monday's vote", "the 14 May call"."""
    if _tags(_since_last_time(passage.chunks, i)) & {"war", "occupied", "event"}:
        return True
    after = _tags(passage.chunks[i + 1 : i + 1 + _AHEAD])
    if _is_attribute(passage.chunks[i]):
        return not after & _OF_STRIKES
    return passage.chunks[i].key.endswith("after") and "event" in after


def _is_of_the_strike(passage: Passage, i: int) -> bool:
    """Whether the time is surely the strike's: "said on Monday that Sunday's attack ..."."""
    return _is_attribute(passage.chunks[i]) and passage.chunks[i - 1].key not in _BEHIND


def _is_attribute(chunk: Chunk) -> bool:
    """A day said of the noun behind it: "Monday's", "the 14 May"."""
    return chunk.possessive or bool(chunk.time and chunk.time.rule == "time.absolute" and chunk.key.startswith("the "))


def _read_side(said: Clause, passage: Passage) -> None:
    for gives, strength in _SIDE_RULES:
        for match in passage.matches(gives):
            side = match.chunk.side
            if "speaker" in match.chunk.tags:  # an American airstrike is of another war
                continue
            if gives == "defender" and _names_both(passage, match.at):
                continue
            if gives in ("disputed", "unclear"):
                said.side = "unknown"
            elif gives == "defender" and _is_held(passage, match.at):
                said.side = "ukraine"
            else:
                said.side = side if gives == "attacker" else OPPOSITE.get(side or "")
            if said.side:
                said.side_evidence, said.side_strength = match.evidence, strength
                return


def _is_held(passage: Passage, i: int) -> bool:
    """Whether the land at i is occupied: "in the occupied Ukrainian city"."""
    return any("occupied" in chunk.tags for chunk in passage.chunks[max(0, i - 2) : i])


def _names_both(passage: Passage, i: int) -> bool:
    """ "In Ukraine and Russia": hit are both, so that neither tells who attacked."""
    around = passage.chunks[max(0, i - 2) : i + 4]
    return len({chunk.side for chunk in around if chunk.side}) > 1 and any("and" in chunk.tags for chunk in around)
