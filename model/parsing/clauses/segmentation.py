"""The clauses of a text: its sentences, those in vain passed over, those on both sides taken apart, and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from model.parsing.chunks.chunker import chunked
from model.parsing.chunks.temporal_expressions import TimeMention, counted_from, time_mentions
from model.parsing.clauses.attacker import side_of
from model.parsing.clauses.clause import NEAR, Clause
from model.parsing.clauses.clause_reader import read_clause, strike_of
from model.parsing.clauses.damage import read_damage
from model.parsing.clauses.rule_matcher import Match, Passage
from model.parsing.clauses.territorial_control import COUNTRY_SIDES
from model.parsing.lexicon import lexicon
from model.parsing.lexicon.rule_patterns import any_of
from model.parsing.tokenization.sentence_splitter import Line, Sentence, lines, sentences
from model.taxonomy import Side

_CONNECTORS = frozenset(
    {"following", "after", "while", "whereas", "amid", "as", "and", "but", "meanwhile", "hours", "days"}
)
_ASIDES = frozenset({"come", "answer", "time"})  # what stands behind these is no part of the news
MOST_JOINTS = 12  # connectors at which one sentence is tried to be taken apart
_SHORTEST = 3  # chunks that a part of a sentence needs


def clauses(text: str, published: date | None) -> Iterator[Clause]:
    """What each sentence says, in order; those with no word of strikes or of the hurt are passed over unread."""
    return (said for said, _ in read_passages(text, published))


def read_passages(text: str, published: date | None) -> Iterator[tuple[Clause, Passage]]:
    """The same, each clause with the passage that it was read from."""
    told = -NEAR - 1  # the paragraph in which a strike was told last
    for line in lines(text):
        hints = _Hints(text, line)
        near = line.number - told <= NEAR
        strike = hints.of("strike", line.start, line.end)
        if strike or (near and hints.found):
            told = line.number if strike else told
            yield from _clauses_of(text, line, published, near, hints)


def _clauses_of(
    text: str, line: Line, published: date | None, near: bool, hints: _Hints
) -> Iterator[tuple[Clause, Passage]]:
    """What the sentences of a paragraph say; `near` a strike told, the hurt and the damage are read of too."""
    before: Sentence | None = None
    for sentence in sentences(text, line):
        start, end = sentence.start, sentence.end
        strike = hints.of("strike", start, end)
        near = near or strike
        if strike or (near and hints.of("after", start, end)):
            passage = _passage(text, sentence, line, published)
            parts = _parts(passage, line.number)
            _count_back(parts, before and _day_of(text, before, published) if parts[-1][0].earlier else None)
            for said, part in parts:
                said.day = (said.time and said.time.when.start) or published
                undated = said.strike and not (said.time or said.dateless)
                if undated and before and before.paragraph == sentence.paragraph:
                    said.time_before = _day_of(text, before, published)
                if said.tells or hints.of("damage", start, end):
                    read_damage(said, part)
                yield said, part
        elif near and hints.of("damage", start, end):
            passage = _passage(text, sentence, line, published)
            said = Clause(passage.start, passage.end, line.number)
            read_damage(said, passage)
            if said.damage:
                yield said, passage
        before = sentence


def _passage(text: str, sentence: Sentence, line: Line, published: date | None) -> Passage:
    chunks = chunked(text, sentence.start, sentence.end, published)
    return Passage(text, chunks, headline=line.heading and line.number == 0)


class _Hints:
    """Where a paragraph has the words without which a sentence need not be read: `found` has what each is a hint of.

    Offsets are those of the text; stretches are asked for from the paragraph's start to its end.
    """

    def __init__(self, text: str, line: Line) -> None:
        lower = text[line.start : line.end].lower()
        if len(lower) != line.end - line.start:  # a few capitals of the world have two small letters
            lower = "".join(char.lower()[0] for char in text[line.start : line.end])
        first, further, kinds = _hints()
        begins = first.match(lower)
        matches = further.finditer(lower, begins.end() if begins else 0)
        found = [begins, *matches] if begins else matches
        self.found = [(line.start + match.start(1), kinds[match[1]]) for match in found]
        self._first = 0  # of those that may still be asked for

    def of(self, what: str, start: int, end: int) -> bool:
        """Whether a hint of a strike, of what came after, or of damage stands in the stretch."""
        while self._first < len(self.found) and self.found[self._first][0] < start:
            self._first += 1
        i = self._first
        while i < len(self.found) and self.found[i][0] < end:
            if what in self.found[i][1]:
                return True
            i += 1
        return False


@cache
def _hints() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, frozenset[str]]]:
    """The search for a hint at the start and for all further on, and what each is a hint of.

    "Was hit" is of a strike and of damage. To begin with what stands before makes the search skip all other letters.
    """
    table = lexicon().tables["rules"]["hints"]
    alone = {name: _any_hint(hints["stems"], hints["words"]) for name, hints in table.items()}
    stems = [stem for hints in table.values() for stem in hints["stems"]]
    words = [word for hints in table.values() for word in hints["words"]]
    forms = (*stems, *words)
    kinds = {form: frozenset(name for name, hint in alone.items() if re.search(rf"\b{hint}", form)) for form in forms}
    either = _any_hint(stems, words)
    return re.compile(either), re.compile(f"[^a-z]{either}"), kinds


def _any_hint(stems: list[str], words: list[str]) -> str:
    """Words that start with any of the stems, or are any of the words; all in small letters."""
    return rf"({any_of(stems)}|(?:{any_of(words, whole=True)})\b)"


def _day_of(text: str, sentence: Sentence, published: date | None) -> TimeMention | None:
    """The day that a sentence names: the date often stands in the sentence before the figures."""
    for mention in time_mentions(text, sentence.start, sentence.end, published):
        if not mention.span and mention.when.precision in ("day", "night", "time"):
            return mention
    return None


def _parts(passage: Passage, paragraph: int) -> list[tuple[Clause, Passage]]:
    """The sentence as one clause, or as two where its halves tell of different strikes."""
    whole = read_clause(passage, paragraph)
    if whole.strike and (match := next(iter(passage.matches("follows")), None)):
        return _news_and_earlier(passage, match, whole) or [(whole, passage)]
    if whole.strike is None or (len(_sides(passage)) < 2 and len(whole.places) < 2):
        return [(whole, passage)]
    opening = passage.chunks[0].key in _CONNECTORS  # "After a Russian strike killed two, Ukraine sent drones"
    size = len(passage.chunks)
    joints = [
        i
        for i in range(_SHORTEST, size - _SHORTEST)
        if passage.chunks[i].key in _CONNECTORS or (opening and "comma" in passage.chunks[i].tags)
    ]
    for i in joints[:MOST_JOINTS]:
        lead = passage.part(0, i)
        if strike_of(lead) and strike_of(rest := passage.part(i + 1, size)):
            left, right = read_clause(lead, paragraph), read_clause(rest, paragraph)
            if _are_two(left, right, listed="and" in passage.chunks[i].tags):
                return [(left, lead), (right, rest)]
    return [(whole, passage)]


def _news_and_earlier(passage: Passage, match: Match, whole: Clause) -> list[tuple[Clause, Passage]]:
    """ "The raid came a day after a missile killed six": behind stands what was earlier; empty where none is told."""
    size, comes = len(passage.chunks), "come" in match.chunk.tags
    lead, old = passage.part(0, max(match.at, 1)), passage.part(min(match.last, size - 1), size)
    news, earlier = read_clause(lead, whole.paragraph), read_clause(old, whole.paragraph)
    told, before = bool(news.strike or news.again), bool(earlier.strike)
    if not (told or (before and comes)) or not (before or match.chunk.tags & _ASIDES):
        return []
    if not before:
        news.killed, news.injured, news.claims = whole.killed, whole.injured, whole.claims
        return [(news, lead)]
    earlier.time = earlier.time or passage.chunks[match.last - 1].time
    earlier.dateless = earlier.earlier = True
    return [(news, lead), (earlier, old)] if told else [(earlier, old)]


def _count_back(parts: list[tuple[Clause, Passage]], before: TimeMention | None) -> None:
    """ "A day after" counts from the day that the sentence, or the one before, gives the news; else of publication."""
    news, earlier = parts[0][0], parts[-1][0]
    told = before if news is earlier else news.time or before
    if earlier.earlier and earlier.time and told and earlier.time.rule == "time.days_after":
        earlier.time = counted_from(earlier.time, told.when.start)


def _are_two(left: Clause, right: Clause, listed: bool) -> bool:
    """Strikes by different sides, or on different places with a toll each.

    What is `listed` behind an "and" may leave out the side, which its target then does not tell.
    """
    sides = (left.side, right.side) if listed else (side_of(left)[0], side_of(right)[0])
    if all(sides) and sides[0] != sides[1]:
        return True
    tolls = (left.killed or left.injured) and (right.killed or right.injured)
    return bool(tolls and left.places and right.places)


def _sides(passage: Passage) -> set[Side]:
    """The sides that the passage names, by their names or by their land."""
    land = (COUNTRY_SIDES.get(chunk.place.country) for chunk in passage.chunks if chunk.place)
    return {side for side in (*(chunk.side for chunk in passage.chunks), *land) if side}
