"""The rule language: patterns over the chunks of a sentence.

A sentence is a string of one character a chunk; the character stands for the set of tags that the chunk carries, so
that a pattern is an ordinary regular expression over it. In a pattern `<tag>` is a chunk with that tag, `<a|b>` with
either, `<!a|b>` with neither, `name:<tag>` captures it, `~3` is up to three chunks of any kind inside the clause.
Blanks mean nothing. (The language is a small relative of those of FASTUS and Odin.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

_CODES_BY_TAGS: dict[frozenset[str], str] = {}
_TAGS_BY_CODE: dict[str, frozenset[str]] = {}
_ATOM_PATTERN = re.compile(r"(?:(?P<name>[a-z]+):)?<(?P<not>!?)(?P<tags>[a-z|_]+)>|~(?P<gap>\d+)|\s+")


def encode_tags(tags: frozenset[str]) -> str:
    """The character that stands for exactly this set of tags."""
    if tags not in _CODES_BY_TAGS:
        _CODES_BY_TAGS[tags] = chr(0xE000 + len(_CODES_BY_TAGS))
        _TAGS_BY_CODE[_CODES_BY_TAGS[tags]] = tags
    return _CODES_BY_TAGS[tags]


def decode_tags(codes: str) -> frozenset[str]:
    """All tags that the characters stand for."""
    return frozenset().union(*[_TAGS_BY_CODE[char] for char in set(codes)])


@cache
def _build_character_class(tags: str, negated: bool) -> str:
    wanted = set(tags.split("|"))
    known = set().union(*_CODES_BY_TAGS)
    if missing := wanted - known:
        raise ValueError(f"no chunk carries the tag {', '.join(sorted(missing))}")
    inside = "".join(char for key, char in _CODES_BY_TAGS.items() if key & wanted)
    return f"[{'^' if negated else ''}{inside}]"


_PIECE_PATTERN = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<open>\()|(?P<close>\))|(?P<or>\|)"
    r"|(?:[a-z]+:)?<(?P<not>!?)(?P<tags>[a-z|_]+)>|~\d+|[\^$]|\s+"
)
_OPTIONAL_PATTERN = re.compile(r"\s*(?:[?*]|\{0?,)")


def find_required_tags(pattern: str) -> tuple[frozenset[str], ...]:
    """Sets of tags of each of which a passage needs one for a match: what no alternative can do without."""
    alternatives, _ = _parse_alternatives(pattern, 0)
    return tuple(_intersect_alternatives(alternatives))


def _parse_alternatives(pattern: str, at: int) -> tuple[list[list[frozenset[str]]], int]:
    """What each alternative of the group that starts at `at` needs, and where the group ends."""
    out: list[list[frozenset[str]]] = [[]]
    while at < len(pattern):
        piece = _PIECE_PATTERN.match(pattern, at)
        if piece is None:  # a quantifier, read behind what it stands on
            at += 1
            continue
        at = piece.end()
        needs: list[frozenset[str]] = []
        if piece["close"]:
            break
        if piece["or"]:
            out.append([])
        elif piece["open"] or piece["look"]:
            inside, at = _parse_alternatives(pattern, at)
            needs = [] if piece["look"] else _intersect_alternatives(inside)
        elif piece["tags"] and not piece["not"]:
            needs = [frozenset(piece["tags"].split("|"))]
        if not _OPTIONAL_PATTERN.match(pattern, at):
            out[-1] += needs
    return out, at


def _intersect_alternatives(alternatives: list[list[frozenset[str]]]) -> list[frozenset[str]]:
    """What all alternatives together need: all that the only one does, else one of what each of them is rarest in."""
    if len(alternatives) == 1:
        return alternatives[0]
    return [frozenset().union(*(min(needs, key=len) for needs in alternatives))] if all(alternatives) else []


@cache
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The regular expression over chunk characters; call it when every tag set has its code."""

    def atom(match: re.Match[str]) -> str:
        if match["gap"]:
            return f"{_build_character_class('break', True)}{{0,{match['gap']}}}?"
        if match["tags"] is None:
            return ""
        group = _build_character_class(match["tags"], bool(match["not"]))
        return f"(?P<{match['name']}>{group})" if match["name"] else group

    return re.compile(_ATOM_PATTERN.sub(atom, pattern))


def build_trie_pattern(words: Iterable[str], whole: bool = False) -> str:
    """A regular expression for any of the words, as a trie: several times as fast to search as the plain alternation.

    Unless `whole`, a word that another one starts with is enough to search for.
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
