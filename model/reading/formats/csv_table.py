"""CSV and TSV: an article a row, or the rows of a dataset of strikes; the columns are known by their names."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from model.problem import Problem
from model.reading.article_record import article
from model.reading.encoding import UndecodableError, guess, marked
from model.reading.field_aliases import TEXT, Columns
from model.reading.sources import Source

if TYPE_CHECKING:
    from model.datasets import Mapping
    from model.reading.sources import Found

_LONGEST: Final = 1 << 23  # characters of a line, and of a value
_DELIMITERS: Final = ",;\t|"
_NAMES_SHOWN: Final = 8  # columns that a message names
_WIDTH_SHOWN: Final = 40  # characters of each
_ENDS: Final = ("\n", "\r")
_HALF: Final = re.compile("[\udc80-\udcff]")  # a byte that is none of the encoding's

_Numbered = tuple[int, list[str] | Problem]


def documents(stream: io.BufferedReader, source: Source, columns: Columns) -> Iterator[Found]:
    """The articles or the strikes of a table, row by row."""
    try:
        encoding = _encoding(stream.peek(1))
    except UndecodableError as error:
        yield Problem(source.name, str(error), "save it as UTF-8 text")
        return
    csv.field_size_limit(_LONGEST)
    with io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="") as text:
        rows = _rows(text)
        header = next((row for _, row in rows if isinstance(row, list)), None)
        if header is None:
            yield Problem(source.name, "holds no rows")
        else:
            yield from _under([name.strip() for name in header], rows, source, columns)


def _under(header: list[str], rows: Iterator[_Numbered], source: Source, columns: Columns) -> Iterator[Found]:
    """What the rows under this header tell."""
    from model.datasets import recognised

    wrong: list[Problem] = []
    if mapping := recognised(header, wrong):
        yield from wrong
        yield from _of_dataset(mapping, header, rows, source)
        return
    for missing in columns.missing(header):
        yield Problem(source.name, f"has no column {missing}", f"its columns are {_shown(header)}")
    if TEXT not in columns.of(header):
        what = f"no column holds articles (its columns are {_shown(header)})"
        yield from wrong  # a mapping of the user's that was meant for this table, perhaps
        yield Problem(source.name, what, "if one does, name it with --map text=COLUMN")
        return
    number = 0
    for number, row in rows:
        where = f"{source.name}, line {number:,}"
        if isinstance(row, Problem):
            yield replace(row, where=where)
        elif any(row[len(header) :]):  # to read on would put words under the wrong name, or lose them
            value = f"{len(row):,} for {len(header):,}"
            yield Problem(where, "has more values than columns", "put those with a comma in quotation marks", value)
        else:
            fields = dict.fromkeys(header, "") | dict(zip(header, row, strict=False))
            yield from article(fields, where, f"{source.stem}:{number}", columns)
    if not number:
        yield Problem(source.name, "holds no rows under its header")


def _of_dataset(mapping: Mapping, header: list[str], rows: Iterator[_Numbered], source: Source) -> Iterator[Found]:
    """The strikes of a dataset, the rows that are none told between them."""
    from model.datasets import accounts

    def written() -> Iterator[dict[str, str | None] | Problem]:
        for number, row in rows:
            if isinstance(row, Problem):
                yield replace(row, where=f"{source.name}, line {number:,}")
            else:
                yield dict(zip_longest(header, row))

    yield from accounts(written(), mapping, source.name)


def _shown(names: Sequence[str]) -> str:
    more = len(names) - _NAMES_SHOWN
    shown = ", ".join(name[:_WIDTH_SHOWN] for name in names[:_NAMES_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _encoding(sample: bytes) -> str:
    """The encoding of what begins with these bytes. Raises UndecodableError."""
    if encoding := marked(sample):
        return encoding
    if b"\0" in sample:
        raise UndecodableError("is binary, not text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # a character may be cut at the sample's end
    except UnicodeDecodeError:
        return guess(sample)
    return "utf-8"


def _rows(text: io.TextIOWrapper) -> Iterator[_Numbered]:
    """The rows, each with the line that it begins on; a Problem without its place stands for one that is none."""
    lines = _Lines(text)
    first = next((line for line in _readable(lines) if line.strip()), "")
    lines.back(first)
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=lambda mark: _width(first, mark)), strict=True)
    while True:
        began = lines.number
        try:
            row = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            yield began, Problem("", f"is longer than {_LONGEST >> 20} MB", "split the file")
        except csv.Error:
            what = "a quotation mark is not closed, or one inside a value is not doubled"
            yield began, Problem("", what, "correct it", f"lines {began:,} to {lines.number - 1:,} are not read")
        else:
            if any(map(_HALF.search, row)):
                yield began, Problem("", f"is not {text.encoding.upper()}", "save the file as UTF-8")
            elif any(row):
                yield began, row


def _width(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0


def _readable(lines: _Lines) -> Iterator[str]:
    with suppress(_TooLongError):
        yield from lines


class _TooLongError(ValueError):
    """A line that is too long to be held."""


class _Lines:
    """The lines of a text. Raises _TooLongError for one that is too long, and goes on behind it.

    `number` is that of the next.
    """

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._returned: list[str] = []
        self.number = 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._text.readline(_LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) == _LONGEST and not line.endswith(_ENDS):
            while (rest := self._text.readline(_LONGEST)) and not rest.endswith(_ENDS):
                pass
            raise _TooLongError
        return line

    def back(self, line: str) -> None:
        """The line is the next once more."""
        if line:
            self._returned.append(line)
            self.number -= 1
