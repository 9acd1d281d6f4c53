"""The clauses of a text: its sentences, those in vain passed over, those on both sides taken apart, and read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from model.parsing.chunks.chunker import chunk_sentence
from model.parsing.chunks.temporal_expressions import TemporalExpression, find_temporal_expressions, resolve_from_day
from model.parsing.clauses.attacker import resolve_attacker
from model.parsing.clauses.clause import PARAGRAPH_WINDOW, Clause
from model.parsing.clauses.clause_reader import find_strike_trigger, read_clause
from model.parsing.clauses.damage import read_damage
from model.parsing.clauses.rule_matcher import Passage, RuleMatch
from model.parsing.clauses.territorial_control import COUNTRY_SIDES
from model.parsing.lexicon import load_lexicon
from model.parsing.lexicon.rule_patterns import build_trie_pattern
from model.parsing.tokenization.sentence_splitter import Sentence, TextParagraph, split_paragraphs, split_sentences
from model.taxonomy import Side

_CONNECTORS = frozenset(
    {"following", "after", "while", "whereas", "amid", "as", "and", "but", "meanwhile", "hours", "days"}
)
_ASIDE_TAGS = frozenset({"come", "answer", "time"})  # what stands behind these is no part of the news
MAX_SPLIT_POINTS = 12  # connectors at which one sentence is tried to be taken apart
_MIN_PART_CHUNKS = 3  # chunks that a part of a sentence needs


def read_clauses(text: str, published: date | None) -> Iterator[Clause]:
    """What each sentence says, in order; those with no word of strikes or of the hurt are passed over unread."""
    return (said for said, _ in read_passages(text, published))


def read_passages(text: str, published: date | None) -> Iterator[tuple[Clause, Passage]]:
    """The same, each clause with the passage that it was read from."""
    told = -PARAGRAPH_WINDOW - 1  # the paragraph in which a strike was told last
    for line in split_paragraphs(text):
        hints = _ParagraphHints(text, line)
        near = line.number - told <= PARAGRAPH_WINDOW
        strike = hints.has_hint("strike", line.start, line.end)
        if strike or (near and hints.hints):
            told = line.number if strike else told
            yield from _read_paragraph(text, line, published, near, hints)


def _read_paragraph(
    text: str, line: TextParagraph, published: date | None, near: bool, hints: _ParagraphHints
) -> Iterator[tuple[Clause, Passage]]:
    """What the sentences of a paragraph say; `near` a strike told, the hurt and the damage are read of too."""
    before: Sentence | None = None
    for sentence in split_sentences(text, line):
        start, end = sentence.start, sentence.end
        strike = hints.has_hint("strike", start, end)
        near = near or strike
        if strike or (near and hints.has_hint("after", start, end)):
            passage = _make_passage(text, sentence, line, published)
            parts = _split_passage(passage, line.number)
            _resolve_day_after(
                parts, before and _find_day(text, before, published) if parts[-1][0].is_earlier else None
            )
            for said, part in parts:
                said.day = (said.time and said.time.when.start) or published
                undated = said.strike_evidence and not (said.time or said.is_dateless)
                if undated and before and before.paragraph == sentence.paragraph:
                    said.preceding_time = _find_day(text, before, published)
                if said.is_relevant or hints.has_hint("damage", start, end):
                    read_damage(said, part)
                yield said, part
        elif near and hints.has_hint("damage", start, end):
            passage = _make_passage(text, sentence, line, published)
            said = Clause(passage.start, passage.end, line.number)
            read_damage(said, passage)
            if said.damage:
                yield said, passage
        before = sentence


def _make_passage(text: str, sentence: Sentence, line: TextParagraph, published: date | None) -> Passage:
    chunks = chunk_sentence(text, sentence.start, sentence.end, published)
    return Passage(text, chunks, headline=line.is_heading and line.number == 0)


class _ParagraphHints:
    """Where a paragraph has the words without which a sentence need not be read: `found` has what each is a hint of.

    Offsets are those of the text; stretches are asked for from the paragraph's start to its end.
    """

    def __init__(self, text: str, line: TextParagraph) -> None:
        lower = text[line.start : line.end].lower()
        if len(lower) != line.end - line.start:  # a few capitals of the world have two small letters
            lower = "".join(char.lower()[0] for char in text[line.start : line.end])
        first, further, kinds = _compile_hint_patterns()
        begins = first.match(lower)
        matches = further.finditer(lower, begins.end() if begins else 0)
        found = [begins, *matches] if begins else matches
        self.hints = [(line.start + match.start(1), kinds[match[1]]) for match in found]
        self._next_hint = 0  # of those that may still be asked for

    def has_hint(self, what: str, start: int, end: int) -> bool:
        """Whether a hint of a strike, of what came after, or of damage stands in the stretch."""
        while self._next_hint < len(self.hints) and self.hints[self._next_hint][0] < start:
            self._next_hint += 1
        i = self._next_hint
        while i < len(self.hints) and self.hints[i][0] < end:
            if what in self.hints[i][1]:
                return True
            i += 1
        return False


@cache
def _compile_hint_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, frozenset[str]]]:
    """The search for a hint at the start and for all further on, and what each is a hint of.

    "Was hit" is of a strike and of damage. To begin with what stands before makes the search skip all other letters.
    """
    table = load_lexicon().tables["rules"]["hints"]
    alone = {name: _build_hint_pattern(hints["stems"], hints["words"]) for name, hints in table.items()}
    stems = [stem for hints in table.values() for stem in hints["stems"]]
    words = [word for hints in table.values() for word in hints["words"]]
    forms = (*stems, *words)
    kinds = {form: frozenset(name for name, hint in alone.items() if re.search(rf"\b{hint}", form)) for form in forms}
    either = _build_hint_pattern(stems, words)
    return re.compile(either), re.compile(f"[^a-z]{either}"), kinds


def _build_hint_pattern(stems: list[str], words: list[str]) -> str:
    """Words that start with any of the stems, or are any of the words; all in small letters."""
    return rf"({build_trie_pattern(stems)}|(?:{build_trie_pattern(words, whole=True)})\b)"


def _find_day(text: str, sentence: Sentence, published: date | None) -> TemporalExpression | None:
    """The day that a sentence names: the date often stands in the sentence before the figures."""
    for mention in find_temporal_expressions(text, sentence.start, sentence.end, published):
        if not mention.is_span and mention.when.precision in ("day", "night", "time"):
            return mention
    return None


def _split_passage(passage: Passage, paragraph: int) -> list[tuple[Clause, Passage]]:
    """The sentence as one clause, or as two where its halves tell of different strikes."""
    whole = read_clause(passage, paragraph)
    if whole.strike_evidence and (match := next(iter(passage.find_matches("follows")), None)):
        return _split_earlier_strike(passage, match, whole) or [(whole, passage)]
    if whole.strike_evidence is None or (len(_collect_sides(passage)) < 2 and len(whole.places) < 2):
        return [(whole, passage)]
    opening = passage.chunks[0].key in _CONNECTORS  # "After a Russian strike killed two, Ukraine sent drones"
    size = len(passage.chunks)
    joints = [
        i
        for i in range(_MIN_PART_CHUNKS, size - _MIN_PART_CHUNKS)
        if passage.chunks[i].key in _CONNECTORS or (opening and "comma" in passage.chunks[i].tags)
    ]
    for i in joints[:MAX_SPLIT_POINTS]:
        lead = passage.slice_chunks(0, i)
        if find_strike_trigger(lead) and find_strike_trigger(rest := passage.slice_chunks(i + 1, size)):
            left, right = read_clause(lead, paragraph), read_clause(rest, paragraph)
            if _is_two_strikes(left, right, listed="and" in passage.chunks[i].tags):
                return [(left, lead), (right, rest)]
    return [(whole, passage)]


def _split_earlier_strike(passage: Passage, match: RuleMatch, whole: Clause) -> list[tuple[Clause, Passage]]:
    """ "The raid came a day after a missile killed six": behind stands what was earlier; empty where none is told."""
    size, comes = len(passage.chunks), "come" in match.chunk.tags
    lead, old = (
        passage.slice_chunks(0, max(match.chunk_index, 1)),
        passage.slice_chunks(min(match.stop_index, size - 1), size),
    )
    news, earlier = read_clause(lead, whole.paragraph), read_clause(old, whole.paragraph)
    told, before = bool(news.strike_evidence or news.resumption_evidence), bool(earlier.strike_evidence)
    if not (told or (before and comes)) or not (before or match.chunk.tags & _ASIDE_TAGS):
        return []
    if not before:
        news.killed, news.injured, news.claims = whole.killed, whole.injured, whole.claims
        return [(news, lead)]
    earlier.time = earlier.time or passage.chunks[match.stop_index - 1].time
    earlier.is_dateless = earlier.is_earlier = True
    return [(news, lead), (earlier, old)] if told else [(earlier, old)]


def _resolve_day_after(parts: list[tuple[Clause, Passage]], before: TemporalExpression | None) -> None:
    """ "A day after" counts from the day that the sentence, or the one before, gives the news; else of publication."""
    news, earlier = parts[0][0], parts[-1][0]
    told = before if news is earlier else news.time or before
    if earlier.is_earlier and earlier.time and told and earlier.time.rule == "time.days_after":
        earlier.time = resolve_from_day(earlier.time, told.when.start)


def _is_two_strikes(left: Clause, right: Clause, listed: bool) -> bool:
    """Strikes by different sides, or on different places with a toll each.

    What is `listed` behind an "and" may leave out the side, which its target then does not tell.
    """
    sides = (left.side, right.side) if listed else (resolve_attacker(left)[0], resolve_attacker(right)[0])
    if all(sides) and sides[0] != sides[1]:
        return True
    tolls = (left.killed or left.injured) and (right.killed or right.injured)
    return bool(tolls and left.places and right.places)


def _collect_sides(passage: Passage) -> set[Side]:
    """The sides that the passage names, by their names or by their land."""
    land = (COUNTRY_SIDES.get(chunk.place.country) for chunk in passage.chunks if chunk.place)
    return {side for side in (*(chunk.side for chunk in passage.chunks), *land) if side}
