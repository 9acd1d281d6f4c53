"""The edition: which rules, words and code turn files into strikes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_RULE_FILE_SUFFIXES = frozenset({".py", ".toml", ".gz"})


@cache
def edition() -> str:
    """A digest of all that turns files into strikes, so that what one edition made is not taken for another's."""
    digest = hashlib.sha256()
    package = Path(__file__).parent
    for part in sorted(path for path in package.rglob("*") if path.suffix in _RULE_FILE_SUFFIXES):
        digest.update(part.relative_to(package).as_posix().encode())
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]
