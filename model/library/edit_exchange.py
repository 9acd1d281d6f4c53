"""Exports the user's edits as JSON Lines, and imports those of a colleague: one edit per line, after a header.

An edit names its report by key, document and first words, so it can be applied to any library that holds the same text,
or a later version of it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import Field, ValidationError

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
_MAX_LINE_CHARACTERS: Final = 100_000
_TIMESTAMP_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"
_KEY_PATTERN: Final = "#?[0-9a-f]{16}"


class ImportResult(NamedTuple):
    """How many edits were new or known already, and how many of the new ones have no report in the library.

    `conflicts` and `problems` are lines for the user: values that both sides corrected, and lines that cannot be read.
    """

    new: int
    known: int
    orphans: int
    conflicts: list[str]
    problems: list[str]


class _AnchorModel(FrozenModel):
    """An anchor as the file names it."""

    key: str = Field(pattern=_KEY_PATTERN, max_length=17)
    digest: str = Field(pattern="^[0-9a-f]{16}$")
    document: str = Field(max_length=1_000)
    url: str | None = Field(default=None, max_length=4_000)
    start: int = Field(default=0, ge=0)
    words: str = Field(default="", max_length=MAX_ANCHOR_CHARACTERS)

    def to_anchor(self) -> Anchor:
        return Anchor(self.key, self.digest, self.document, self.url, self.start, self.words)


class _EditLine(FrozenModel):
    """An edit as a line of the file."""

    made: str = Field(pattern=_TIMESTAMP_PATTERN)
    kind: EditKind
    path: str = Field(default="", max_length=200)
    value: Any = None
    was: Any = None
    about: _AnchorModel
    other: _AnchorModel | None = None


# Export


def export_lines(entries: Iterable[JournalEntry]) -> Iterator[str]:
    """Yield the lines of the file, each with its line break."""
    yield f"{json.dumps(FILE_HEADER)}\n"
    for entry in entries:
        yield f"{json.dumps(_edit_to_json(entry.edit), ensure_ascii=False)}\n"


def _edit_to_json(edit: Edit) -> dict[str, Any]:
    fields: dict[str, Any] = {"made": edit.made, "kind": edit.kind}
    if edit.path:
        fields["path"] = edit.path
    for name, value in (("value", edit.value), ("was", edit.old_value)):
        if value is not None:
            fields[name] = json.loads(value) if edit.path else value
    fields["about"] = _anchor_to_json(edit.anchor)
    if edit.other_anchor:
        fields["other"] = _anchor_to_json(edit.other_anchor)
    return fields


def _anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    key, digest, name, url, start, words = anchor
    fields = {"key": key, "digest": digest, "document": name, "url": url, "start": start, "words": words}
    return {name: value for name, value in fields.items() if value is not None}


# Import


def import_edits(library: Library, lines: Iterable[str], name: str) -> ImportResult:
    """Apply the edits in the lines of a file of this name, in one step; known edits change nothing."""
    edits, problems = _parse_lines(lines, name)
    known = {entry.edit.key for entry in library.iter_journal()}
    with library.edit_step() as step:
        new_count = step.write_edits(edits)
    new = {edit.key for edit in edits} - known
    entries = list(library.iter_journal())
    orphans = sum(not entry.is_attached for entry in entries if entry.edit.key in new)
    return ImportResult(new_count, len(edits) - new_count, orphans, list(_find_conflicts(entries, new)), problems)


def _find_conflicts(entries: Iterable[JournalEntry], new: set[str]) -> Iterator[str]:
    """Describe the values that both sides corrected, and which correction wins."""
    corrections: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit, _, strike_id in entries:
        if edit.kind == "correct" and strike_id:
            corrections[strike_id, edit.path].append(edit)
    for (strike_id, path), edits in corrections.items():
        last = edits[-1]
        others = [edit for edit in edits if (edit.key in new) != (last.key in new) and edit.value != last.value]
        if others:
            other = others[-1]
            winner, loser = ("the file's", "yours") if last.key in new else ("yours", "the file's")
            yield (
                f"{strike_id}: {path}: {winner} ({_describe_edit_value(last)}, made {last.made}) is used, since it"
                f" was made later than {loser} ({_describe_edit_value(other)}, made {other.made}); both are kept"
            )


def _describe_edit_value(edit: Edit) -> str:
    return describe_value(edit.path, from_json(edit.path, edit.value or "null"))


def _parse_lines(lines: Iterable[str], name: str) -> tuple[list[Edit], list[str]]:
    edits: list[Edit] = []
    problems: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or (number == 1 and _is_header(line)):
            continue
        try:
            edits.append(_parse_edit(line))
        except EditError as error:
            problems.append(sanitize(f"{name}:{number}: {error}; the line is left out"))
    return edits, problems


def _is_header(line: str) -> bool:
    try:
        return len(line) < _MAX_LINE_CHARACTERS and bool(json.loads(line) == FILE_HEADER)
    except (ValueError, RecursionError):
        return False


def _parse_edit(text: str) -> Edit:
    if len(text) > _MAX_LINE_CHARACTERS:
        raise EditError("too long for an edit")
    try:
        line = _EditLine.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(map(str, first["loc"]))
        raise EditError(f"not an edit ({path}: {first['msg']})" if path else f"not an edit ({first['msg']})") from None
    _check_time(line.made)
    is_of_document = line.about.key.startswith("#")
    if is_of_document != (line.kind == "date") or (line.other is not None) != (line.kind in ("split", "merge")):
        raise EditError(f"not an edit (the target of a {line.kind} is missing, or is of the wrong kind)")
    other = line.other.to_anchor() if line.other else None
    return Edit(line.made, line.kind, line.about.to_anchor(), other, *_parse_edit_values(line))


def _check_time(made: str) -> None:
    """Raise EditError for an impossible or future time: the latest edit wins."""
    try:
        if datetime.fromisoformat(made) < datetime.now(UTC) + timedelta(days=2):
            return
    except ValueError:
        pass
    raise EditError(f"made at {made}, which is not a time, or is in the future")


def _parse_edit_values(line: _EditLine) -> tuple[str, str | None, str | None]:
    """The path of an edit, its value and the old value, as the journal stores them."""
    if line.kind in ("correct", "restore"):
        if parse_path(line.path) != line.path:
            raise EditError(f"{line.path} is not a value that can be corrected")
        value = None if line.kind == "restore" else _normalize_value(line.path, line.value)
        return line.path, value, _normalize_value(line.path, line.was)
    text = line.value
    if line.kind in ("tag", "untag", "note", "unnote") and not (isinstance(text, str) and text.strip()):
        raise EditError(f"a {line.kind} needs text")
    if not isinstance(text, str | None):
        raise EditError("not an edit (value: not a text)")
    if line.kind == "date" and text is not None:
        try:
            text = parse_day(text).isoformat()
        except EditError as error:
            raise EditError(f"not an edit ({error})") from None
    return "", None if text is None else sanitize(text), line.was if isinstance(line.was, str) else None


def _normalize_value(path: str, value: Any) -> str:
    return to_json(path, from_json(path, json.dumps(value)))
