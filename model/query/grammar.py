"""How a query is written: terms with blanks between them, each a field with its value, a word, or words in quotes.

    query  = { term }            every term narrows
    term   = [ "-" ] ( field ":" values | word | phrase )
    values = value { "," value }   one of them is enough
    value  = word | phrase         phrase = words in double quotes

A quote that is not closed ends with the text. What is no letter and no digit parts words, so any text but one with an
unknown `field:` or a value that its field does not take can be searched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from model.query.date_ranges import normalize_date
from model.query.errors import QueryError, suggest_name
from model.query.fields import FIELD_NAMES, FLAG_NAMES, FOREIGN_FIELD_NAMES, QueryField, find_field, parse_choice
from model.query.term import FIELD_NAME_PATTERN, WORDS_FIELD, Term, TermOperator

MAX_QUERY_PARTS: Final = 64  # bare words, other terms, values of one term: a pasted article is no search
_MINUS: Final = re.compile(r"-(?=[^\s-])")
_PHRASE: Final = re.compile(r'"([^"]*)("?)')
_WORD: Final = re.compile(r'[^\s"]+')
_PLAIN_WORD: Final = re.compile(r'[^\s":-][^\s":]*+(?=\s|\Z)')  # a word that can be nothing else
_VALUE: Final = re.compile(r'[^\s",]+')
_NUMBER: Final = r"(0|[1-9][0-9]{0,11})"
_COMPARISON: Final = re.compile(rf"(>=|<=|[<>=≥≤])?\s*{_NUMBER}(\+?)\Z")
_RANGE: Final = re.compile(rf"{_NUMBER}?\s*(?:\.\.|[-–])\s*{_NUMBER}?\Z")
_OPERATORS: Final[dict[str | None, TermOperator]] = {
    None: "=",
    "=": "=",
    ">": ">",
    "<": "<",
    ">=": ">=",
    "<=": "<=",
    "≥": ">=",
    "≤": "<=",
}


class _Value(NamedTuple):
    """A value as typed, and the characters where it stands."""

    text: str
    start: int
    end: int
    is_open: bool = False  # in a quote that was never closed


def parse_terms(text: str) -> tuple[Term, ...]:
    """The terms of a query in the order typed, each once; raises QueryError."""
    reader = _TermParser(text)
    terms: dict[Term, None] = {}
    plain: set[str] = set()
    words = fields = at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        if word := _PLAIN_WORD.match(text, at):  # most of a pasted article
            if word[0] in plain or words >= MAX_QUERY_PARTS:
                at = word.end()
                continue
            plain.add(word[0])
        start = at
        term, at = reader.parse_term(at)
        if term is None or term in terms:
            continue
        words += term.field == WORDS_FIELD
        fields += term.field != WORDS_FIELD
        if fields > MAX_QUERY_PARTS:
            raise QueryError(f"a query takes up to {MAX_QUERY_PARTS} fields", text, start, at - start)
        if term.field != WORDS_FIELD or words <= MAX_QUERY_PARTS:
            terms[term] = None
    return tuple(terms)


def quote_values(name: str, value: str) -> str:
    """A field with a value that holds blanks, its commas still parting values: place:"Kryvyi Rih","Zelenyi Hai"."""
    return f"{name}:" + ",".join(f'"{part}"' for part in value.split(","))


class _TermParser:
    """Reads term after term of one text."""

    def __init__(self, text: str) -> None:
        self._normalize_words = text

    def parse_term(self, at: int) -> tuple[Term | None, int]:
        """The term that begins here (None for what holds no letter and no digit) and where it ends."""
        minus = _MINUS.match(self._normalize_words, at)
        start = minus.end() if minus else at
        if name := FIELD_NAME_PATTERN.match(self._normalize_words, start):
            return self._parse_field_term(name, minus is not None)
        if phrase := _PHRASE.match(self._normalize_words, start):
            value, at = _normalize_words(phrase[1], begins=not phrase[2]), phrase.end()
        else:
            word = _WORD.match(self._normalize_words, start)
            assert word is not None, "no blank and no quote"
            value, at = _normalize_words(word[0], begins=True), word.end()
        return (Term(WORDS_FIELD, ":", (value,), minus is not None) if value else None), at

    def _parse_field_term(self, name: re.Match[str], negated: bool) -> tuple[Term, int]:
        mark, field = name[1].casefold(), find_field(name[1])
        if mark in FLAG_NAMES and (
            name.end() == len(self._normalize_words) or self._normalize_words[name.end()].isspace()
        ):
            return Term("is", ":", (mark,), negated), name.end()
        if mark in FLAG_NAMES:
            raise self._error_at(f"{mark}: takes no value; -{mark}: is the contrary", name.start(), name.end())
        if field is None:
            remedy = (
                suggest_name(FOREIGN_FIELD_NAMES.get(mark, mark), FIELD_NAMES)
                or '; put it in "quotes" to search for the words'
            )
            raise self._error_at(f"no field {name[1][:40]}{remedy}", name.start(1), name.end(1))
        values, at = self._split_values(name.end())
        if any(not value.text.strip() for value in values):
            raise self._error_at(
                f"{field.name}: needs a value after it, without a blank: {field.example}", name.start(), at
            )
        if len(values) > MAX_QUERY_PARTS:
            raise self._error_at(
                f"{field.name}: takes up to {MAX_QUERY_PARTS} values", values[MAX_QUERY_PARTS].start, values[-1].end
            )
        operator, taken = self._parse_values(field, values)
        return Term(field.name, operator, tuple(dict.fromkeys(taken)), negated), at

    def _split_values(self, at: int) -> tuple[list[_Value], int]:
        """The values from here on, the missing ones empty, and where they end."""
        values = []
        while True:
            if phrase := _PHRASE.match(self._normalize_words, at):
                values.append(_Value(phrase[1], phrase.start(), phrase.end(), not phrase[2]))
            elif plain := _VALUE.match(self._normalize_words, at):
                values.append(_Value(plain[0], plain.start(), plain.end()))
            else:
                values.append(_Value("", at, at))
            at = values[-1].end
            if self._normalize_words[at : at + 1] != ",":
                return values, at
            at += 1

    def _parse_values(self, field: QueryField, values: Sequence[_Value]) -> tuple[TermOperator, list[str]]:
        if field.kind in ("number", "count"):
            return self._parse_numbers(field, values)
        if field.name in ("since", "until") and len(values) > 1:
            raise self._error_at(f"{field.name}: takes one day, month or year", values[1].start, values[-1].end)
        read = {"choice": self._parse_choice, "flag": self._parse_choice, "time": self._parse_date}.get(
            field.kind, self._parse_words
        )
        return ":", [read(field, value) for value in values]

    def _parse_choice(self, field: QueryField, value: _Value) -> str:
        if (found := parse_choice(field, value.text)) is not None:
            return found
        remedy = suggest_name(value.text, field.values) or f"; it takes {field.value_help}"
        raise self._error_at(f"{field.name}: cannot be {value.text[:40]}{remedy}", value.start, value.end)

    def _parse_date(self, field: QueryField, value: _Value) -> str:
        if (found := normalize_date(value.text.strip())) is not None:
            return found
        raise self._error_at(f"{value.text[:40]} is no day; write {field.value_help}", value.start, value.end)

    def _parse_words(self, field: QueryField, value: _Value) -> str:
        if found := _normalize_words(value.text, begins=value.is_open):
            return found
        raise self._error_at(f"{field.name}: needs a letter or a digit: {field.example}", value.start, value.end)

    def _parse_numbers(self, field: QueryField, values: Sequence[_Value]) -> tuple[TermOperator, list[str]]:
        read = [self._parse_comparison(field, value) for value in values]
        operator, numbers = read[0]
        if len(read) == 1:
            return operator, numbers
        for (each, _), value in zip(read, values, strict=True):
            if each != "=":
                raise self._error_at(
                    f"{field.name}: takes one comparison, or numbers alone: 3,5", value.start, value.end
                )
        return "=", [number for _, (number,) in read]

    def _parse_comparison(self, field: QueryField, value: _Value) -> tuple[TermOperator, list[str]]:
        typed = value.text.strip()
        if typed in ("*", "?") and field.kind == "number":
            return ("*" if typed == "*" else "?"), []
        if (found := _COMPARISON.match(typed)) and not (found[1] and found[3]):
            return (">=" if found[3] else _OPERATORS[found[1]]), [found[2]]
        if (found := _RANGE.match(typed)) and (found[1] or found[2]):
            low, high = found[1], found[2]
            if not low or not high:
                return (">=" if low else "<="), [low or high]
            if int(low) <= int(high):
                return "..", [low, high]
            raise self._error_at(f"{low} is above {high}", value.start, value.end)
        known = "a number without commas, 11+, ..5 or 3..7"
        raise self._error_at(f"{field.name}: takes {known}, not {typed[:40]}", value.start, value.end)

    def _error_at(self, message: str, start: int, end: int) -> QueryError:
        return QueryError(message, self._normalize_words, start, end - start)


def _normalize_words(typed: str, begins: bool) -> str:
    """Words with one blank between them, a "*" behind where the last is a beginning; '' where there is no word."""
    stem = re.sub(r"[\s*]+\Z", "", typed)
    if not any(character.isalnum() for character in stem):
        return ""
    prefix = begins or typed.rstrip().endswith("*")
    return " ".join(stem.split()) + ("*" if prefix else "")


def split_spaced_argument(argument: str) -> tuple[str, str] | None:
    """A field that takes words (with its minus) and its value, where an argument is one of them holding blanks.

    None where the argument is plain, or a query of its own: with quotes, or with a further field in it.
    """
    minus = "-" if _MINUS.match(argument) else ""
    name = FIELD_NAME_PATTERN.match(argument, len(minus))
    field = name and find_field(name[1])
    if not name or not field or not (field.kind == "names" or field.name == "damage"):
        return None
    value = argument[name.end() :].strip()
    further = any(FIELD_NAME_PATTERN.match(word.removeprefix("-")) for word in value.split())
    if not value or value.split() == [value] or '"' in value or further:
        return None
    return minus + name[1], value
