"""Notices a comparison that the shell took for a redirection: `list killed:>10` empties a file named 10."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

_COMPARED_NUMBER_PATTERN: Final = re.compile("(=?)([0-9]{1,12})")  # what comes after > or <


def explain_redirection(terms: Sequence[str]) -> str:
    """How the shell split an unquoted comparison: killed:>10 is killed: and output to a file 10; '' if it did not.

    If several terms are cut short, the last one: the last redirection of a stream is the one that holds.
    """
    from model.query.fields import find_field

    for term in reversed(terms):
        name, colon, value = term.removeprefix("-").partition(":")
        if not colon or value or not (field := find_field(name)) or field.kind not in ("number", "count"):
            continue
        for stream, sign, did in ((1, ">", "emptied"), (0, "<", "read")):
            if file := _find_redirected_file(stream):
                equal, number = file[1], int(file[2])
                bound = f"{number + (not equal)}+" if sign == ">" else f"..{number - (not equal)}"
                typed = f"{term}{sign}{file[0]}"
                took = f"the shell took part of {typed} for a file and {did} {file[0]}"
                return f"{took}; write {term}{bound}, or quote it: '{typed}'"
    return ""


def _find_redirected_file(stream: int) -> re.Match[str] | None:
    """The file in the working directory that this stream (0 or 1) is, if its name is the rest of a comparison."""
    with suppress(OSError):
        status = os.fstat(stream)
        for name in os.listdir() if stat.S_ISREG(status.st_mode) else ():
            if (match := _COMPARED_NUMBER_PATTERN.fullmatch(name)) and os.path.samestat(os.stat(name), status):
                return match
    return None
