"""Time words of a sentence -> When: our own grammar (lexicon/times.toml), resolved against the publication date.

A weekday is the last such day up to and including the day of publication; overnight is the night that ends on the day
of publication, or on the day it names. Without a publication date only a full date can be placed on the calendar;
everything else stays what the text says, unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from model.event import When
from model.parsing.chunks.temporal_normalization import (
    _CASE_SENSITIVE_RESOLVERS,
    _MONTH_ABBREVIATIONS,
    _RESOLVERS,
    WEEKDAYS,
    _resolve_days_after,
)
from model.parsing.lexicon import load_lexicon
from model.parsing.lexicon.rule_patterns import build_trie_pattern

_MAX_LEAD_CHARS = 40  # characters that can stand before the word of time in an expression


class TemporalExpression(NamedTuple):
    """Time words at [start, end) of a field, the rule that read them and what they mean."""

    start: int
    end: int
    rule: str
    when: When
    is_span: bool  # a stretch of several days over which totals are counted


@cache
def _compile_grammar() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    table = load_lexicon().tables["times"]
    rules: dict[str, tuple[str, str]] = {}
    parts = []
    for n, rule in enumerate(table["time"]):
        pattern = rule["pattern"]
        for name, macro in table["macros"].items():
            pattern = pattern.replace("{" + name + "}", macro)
        pattern = pattern.replace(" ", r"[ \u00a0]")
        parts.append(f"(?P<t{n}>{pattern})")
        rules[f"t{n}"] = (rule["id"], rule["gives"])
    # Month names only with their capital: "may" and "march" are words.
    return re.compile(rf"(?i:{'|'.join(parts)})(?!\w)"), rules


@cache
def _compile_hint_pattern() -> re.Pattern[str]:
    """What every time expression holds."""
    stems = load_lexicon().tables["times"]["hints"]["stems"]
    written = {form for stem in stems for form in (stem, stem.capitalize(), stem.upper())}
    return re.compile(build_trie_pattern({*written, *_MONTH_ABBREVIATIONS.split("|")}))


@cache
def _compile_start_pattern() -> re.Pattern[str]:
    """Where a time expression can start; the grammar is only tried there."""
    words = load_lexicon().tables["times"]["hints"]["starts"]
    either = build_trie_pattern({*words, *(word.capitalize() for word in words)}, whole=True)
    days = build_trie_pattern(name[:3].capitalize() for name in WEEKDAYS)
    return re.compile(rf"(?<![\w-])(?:{either}\b|{days}|{_MONTH_ABBREVIATIONS}|\d)")


def find_temporal_expressions(text: str, start: int, end: int, published: date | None) -> Iterator[TemporalExpression]:
    """The time expressions of text[start:end], left to right, none overlapping another."""
    at = start
    while hint := _compile_hint_pattern().search(text, at, end):
        at = max(at, hint.start() - _MAX_LEAD_CHARS)
        match = _find_first_match(text, at, hint.end(), end)
        if match is None:
            at = hint.end()
            continue
        at = match.end()
        yield _make_expression(match, published)


def _find_first_match(text: str, at: int, last: int, end: int) -> re.Match[str] | None:
    """The first time expression of text[at:end] that starts before `last`."""
    grammar, _ = _compile_grammar()
    while (begin := _compile_start_pattern().search(text, at, end)) and begin.start() < last:
        if match := grammar.match(text, begin.start(), end):
            return match
        at = begin.end()
    return None


def resolve_from_day(mention: TemporalExpression, day: date | None) -> TemporalExpression:
    """The mention of "two days after", counted from that day."""
    words = mention.when.text or ""
    return mention._replace(when=_resolve_days_after(words.casefold(), day)[0].model_copy(update={"text": words}))


def _make_expression(match: re.Match[str], published: date | None) -> TemporalExpression:
    rule, gives = _compile_grammar()[1][match.lastgroup or ""]
    return TemporalExpression(match.start(), match.end(), rule, *_resolve_words(gives, match[0], published))


@lru_cache(maxsize=1000)  # an article says "on Monday" again and again
def _resolve_words(gives: str, words: str, published: date | None) -> tuple[When, bool]:
    """What the words mean, and whether they are a stretch of several days."""
    when, span = _RESOLVERS[gives](words if gives in _CASE_SENSITIVE_RESOLVERS else words.casefold(), published)
    return when.model_copy(update={"text": words}), span
