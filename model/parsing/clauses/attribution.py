"""Who says so: the speakers of a passage, their side and their stance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import STRENGTH_NAMED, ClaimMention, Clause
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.parsing.clauses.territorial_control import COUNTRY_SIDES
from model.taxonomy import Side, Stance

SpeakerRole = Literal["speaks", "no_speaker", "accused", "aside"]

_STANCES: tuple[Stance, ...] = ("denies", "asserts")
_SPEAKER_WINDOW_CHUNKS = 4  # chunks on either side of an office that tell whose it is
_SPEAKER_NAME_TAGS = frozenset({"side", "capital", "installed", "occupied", "place", "name", "office", "speaker", "of"})
_NAME_END_TAGS = frozenset({"comma", "break", "say", "hit", "launch", "attack", "arms", "by"})
_STRIKE_TAGS = frozenset(
    {"attack", "shelling", "airstrike", "arms", "hit", "shell", "launch", "intercept", "destroy"}
    | {"kill", "wound", "casualties", "toll"}
)
_DENIABLE_TAGS = _STRIKE_TAGS | {"charge", "part"}
_DENIAL_WINDOW_CHUNKS = 9  # chunks behind the denial
_CONTENTLESS_TAGS = frozenset(
    {"comma", "end", "quote", "time", "on", "in", "open", "close", "dash"}
)  # what tells nothing
_SEPARATOR_TAGS = frozenset({"comma", "quote", "dash", "colon", "close"})  # stands before a speaker named last
_PRE_SPEAKER_TAGS = _SPEAKER_NAME_TAGS | {"word", "the", "article", "time", "number"}
_PRONOUNS = frozenset({"it", "this"})  # what is denied was told before
_RELATIVE_PRONOUNS = frozenset({"which", "that", "who"})


def read_attributions(said: Clause, passage: Passage) -> None:
    """Fill `claims`: one a side and stance; the figures and the side must have been read."""
    said.claims += _read_accusers(passage)
    seen: set[tuple[Side | None, Stance]] = {(claim.side, claim.stance) for claim in said.claims}
    for match, stance, role, at, last, words in find_speakers(passage):
        side = _find_speaker_side(passage.chunks, at) if role == "speaks" else None
        if words and (side, stance) not in seen:
            seen.add((side, stance))
            start, end = _find_name_extent(passage.chunks, at, max(last, match.chunk_index))
            claim = ClaimMention(side, passage.text[start:end], stance, Evidence(match.rule, start, end))
            said.claims.append(_add_figures(claim, said, words, _is_responsibility(said, claim, passage, match)))


class SpeakerMention(NamedTuple):
    """Somebody who seems to say so or to deny it, and the part that they play.

    `at` and `last` are the indices of the speaker and of their noun; `words` is where what is said starts and ends,
    None where it is not the strike, or nobody says it.
    """

    match: RuleMatch
    stance: Stance
    role: SpeakerRole
    speaker_index: int
    noun_index: int
    statement_span: tuple[int, int] | None


def find_speakers(passage: Passage) -> Iterator[SpeakerMention]:
    """Each who seems to say so or to deny it, rule by rule."""
    mild = {match.chunk_index for match in passage.find_matches("no_denial")}
    for stance in _STANCES:
        for match in passage.find_matches(stance):
            at = _find_speaker(passage.chunks, match.chunk_index)
            last = _find_speaker_noun(passage.chunks, at)
            if last is None:
                yield SpeakerMention(match, stance, "no_speaker", at, at, None)
            elif at and passage.chunks[at - 1].tags & {"accuse", "from", "against"}:
                yield SpeakerMention(match, stance, "accused", at, last, None)  # whom they accuse
            elif match.stop_index - 1 in mild or (words := _find_statement(passage.chunks, match, stance)) is None:
                yield SpeakerMention(match, stance, "aside", at, last, None)
            else:
                yield SpeakerMention(match, stance, "speaks", at, last, words)


def _find_speaker(chunks: Sequence[Chunk], i: int) -> int:
    """The speaker for whom the country at i only says where they are: "officials in eastern Ukraine"."""
    n = i - 1
    while n > 0 and chunks[n].tags & {"compasspoint", "occupied", "the"}:
        n -= 1
    return n - 1 if n > 0 and "in" in chunks[n].tags and "office" in chunks[n - 1].tags else i


def _read_accusers(passage: Passage) -> Iterator[ClaimMention]:
    """Both sides, where they accuse each other."""
    for match in passage.find_matches("disputed")[:1]:
        for chunk in match.captured.values():
            words = passage.text[chunk.start : chunk.end]
            yield ClaimMention(chunk.side, words, "asserts", Evidence(match.rule, chunk.start, chunk.end))


def _add_figures(claim: ClaimMention, said: Clause, words: tuple[int, int], owns: bool) -> ClaimMention:
    """The claim with the figures among the words that are said, which may tell those alone and not the strike."""
    start, end = words
    figures = tuple((name, told) for name, told in said.list_figures() if start <= told.evidence.start < end)
    strikes = [evidence for evidence in (said.strike_evidence, said.resumption_evidence) if evidence]
    alone = bool(figures) and not owns and not any(each.start < end and start < each.end for each in strikes)
    return claim._replace(figures=figures, is_figures_only=alone, is_responsibility=owns)


def _is_responsibility(said: Clause, claim: ClaimMention, passage: Passage, match: RuleMatch) -> bool:
    """Whether the speaker says their own side did it: "Kyiv claimed responsibility", "Russia said it hit a depot"."""
    if claim.stance == "denies" or "press" in match.chunk.tags:
        return False
    named = said.side_strength >= STRENGTH_NAMED and said.side == claim.side
    return named or any("own" in chunk.tags for chunk in passage.chunks[match.start_index : match.stop_index])


def _find_statement(chunks: Sequence[Chunk], match: RuleMatch, stance: Stance) -> tuple[int, int] | None:
    """Where what is said starts and ends; None where it is not the strike: "He said trains ran again amid attacks"."""
    first, end = chunks[0].start, chunks[-1].end
    verb = chunks[match.stop_index - 1]
    if verb.tags & {"accuse", "own"} or not verb.tags & {"say", "deny"}:
        return first, end
    said = _trim_statement(chunks[match.stop_index :])
    if stance == "denies":
        said = [chunk for chunk in said[:_DENIAL_WINDOW_CHUNKS] if chunk.key not in _PRONOUNS]
        is_it = (
            " " in verb.key or _has_tags(said, _DENIABLE_TAGS) or all(chunk.tags & _CONTENTLESS_TAGS for chunk in said)
        )
        return (first, end) if is_it else None
    named_last = all(chunk.tags & _CONTENTLESS_TAGS for chunk in said) or _is_set_apart(chunks, match.chunk_index)
    if (named_last and _has_tags(chunks[: match.chunk_index], _STRIKE_TAGS)) or _has_tags(
        chunks[match.chunk_index : match.stop_index - 1], _STRIKE_TAGS
    ):
        return first, end
    return (said[0].start, said[-1].end) if _has_tags(said, _STRIKE_TAGS) else None


def _trim_statement(after: Sequence[Chunk]) -> Sequence[Chunk]:
    """What stands behind the verb, up to an aside or to where another one speaks."""
    told, joint = False, 0
    for i, chunk in enumerate(after):
        if joint and "say" in chunk.tags and "saying" not in chunk.tags:
            return after[:joint]
        if told and chunk.tags & {"and", "comma", "break"} and "comma" not in after[i - 1].tags:
            joint = i
        late = chunk.time and chunk.key.endswith("after")
        if late or "aside" in chunk.tags or ("after" in chunk.tags and not told):
            return after[:i]
        told = told or not chunk.tags & _CONTENTLESS_TAGS
    return after


def _is_set_apart(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the speaker at i is named behind what is said: ", the governor said", "which Kyiv says"."""
    for chunk in reversed(chunks[:i]):
        if chunk.tags & _SEPARATOR_TAGS or chunk.key in _RELATIVE_PRONOUNS:
            return True
        if "aside" in chunk.tags or not chunk.tags & _PRE_SPEAKER_TAGS:
            return False
    return False


def _has_tags(chunks: Sequence[Chunk], tags: frozenset[str]) -> bool:
    return any(chunk.tags & tags for chunk in chunks)


def _find_speaker_noun(chunks: Sequence[Chunk], i: int) -> int | None:
    """The last chunk of the speaker at i; an adjective or an owner speaks only with its noun: "Russian sources"."""
    if not (chunks[i].is_possessive or "adjective" in chunks[i].tags):
        return i
    for n in range(i + 1, min(i + 1 + _SPEAKER_WINDOW_CHUNKS, len(chunks))):
        if chunks[n].tags & {"office", "forces", "body"} or (n == i + 1 and "charge" in chunks[n].tags):
            return n
        if not chunks[n].tags & {"word", "name", "place"}:
            break
    return None


def _find_name_extent(chunks: Sequence[Chunk], first: int, last: int) -> tuple[int, int]:
    """Where the speaker's whole name starts and ends: "Russian Defence Ministry spokesman"."""
    i, n = first, last
    while first and i - first < _SPEAKER_WINDOW_CHUNKS and chunks[first - 1].tags & _SPEAKER_NAME_TAGS:
        first -= 1
    while (
        last + 1 < len(chunks)
        and last - n < _SPEAKER_WINDOW_CHUNKS
        and chunks[last + 1].tags & {"office", "speaker", "name"}
    ):
        last += 1
    return chunks[first].start, chunks[last].end


def _find_speaker_side(chunks: Sequence[Chunk], i: int) -> Side | None:
    """Whose word it is; None where only the country that was hit can tell."""
    chunk = chunks[i]
    if chunk.tags & {"installed", "occupied"} or any(
        c.tags & {"installed", "occupied"} for c in chunks[max(0, i - _SPEAKER_WINDOW_CHUNKS - 1) : i]
    ):
        return "russia" if chunk.tags & {"installed", "occupied", "office"} else chunk.side
    if "office" not in chunk.tags:
        return chunk.side
    for c in reversed(chunks[max(0, i - _SPEAKER_WINDOW_CHUNKS) : i]):
        if c.place and "capital" not in c.tags:
            return COUNTRY_SIDES.get(c.place.country)
        if c.tags & {"side", "capital", "speaker"}:
            return c.side
        if c.tags & _NAME_END_TAGS:
            break
    for before, c in zip(chunks[i : i + 5], chunks[i + 1 : i + 6], strict=False):
        if c.tags & {"say", "break"}:
            break
        if c.place and "capital" not in c.tags:
            return COUNTRY_SIDES.get(c.place.country)
        if c.tags & {"side", "capital", "speaker"} and before.tags & {"of", "in", "the", "comma", "name", "office"}:
            return c.side
    return None
