"""Describes rules, and reasons for rejections, in one line for users (lexicon/explained.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from model.event import DATASET_RULE_PREFIX
from model.parsing.lexicon import load_table


def describe_rule(rule: str) -> str:
    """What the rule says. Raises KeyError for an unknown rule."""
    if rule.startswith(DATASET_RULE_PREFIX):
        _, mapping, column = rule.split(".", 2)
        return str(_load_descriptions()["dataset"]).format(mapping=mapping, column=column)
    return _load_rule_descriptions()[rule]


def describe_reason(reason: str, about: str = "") -> str:
    """Why something was considered and rejected."""
    return str(_load_descriptions()["reasons"][reason]).format(about=about)


def describe_unworded_time(reason: str) -> str:
    """How the time is known without words for it, or why it is unknown."""
    return str(_load_descriptions()["wordless"][reason])


def describe_discard(rule: str) -> str:
    """What the words of a discarding rule are: "a threat, a fear or a plan"; else no strike, with its example."""
    return str(_load_descriptions()["none"].get(rule) or f"not a strike, {_load_rule_examples()[rule]}")


def describe_missing_slot(slot: str, about: str = "", rule: str = "") -> str:
    """What a passage lacks to be a report; `about` and `rule` are the words and the rule that discard it."""
    return str(_load_descriptions()["lacks"][slot]).format(about=about, none=describe_discard(rule) if rule else "")


@cache
def _load_descriptions() -> dict[str, Any]:
    return load_table("explained")


@cache
def _load_rule_descriptions() -> dict[str, str]:
    descriptions = dict(_load_descriptions()["rules"])
    for rule in load_table("rules")["rule"]:
        if gives := _load_descriptions()["gives"].get(rule["gives"]):
            descriptions[rule["id"]] = f"{gives}, {_load_rule_examples()[rule['id']]}"
    return descriptions


@cache
def _load_rule_examples() -> dict[str, str]:
    """The first example of each rule: "as “five” in “The raid left five dead.”"."""
    examples = {rule["id"]: rule["examples"][0] for rule in load_table("rules")["rule"]}
    return {rule: f"as “{words}” in “{sentence}”" for rule, (sentence, words) in examples.items()}
