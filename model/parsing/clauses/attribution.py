"""Attribution: who asserts or denies the strike or its figures, and for which side they speak."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from model.parsing.chunks.chunk import Chunk
from model.parsing.clauses.clause import ClaimMention, FigureMention
from model.parsing.clauses.rule_matcher import Evidence, Passage, RuleMatch
from model.parsing.clauses.territorial_control import COUNTRY_SIDES
from model.taxonomy import Side, Stance

SpeakerRole = Literal["speaks", "no_speaker", "accused", "aside"]

_STANCES: tuple[Stance, ...] = ("denies", "asserts")
_SPEAKER_WINDOW_CHUNKS = 4  # chunks on either side of an office that name its owner
_DENIAL_WINDOW_CHUNKS = 9  # chunks after a denial that say what is denied
_SPEAKER_NAME_TAGS = frozenset({"side", "capital", "installed", "occupied", "place", "name", "office", "speaker", "of"})
_NAME_END_TAGS = frozenset({"comma", "break", "say", "hit", "launch", "attack", "arms", "by"})
_STRIKE_TAGS = frozenset({"attack", "shelling", "airstrike", "arms", "hit", "shell", "launch", "intercept", "destroy"})
_STRIKE_TAGS |= {"kill", "wound", "casualties", "toll"}
_DENIABLE_TAGS = _STRIKE_TAGS | {"charge", "part"}
_CONTENTLESS_TAGS = frozenset({"comma", "end", "quote", "time", "on", "in", "open", "close", "dash"})
_SEPARATOR_TAGS = frozenset({"comma", "quote", "dash", "colon", "close"})  # before a speaker named last
_PRE_SPEAKER_TAGS = _SPEAKER_NAME_TAGS | {"word", "the", "article", "time", "number"}
_OCCUPATION_TAGS = frozenset({"installed", "occupied"})
_OWNER_TAGS = frozenset({"side", "capital", "speaker"})
_OWNER_LINK_TAGS = frozenset({"of", "in", "the", "comma", "name", "office"})
_PRONOUNS = frozenset({"it", "this"})  # they refer to something already reported
_RELATIVE_PRONOUNS = frozenset({"which", "that", "who"})


def read_attributions(
    passage: Passage,
    named_attacker: Side | None,
    figures: Sequence[tuple[str, FigureMention]],
    strikes: Sequence[Evidence],
) -> list[ClaimMention]:
    """The claims in a passage, one for each side and stance.

    `named_attacker` is the attacker that the passage names, `figures` are its figures by slot, and `strikes` the words
    by which it reports a strike: they show what a speaker claims of it.
    """
    text, chunks = passage.text, passage.chunks
    claims: list[ClaimMention] = []
    for match in passage.find_matches("disputed")[:1]:  # they accuse each other
        for chunk in match.captured.values():
            evidence = Evidence(match.rule, chunk.start, chunk.end)
            claims.append(ClaimMention(chunk.side, text[chunk.start : chunk.end], "asserts", evidence))
    known: set[tuple[Side | None, Stance]] = {(claim.side, claim.stance) for claim in claims}
    for speaker in find_speakers(passage):
        match, index = speaker.match, speaker.speaker_index
        side = _find_speaker_side(chunks, index) if speaker.statement else None
        if speaker.statement and (side, speaker.stance) not in known:
            known.add((side, speaker.stance))
            start, end = _find_name_extent(chunks, index, max(speaker.noun_index, match.chunk_index))
            evidence = Evidence(match.rule, start, end)
            owns = _is_responsibility(passage, speaker, side is not None and side == named_attacker)
            first, stop = speaker.statement
            stated = tuple((slot, figure) for slot, figure in figures if first <= figure.evidence.start < stop)
            covers_strike = any(strike.start < stop and first < strike.end for strike in strikes)
            figures_only = bool(stated) and not owns and not covers_strike
            claims.append(ClaimMention(side, text[start:end], speaker.stance, evidence, stated, figures_only, owns))
    return claims


class SpeakerMention(NamedTuple):
    """A possible speaker with their stance and role; the indices are those of the speaker and of its noun.

    `statement` is where the statement starts and ends; None if it is not about the strike or nobody speaks.
    """

    match: RuleMatch
    stance: Stance
    role: SpeakerRole
    speaker_index: int
    noun_index: int
    statement: tuple[int, int] | None


def find_speakers(passage: Passage) -> Iterator[SpeakerMention]:
    """Everyone who may assert or deny something, rule by rule."""
    mild = {match.chunk_index for match in passage.find_matches("no_denial")}
    for stance in _STANCES:
        for match in passage.find_matches(stance):
            index = _find_speaker(passage.chunks, match.chunk_index)
            noun_index = _find_speaker_noun(passage.chunks, index)
            statement = None
            role: SpeakerRole = "aside"
            if noun_index is None:
                role = "no_speaker"
            elif index and passage.chunks[index - 1].tags & {"accuse", "from", "against"}:
                role = "accused"
            elif match.stop_index - 1 not in mild and (statement := _find_statement(passage.chunks, match, stance)):
                role = "speaks"
            yield SpeakerMention(match, stance, role, index, index if noun_index is None else noun_index, statement)


def _find_speaker(chunks: Sequence[Chunk], i: int) -> int:
    """The speaker, where the country at i only says where they are: "officials in eastern Ukraine"."""
    n = i - 1
    while n > 0 and chunks[n].tags & {"compasspoint", "occupied", "the"}:
        n -= 1
    return n - 1 if n > 0 and "in" in chunks[n].tags and "office" in chunks[n - 1].tags else i


def _is_responsibility(passage: Passage, speaker: SpeakerMention, is_attacker: bool) -> bool:
    """Whether the speaker's own side attacked: "Kyiv claimed responsibility", "Russia said it hit a depot"."""
    match = speaker.match
    if speaker.stance == "denies" or "press" in match.chunk.tags:
        return False
    return is_attacker or _has_tags(passage.chunks[match.start_index : match.stop_index], frozenset({"own"}))


def _find_statement(chunks: Sequence[Chunk], match: RuleMatch, stance: Stance) -> tuple[int, int] | None:
    """Where the statement starts and ends; None if it is not about the strike: "He said trains ran amid attacks"."""
    whole = chunks[0].start, chunks[-1].end
    verb = chunks[match.stop_index - 1]
    if verb.tags & {"accuse", "own"} or not verb.tags & {"say", "deny"}:
        return whole
    content = _trim_statement(chunks[match.stop_index :])
    if stance == "denies":
        content = [chunk for chunk in content[:_DENIAL_WINDOW_CHUNKS] if chunk.key not in _PRONOUNS]
        return whole if " " in verb.key or _has_tags(content, _DENIABLE_TAGS) or _is_contentless(content) else None
    named_last = _is_contentless(content) or _is_set_apart(chunks, match.chunk_index)
    first = 0 if named_last else match.chunk_index
    if _has_tags(chunks[first : match.stop_index - 1], _STRIKE_TAGS):
        return whole
    return (content[0].start, content[-1].end) if _has_tags(content, _STRIKE_TAGS) else None


def _trim_statement(after: Sequence[Chunk]) -> Sequence[Chunk]:
    """What follows the verb, up to an aside or to the next speaker."""
    has_content, joint = False, 0
    for i, chunk in enumerate(after):
        if joint and "say" in chunk.tags and "saying" not in chunk.tags:
            return after[:joint]
        if has_content and chunk.tags & {"and", "comma", "break"} and "comma" not in after[i - 1].tags:
            joint = i
        late = chunk.time and chunk.key.endswith("after")
        if late or "aside" in chunk.tags or ("after" in chunk.tags and not has_content):
            return after[:i]
        has_content = has_content or not chunk.tags & _CONTENTLESS_TAGS
    return after


def _is_contentless(chunks: Sequence[Chunk]) -> bool:
    return all(chunk.tags & _CONTENTLESS_TAGS for chunk in chunks)


def _is_set_apart(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the speaker at i is named after the statement: ", the governor said", "which Kyiv says"."""
    for chunk in reversed(chunks[:i]):
        if chunk.tags & _SEPARATOR_TAGS or chunk.key in _RELATIVE_PRONOUNS:
            return True
        if "aside" in chunk.tags or not chunk.tags & _PRE_SPEAKER_TAGS:
            return False
    return False


def _has_tags(chunks: Sequence[Chunk], tags: frozenset[str]) -> bool:
    return any(chunk.tags & tags for chunk in chunks)


def _find_speaker_noun(chunks: Sequence[Chunk], i: int) -> int | None:
    """The last chunk of the speaker at i; an adjective or an owner needs its noun to speak: "Russian sources"."""
    if not (chunks[i].is_possessive or "adjective" in chunks[i].tags):
        return i
    for n in range(i + 1, min(i + 1 + _SPEAKER_WINDOW_CHUNKS, len(chunks))):
        if chunks[n].tags & {"office", "forces", "body"} or (n == i + 1 and "charge" in chunks[n].tags):
            return n
        if not chunks[n].tags & {"word", "name", "place"}:
            break
    return None


def _find_name_extent(chunks: Sequence[Chunk], first: int, last: int) -> tuple[int, int]:
    """Where the speaker's full name starts and ends: "Russian Defence Ministry spokesman"."""
    min_first = max(0, first - _SPEAKER_WINDOW_CHUNKS)
    max_last = min(len(chunks) - 1, last + _SPEAKER_WINDOW_CHUNKS)
    while first > min_first and chunks[first - 1].tags & _SPEAKER_NAME_TAGS:
        first -= 1
    while last < max_last and chunks[last + 1].tags & {"office", "speaker", "name"}:
        last += 1
    return chunks[first].start, chunks[last].end


def _find_speaker_side(chunks: Sequence[Chunk], i: int) -> Side | None:
    """Which side the speaker belongs to; None where only the country that was hit can tell."""
    chunk = chunks[i]
    if _has_tags(chunks[max(0, i - _SPEAKER_WINDOW_CHUNKS - 1) : i + 1], _OCCUPATION_TAGS):
        return "russia" if chunk.tags & (_OCCUPATION_TAGS | {"office"}) else chunk.side
    if "office" not in chunk.tags:
        return chunk.side
    for owner in reversed(chunks[max(0, i - _SPEAKER_WINDOW_CHUNKS) : i]):
        if owner.place and "capital" not in owner.tags:
            return COUNTRY_SIDES.get(owner.place.country)
        if owner.tags & _OWNER_TAGS:
            return owner.side
        if owner.tags & _NAME_END_TAGS:
            break
    for link, owner in zip(chunks[i : i + 5], chunks[i + 1 : i + 6], strict=False):
        if owner.tags & {"say", "break"}:
            break
        if owner.place and "capital" not in owner.tags:
            return COUNTRY_SIDES.get(owner.place.country)
        if owner.tags & _OWNER_TAGS and link.tags & _OWNER_LINK_TAGS:
            return owner.side
    return None
