"""What each time of a clause is the time of: the strike, a statement, another event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from model.event import When
from model.parsing.chunks.chunk import Chunk
from model.parsing.chunks.temporal_expressions import TimeMention
from model.parsing.clauses.clause import Clause
from model.parsing.clauses.rule_matcher import Passage

TimeRole = Literal["told", "attribute", "said", "another_event", "period", "stretch", "comparison"]


COARSE = ("month", "year", "open", "unknown")


_NEAR = 4  # chunks before a time that tell what happened then


_AHEAD = 6  # chunks behind "a day after" that tell after what


_OF_STRIKES = frozenset({"attack", "arms", "shelling", "airstrike", "kill", "wound", "toll", "offensive"})


_BEHIND = frozenset({"after", "following", "for", "to"})  # before the strike that another one follows


_ORDINAL = ("st", "nd", "rd", "th")


_SAID_OF = frozenset({"comma", "hit", "launch", "attack", "kill"})


def finer(new: When, old: When) -> bool:
    """A date beats none, and a day beats a month or a year."""
    if new.start is None:
        return False
    return old.start is None or (old.precision in COARSE and new.precision not in COARSE)


def _read_times(said: Clause, passage: Passage) -> None:
    stretch = False  # "in recent days": a total, unless a day is told too
    own = False  # "Sunday's shelling" of what has been hit since the war began is no total
    for chunk, role, total in time_roles(passage):
        said.total, stretch = said.total or total, stretch or role == "stretch"
        if role == "said":
            said.said_time = said.said_time or chunk.time
        elif chunk.time and _is_taken(said, chunk.time, role):
            said.time, own = chunk.time, own or role == "attribute"
    if "sum" in passage.tags and said.time and said.time.when.precision in COARSE:
        said.total = True  # "in total, 1,500 in March"
    one_day = said.time is not None and said.time.when.precision in ("day", "night", "time")
    if stretch and not one_day:
        said.total = True
    elif own and one_day:
        said.total = False


def _is_taken(said: Clause, mention: TimeMention, role: TimeRole) -> bool:
    """Whether the time takes the place of the one told before it."""
    if role == "told":
        return said.time is None or finer(mention.when, said.time.when)
    return role == "attribute"


class TimeTold(NamedTuple):
    """The part that time words play in a passage; `total` where they make it a count over a period.

    An "attribute" is surely the strike's ("Sunday's attack"); "told" is a time that may be.
    """

    chunk: Chunk
    role: TimeRole
    total: bool


def time_roles(passage: Passage) -> Iterator[TimeTold]:
    """Each time that the passage tells, and "since the invasion", which is none of its own, but makes a total."""
    superlative = False  # "the largest attack in recent weeks" is one attack, no total
    for i, chunk in enumerate(passage.chunks):
        superlative = superlative or _is_superlative(passage.chunks, i)
        mention = chunk.time
        if mention is None:
            if "war" in chunk.tags and not superlative:
                yield TimeTold(chunk, "another_event", True)
            continue
        if _is_of_another(passage, i):
            yield TimeTold(chunk, "another_event", False)
            continue
        if superlative and mention.when.precision in COARSE:
            yield TimeTold(chunk, "comparison", False)  # "the deadliest attack of 2023"
            continue
        since = chunk.key.startswith("since") or (i > 0 and passage.chunks[i - 1].key == "since")
        since = since and mention.when.precision not in ("night", "time")  # "since last night" is that night
        spans = since or mention.span
        vague = spans and mention.when.start is None and not since
        total = spans and not (superlative or vague)
        if spans and (since or superlative or vague):
            yield TimeTold(chunk, "comparison" if superlative else "stretch" if vague else "period", total)
            continue
        before = _tags(_since_last_time(passage.chunks, i)[-3:])
        if "say" in before and not before & _SAID_OF:
            yield TimeTold(chunk, "said", total)
        else:
            yield TimeTold(chunk, "attribute" if _is_of_the_strike(passage, i) else "told", total)


def _is_superlative(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the chunk at i sets the strike apart: "the largest", "the 14th attack", no "second largest city"."""
    if "number" in chunks[i].tags:
        return chunks[i].key.endswith(_ORDINAL)
    if "superlative" not in chunks[i].tags:
        return False
    behind = next((chunk for chunk in chunks[i + 1 :] if "superlative" not in chunk.tags), None)
    return behind is None or "land" not in behind.tags


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
    chunk = passage.chunks[i]
    if "after" in chunk.tags and chunk.time and chunk.time.when.precision == "days":
        return True  # "hours after": no day of its own
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
