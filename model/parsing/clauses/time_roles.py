"""Temporal roles: whether a time expression dates the strike, the statement about it, or another event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from model.event import When
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.rule_matcher import Passage

TimeRole = Literal["strike", "attribute", "statement", "another_event", "period", "stretch", "comparison"]

COARSE_PRECISIONS = ("month", "year", "open", "unknown")
TIME_WINDOW_CHUNKS = 4  # chunks before a time that say what happened then
_LOOKAHEAD_CHUNKS = 6  # chunks after "a day after" that say after what
_TIME_TAGS = frozenset({"time", "war"})
_STRIKE_TAGS = frozenset({"attack", "arms", "shelling", "airstrike", "kill", "wound", "toll", "offensive"})
_EARLIER_STRIKE_WORDS = frozenset({"after", "following", "for", "to"})  # before the strike that this one follows
_ORDINAL_SUFFIXES = ("st", "nd", "rd", "th")
_REPORTED_EVENT_TAGS = frozenset({"comma", "hit", "launch", "attack", "kill"})


def is_finer(new: When, old: When) -> bool:
    """Whether the new time is better: a date beats none, and a day beats a month or a year."""
    if new.start is None:
        return False
    return old.start is None or (old.precision in COARSE_PRECISIONS and new.precision not in COARSE_PRECISIONS)


def read_times(passage: Passage) -> tuple[TemporalExpression | None, TemporalExpression | None, bool]:
    """The time of the strike, that of the statement about it, and whether the figures cover a period."""
    if passage.tags.isdisjoint(_TIME_TAGS):
        return None, None, False
    strike: TemporalExpression | None = None
    statement: TemporalExpression | None = None
    is_total = has_stretch = has_attribute = False
    for chunk, role, covers_period in assign_time_roles(passage):
        is_total, has_stretch = is_total or covers_period, has_stretch or role == "stretch"
        if role == "statement":
            statement = statement or chunk.time
        elif chunk.time and role == "attribute":
            strike, has_attribute = chunk.time, True
        elif chunk.time and role == "strike" and (strike is None or is_finer(chunk.time.when, strike.when)):
            strike = chunk.time
    precision = strike.when.precision if strike else None
    if "sum" in passage.tags and precision in COARSE_PRECISIONS:
        is_total = True  # "in total, 1,500 in March"
    if precision not in ("day", "night", "time"):
        is_total = is_total or has_stretch  # "in recent days"
    elif has_attribute:
        is_total = False  # "Sunday's shelling" of what has been hit since the war began
    return strike, statement, is_total


def assign_time_roles(passage: Passage) -> Iterator[tuple[Chunk, TimeRole, bool]]:
    """Each time with its role, and whether it makes the figures a total; also "since the invasion", which has no date.

    An "attribute" certainly dates the strike ("Sunday's attack"); "strike" is a time that may.
    """
    superlative = False  # "the largest attack in recent weeks" is one attack, not a total
    for i, chunk in enumerate(passage.chunks):
        superlative = superlative or _is_superlative(passage.chunks, i)
        mention = chunk.time
        if mention is None:
            if "war" in chunk.tags and not superlative:
                yield chunk, "another_event", True
            continue
        if _is_of_other_event(passage.chunks, i):
            yield chunk, "another_event", False
            continue
        if superlative and mention.when.precision in COARSE_PRECISIONS:
            yield chunk, "comparison", False  # "the deadliest attack of 2023"
            continue
        since = chunk.key.startswith("since") or (i > 0 and passage.chunks[i - 1].key == "since")
        since = since and mention.when.precision not in ("night", "time")  # "since last night" is that night
        spans = since or mention.is_span
        vague = spans and mention.when.start is None and not since
        total = spans and not (superlative or vague)
        if spans and (since or superlative or vague):
            yield chunk, "comparison" if superlative else "stretch" if vague else "period", total
            continue
        before = _collect_tags(_chunks_since_last_time(passage.chunks, i)[-3:])
        if "say" in before and not before & _REPORTED_EVENT_TAGS:
            yield chunk, "statement", total
        else:
            follows = passage.chunks[i - 1].key in _EARLIER_STRIKE_WORDS
            yield chunk, "attribute" if _is_attribute(chunk) and not follows else "strike", total


def _is_superlative(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the chunk singles the strike out: "the largest", "the 14th attack"; not "second largest city"."""
    if "number" in chunks[i].tags:
        return chunks[i].key.endswith(_ORDINAL_SUFFIXES)
    if "superlative" not in chunks[i].tags:
        return False
    following = next((chunk for chunk in chunks[i + 1 :] if "superlative" not in chunk.tags), None)
    return following is None or "land" not in following.tags


def _chunks_since_last_time(chunks: Sequence[Chunk], i: int) -> Sequence[Chunk]:
    """The few chunks before the time at i, back to the previous time."""
    first = i
    while first and i - first < TIME_WINDOW_CHUNKS and chunks[first - 1].time is None:
        first -= 1
    return chunks[first:i]


def _collect_tags(chunks: Iterable[Chunk]) -> frozenset[str]:
    return frozenset().union(*(chunk.tags for chunk in chunks))


def _is_of_other_event(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the time at i dates something else: "the briefing on Monday", "Monday's vote", "the 14 May call"."""
    if _collect_tags(_chunks_since_last_time(chunks, i)) & {"war", "occupied", "event"}:
        return True
    chunk = chunks[i]
    if "after" in chunk.tags and chunk.time and chunk.time.when.precision == "days":
        return True  # "hours after" has no day of its own
    after = _collect_tags(chunks[i + 1 : i + 1 + _LOOKAHEAD_CHUNKS])
    if _is_attribute(chunk):
        return not after & _STRIKE_TAGS
    return chunk.key.endswith("after") and "event" in after


def _is_attribute(chunk: Chunk) -> bool:
    """Whether a day modifies the noun after it: "Monday's", "the 14 May"."""
    is_date = chunk.time is not None and chunk.time.rule == "time.absolute"
    return chunk.is_possessive or (is_date and chunk.key.startswith("the "))
