"""The grammar of a query: terms separated by blanks, each a field with values, a word, or a phrase in quotes.

    query  = { term }              a strike must match all
    term   = [ "-" ] ( field ":" values | word | phrase )
    values = value { "," value }   one of them must match
    value  = word | phrase         phrase = words in double quotes

A quote that is not closed ends with the text. Characters other than letters and digits separate words. So every text
is a query, unless it has an unknown `field:` or a value that its field does not take.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from model.query.date_ranges import normalize_date
from model.query.errors import QueryError, suggest_name
from model.query.fields import FIELD_NAMES, FLAG_NAMES, FOREIGN_FIELD_NAMES, QueryField, find_field, parse_choice
from model.query.term import FIELD_NAME_PATTERN, WORDS_FIELD, Term, TermOperator

MAX_QUERY_PARTS: Final = 64  # bare words, other terms, values of one term; bounds what a pasted article costs
_MINUS: Final = re.compile(r"-(?=[^\s-])")
_PHRASE: Final = re.compile(r'"([^"]*)("?)')
_WORD: Final = re.compile(r'[^\s"]+')
_PLAIN_WORD: Final = re.compile(r'[^\s":-][^\s":]*+(?=\s|\Z)')  # without quotes or fields
_VALUE: Final = re.compile(r'[^\s",]+')
_NUMBER: Final = r"(0|[1-9][0-9]{0,11})"
_COMPARISON: Final = re.compile(rf"(>=|<=|[<>=≥≤])?\s*{_NUMBER}(\+?)\Z")
_RANGE: Final = re.compile(rf"{_NUMBER}?\s*(?:\.\.|[-–])\s*{_NUMBER}?\Z")
_OPERATORS: Final[dict[str | None, TermOperator]] = {
    None: "=", "=": "=", ">": ">", "<": "<", ">=": ">=", "<=": "<=", "≥": ">=", "≤": "<=",
}  # fmt: skip


class _Value(NamedTuple):
    """A value as typed, and its offsets in the query."""

    text: str
    start: int
    end: int
    is_open: bool = False  # in a quote that is not closed


def parse_terms(text: str) -> tuple[Term, ...]:
    """The distinct terms of a query in the order typed; bare words beyond the limit are left out. Raises QueryError."""
    parser = _TermParser(text)
    terms: dict[Term, None] = {}
    plain_words: set[str] = set()
    word_count = field_count = position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        if word := _PLAIN_WORD.match(text, position):  # most of a pasted article
            if word[0] in plain_words or word_count >= MAX_QUERY_PARTS:
                position = word.end()
                continue
            plain_words.add(word[0])
        start = position
        term, position = parser.parse_term(position)
        if term is None or term in terms:
            continue
        word_count += term.field == WORDS_FIELD
        field_count += term.field != WORDS_FIELD
        if field_count > MAX_QUERY_PARTS:
            raise QueryError(f"a query takes up to {MAX_QUERY_PARTS} fields", text, start, position - start)
        if term.field != WORDS_FIELD or word_count <= MAX_QUERY_PARTS:
            terms[term] = None
    return tuple(terms)


def quote_values(name: str, value: str) -> str:
    """A field with values that hold blanks, separated by commas: place:"Kryvyi Rih","Zelenyi Hai"."""
    return f"{name}:" + ",".join(f'"{part}"' for part in value.split(","))


class _TermParser:
    """Parses the terms of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def parse_term(self, start: int) -> tuple[Term | None, int]:
        """The term at this offset, None where it has no letter or digit, and its end."""
        minus = _MINUS.match(self._text, start)
        start = minus.end() if minus else start
        if name := FIELD_NAME_PATTERN.match(self._text, start):
            return self._parse_field_term(name, minus is not None)
        if phrase := _PHRASE.match(self._text, start):
            value, end = _normalize_words(phrase[1], is_prefix=not phrase[2]), phrase.end()
        else:
            word = _WORD.match(self._text, start)
            assert word is not None, "no blank and no quote"
            value, end = _normalize_words(word[0], is_prefix=True), word.end()
        return (Term(WORDS_FIELD, ":", (value,), minus is not None) if value else None), end

    def _parse_field_term(self, name: re.Match[str], negated: bool) -> tuple[Term, int]:
        flag, field = name[1].casefold(), find_field(name[1])
        if flag in FLAG_NAMES:
            if self._text[name.end() : name.end() + 1].strip():
                raise self._error_at(f"{flag}: takes no value; -{flag}: is the opposite", name.start(), name.end())
            return Term("is", ":", (flag,), negated), name.end()
        if field is None:
            remedy = suggest_name(FOREIGN_FIELD_NAMES.get(flag, flag), FIELD_NAMES)
            remedy = remedy or '; put it in "quotes" to search for the words'
            raise self._error_at(f"no field {name[1][:40]}{remedy}", name.start(1), name.end(1))
        values, end = self._split_values(name.end())
        if any(not value.text.strip() for value in values):
            problem = f"{field.name}: needs a value after it, without a space: {field.example}"
            raise self._error_at(problem, name.start(), end)
        if len(values) > MAX_QUERY_PARTS:
            problem = f"{field.name}: takes up to {MAX_QUERY_PARTS} values"
            raise self._error_at(problem, values[MAX_QUERY_PARTS].start, end)
        operator, parsed = self._parse_values(field, values)
        return Term(field.name, operator, tuple(dict.fromkeys(parsed)), negated), end

    def _split_values(self, start: int) -> tuple[list[_Value], int]:
        """The values from this offset on, missing ones empty, and their end."""
        values = []
        while True:
            if phrase := _PHRASE.match(self._text, start):
                values.append(_Value(phrase[1], phrase.start(), phrase.end(), not phrase[2]))
            elif plain := _VALUE.match(self._text, start):
                values.append(_Value(plain[0], plain.start(), plain.end()))
            else:
                values.append(_Value("", start, start))
            end = values[-1].end
            if self._text[end : end + 1] != ",":
                return values, end
            start = end + 1

    def _parse_values(self, field: QueryField, values: Sequence[_Value]) -> tuple[TermOperator, list[str]]:
        if field.kind in ("number", "count"):
            return self._parse_numbers(field, values)
        if field.name in ("since", "until") and len(values) > 1:
            raise self._error_at(f"{field.name}: takes one day, month or year", values[1].start, values[-1].end)
        parsers = {"choice": self._parse_choice, "flag": self._parse_choice, "time": self._parse_date}
        parse = parsers.get(field.kind, self._parse_words)
        return ":", [parse(field, value) for value in values]

    def _parse_choice(self, field: QueryField, value: _Value) -> str:
        if (choice := parse_choice(field, value.text)) is not None:
            return choice
        remedy = suggest_name(value.text, field.values) or f"; it takes {field.value_help}"
        raise self._error_at(f"{field.name}: cannot be {value.text[:40]}{remedy}", value.start, value.end)

    def _parse_date(self, field: QueryField, value: _Value) -> str:
        if (date := normalize_date(value.text.strip())) is not None:
            return date
        raise self._error_at(f"{value.text[:40]} is not a day; write {field.value_help}", value.start, value.end)

    def _parse_words(self, field: QueryField, value: _Value) -> str:
        if words := _normalize_words(value.text, is_prefix=value.is_open):
            return words
        raise self._error_at(f"{field.name}: needs a letter or a digit: {field.example}", value.start, value.end)

    def _parse_numbers(self, field: QueryField, values: Sequence[_Value]) -> tuple[TermOperator, list[str]]:
        comparisons = [self._parse_comparison(field, value) for value in values]
        if len(comparisons) == 1:
            return comparisons[0]
        for (operator, _), value in zip(comparisons, values, strict=True):
            if operator != "=":
                problem = f"{field.name}: takes one comparison, or numbers alone: 3,5"
                raise self._error_at(problem, value.start, value.end)
        return "=", [number for _, (number,) in comparisons]

    def _parse_comparison(self, field: QueryField, value: _Value) -> tuple[TermOperator, list[str]]:
        typed = value.text.strip()
        if typed in ("*", "?") and field.kind == "number":
            return ("*" if typed == "*" else "?"), []
        if (match := _COMPARISON.match(typed)) and not (match[1] and match[3]):
            return (">=" if match[3] else _OPERATORS[match[1]]), [match[2]]
        if (match := _RANGE.match(typed)) and (match[1] or match[2]):
            low, high = match.groups()
            if not low or not high:
                return (">=" if low else "<="), [low or high]
            if int(low) <= int(high):
                return "..", [low, high]
            raise self._error_at(f"{low} is above {high}", value.start, value.end)
        problem = f"{field.name}: takes a number without commas, 11+, ..5 or 3..7, not {typed[:40]}"
        raise self._error_at(problem, value.start, value.end)

    def _error_at(self, message: str, start: int, end: int) -> QueryError:
        return QueryError(message, self._text, start, end - start)


def _normalize_words(typed: str, is_prefix: bool) -> str:
    """Words separated by one blank, with "*" at the end if the last is a prefix; '' where there is no word."""
    stem = re.sub(r"[\s*]+\Z", "", typed)
    if not any(map(str.isalnum, stem)):
        return ""
    return " ".join(stem.split()) + "*" * (is_prefix or typed.rstrip().endswith("*"))


def split_spaced_argument(argument: str) -> tuple[str, str] | None:
    """The field (with its minus) and the value of an argument that is one field of words with blanks in its value.

    None for any other argument, also one with quotes or a second field.
    """
    minus = "-" if _MINUS.match(argument) else ""
    name = FIELD_NAME_PATTERN.match(argument, len(minus))
    field = name and find_field(name[1])
    if not name or not field or not (field.kind == "names" or field.name == "damage"):
        return None
    value = argument[name.end() :].strip()
    has_second_field = any(FIELD_NAME_PATTERN.match(word.removeprefix("-")) for word in value.split())
    if len(value.split()) < 2 or '"' in value or has_second_field:
        return None
    return minus + name[1], value
