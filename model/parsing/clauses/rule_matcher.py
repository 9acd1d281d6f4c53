"""A passage: the chunks of a sentence (or of a part of one), and the rules of lexicon/rules.toml matched over them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from model.parsing.chunks.chunk import Chunk
from model.parsing.lexicon import load_lexicon
from model.parsing.lexicon.rule_patterns import compile_pattern, decode_tags, find_required_tags

_COMMON_TAGS = frozenset(
    {"and", "be", "by", "comma", "figure", "have", "in", "name", "of", "on", "say", "the", "to", "word"}
)


class Evidence(NamedTuple):
    """The rule that gave a value, and where its words stand."""

    rule: str
    start: int
    end: int


class PatternRule(NamedTuple):
    """One rule of the lexicon, compiled; it can only match where there is a tag of each of `needs` and `more`.

    `more` are needs that most passages meet; they are left out of what the possible rules are kept under.
    """

    id: str
    pattern: re.Pattern[str]
    required_tags: tuple[frozenset[str], ...]
    common_required_tags: tuple[frozenset[str], ...]


class RuleMatch(NamedTuple):
    """A rule's match: its captured chunk, that at index `at`; chunks [first, last) are all that it covers."""

    rule: str
    chunk: Chunk
    chunk_index: int
    start_index: int
    stop_index: int
    captured: dict[str, Chunk]

    @property
    def evidence(self) -> Evidence:
        """The captured chunk as evidence."""
        return Evidence(self.rule, self.chunk.start, self.chunk.end)

    def overlaps(self, other: RuleMatch) -> bool:
        """Whether the two matches share a chunk."""
        return self.start_index < other.stop_index and other.start_index < self.stop_index


class RuleSet(NamedTuple):
    """The rules that give a value, in the order of the lexicon.

    `gate` are tags of which a passage needs one for any of them to match, quicker to test than each rule's needs;
    `telling` are the tags that tell which of them can.
    """

    rules: tuple[PatternRule, ...]
    gate_tags: frozenset[str]
    decisive_tags: frozenset[str]


@cache
def load_rules(gives: str) -> RuleSet:
    """The rules that give a value."""
    table = [rule for rule in load_lexicon().tables["rules"]["rule"] if rule["gives"] == gives]
    each = tuple(
        PatternRule(r["id"], compile_pattern(r["pattern"]), *_split_required_tags(find_required_tags(r["pattern"])))
        for r in table
    )
    return RuleSet(
        each,
        gate_tags=frozenset().union(*(min(rule.required_tags, key=len) for rule in each)),
        decisive_tags=frozenset(tag for rule in each for need in rule.required_tags for tag in need),
    )


@cache
def find_rule_labels(rule: str) -> frozenset[str]:
    """What a rule tells its value as: the marks of `as` in the lexicon."""
    return next(frozenset(r.get("as", ())) for r in load_lexicon().tables["rules"]["rule"] if r["id"] == rule)


def _split_required_tags(
    needs: tuple[frozenset[str], ...],
) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """Those of the needs that many a sentence does not meet, the hardest to meet first, and the others."""
    rare = sorted((need for need in needs if not need & _COMMON_TAGS), key=len)
    return (tuple(rare), tuple(need for need in needs if need & _COMMON_TAGS)) if rare else (needs, ())


@lru_cache(maxsize=50_000)
def _select_rules(gives: str, tags: frozenset[str]) -> tuple[PatternRule, ...]:
    """The rules for a value that can match among chunks with these tags: trying the others would take most time."""
    return tuple([rule for rule in load_rules(gives).rules if not any(map(tags.isdisjoint, rule.required_tags))])


class Passage:
    """Chunks of `text` in a row; `text` is the whole of the document, so that offsets hold."""

    def __init__(self, text: str, chunks: Sequence[Chunk], is_headline: bool = False, codes: str = "") -> None:
        """`codes` are the characters of the chunks, where they are known."""
        self.text, self.chunks, self.is_headline = text, chunks, is_headline
        self.codes = codes or "".join([chunk.tag_code for chunk in chunks])
        self.tags = decode_tags(self.codes)
        self._matches_by_value: dict[str, list[RuleMatch]] = {}

    @property
    def start(self) -> int:
        """Where the passage starts in the text."""
        counts = (arm.quantity.start for chunk in self.chunks[:2] for arm in chunk.weapons if arm.quantity)
        return min([self.chunks[0].start, *counts])  # "Four" of "Four Russian missiles" stands in its arms

    @property
    def end(self) -> int:
        """Where the passage ends in the text."""
        return self.chunks[-1].end

    def slice_chunks(self, first: int, last: int) -> Passage:
        """The chunks [first, last) as a passage of their own."""
        return Passage(self.text, self.chunks[first:last], self.is_headline, self.codes[first:last])

    def iterate_matches(self, gives: str) -> Iterator[RuleMatch]:
        """The matches of the rules for a value, rule by rule, left to right, sought only as far as asked for."""
        table = load_rules(gives)
        if not self.tags.isdisjoint(table.gate_tags):
            for rule in _select_rules(gives, self.tags & table.decisive_tags):
                if rule.common_required_tags and any(map(self.tags.isdisjoint, rule.common_required_tags)):
                    continue
                for match in rule.pattern.finditer(self.codes):
                    yield self._make_match(rule, match)

    def find_matches(self, gives: str) -> list[RuleMatch]:
        """All matches of the rules for a value."""
        if (found := self._matches_by_value.get(gives)) is None:
            found = self._matches_by_value[gives] = (
                [] if self.tags.isdisjoint(load_rules(gives).gate_tags) else list(self.iterate_matches(gives))
            )
        return found

    def _make_match(self, rule: PatternRule, match: re.Match[str]) -> RuleMatch:
        indices = {name: match.start(name) for name, value in match.groupdict().items() if value}
        captured = {name: self.chunks[index] for name, index in indices.items()}
        index = next(iter(indices.values()), match.start())
        return RuleMatch(rule.id, self.chunks[index], index, match.start(), match.end(), captured)

    def cover_match(self, match: RuleMatch) -> Evidence:
        """All that a match covers, as evidence."""
        return Evidence(match.rule, self.chunks[match.start_index].start, self.chunks[match.stop_index - 1].end)
