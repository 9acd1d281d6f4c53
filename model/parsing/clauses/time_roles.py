"""What each time of a clause is the time of: the strike, a statement, another event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from model.event import When
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.rule_matcher import Passage

TimeRole = Literal["told", "attribute", "said", "another_event", "period", "stretch", "comparison"]


COARSE_PRECISIONS = ("month", "year", "open", "unknown")


_TIME_WINDOW_CHUNKS = 4  # chunks before a time that tell what happened then


_LOOKAHEAD_CHUNKS = 6  # chunks behind "a day after" that tell after what


_STRIKE_TAGS = frozenset({"attack", "arms", "shelling", "airstrike", "kill", "wound", "toll", "offensive"})


_EARLIER_STRIKE_WORDS = frozenset({"after", "following", "for", "to"})  # before the strike that another one follows


_ORDINAL_SUFFIXES = ("st", "nd", "rd", "th")


_REPORTED_EVENT_TAGS = frozenset({"comma", "hit", "launch", "attack", "kill"})


def is_finer(new: When, old: When) -> bool:
    """A date beats none, and a day beats a month or a year."""
    if new.start is None:
        return False
    return old.start is None or (old.precision in COARSE_PRECISIONS and new.precision not in COARSE_PRECISIONS)


def _read_times(said: Clause, passage: Passage) -> None:
    stretch = False  # "in recent days": a total, unless a day is told too
    own = False  # "Sunday's shelling" of what has been hit since the war began is no total
    for chunk, role, total in assign_time_roles(passage):
        said.is_total, stretch = said.is_total or total, stretch or role == "stretch"
        if role == "said":
            said.statement_time = said.statement_time or chunk.time
        elif chunk.time and _is_better_time(said, chunk.time, role):
            said.time, own = chunk.time, own or role == "attribute"
    if "sum" in passage.tags and said.time and said.time.when.precision in COARSE_PRECISIONS:
        said.is_total = True  # "in total, 1,500 in March"
    one_day = said.time is not None and said.time.when.precision in ("day", "night", "time")
    if stretch and not one_day:
        said.is_total = True
    elif own and one_day:
        said.is_total = False


def _is_better_time(said: Clause, mention: TemporalExpression, role: TimeRole) -> bool:
    """Whether the time takes the place of the one told before it."""
    if role == "told":
        return said.time is None or is_finer(mention.when, said.time.when)
    return role == "attribute"


class TimeRoleMention(NamedTuple):
    """The part that time words play in a passage; `total` where they make it a count over a period.

    An "attribute" is surely the strike's ("Sunday's attack"); "told" is a time that may be.
    """

    chunk: Chunk
    role: TimeRole
    is_total: bool


def assign_time_roles(passage: Passage) -> Iterator[TimeRoleMention]:
    """Each time that the passage tells, and "since the invasion", which is none of its own, but makes a total."""
    superlative = False  # "the largest attack in recent weeks" is one attack, no total
    for i, chunk in enumerate(passage.chunks):
        superlative = superlative or _is_superlative(passage.chunks, i)
        mention = chunk.time
        if mention is None:
            if "war" in chunk.tags and not superlative:
                yield TimeRoleMention(chunk, "another_event", True)
            continue
        if _is_of_other_event(passage, i):
            yield TimeRoleMention(chunk, "another_event", False)
            continue
        if superlative and mention.when.precision in COARSE_PRECISIONS:
            yield TimeRoleMention(chunk, "comparison", False)  # "the deadliest attack of 2023"
            continue
        since = chunk.key.startswith("since") or (i > 0 and passage.chunks[i - 1].key == "since")
        since = since and mention.when.precision not in ("night", "time")  # "since last night" is that night
        spans = since or mention.is_span
        vague = spans and mention.when.start is None and not since
        total = spans and not (superlative or vague)
        if spans and (since or superlative or vague):
            yield TimeRoleMention(chunk, "comparison" if superlative else "stretch" if vague else "period", total)
            continue
        before = _collect_tags(_chunks_since_last_time(passage.chunks, i)[-3:])
        if "say" in before and not before & _REPORTED_EVENT_TAGS:
            yield TimeRoleMention(chunk, "said", total)
        else:
            yield TimeRoleMention(chunk, "attribute" if _is_strike_time(passage, i) else "told", total)


def _is_superlative(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the chunk at i sets the strike apart: "the largest", "the 14th attack", no "second largest city"."""
    if "number" in chunks[i].tags:
        return chunks[i].key.endswith(_ORDINAL_SUFFIXES)
    if "superlative" not in chunks[i].tags:
        return False
    behind = next((chunk for chunk in chunks[i + 1 :] if "superlative" not in chunk.tags), None)
    return behind is None or "land" not in behind.tags


def _chunks_since_last_time(chunks: Sequence[Chunk], i: int) -> Sequence[Chunk]:
    """The few chunks before the time at i, back to the time before it."""
    first = i
    while first and i - first < _TIME_WINDOW_CHUNKS and chunks[first - 1].time is None:
        first -= 1
    return chunks[first:i]


def _collect_tags(chunks: Iterable[Chunk]) -> frozenset[str]:
    return frozenset().union(*(chunk.tags for chunk in chunks))


def _is_of_other_event(passage: Passage, i: int) -> bool:
    """Whether the time at i is that of something else: "the briefing on Monday", "Monday's vote", "the 14 May call"."""
    if _collect_tags(_chunks_since_last_time(passage.chunks, i)) & {"war", "occupied", "event"}:
        return True
    chunk = passage.chunks[i]
    if "after" in chunk.tags and chunk.time and chunk.time.when.precision == "days":
        return True  # "hours after": no day of its own
    after = _collect_tags(passage.chunks[i + 1 : i + 1 + _LOOKAHEAD_CHUNKS])
    if _is_attribute(passage.chunks[i]):
        return not after & _STRIKE_TAGS
    return passage.chunks[i].key.endswith("after") and "event" in after


def _is_strike_time(passage: Passage, i: int) -> bool:
    """Whether the time is surely the strike's: "said on Monday that Sunday's attack ..."."""
    return _is_attribute(passage.chunks[i]) and passage.chunks[i - 1].key not in _EARLIER_STRIKE_WORDS


def _is_attribute(chunk: Chunk) -> bool:
    """A day said of the noun behind it: "Monday's", "the 14 May"."""
    return chunk.is_possessive or bool(
        chunk.time and chunk.time.rule == "time.absolute" and chunk.key.startswith("the ")
    )
