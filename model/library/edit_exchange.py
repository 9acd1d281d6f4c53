"""The user's work as a file of JSON Lines that a colleague can apply: one edit a line, readable, in a fixed order.

The first line says what the file is. Each edit says what it is about by the lasting key of a report, by its document
and by the report's first words, so that it finds its place in any library that holds the same text, or a later one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from model.edits.errors import EditError
from model.edits.value_paths import path_of
from model.edits.value_syntax import day, dumped, loaded, said
from model.event.base import Value
from model.event.user_edits import Kind
from model.library.edits.anchors import MOST_WORDS, Anchor
from model.library.edits.journal import Entry, Kept
from model.text.sanitize import visible

if TYPE_CHECKING:
    from model.library.store import Library

HEAD: Final = {"strikeview": "notes", "version": 1}
_LONGEST: Final = 100_000  # characters of a line
_MADE: Final = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z"
_KEY: Final = re.compile(r"#?[0-9a-f]{16}")


class Taken(NamedTuple):
    """What became of the edits of a file: new ones, known ones, new ones about no report here, lines for people.

    `conflicts` tell of values that both have corrected, `problems` of lines that cannot be read.
    """

    new: int
    known: int
    orphans: int
    conflicts: list[str]
    problems: list[str]


class _About(Value):
    """A report or a document, as the file names it."""

    key: str = Field(pattern=_KEY.pattern, max_length=17)
    digest: str = Field(pattern="^[0-9a-f]{16}$")
    document: str = Field(max_length=1_000)
    url: str | None = Field(default=None, max_length=4_000)
    start: int = Field(default=0, ge=0)
    words: str = Field(default="", max_length=MOST_WORDS)

    def anchor(self) -> Anchor:
        return Anchor(self.key, self.digest, self.document, self.url, self.start, self.words)


class _Line(Value):
    """One edit, as the file tells it."""

    made: str = Field(pattern=f"^{_MADE}$")
    kind: Kind
    path: str = Field(default="", max_length=200)
    value: Any = None
    was: Any = None
    about: _About
    other: _About | None = None


_LINE: Final = TypeAdapter(_Line)


def lines(work: Iterable[Kept]) -> Iterator[str]:
    """The file, line by line."""
    yield f"{json.dumps(HEAD)}\n"
    for kept in work:
        yield f"{json.dumps(_told(kept.entry), ensure_ascii=False)}\n"


def _told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"made": entry.made, "kind": entry.kind}
    if entry.path:
        told["path"] = entry.path
    for name, value in (("value", entry.value), ("was", entry.was)):
        if value is not None:
            told[name] = json.loads(value) if entry.path else value
    told["about"] = _named(entry.about)
    if entry.other:
        told["other"] = _named(entry.other)
    return told


def _named(anchor: Anchor) -> dict[str, Any]:
    key, digest, name, url, start, words = anchor
    named = {"key": key, "digest": digest, "document": name, "url": url, "start": start, "words": words}
    return {name: value for name, value in named.items() if value is not None}


def take(library: Library, file: Iterable[str], where: str) -> Taken:
    """Apply the edits of a file (named `where`) to a library, in one step; those known already change nothing."""
    entries, problems = _read(file, where)
    before = {entry.key: entry for entry in (kept.entry for kept in library.work())}
    with library.step() as step:
        new = step.take(entries)
    fresh = {entry.key for entry in entries} - before.keys()
    after = list(library.work())
    orphans = sum(not kept.found for kept in after if kept.entry.key in fresh)
    return Taken(new, len(entries) - new, orphans, list(_conflicts(after, fresh)), problems)


def _conflicts(work: Iterable[Kept], fresh: set[str]) -> Iterator[str]:
    """The values that both have corrected, and which correction holds."""
    told: dict[tuple[str | None, str], list[Entry]] = {}
    for kept in work:
        if kept.entry.kind == "correct" and kept.strike:
            told.setdefault((kept.strike, kept.entry.path), []).append(kept.entry)
    for (strike, path), several in told.items():
        last = several[-1]
        others = [each for each in several if (each.key in fresh) != (last.key in fresh) and each.value != last.value]
        if others:
            other = others[-1]
            whose = ("the file's", "yours") if last.key in fresh else ("yours", "the file's")
            yield (
                f"{strike}: {path}: {whose[0]} ({_value(last)}, made {last.made}) holds, since it was made later than"
                f" {whose[1]} ({_value(other)}, made {other.made}); both are kept"
            )


def _value(entry: Entry) -> str:
    return said(entry.path, loaded(entry.path, entry.value or "null"))


# Reading


def _read(file: Iterable[str], where: str) -> tuple[list[Entry], list[str]]:
    entries: list[Entry] = []
    problems: list[str] = []
    for number, line in enumerate(file, 1):
        if not line.strip() or (number == 1 and _is_head(line)):
            continue
        try:
            entries.append(_entry(line))
        except EditError as error:
            problems.append(visible(f"{where}:{number}: {error}; the line is left out"))
    return entries, problems


def _is_head(line: str) -> bool:
    try:
        return len(line) < _LONGEST and bool(json.loads(line) == HEAD)
    except (ValueError, RecursionError):
        return False


def _entry(line: str) -> Entry:
    """The edit of a line; raises EditError."""
    if len(line) > _LONGEST:
        raise EditError("too long for an edit")
    try:
        told = _LINE.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(map(str, first["loc"]))
        raise EditError(f"no edit ({path}: {first['msg']})" if path else f"no edit ({first['msg']})") from None
    _check_time(told.made)
    of_document = told.kind == "date"
    if told.about.key.startswith("#") != of_document or (told.other is not None) != (told.kind in ("split", "merge")):
        raise EditError(f"no edit (what a {told.kind} is about is missing, or of another kind)")
    return Entry(
        told.made,
        told.kind,
        told.about.anchor(),
        told.other.anchor() if told.other else None,
        *_values(told),
    )


def _check_time(made: str) -> None:
    """What is made later goes before, so a time that cannot be is none; raises EditError."""
    try:
        if datetime.fromisoformat(made) < datetime.now(UTC) + timedelta(days=2):
            return
    except ValueError:
        pass
    raise EditError(f"made at {made}, which is no time, or has not come yet")


def _values(told: _Line) -> tuple[str, str | None, str | None]:
    """The path of an edit, its value and the value before, as the journal keeps them."""
    if told.kind in ("correct", "restore"):
        if path_of(told.path) != told.path:
            raise EditError(f"{told.path} is no value that can be corrected")
        value = None if told.kind == "restore" else _checked(told.path, told.value)
        return told.path, value, _checked(told.path, told.was)
    text = told.value
    if told.kind in ("tag", "untag", "note", "unnote") and not (isinstance(text, str) and text.strip()):
        raise EditError(f"a {told.kind} needs words")
    if not isinstance(text, str | None):
        raise EditError("no edit (value: not a text)")
    if told.kind == "date" and text is not None:
        try:
            text = day(text).isoformat()
        except EditError as error:
            raise EditError(f"no edit ({error})") from None
    return "", None if text is None else visible(text), told.was if isinstance(told.was, str) else None


def _checked(path: str, value: Any) -> str:
    return dumped(path, loaded(path, json.dumps(value)))
