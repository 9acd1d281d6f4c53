"""Splits a text into clauses; sentences without trigger words are skipped, sentences on two strikes are split."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from model.parsing.chunks.chunker import chunk_sentence
from model.parsing.chunks.temporal_expressions import TemporalExpression, find_temporal_expressions, resolve_from_day
from model.parsing.clauses.attacker import resolve_attacker
from model.parsing.clauses.clause import PARAGRAPH_WINDOW, Clause
from model.parsing.clauses.clause_reader import add_damage, find_strike_trigger, read_clause
from model.parsing.clauses.rule_matcher import Passage, RuleMatch
from model.parsing.clauses.territorial_control import COUNTRY_SIDES
from model.parsing.lexicon import load_lexicon
from model.parsing.lexicon.rule_patterns import build_trie_pattern
from model.parsing.tokenization.sentence_splitter import TextSpan, split_paragraphs, split_sentences
from model.taxonomy import Side

_CONNECTORS = frozenset(
    {"following", "after", "while", "whereas", "amid", "as", "and", "but", "meanwhile", "hours", "days"}
)
_ASIDE_TAGS = frozenset({"come", "answer", "time"})  # what follows these is not news
MAX_SPLIT_POINTS = 12  # connectors in one sentence that are tried as split points
_MIN_PART_CHUNKS = 3  # chunks that a part of a sentence needs


def read_passages(text: str, published: date | None) -> Iterator[tuple[Clause, Passage]]:
    """The clauses of a text, in order, each with the passage that it was read from."""
    last_strike = -PARAGRAPH_WINDOW - 1  # the last paragraph with a hint of a strike
    for paragraph in split_paragraphs(text):
        hints = _ParagraphHints(text, paragraph)
        near = paragraph.paragraph - last_strike <= PARAGRAPH_WINDOW
        strike = hints.has_hint("strike", paragraph.start, paragraph.end)
        if strike or (near and hints.hints):
            last_strike = paragraph.paragraph if strike else last_strike
            yield from _read_paragraph(text, paragraph, published, near, hints)


def _read_paragraph(
    text: str, paragraph: TextSpan, published: date | None, near: bool, hints: _ParagraphHints
) -> Iterator[tuple[Clause, Passage]]:
    """The clauses of a paragraph; casualties and damage alone are read only if a strike is `near` before them."""
    previous: TextSpan | None = None
    for sentence in split_sentences(text, paragraph):
        start, end = sentence.start, sentence.end
        strike = hints.has_hint("strike", start, end)
        near = near or strike
        if strike or (near and hints.has_hint("after", start, end)):
            parts = _split_passage(_make_passage(text, sentence, published), sentence.paragraph)
            if parts[-1][0].is_earlier:
                _resolve_day_after(parts, previous and _find_day(text, previous, published))
            for clause, passage in parts:
                clause.day = (clause.time and clause.time.when.start) or published
                undated = clause.strike_evidence and not (clause.time or clause.is_dateless)
                if undated and previous:
                    clause.preceding_time = _find_day(text, previous, published)
                if clause.is_relevant or hints.has_hint("damage", start, end):
                    add_damage(clause, passage)
                yield clause, passage
        elif near and hints.has_hint("damage", start, end):
            passage = _make_passage(text, sentence, published)
            clause = Clause(passage.start, passage.end, sentence.paragraph)
            add_damage(clause, passage)
            if clause.damage:
                yield clause, passage
        previous = sentence


def _make_passage(text: str, sentence: TextSpan, published: date | None) -> Passage:
    chunks = chunk_sentence(text, sentence.start, sentence.end, published)
    return Passage(text, chunks, is_headline=sentence.is_heading and sentence.paragraph == 0)


class _ParagraphHints:
    """Where a paragraph has trigger words, and of what; a sentence without any need not be read.

    Offsets are those of the text; queries go from the start of the paragraph to its end.
    """

    def __init__(self, text: str, paragraph: TextSpan) -> None:
        lower = text[paragraph.start : paragraph.end].lower()
        if len(lower) != paragraph.end - paragraph.start:  # a few capitals have two small letters
            lower = "".join(char.lower()[0] for char in text[paragraph.start : paragraph.end])
        pattern, kinds = _compile_hint_pattern()
        matches = pattern.finditer(f" {lower}")
        self.hints = [(paragraph.start + match.start(1) - 1, kinds[match[1]]) for match in matches]
        self._next_hint = 0  # the first hint that can still be queried

    def has_hint(self, kind: str, start: int, end: int) -> bool:
        """Whether text[start:end] has a hint of this kind: "strike", "after" or "damage"."""
        while self._next_hint < len(self.hints) and self.hints[self._next_hint][0] < start:
            self._next_hint += 1
        i = self._next_hint
        while i < len(self.hints) and self.hints[i][0] < end:
            if kind in self.hints[i][1]:
                return True
            i += 1
        return False


@cache
def _compile_hint_pattern() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """The pattern for a hint, with the character before it, and the kinds of each hint ("was hit" has two)."""
    table = load_lexicon().tables["rules"]["hints"]
    patterns = {kind: _build_hint_pattern(hints["stems"], hints["words"]) for kind, hints in table.items()}
    stems = [stem for hints in table.values() for stem in hints["stems"]]
    words = [word for hints in table.values() for word in hints["words"]]
    kinds = {
        form: frozenset(kind for kind, pattern in patterns.items() if re.search(rf"\b{pattern}", form))
        for form in (*stems, *words)
    }
    return re.compile(f"[^a-z]{_build_hint_pattern(stems, words)}"), kinds  # so that the search skips within words


def _build_hint_pattern(stems: list[str], words: list[str]) -> str:
    """A pattern for the whole words and for words that start with a stem, all in lower case."""
    return rf"({build_trie_pattern(stems)}|(?:{build_trie_pattern(words, whole=True)})\b)"


def _find_day(text: str, sentence: TextSpan, published: date | None) -> TemporalExpression | None:
    """The first single day that a sentence names: the date often precedes the figures."""
    for mention in find_temporal_expressions(text, sentence.start, sentence.end, published):
        if not mention.is_span and mention.when.precision in ("day", "night", "time"):
            return mention
    return None


def _split_passage(passage: Passage, paragraph: int) -> list[tuple[Clause, Passage]]:
    """The sentence as one clause, or as two if its halves report different strikes."""
    whole = read_clause(passage, paragraph)
    if whole.strike_evidence and (match := next(iter(passage.find_matches("follows")), None)):
        return _split_earlier_strike(passage, match, whole) or [(whole, passage)]
    if whole.strike_evidence is None or (len(_collect_sides(passage)) < 2 and len(whole.places) < 2):
        return [(whole, passage)]
    opening = passage.chunks[0].key in _CONNECTORS  # "After a Russian strike killed two, Ukraine sent drones"
    chunks, size = passage.chunks, len(passage.chunks)
    inner = range(_MIN_PART_CHUNKS, size - _MIN_PART_CHUNKS)
    joints = [i for i in inner if chunks[i].key in _CONNECTORS or (opening and "comma" in chunks[i].tags)]
    for i in joints[:MAX_SPLIT_POINTS]:
        lead = passage.slice_chunks(0, i)
        if find_strike_trigger(lead) and find_strike_trigger(rest := passage.slice_chunks(i + 1, size)):
            left, right = read_clause(lead, paragraph), read_clause(rest, paragraph)
            if _is_two_strikes(left, right, listed="and" in chunks[i].tags):
                return [(left, lead), (right, rest)]
    return [(whole, passage)]


def _split_earlier_strike(passage: Passage, match: RuleMatch, whole: Clause) -> list[tuple[Clause, Passage]]:
    """Split "The raid came a day after a missile killed six" into the news and the earlier strike, or return []."""
    size = len(passage.chunks)
    lead = passage.slice_chunks(0, max(match.chunk_index, 1))
    rest = passage.slice_chunks(min(match.stop_index, size - 1), size)
    news, earlier = read_clause(lead, whole.paragraph), read_clause(rest, whole.paragraph)
    has_news, has_earlier = bool(news.strike_evidence or news.resumption_evidence), bool(earlier.strike_evidence)
    if not has_news and not (has_earlier and "come" in match.chunk.tags):
        return []
    if not has_earlier:
        if not match.chunk.tags & _ASIDE_TAGS:
            return []
        news.killed, news.injured, news.claims = whole.killed, whole.injured, whole.claims
        return [(news, lead)]
    earlier.time = earlier.time or passage.chunks[match.stop_index - 1].time
    earlier.is_dateless = earlier.is_earlier = True
    return [(news, lead), (earlier, rest)] if has_news else [(earlier, rest)]


def _resolve_day_after(parts: list[tuple[Clause, Passage]], previous_day: TemporalExpression | None) -> None:
    """Count "a day after" back from the day of the news, in this sentence or the previous one."""
    news, earlier = parts[0][0], parts[-1][0]
    day = previous_day if news is earlier else news.time or previous_day
    if earlier.time and day and earlier.time.rule == "time.days_after":
        earlier.time = resolve_from_day(earlier.time, day.when.start)


def _is_two_strikes(left: Clause, right: Clause, listed: bool) -> bool:
    """Whether the halves are strikes by different sides, or on different places with casualties in each.

    In a half joined by "and" (`listed`) the side may be left out; it is not inferred from the target there.
    """
    sides = (left.side, right.side) if listed else (resolve_attacker(left)[0], resolve_attacker(right)[0])
    if all(sides) and sides[0] != sides[1]:
        return True
    tolls = (left.killed or left.injured) and (right.killed or right.injured)
    return bool(tolls and left.places and right.places)


def _collect_sides(passage: Passage) -> set[Side]:
    """The sides that the passage names, by name or by territory."""
    places = (COUNTRY_SIDES.get(chunk.place.country) for chunk in passage.chunks if chunk.place)
    return {side for side in (*(chunk.side for chunk in passage.chunks), *places) if side}
