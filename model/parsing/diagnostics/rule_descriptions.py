"""What the rules say, and why something was passed over, in a line for people (lexicon/explained.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from model.event import DATASET_RULE_PREFIX
from model.parsing.lexicon import load_table


def describe_rule(rule: str) -> str:
    """What the rule says; KeyError for a rule that is nowhere described."""
    if rule.startswith(DATASET_RULE_PREFIX):
        _, mapping, column = rule.split(".", 2)
        return str(_load_descriptions()["dataset"]).format(mapping=mapping, column=column)
    return _load_rule_descriptions()[rule]


def describe_reason(reason: str, about: str = "") -> str:
    """Why something was considered and not taken."""
    return str(_load_descriptions()["reasons"][reason]).format(about=about)


def describe_unworded_time(why: str) -> str:
    """How a time is known, or why it is not, where no words tell it."""
    return str(_load_descriptions()["wordless"][why])


def describe_discard(rule: str) -> str:
    """What words are that a rule discards: "a threat, a fear or a plan"; else no strike, as in its example."""
    return str(_load_descriptions()["none"].get(rule) or f"no strike, {_load_rule_examples()[rule]}")


def describe_missing_slot(lack: str, about: str = "", rule: str = "") -> str:
    """What a passage lacks to be a report; `about` and `rule` are the words that a rule discards."""
    return str(_load_descriptions()["lacks"][lack]).format(about=about, none=describe_discard(rule) if rule else "")


@cache
def _load_descriptions() -> dict[str, Any]:
    return load_table("explained")


@cache
def _load_rule_descriptions() -> dict[str, str]:
    rules = dict(_load_descriptions()["rules"])
    for rule in load_table("rules")["rule"]:
        if gives := _load_descriptions()["gives"].get(rule["gives"]):
            rules[rule["id"]] = f"{gives}, {_load_rule_examples()[rule['id']]}"
    return rules


@cache
def _load_rule_examples() -> dict[str, str]:
    """The first example of each rule of rules.toml: "as “five” in “The raid left five dead.”"."""
    first = {rule["id"]: rule["examples"][0] for rule in load_table("rules")["rule"]}
    return {rule: f"as “{words}” in “{sentence}”" for rule, (sentence, words) in first.items()}
