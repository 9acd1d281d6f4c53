"""CSV and TSV: one article per row, or the rows of a dataset of strikes; columns are recognised by name."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import Final

from model.problem import InputError, Problem
from model.reading.article_record import read_article
from model.reading.encoding import detect_bom, guess_encoding
from model.reading.field_aliases import TEXT_FIELD, FieldColumns
from model.reading.sources import ReadResults, Source

_MAX_LINE_CHARACTERS: Final = 1 << 23  # of a line, and of a value
_DELIMITERS: Final = ",;\t|"
_MAX_NAMES_SHOWN: Final = 8  # columns listed in a message
_MAX_NAME_CHARACTERS: Final = 40  # of each of them
_LINE_ENDS: Final = ("\n", "\r")
_UNDECODED_BYTE: Final = re.compile("[\udc80-\udcff]")  # as "surrogateescape" represents it

_NumberedRows = Iterator[tuple[int, list[str] | Problem]]


def read_documents(stream: io.BufferedReader, source: Source, columns: FieldColumns) -> ReadResults:
    """The articles or the strikes of a table, row by row."""
    csv.field_size_limit(_MAX_LINE_CHARACTERS)
    with io.TextIOWrapper(stream, _detect_encoding(stream.peek(1)), errors="surrogateescape", newline="") as text:
        rows = _iter_rows(text, source.name)
        header = next((row for _, row in rows if isinstance(row, list)), None)
        if header is None:
            raise InputError("has no rows")
        yield from _read_rows([name.strip() for name in header], rows, source, columns)


def _read_rows(header: list[str], rows: _NumberedRows, source: Source, columns: FieldColumns) -> ReadResults:
    from model.datasets import find_mapping, read_accounts

    mapping_problems: list[Problem] = []
    if mapping := find_mapping(header, mapping_problems):
        yield from mapping_problems
        raw_rows = (row if isinstance(row, Problem) else dict(zip_longest(header, row)) for _, row in rows)
        yield from read_accounts(raw_rows, mapping, source.name)
        return
    for missing in columns.missing_columns(header):
        yield Problem(source.name, f"has no column {missing}", f"its columns are {_describe_names(header)}")
    if TEXT_FIELD not in columns.columns_by_field(header):
        yield from mapping_problems  # perhaps one of these was meant for this table
        what = f"no column has articles (its columns are {_describe_names(header)})"
        raise InputError(what, "if one does, name it with --map text=COLUMN")
    number = 0
    for number, row in rows:
        where = f"{source.name}, line {number:,}"
        if isinstance(row, Problem):
            yield row
        elif any(row[len(header) :]):  # values would be lost, or assigned to the wrong column
            value = f"{len(row):,} for {len(header):,}"
            yield Problem(where, "has more values than columns", "put those with a comma in quotation marks", value)
        else:
            fields = dict.fromkeys(header, "") | dict(zip(header, row, strict=False))
            yield from read_article(fields, where, f"{source.stem}:{number}", columns)
    if not number:
        raise InputError("has no rows below its header")


def _describe_names(names: Sequence[str]) -> str:
    more = len(names) - _MAX_NAMES_SHOWN
    shown = ", ".join(name[:_MAX_NAME_CHARACTERS] for name in names[:_MAX_NAMES_SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def _detect_encoding(sample: bytes) -> str:
    """The encoding of a file that begins with these bytes. Raises InputError."""
    if encoding := detect_bom(sample):
        return encoding
    if b"\0" in sample:
        raise InputError("is binary, not text", "save it as UTF-8 text")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # the sample may end within a character
    except UnicodeDecodeError:
        return guess_encoding(sample)
    return "utf-8"


def _iter_rows(text: io.TextIOWrapper, source_name: str) -> _NumberedRows:
    """The rows with the number of their first line; an unreadable row is a Problem."""
    lines = _LineReader(text)
    first = ""
    with suppress(_TooLongError):
        first = next((line for line in lines if line.strip()), "")
    lines.push_back(first)
    reader = csv.reader(lines, delimiter=max(_DELIMITERS, key=lambda mark: _count_cells(first, mark)), strict=True)
    while True:
        began = lines.line_number
        where = f"{source_name}, line {began:,}"
        try:
            row = next(reader)
        except StopIteration:
            return
        except _TooLongError:
            yield began, Problem(where, f"is longer than {_MAX_LINE_CHARACTERS >> 20} MB", "split the file")
        except csv.Error:
            what = "a quotation mark is not closed, or one inside a value is not doubled"
            value = f"lines {began:,} to {lines.line_number - 1:,} are not read"
            yield began, Problem(where, what, "correct it", value)
        else:
            if any(map(_UNDECODED_BYTE.search, row)):
                yield began, Problem(where, f"is not {text.encoding.upper()}", "save the file as UTF-8")
            elif any(row):
                yield began, row


def _count_cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter)))
    except csv.Error:
        return 0


class _TooLongError(ValueError):
    """A line over the limit."""


class _LineReader:
    """The lines of a text. Raises _TooLongError for a line over the limit, and continues behind it."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._pushed_lines: list[str] = []
        self.line_number = 1  # of the next line

    def __iter__(self) -> _LineReader:
        return self

    def __next__(self) -> str:
        line = self._pushed_lines.pop() if self._pushed_lines else self._text.readline(_MAX_LINE_CHARACTERS)
        if not line:
            raise StopIteration
        self.line_number += 1
        if len(line) == _MAX_LINE_CHARACTERS and not line.endswith(_LINE_ENDS):
            while (rest := self._text.readline(_MAX_LINE_CHARACTERS)) and not rest.endswith(_LINE_ENDS):
                pass
            raise _TooLongError
        return line

    def push_back(self, line: str) -> None:
        if line:
            self._pushed_lines.append(line)
            self.line_number -= 1
