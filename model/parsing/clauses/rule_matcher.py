"""Passages: the chunks of a sentence, or of a part of one, over which the rules of lexicon/rules.toml are matched."""

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
    """The rule that gave a value, and the text offsets of its words."""

    rule: str
    start: int
    end: int


class PatternRule(NamedTuple):
    """A compiled rule; a passage must have a tag from each required set for it to match.

    Most passages meet `common_required_tags`, so they are left out when candidate rules are selected.
    """

    id: str
    pattern: re.Pattern[str]
    required_tags: tuple[frozenset[str], ...]
    common_required_tags: tuple[frozenset[str], ...]


class RuleMatch(NamedTuple):
    """A match over chunks [start_index, stop_index); `chunk`, at `chunk_index`, is the first captured one."""

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
    """The rules for a value, in lexicon order.

    A passage needs one of `gate_tags` for any of them to match; which of them can depends on `decisive_tags` alone.
    """

    rules: tuple[PatternRule, ...]
    gate_tags: frozenset[str]
    decisive_tags: frozenset[str]


@cache
def load_rules(gives: str) -> RuleSet:
    """The rules for a value."""
    rules = tuple(
        PatternRule(r["id"], compile_pattern(r["pattern"]), *_split_required_tags(find_required_tags(r["pattern"])))
        for r in load_lexicon().tables["rules"]["rule"]
        if r["gives"] == gives
    )
    return RuleSet(
        rules,
        gate_tags=frozenset().union(*(min(rule.required_tags, key=len) for rule in rules)),
        decisive_tags=frozenset(tag for rule in rules for tags in rule.required_tags for tag in tags),
    )


@cache
def find_rule_labels(rule: str) -> frozenset[str]:
    """The labels of a rule ("done", "headline"): `as` in the lexicon."""
    return next(frozenset(r.get("as", ())) for r in load_lexicon().tables["rules"]["rule"] if r["id"] == rule)


def _split_required_tags(
    required: tuple[frozenset[str], ...],
) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
    """The required sets that many sentences do not meet, smallest first, and the common ones."""
    rare = sorted((tags for tags in required if not tags & _COMMON_TAGS), key=len)
    return (tuple(rare), tuple(tags for tags in required if tags & _COMMON_TAGS)) if rare else (required, ())


@lru_cache(maxsize=50_000)
def _select_rules(gives: str, tags: frozenset[str]) -> tuple[PatternRule, ...]:
    """The rules for a value that can match chunks with these tags; trying the others would take most of the time."""
    return tuple([rule for rule in load_rules(gives).rules if not any(map(tags.isdisjoint, rule.required_tags))])


class Passage:
    """Consecutive chunks of `text`, which is the whole document, so that offsets hold."""

    def __init__(self, text: str, chunks: Sequence[Chunk], is_headline: bool = False, codes: str = "") -> None:
        """`codes` are the tag codes of the chunks, if known."""
        self.text, self.chunks, self.is_headline = text, chunks, is_headline
        self.codes = codes or "".join([chunk.tag_code for chunk in chunks])
        self.tags = decode_tags(self.codes)
        self._matches_by_value: dict[str, list[RuleMatch]] = {}

    @property
    def start(self) -> int:
        """Where the passage starts in the text."""
        counts = (weapon.quantity.start for chunk in self.chunks[:2] for weapon in chunk.weapons if weapon.quantity)
        return min([self.chunks[0].start, *counts])  # "Four" of "Four Russian missiles" precedes its chunk

    @property
    def end(self) -> int:
        """Where the passage ends in the text."""
        return self.chunks[-1].end

    def slice_chunks(self, first: int, stop: int) -> Passage:
        """The chunks [first, stop) as a passage."""
        return Passage(self.text, self.chunks[first:stop], self.is_headline, self.codes[first:stop])

    def iterate_matches(self, gives: str) -> Iterator[RuleMatch]:
        """The matches of the rules for a value, found lazily, rule by rule and left to right."""
        rule_set = load_rules(gives)
        if not self.tags.isdisjoint(rule_set.gate_tags):
            for rule in _select_rules(gives, self.tags & rule_set.decisive_tags):
                if rule.common_required_tags and any(map(self.tags.isdisjoint, rule.common_required_tags)):
                    continue
                for match in rule.pattern.finditer(self.codes):
                    yield self._make_match(rule, match)

    def find_matches(self, gives: str) -> list[RuleMatch]:
        """All matches of the rules for a value; cached."""
        if (matches := self._matches_by_value.get(gives)) is None:
            matches = self._matches_by_value[gives] = list(self.iterate_matches(gives))
        return matches

    def _make_match(self, rule: PatternRule, match: re.Match[str]) -> RuleMatch:
        indices = {name: match.start(name) for name, value in match.groupdict().items() if value}
        captured = {name: self.chunks[index] for name, index in indices.items()}
        index = next(iter(indices.values()), match.start())
        return RuleMatch(rule.id, self.chunks[index], index, match.start(), match.end(), captured)

    def cover_match(self, match: RuleMatch) -> Evidence:
        """All words of a match as evidence."""
        return Evidence(match.rule, self.chunks[match.start_index].start, self.chunks[match.stop_index - 1].end)
