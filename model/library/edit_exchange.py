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
from model.edits.value_paths import parse_path
from model.edits.value_syntax import describe_value, from_json, parse_day, to_json
from model.event.base import FrozenModel
from model.event.user_edits import EditKind
from model.library.edits.anchors import MAX_ANCHOR_CHARACTERS, Anchor
from model.library.edits.journal import Edit, JournalEntry
from model.text.sanitize import sanitize

if TYPE_CHECKING:
    from model.library.store import Library

FILE_HEADER: Final = {"strikeview": "notes", "version": 1}
_MAX_LINE_CHARACTERS: Final = 100_000  # characters of a line
_TIMESTAMP_PATTERN: Final = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z"
_KEY_PATTERN: Final = re.compile(r"#?[0-9a-f]{16}")


class ImportResult(NamedTuple):
    """What became of the edits of a file: new ones, known ones, new ones about no report here, lines for people.

    `conflicts` tell of values that both have corrected, `problems` of lines that cannot be read.
    """

    new: int
    known: int
    orphans: int
    conflicts: list[str]
    problems: list[str]


class _AnchorModel(FrozenModel):
    """A report or a document, as the file names it."""

    key: str = Field(pattern=_KEY_PATTERN.pattern, max_length=17)
    digest: str = Field(pattern="^[0-9a-f]{16}$")
    document: str = Field(max_length=1_000)
    url: str | None = Field(default=None, max_length=4_000)
    start: int = Field(default=0, ge=0)
    words: str = Field(default="", max_length=MAX_ANCHOR_CHARACTERS)

    def to_anchor(self) -> Anchor:
        return Anchor(self.key, self.digest, self.document, self.url, self.start, self.words)


class _EditLine(FrozenModel):
    """One edit, as the file tells it."""

    made: str = Field(pattern=f"^{_TIMESTAMP_PATTERN}$")
    kind: EditKind
    path: str = Field(default="", max_length=200)
    value: Any = None
    was: Any = None
    about: _AnchorModel
    other: _AnchorModel | None = None


_LINE_ADAPTER: Final = TypeAdapter(_EditLine)


def export_lines(work: Iterable[JournalEntry]) -> Iterator[str]:
    """The file, line by line."""
    yield f"{json.dumps(FILE_HEADER)}\n"
    for kept in work:
        yield f"{json.dumps(_edit_to_json(kept.edit), ensure_ascii=False)}\n"


def _edit_to_json(entry: Edit) -> dict[str, Any]:
    told: dict[str, Any] = {"made": entry.made, "kind": entry.kind}
    if entry.path:
        told["path"] = entry.path
    for name, value in (("value", entry.value), ("was", entry.old_value)):
        if value is not None:
            told[name] = json.loads(value) if entry.path else value
    told["about"] = _anchor_to_json(entry.anchor)
    if entry.other_anchor:
        told["other"] = _anchor_to_json(entry.other_anchor)
    return told


def _anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    key, digest, name, url, start, words = anchor
    named = {"key": key, "digest": digest, "document": name, "url": url, "start": start, "words": words}
    return {name: value for name, value in named.items() if value is not None}


def import_edits(library: Library, file: Iterable[str], where: str) -> ImportResult:
    """Apply the edits of a file (named `where`) to a library, in one step; those known already change nothing."""
    entries, problems = _parse_lines(file, where)
    before = {entry.key: entry for entry in (kept.edit for kept in library.iter_journal())}
    with library.edit_step() as step:
        new = step.write_edits(entries)
    fresh = {entry.key for entry in entries} - before.keys()
    after = list(library.iter_journal())
    orphans = sum(not kept.is_attached for kept in after if kept.edit.key in fresh)
    return ImportResult(new, len(entries) - new, orphans, list(_find_conflicts(after, fresh)), problems)


def _find_conflicts(work: Iterable[JournalEntry], fresh: set[str]) -> Iterator[str]:
    """The values that both have corrected, and which correction holds."""
    told: dict[tuple[str | None, str], list[Edit]] = {}
    for kept in work:
        if kept.edit.kind == "correct" and kept.strike_id:
            told.setdefault((kept.strike_id, kept.edit.path), []).append(kept.edit)
    for (strike, path), several in told.items():
        last = several[-1]
        others = [each for each in several if (each.key in fresh) != (last.key in fresh) and each.value != last.value]
        if others:
            other = others[-1]
            whose = ("the file's", "yours") if last.key in fresh else ("yours", "the file's")
            yield (
                f"{strike}: {path}: {whose[0]} ({_describe_edit_value(last)}, made {last.made}) holds, since it"
                f" was made later than {whose[1]} ({_describe_edit_value(other)}, made {other.made}); both are kept"
            )


def _describe_edit_value(entry: Edit) -> str:
    return describe_value(entry.path, from_json(entry.path, entry.value or "null"))


# Reading


def _parse_lines(file: Iterable[str], where: str) -> tuple[list[Edit], list[str]]:
    entries: list[Edit] = []
    problems: list[str] = []
    for number, line in enumerate(file, 1):
        if not line.strip() or (number == 1 and _is_header(line)):
            continue
        try:
            entries.append(_parse_edit(line))
        except EditError as error:
            problems.append(sanitize(f"{where}:{number}: {error}; the line is left out"))
    return entries, problems


def _is_header(line: str) -> bool:
    try:
        return len(line) < _MAX_LINE_CHARACTERS and bool(json.loads(line) == FILE_HEADER)
    except (ValueError, RecursionError):
        return False


def _parse_edit(line: str) -> Edit:
    """The edit of a line; raises EditError."""
    if len(line) > _MAX_LINE_CHARACTERS:
        raise EditError("too long for an edit")
    try:
        told = _LINE_ADAPTER.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(map(str, first["loc"]))
        raise EditError(f"no edit ({path}: {first['msg']})" if path else f"no edit ({first['msg']})") from None
    _check_time(told.made)
    of_document = told.kind == "date"
    if told.about.key.startswith("#") != of_document or (told.other is not None) != (told.kind in ("split", "merge")):
        raise EditError(f"no edit (what a {told.kind} is about is missing, or of another kind)")
    return Edit(
        told.made,
        told.kind,
        told.about.to_anchor(),
        told.other.to_anchor() if told.other else None,
        *_parse_edit_values(told),
    )


def _check_time(made: str) -> None:
    """What is made later goes before, so a time that cannot be is none; raises EditError."""
    try:
        if datetime.fromisoformat(made) < datetime.now(UTC) + timedelta(days=2):
            return
    except ValueError:
        pass
    raise EditError(f"made at {made}, which is no time, or has not come yet")


def _parse_edit_values(told: _EditLine) -> tuple[str, str | None, str | None]:
    """The path of an edit, its value and the value before, as the journal keeps them."""
    if told.kind in ("correct", "restore"):
        if parse_path(told.path) != told.path:
            raise EditError(f"{told.path} is no value that can be corrected")
        value = None if told.kind == "restore" else _normalize_value(told.path, told.value)
        return told.path, value, _normalize_value(told.path, told.was)
    text = told.value
    if told.kind in ("tag", "untag", "note", "unnote") and not (isinstance(text, str) and text.strip()):
        raise EditError(f"a {told.kind} needs words")
    if not isinstance(text, str | None):
        raise EditError("no edit (value: not a text)")
    if told.kind == "date" and text is not None:
        try:
            text = parse_day(text).isoformat()
        except EditError as error:
            raise EditError(f"no edit ({error})") from None
    return "", None if text is None else sanitize(text), told.was if isinstance(told.was, str) else None


def _normalize_value(path: str, value: Any) -> str:
    return to_json(path, from_json(path, json.dumps(value)))
