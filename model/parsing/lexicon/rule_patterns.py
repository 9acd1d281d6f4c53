"""The rule language: patterns over the chunks of a sentence.

A sentence is encoded as a string with one character for each chunk, which stands for the set of tags of the chunk, so
that a pattern is an ordinary regular expression over it. In a pattern, `<tag>` is a chunk with that tag, `<a|b>` one
with either, `<!a|b>` one with neither, `name:<tag>` captures it, and `~3` is up to three chunks of any kind within the
clause. Blanks have no meaning. (The language is a small relative of those of FASTUS and Odin.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_CODES_BY_TAGS: dict[frozenset[str], str] = {}
_TAGS_BY_CODE: dict[str, frozenset[str]] = {}
_ATOM_PATTERN = re.compile(r"(?:(?P<name>[a-z]+):)?<(?P<not>!?)(?P<tags>[a-z|_]+)>|~(?P<gap>\d+)|\s+")
_PIECE_PATTERN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\()|(?P<close>\))|(?P<or>\|)"
    r"|(?:[a-z]+:)?<(?P<not>!?)(?P<tags>[a-z|_]+)>|~\d+|[\^$]|\s+"
)
_OPTIONAL_PATTERN = re.compile(r"\s*(?:[?*]|\{0?,)")


def encode_tags(tags: frozenset[str]) -> str:
    """The character for exactly this set of tags."""
    if tags not in _CODES_BY_TAGS:
        _CODES_BY_TAGS[tags] = chr(0xE000 + len(_CODES_BY_TAGS))
        _TAGS_BY_CODE[_CODES_BY_TAGS[tags]] = tags
    return _CODES_BY_TAGS[tags]


def define_tags(*tags: str) -> frozenset[str]:
    """A set of tags with its character; needed before the first pattern is compiled."""
    encode_tags(frozenset(tags))
    return frozenset(tags)


def decode_tags(codes: str) -> frozenset[str]:
    """All tags of these characters."""
    return frozenset().union(*[_TAGS_BY_CODE[code] for code in set(codes)])


@cache
def _build_character_class(tags: str, is_negated: bool) -> str:
    wanted = set(tags.split("|"))
    if missing := wanted - set().union(*_CODES_BY_TAGS):
        raise ValueError(f"no chunk carries the tag {', '.join(sorted(missing))}")
    codes = "".join(code for key, code in _CODES_BY_TAGS.items() if key & wanted)
    return f"[{'^' if is_negated else ''}{codes}]"


def find_required_tags(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of tags; a passage needs one tag of each to match, whichever alternative is taken."""
    alternatives, _ = _parse_alternatives(pattern, 0)
    return tuple(_combine_alternatives(alternatives))


def _parse_alternatives(pattern: str, position: int) -> tuple[list[list[frozenset[str]]], int]:
    """The required sets of each alternative in the group that starts here, and where the group ends."""
    out: list[list[frozenset[str]]] = [[]]
    while position < len(pattern):
        piece = _PIECE_PATTERN.match(pattern, position)
        if piece is None:  # a quantifier, read after its atom
            position += 1
            continue
        position = piece.end()
        required: list[frozenset[str]] = []
        if piece["close"]:
            break
        if piece["or"]:
            out.append([])
        elif piece["open"] or piece["look"]:
            group, position = _parse_alternatives(pattern, position)
            required = [] if piece["look"] else _combine_alternatives(group)
        elif piece["tags"] and not piece["not"]:
            required = [frozenset(piece["tags"].split("|"))]
        if not _OPTIONAL_PATTERN.match(pattern, position):
            out[-1] += required
    return out, position


def _combine_alternatives(alternatives: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """The required sets of a single alternative; else the union of the smallest set of each."""
    if len(alternatives) == 1:
        return alternatives[0]
    return [frozenset().union(*(min(required, key=len) for required in alternatives))] if all(alternatives) else []


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression over chunk characters; every tag set must have its code before the first call.

    Raises ValueError for a tag that no chunk carries.
    """

    def replace_atom(match: re.Match[str]) -> str:
        if match["gap"]:
            return f"{_build_character_class('break', True)}{{0,{match['gap']}}}?"
        if match["tags"] is None:
            return ""
        group = _build_character_class(match["tags"], bool(match["not"]))
        return f"(?P<{match['name']}>{group})" if match["name"] else group

    return re.compile(_ATOM_PATTERN.sub(replace_atom, pattern))


def build_trie_pattern(words: Iterable[str], whole: bool = False) -> str:
    """A regular expression for any of the words, built as a trie: much faster to search than a plain alternation.

    Unless `whole`, a word that is the prefix of another replaces it.
    """
    branches: dict[str, set[str]] = {}
    for word in words:
        branches.setdefault(word[:1], set()).add(word[1:])
    parts = []
    for first, rests in sorted(branches.items()):
        tail = build_trie_pattern(rests - {""}, whole) if rests - {""} else ""
        if "" in rests:
            tail = f"(?:{tail})?" if whole and tail else ""
        parts.append(re.escape(first) + tail)
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
