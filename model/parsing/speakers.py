"""Who says so: the speakers of a passage, their side and their stance."""

from __future__ import annotations

from collections.abc import Sequence

from model.parsing.chunk import Chunk
from model.parsing.clause import ClaimSaid, Clause
from model.parsing.control import COUNTRY_SIDES
from model.parsing.passage import Evidence, Passage
from model.terms import Side, Stance

_STANCES: tuple[Stance, ...] = ("denies", "asserts")
_REACH = 4  # chunks on either side of an office that tell whose it is
_NAMES_A_SPEAKER = frozenset({"side", "capital", "installed", "occupied", "place", "name", "office", "speaker", "of"})
_ENDS_A_NAME = frozenset({"comma", "break", "say", "hit", "launch", "attack", "arms", "by"})


def read_claims(said: Clause, passage: Passage) -> None:
    """Fill `claims`: one a side and stance."""
    seen: set[tuple[Side | None, Stance]] = set()
    for stance in _STANCES:
        for match in passage.matches(stance):
            if "adjective" in match.chunk.tags and not _has_noun(passage.chunks, match.at):
                continue
            if match.at and passage.chunks[match.at - 1].tags & {"accuse", "from", "against"}:
                continue  # whom they accuse
            side = _side(passage.chunks, match.at)
            if (side, stance) not in seen:
                seen.add((side, stance))
                start, end = _extent(passage.chunks, match.at)
                evidence = Evidence(match.rule, start, end)
                said.claims.append(ClaimSaid(side, passage.text[start:end], stance, evidence))


def _has_noun(chunks: Sequence[Chunk], i: int) -> bool:
    """An adjective speaks only with its noun: "Russian sources"."""
    return i + 1 < len(chunks) and bool(chunks[i + 1].tags & {"office", "forces", "charge"})


def _extent(chunks: Sequence[Chunk], i: int) -> tuple[int, int]:
    """Where the speaker's whole name starts and ends: "Russian Defence Ministry spokesman"."""
    first = last = i
    while first and i - first < _REACH and chunks[first - 1].tags & _NAMES_A_SPEAKER:
        first -= 1
    while last + 1 < len(chunks) and last - i < _REACH and chunks[last + 1].tags & {"office", "speaker", "name"}:
        last += 1
    return chunks[first].start, chunks[last].end


def _side(chunks: Sequence[Chunk], i: int) -> Side | None:
    """Whose word it is; None where only the country that was hit can tell."""
    chunk = chunks[i]
    if chunk.tags & {"installed", "occupied"} or any(
        c.tags & {"installed", "occupied"} for c in chunks[max(0, i - _REACH - 1) : i]
    ):
        return "russia" if chunk.tags & {"installed", "occupied", "office"} else chunk.side
    if "office" not in chunk.tags:
        return chunk.side
    for c in reversed(chunks[max(0, i - _REACH) : i]):
        if c.place and "capital" not in c.tags:
            return COUNTRY_SIDES.get(c.place.country)
        if c.tags & {"side", "capital", "speaker"}:
            return c.side
        if c.tags & _ENDS_A_NAME:
            break
    for before, c in zip(chunks[i : i + 5], chunks[i + 1 : i + 6], strict=False):
        if c.tags & {"say", "break"}:
            break
        if c.place and "capital" not in c.tags:
            return COUNTRY_SIDES.get(c.place.country)
        if c.tags & {"side", "capital", "speaker"} and before.tags & {"of", "in", "the", "comma", "name", "office"}:
            return c.side
    return None
