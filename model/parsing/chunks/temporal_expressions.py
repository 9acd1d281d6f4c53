"""Temporal expressions (as in TIMEX3): finds the time words of a sentence by the grammar of lexicon/times.toml.

A weekday is the last such day up to and including the day of publication; "overnight" is the night that ends on the day
of publication, or on the day it names. Without a publication date only full dates are resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from model.event import When
from model.parsing.chunks.temporal_normalization import (
    CASE_SENSITIVE_RESOLVERS,
    RESOLVERS,
    WEEKDAYS,
    is_span,
    resolve_days_after,
)
from model.parsing.lexicon import load_lexicon
from model.parsing.lexicon.rule_patterns import build_trie_pattern
from model.text.calendar import MONTH_ABBREVIATIONS

_MAX_LEAD_CHARS = 40  # characters before the hint word of an expression


class TemporalExpression(NamedTuple):
    """Time words at [start, end) of the text, the rule that matched, and their value."""

    start: int
    end: int
    rule: str
    when: When
    is_span: bool  # covers several days, over which totals are counted


@cache
def _compile_grammar() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """The grammar as one pattern, and the id and resolver of each rule by its group name."""
    table = load_lexicon().tables["times"]
    rules: dict[str, tuple[str, str]] = {}
    alternatives = []
    for n, rule in enumerate(table["time"]):
        pattern = rule["pattern"]
        for name, macro in table["macros"].items():
            pattern = pattern.replace("{" + name + "}", macro)
        pattern = pattern.replace(" ", r"[ \u00a0]")
        alternatives.append(f"(?P<t{n}>{pattern})")
        rules[f"t{n}"] = (rule["id"], rule["gives"])
    return re.compile(rf"(?i:{'|'.join(alternatives)})(?!\w)"), rules


@cache
def _compile_hint_pattern() -> re.Pattern[str]:
    """The stems, at least one of which is in every expression; month names only capitalized: "may" is a word."""
    stems = load_lexicon().tables["times"]["hints"]["stems"]
    spellings = {form for stem in stems for form in (stem, stem.capitalize(), stem.upper())}
    return re.compile(build_trie_pattern({*spellings, *MONTH_ABBREVIATIONS}))


@cache
def _compile_start_pattern() -> re.Pattern[str]:
    """Where an expression can start; the grammar is tried only there."""
    words = load_lexicon().tables["times"]["hints"]["starts"]
    any_word = build_trie_pattern({*words, *(word.capitalize() for word in words)}, whole=True)
    days = build_trie_pattern(name[:3].capitalize() for name in WEEKDAYS)
    return re.compile(rf"(?<![\w-])(?:{any_word}\b|{days}|{'|'.join(MONTH_ABBREVIATIONS)}|\d)")


def find_temporal_expressions(text: str, start: int, end: int, published: date | None) -> Iterator[TemporalExpression]:
    """The expressions in text[start:end], left to right, without overlaps."""
    position = start
    while hint := _compile_hint_pattern().search(text, position, end):
        match = _find_first_match(text, max(position, hint.start() - _MAX_LEAD_CHARS), hint.end(), end)
        position = match.end() if match else hint.end()
        if match:
            rule, gives = _compile_grammar()[1][match.lastgroup or ""]
            yield TemporalExpression(match.start(), match.end(), rule, *_resolve_words(gives, match[0], published))


def _find_first_match(text: str, position: int, last_start: int, end: int) -> re.Match[str] | None:
    """The first expression in text[position:end] that starts before `last_start`."""
    grammar, _ = _compile_grammar()
    while (first := _compile_start_pattern().search(text, position, end)) and first.start() < last_start:
        if match := grammar.match(text, first.start(), end):
            return match
        position = first.end()
    return None


def resolve_from_day(mention: TemporalExpression, day: date | None) -> TemporalExpression:
    """The expression "two days after", counted back from that day."""
    words = mention.when.text or ""
    when = resolve_days_after(words.casefold(), day)
    return mention._replace(when=when.model_copy(update={"text": words}))


@lru_cache(maxsize=1000)  # an article repeats "on Monday"
def _resolve_words(gives: str, words: str, published: date | None) -> tuple[When, bool]:
    """The value of the words, and whether they cover several days."""
    normalized = words if gives in CASE_SENSITIVE_RESOLVERS else words.casefold()
    when = RESOLVERS[gives](normalized, published).model_copy(update={"text": words})
    return when, is_span(gives, normalized, when)
