"""What the line over the prompt says while a search is typed: which fields begin so, and what one takes."""

from __future__ import annotations

from model.query.fields import FIELDS, Field, field_named

NOTHING_TYPED = "Search: Enter shows what tells all the words, Esc leaves, Up and Down recall, F1 lists the fields"


def hint(typed: str) -> str:
    """The line for what is typed up to the cursor; the most telling first, since its end may not fit."""
    word = "" if not typed or typed[-1].isspace() or typed.count('"') % 2 else typed.split()[-1].removeprefix("-")
    name, colon, _ = word.partition(":")
    if colon:
        return _told(field) if (field := field_named(name)) else NOTHING_TYPED
    begin = [field for field in FIELDS if word and field.name.startswith(word.casefold())]
    if len(begin) == 1:
        return _told(begin[0])
    return ", ".join(f"{field.name}: {field.meaning}" for field in begin) or NOTHING_TYPED


def _told(field: Field) -> str:
    takes = f"one of {', '.join(field.values)}" if field.values else f"for example {field.example}"
    return f"{field.name}: {field.meaning}; {takes}"
