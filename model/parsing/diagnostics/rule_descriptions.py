"""What the rules say, and why something was passed over, in a line for people (lexicon/explained.toml)."""

from __future__ import annotations

from functools import cache
from typing import Any

from model.event import DATASET
from model.parsing.lexicon import load


def rule_words(rule: str) -> str:
    """What the rule says; KeyError for a rule that is nowhere described."""
    if rule.startswith(DATASET):
        _, mapping, column = rule.split(".", 2)
        return str(_table()["dataset"]).format(mapping=mapping, column=column)
    return _rules()[rule]


def reason_words(reason: str, about: str = "") -> str:
    """Why something was considered and not taken."""
    return str(_table()["reasons"][reason]).format(about=about)


def wordless(why: str) -> str:
    """How a time is known, or why it is not, where no words tell it."""
    return str(_table()["wordless"][why])


def none_words(rule: str) -> str:
    """What words are that a rule discards: "a threat, a fear or a plan"; else no strike, as in its example."""
    return str(_table()["none"].get(rule) or f"no strike, {_examples()[rule]}")


def lack_words(lack: str, about: str = "", rule: str = "") -> str:
    """What a passage lacks to be a report; `about` and `rule` are the words that a rule discards."""
    return str(_table()["lacks"][lack]).format(about=about, none=none_words(rule) if rule else "")


@cache
def _table() -> dict[str, Any]:
    return load("explained")


@cache
def _rules() -> dict[str, str]:
    rules = dict(_table()["rules"])
    for rule in load("rules")["rule"]:
        if gives := _table()["gives"].get(rule["gives"]):
            rules[rule["id"]] = f"{gives}, {_examples()[rule['id']]}"
    return rules


@cache
def _examples() -> dict[str, str]:
    """The first example of each rule of rules.toml: "as “five” in “The raid left five dead.”"."""
    first = {rule["id"]: rule["examples"][0] for rule in load("rules")["rule"]}
    return {rule: f"as “{words}” in “{sentence}”" for rule, (sentence, words) in first.items()}
