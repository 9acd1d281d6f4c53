"""A passage: the chunks of a sentence (or of a part of one), and the rules of lexicon/rules.toml matched over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from model.parsing.chunks.chunk import Chunk
from model.parsing.lexicon import lexicon
from model.parsing.lexicon.rule_patterns import compiled, needed, tags_of

_EVERYWHERE = frozenset(
    {"and", "be", "by", "comma", "figure", "have", "in", "name", "of", "on", "say", "the", "to", "word"}
)


class Evidence(NamedTuple):
    """The rule that gave a value, and where its words stand."""

    rule: str
    start: int
    end: int


class Rule(NamedTuple):
    """One rule of the lexicon, compiled; it can only match where there is a tag of each of `needs` and `more`.

    `more` are needs that most passages meet; they are left out of what the possible rules are kept under.
    """

    id: str
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]
    more: tuple[frozenset[str], ...]


class Match(NamedTuple):
    """A rule's match: its captured chunk, that at index `at`; chunks [first, last) are all that it covers."""

    rule: str
    chunk: Chunk
    at: int
    first: int
    last: int
    captured: dict[str, Chunk]

    @property
    def evidence(self) -> Evidence:
        """The captured chunk as evidence."""
        return Evidence(self.rule, self.chunk.start, self.chunk.end)


class Rules(NamedTuple):
    """The rules that give a value, in the order of the lexicon.

    `gate` are tags of which a passage needs one for any of them to match, quicker to test than each rule's needs;
    `telling` are the tags that tell which of them can.
    """

    each: tuple[Rule, ...]
    gate: frozenset[str]
    telling: frozenset[str]


@cache
def rules(gives: str) -> Rules:
    """The rules that give a value."""
    table = [rule for rule in lexicon().tables["rules"]["rule"] if rule["gives"] == gives]
    each = tuple(Rule(r["id"], compiled(r["pattern"]), *_parted(needed(r["pattern"]))) for r in table)
    return Rules(
        each,
        gate=frozenset().union(*(min(rule.needs, key=len) for rule in each)),
        telling=frozenset(tag for rule in each for need in rule.needs for tag in need),
    )


@cache
def told_as(rule: str) -> frozenset[str]:
    """What a rule tells its value as: the marks of `as` in the lexicon."""
    return next(frozenset(r.get("as", ())) for r in lexicon().tables["rules"]["rule"] if r["id"] == rule)


def _parted(needs: tuple[frozenset[str], ...]) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """Those of the needs that many a sentence does not meet, the hardest to meet first, and the others."""
    rare = sorted((need for need in needs if not need & _EVERYWHERE), key=len)
    return (tuple(rare), tuple(need for need in needs if need & _EVERYWHERE)) if rare else (needs, ())


@lru_cache(maxsize=50_000)
def _possible(gives: str, tags: frozenset[str]) -> tuple[Rule, ...]:
    """The rules for a value that can match among chunks with these tags: trying the others would take most time."""
    return tuple([rule for rule in rules(gives).each if not any(map(tags.isdisjoint, rule.needs))])


class Passage:
    """Chunks of `text` in a row; `text` is the whole of the document, so that offsets hold."""

    def __init__(self, text: str, chunks: Sequence[Chunk], headline: bool = False, codes: str = "") -> None:
        """`codes` are the characters of the chunks, where they are known."""
        self.text, self.chunks, self.headline = text, chunks, headline
        self.codes = codes or "".join([chunk.code for chunk in chunks])
        self.tags = tags_of(self.codes)
        self._found: dict[str, list[Match]] = {}

    @property
    def start(self) -> int:
        """Where the passage starts in the text."""
        counts = (arm.figure.start for chunk in self.chunks[:2] for arm in chunk.arms if arm.figure)
        return min([self.chunks[0].start, *counts])  # "Four" of "Four Russian missiles" stands in its arms

    @property
    def end(self) -> int:
        """Where the passage ends in the text."""
        return self.chunks[-1].end

    def part(self, first: int, last: int) -> Passage:
        """The chunks [first, last) as a passage of their own."""
        return Passage(self.text, self.chunks[first:last], self.headline, self.codes[first:last])

    def each(self, gives: str) -> Iterator[Match]:
        """The matches of the rules for a value, rule by rule, left to right, sought only as far as asked for."""
        table = rules(gives)
        if not self.tags.isdisjoint(table.gate):
            for rule in _possible(gives, self.tags & table.telling):
                if rule.more and any(map(self.tags.isdisjoint, rule.more)):
                    continue
                for match in rule.pattern.finditer(self.codes):
                    yield self._match(rule, match)

    def matches(self, gives: str) -> list[Match]:
        """All matches of the rules for a value."""
        if (found := self._found.get(gives)) is None:
            found = self._found[gives] = [] if self.tags.isdisjoint(rules(gives).gate) else list(self.each(gives))
        return found

    def _match(self, rule: Rule, match: re.Match[str]) -> Match:
        indices = {name: match.start(name) for name, value in match.groupdict().items() if value}
        captured = {name: self.chunks[index] for name, index in indices.items()}
        index = next(iter(indices.values()), match.start())
        return Match(rule.id, self.chunks[index], index, match.start(), match.end(), captured)

    def covered(self, match: Match) -> Evidence:
        """All that a match covers, as evidence."""
        return Evidence(match.rule, self.chunks[match.first].start, self.chunks[match.last - 1].end)
