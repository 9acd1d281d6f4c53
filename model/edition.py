"""Computes editions: digests of the code and rules, which tell results of different versions apart."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Final

READING_PARTS: Final = ("datasets", "event", "gazetteer", "parsing", "reading", "taxonomy.py", "text")
_RULE_FILE_SUFFIXES: Final = frozenset({".py", ".toml", ".gz"})
_PACKAGE: Final = Path(__file__).parent


@cache
def edition(package: Path = _PACKAGE) -> str:
    """The edition of what reads documents: the code, rules and word lists between a file and its reports."""
    return _digest_parts(package, READING_PARTS)


@cache
def strike_edition(package: Path = _PACKAGE) -> str:
    """The edition of what makes strikes: reading and merging. A document of another one is outdated in a library."""
    return _digest_parts(package, (*READING_PARTS, "merging"))


@cache
def library_edition(package: Path = _PACKAGE) -> str:
    """The edition of the whole model: a cached library of another one is not opened."""
    return _digest_parts(package)


def _digest_parts(package: Path, parts: Collection[str] = ()) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in package.rglob("*") if path.suffix in _RULE_FILE_SUFFIXES):
        name = path.relative_to(package)
        if not parts or name.parts[0] in parts:
            digest.update(name.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
