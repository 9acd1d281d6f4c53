"""What the line over the prompt says while a search is typed: which fields begin so, and what one takes."""

from __future__ import annotations

from model.query.fields import QUERY_FIELDS, QueryField, find_field

EMPTY_SEARCH_HINT = "Search: Enter shows what tells all the words, Esc leaves, Up and Down recall, F1 lists the fields"


def build_search_hint(typed: str) -> str:
    """The line for what is typed up to the cursor; the most telling first, since its end may not fit."""
    word = "" if not typed or typed[-1].isspace() or typed.count('"') % 2 else typed.split()[-1].removeprefix("-")
    name, colon, _ = word.partition(":")
    if colon:
        return _format_field_hint(field) if (field := find_field(name)) else EMPTY_SEARCH_HINT
    begin = [field for field in QUERY_FIELDS if word and field.name.startswith(word.casefold())]
    if len(begin) == 1:
        return _format_field_hint(begin[0])
    return ", ".join(f"{field.name}: {field.meaning}" for field in begin) or EMPTY_SEARCH_HINT


def _format_field_hint(field: QueryField) -> str:
    takes = f"one of {', '.join(field.values)}" if field.values else f"for example {field.example}"
    return f"{field.name}: {field.meaning}; {takes}"
