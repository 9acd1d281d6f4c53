"""The hint over the prompt while a search is typed: the fields that begin so, and the values of one."""

from __future__ import annotations

from model.query.fields import QUERY_FIELDS, QueryField, find_field

EMPTY_SEARCH_HINT = "Search: Enter shows strikes with all the words, Esc leaves, Up/Down recall, F1 lists the fields"


def build_search_hint(typed: str) -> str:
    """The hint for the text before the cursor; the best match comes first, since the end may be cut off."""
    word = "" if not typed or typed[-1].isspace() or typed.count('"') % 2 else typed.split()[-1].removeprefix("-")
    name, colon, _ = word.partition(":")
    if colon:
        field = find_field(name)
        return _format_field_hint(field) if field else EMPTY_SEARCH_HINT
    matches = [field for field in QUERY_FIELDS if word and field.name.startswith(word.casefold())]
    if len(matches) == 1:
        return _format_field_hint(matches[0])
    return ", ".join(f"{field.name}: {field.meaning}" for field in matches) or EMPTY_SEARCH_HINT


def _format_field_hint(field: QueryField) -> str:
    values = f"one of {', '.join(field.values)}" if field.values else f"for example {field.example}"
    return f"{field.name}: {field.meaning}; {values}"
