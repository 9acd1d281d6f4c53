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

from model.query.date_ranges import written
from model.query.errors import QueryError, offer
from model.query.fields import ELSEWHERE, MARKS, NAMES, Field, choice, field_named
from model.query.term import FIELD_NAME, WORDS, Operator, Term

MOST: Final = 64  # bare words, other terms, values of one term: a pasted article is no search
_MINUS: Final = re.compile(r"-(?=[^\s-])")
_PHRASE: Final = re.compile(r'"([^"]*)("?)')
_WORD: Final = re.compile(r'[^\s"]+')
_PLAIN: Final = re.compile(r'[^\s":-][^\s":]*+(?=\s|\Z)')  # a word that can be nothing else
_VALUE: Final = re.compile(r'[^\s",]+')
_NUMBER: Final = r"(0|[1-9][0-9]{0,11})"
_COMPARED: Final = re.compile(rf"(>=|<=|[<>=≥≤])?\s*{_NUMBER}(\+?)\Z")
_RANGE: Final = re.compile(rf"{_NUMBER}?\s*(?:\.\.|[-–])\s*{_NUMBER}?\Z")
_OPERATORS: Final[dict[str | None, Operator]] = {
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

    typed: str
    start: int
    end: int
    is_open: bool = False  # in a quote that was never closed


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a query in the order typed, each once; raises QueryError."""
    reader = _Reader(text)
    terms: dict[Term, None] = {}
    plain: set[str] = set()
    words = fields = at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        if word := _PLAIN.match(text, at):  # most of a pasted article
            if word[0] in plain or words >= MOST:
                at = word.end()
                continue
            plain.add(word[0])
        start = at
        term, at = reader.term(at)
        if term is None or term in terms:
            continue
        words += term.field == WORDS
        fields += term.field != WORDS
        if fields > MOST:
            raise QueryError(f"a query takes up to {MOST} fields", text, start, at - start)
        if term.field != WORDS or words <= MOST:
            terms[term] = None
    return tuple(terms)


def quoted(name: str, value: str) -> str:
    """A field with a value that holds blanks, its commas still parting values: place:"Kryvyi Rih","Zelenyi Hai"."""
    return f"{name}:" + ",".join(f'"{part}"' for part in value.split(","))


class _Reader:
    """Reads term after term of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def term(self, at: int) -> tuple[Term | None, int]:
        """The term that begins here (None for what holds no letter and no digit) and where it ends."""
        minus = _MINUS.match(self._text, at)
        start = minus.end() if minus else at
        if name := FIELD_NAME.match(self._text, start):
            return self._field_term(name, minus is not None)
        if phrase := _PHRASE.match(self._text, start):
            value, at = _text(phrase[1], begins=not phrase[2]), phrase.end()
        else:
            word = _WORD.match(self._text, start)
            assert word is not None, "no blank and no quote"
            value, at = _text(word[0], begins=True), word.end()
        return (Term(WORDS, ":", (value,), minus is not None) if value else None), at

    def _field_term(self, name: re.Match[str], negated: bool) -> tuple[Term, int]:
        mark, field = name[1].casefold(), field_named(name[1])
        if mark in MARKS and (name.end() == len(self._text) or self._text[name.end()].isspace()):
            return Term("is", ":", (mark,), negated), name.end()
        if mark in MARKS:
            raise self._mistake(f"{mark}: takes no value; -{mark}: is the contrary", name.start(), name.end())
        if field is None:
            remedy = offer(ELSEWHERE.get(mark, mark), NAMES) or '; put it in "quotes" to search for the words'
            raise self._mistake(f"no field {name[1][:40]}{remedy}", name.start(1), name.end(1))
        values, at = self._values(name.end())
        if any(not value.typed.strip() for value in values):
            raise self._mistake(
                f"{field.name}: needs a value after it, without a blank: {field.example}", name.start(), at
            )
        if len(values) > MOST:
            raise self._mistake(f"{field.name}: takes up to {MOST} values", values[MOST].start, values[-1].end)
        operator, taken = self._taken(field, values)
        return Term(field.name, operator, tuple(dict.fromkeys(taken)), negated), at

    def _values(self, at: int) -> tuple[list[_Value], int]:
        """The values from here on, the missing ones empty, and where they end."""
        values = []
        while True:
            if phrase := _PHRASE.match(self._text, at):
                values.append(_Value(phrase[1], phrase.start(), phrase.end(), not phrase[2]))
            elif plain := _VALUE.match(self._text, at):
                values.append(_Value(plain[0], plain.start(), plain.end()))
            else:
                values.append(_Value("", at, at))
            at = values[-1].end
            if self._text[at : at + 1] != ",":
                return values, at
            at += 1

    def _taken(self, field: Field, values: Sequence[_Value]) -> tuple[Operator, list[str]]:
        if field.kind in ("number", "count"):
            return self._number(field, values)
        if field.name in ("since", "until") and len(values) > 1:
            raise self._mistake(f"{field.name}: takes one day, month or year", values[1].start, values[-1].end)
        read = {"choice": self._choice, "flag": self._choice, "time": self._time}.get(field.kind, self._words)
        return ":", [read(field, value) for value in values]

    def _choice(self, field: Field, value: _Value) -> str:
        if (found := choice(field, value.typed)) is not None:
            return found
        remedy = offer(value.typed, field.values) or f"; it takes {field.takes}"
        raise self._mistake(f"{field.name}: cannot be {value.typed[:40]}{remedy}", value.start, value.end)

    def _time(self, field: Field, value: _Value) -> str:
        if (found := written(value.typed.strip())) is not None:
            return found
        raise self._mistake(f"{value.typed[:40]} is no day; write {field.takes}", value.start, value.end)

    def _words(self, field: Field, value: _Value) -> str:
        if found := _text(value.typed, begins=value.is_open):
            return found
        raise self._mistake(f"{field.name}: needs a letter or a digit: {field.example}", value.start, value.end)

    def _number(self, field: Field, values: Sequence[_Value]) -> tuple[Operator, list[str]]:
        read = [self._compared(field, value) for value in values]
        operator, numbers = read[0]
        if len(read) == 1:
            return operator, numbers
        for (each, _), value in zip(read, values, strict=True):
            if each != "=":
                raise self._mistake(
                    f"{field.name}: takes one comparison, or numbers alone: 3,5", value.start, value.end
                )
        return "=", [number for _, (number,) in read]

    def _compared(self, field: Field, value: _Value) -> tuple[Operator, list[str]]:
        typed = value.typed.strip()
        if typed in ("*", "?") and field.kind == "number":
            return ("*" if typed == "*" else "?"), []
        if (found := _COMPARED.match(typed)) and not (found[1] and found[3]):
            return (">=" if found[3] else _OPERATORS[found[1]]), [found[2]]
        if (found := _RANGE.match(typed)) and (found[1] or found[2]):
            low, high = found[1], found[2]
            if not low or not high:
                return (">=" if low else "<="), [low or high]
            if int(low) <= int(high):
                return "..", [low, high]
            raise self._mistake(f"{low} is above {high}", value.start, value.end)
        known = "a number without commas, 11+, ..5 or 3..7"
        raise self._mistake(f"{field.name}: takes {known}, not {typed[:40]}", value.start, value.end)

    def _mistake(self, message: str, start: int, end: int) -> QueryError:
        return QueryError(message, self._text, start, end - start)


def _text(typed: str, begins: bool) -> str:
    """Words with one blank between them, a "*" behind where the last is a beginning; '' where there is no word."""
    stem = re.sub(r"[\s*]+\Z", "", typed)
    if not any(character.isalnum() for character in stem):
        return ""
    prefix = begins or typed.rstrip().endswith("*")
    return " ".join(stem.split()) + ("*" if prefix else "")


def takes_blanks(argument: str) -> tuple[str, str] | None:
    """A field that takes words (with its minus) and its value, where an argument is one of them holding blanks.

    None where the argument is plain, or a query of its own: with quotes, or with a further field in it.
    """
    minus = "-" if _MINUS.match(argument) else ""
    name = FIELD_NAME.match(argument, len(minus))
    field = name and field_named(name[1])
    if not name or not field or not (field.kind == "names" or field.name == "damage"):
        return None
    value = argument[name.end() :].strip()
    further = any(FIELD_NAME.match(word.removeprefix("-")) for word in value.split())
    if not value or value.split() == [value] or '"' in value or further:
        return None
    return minus + name[1], value
