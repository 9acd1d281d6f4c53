"""Every lexicon rule agrees with its own examples and counterexamples."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.parsing.chunks.chunker import chunk_sentence
from model.parsing.chunks.temporal_expressions import find_temporal_expressions
from model.parsing.clauses.damage_objects import group_objects
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.lexicon import load_table

RULES: list[dict[str, Any]] = load_table("rules")["rule"]
TIMES: list[dict[str, Any]] = load_table("times")["time"]


def capture_words(rule: dict[str, Any], sentence: str) -> list[str]:
    """The words that the rule takes from the sentence: its captured chunk, or everything it covers."""
    passage = Passage(sentence, chunk_sentence(sentence, 0, len(sentence), None))
    if rule["gives"].startswith("damage"):
        passage = group_objects(passage) or passage
    whole = rule["gives"] in ("strike", "discard", "again", "follows", "unverified")
    words = []
    for match in passage.find_matches(rule["gives"]):
        if match.rule == rule["id"]:
            evidence = passage.cover_match(match) if whole else match.evidence
            if named := match.captured.get("object"):
                evidence = evidence._replace(start=named.start, end=named.end)
            words.append(sentence[evidence.start : evidence.end])
    return words


def list_examples(key: str) -> list[Any]:
    return [
        pytest.param(rule, example, id=f"{rule['id']}-{n}")
        for rule in RULES
        for n, example in enumerate(rule.get(key, ()))
    ]


@pytest.mark.parametrize(("rule", "example"), list_examples("examples"))
def test_rule_captures_the_words_of_its_example(rule: dict[str, Any], example: list[str]) -> None:
    sentence, expected = example
    assert expected in capture_words(rule, sentence)


@pytest.mark.parametrize(("rule", "sentence"), list_examples("counterexamples"))
def test_rule_ignores_its_counterexample(rule: dict[str, Any], sentence: str) -> None:
    assert capture_words(rule, sentence) == []


def test_every_rule_has_an_example_and_a_unique_name() -> None:
    names = [rule["id"] for rule in RULES + TIMES]
    assert len(names) == len(set(names))
    assert [rule["id"] for rule in RULES + TIMES if not rule.get("examples")] == []


@pytest.mark.parametrize(
    ("rule", "sentence", "published", "expected"),
    [pytest.param(r["id"], *e, id=f"{r['id']}-{n}") for r in TIMES for n, e in enumerate(r["examples"])],
)
def test_time_rules_resolve_their_examples(rule: str, sentence: str, published: str, expected: str) -> None:
    day = date.fromisoformat(published) if published else None
    mention = next(find_temporal_expressions(sentence, 0, len(sentence), day))
    assert mention.rule == rule
    assert mention.when.text is not None
    assert mention.when.text in sentence
    interval = [d.isoformat() for d in (mention.when.start, mention.when.end) if d]
    assert "/".join(dict.fromkeys(interval)) == expected
