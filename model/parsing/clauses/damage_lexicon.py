"""The vocabulary of damage (lexicon/objects.toml): words for objects that can be hit, and for the effects on them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from model.parsing.lexicon import load_table
from model.parsing.lexicon.rule_patterns import define_tags
from model.taxonomy import Effect, ObjectKind

OBJECT_TAGS, OUTAGE_TAGS = define_tags("object"), define_tags("outage")
_PHRASE_TAGS = [define_tags("nearby"), define_tags("kindled"), define_tags("unreal")]
_TAGS_BY_FORM = {  # the word lists of an effect, and the tags of their words
    "past": define_tags("harmed"),
    "present": define_tags("harming"),
    "base": define_tags("harm"),
    "state": define_tags("state"),
    "event": define_tags("event"),
    "fire": define_tags("event", "flames"),
    "both_base": define_tags("event", "harm"),
    "both_present": define_tags("event", "harming"),
}


class Noun(NamedTuple):
    """The meaning of a noun or of its modifier: a kind of object, or only the kind of the noun after it."""

    kind: ObjectKind | None
    word: str = ""  # the last noun, in the singular; "" for a modifier
    is_general: bool = False  # takes its kind from a modifier
    is_modifier: bool = False


class OutagePhrase(NamedTuple):
    """The kind of supply that fails, and the words that can name it."""

    kind: ObjectKind
    supply_words: tuple[str, ...]


class EffectPhrase(NamedTuple):
    """The tags of the words for the rules, and the effect, if they state one."""

    tags: frozenset[str]
    effect: Effect | None = None


PhraseMeaning = Noun | EffectPhrase | OutagePhrase


class ObjectVocabulary(NamedTuple):
    """All forms with their meanings; `phrases` are those of several words, by their start and the word after it."""

    meanings: dict[str, PhraseMeaning]
    phrases: dict[str, dict[str, list[tuple[str, PhraseMeaning]]]]  # longest first
    first_words: frozenset[str]
    head_nouns: frozenset[str]  # each names an object by itself,
    weak_heads: frozenset[str]  # or only after one of `leading_words`
    leading_words: frozenset[str]
    adjectives: frozenset[str]
    determiners: frozenset[str]
    owners: frozenset[str]
    parts: frozenset[str]


@cache
def load_object_vocabulary() -> ObjectVocabulary:
    """The vocabulary of lexicon/objects.toml, read on first use."""
    table = load_table("objects")
    words, nouns = table["words"], _collect_nouns(table)
    outages = {
        form: OutagePhrase(item["kind"], tuple(item["named"])) for item in table["outage"] for form in item["forms"]
    }
    named = {form for form, noun in nouns.items() if not noun.is_modifier}
    bound = {form for form in named if nouns[form].kind is None}
    heads = (named | outages.keys()) - bound
    weak = bound | {form.rpartition(" ")[2] for form in named | outages.keys()}
    meanings: dict[str, PhraseMeaning] = {**nouns, **_collect_effects(table), **outages}
    for tags in _PHRASE_TAGS:
        meanings |= {form: EffectPhrase(tags) for form in table[next(iter(tags))]["forms"]}
    phrases = _index_phrases(meanings)
    leading = (form.split() for form, meaning in meanings.items() if not isinstance(meaning, EffectPhrase))
    return ObjectVocabulary(
        meanings,
        phrases,
        first_words=frozenset(meanings.keys() | phrases.keys()),
        head_nouns=frozenset(heads),
        weak_heads=frozenset(weak - heads),
        leading_words=frozenset(word for parts in leading for word in parts[:-1] or parts),
        **{name: frozenset(words[name]) for name in ("adjectives", "determiners", "owners", "parts")},
    )


def _collect_nouns(table: dict[str, Any]) -> dict[str, Noun]:
    """The nouns, singular and plural, and their modifiers; the first meaning of a noun counts."""
    general = table["general"]
    singular = [(noun, Noun(item["kind"], noun.split()[-1])) for item in table["object"] for noun in item["named"]]
    singular += [(noun, Noun(kind, noun, is_general=True)) for noun, kind in general["alone"].items()]
    singular += [(noun, Noun(None, noun, is_general=True)) for noun in general["bound"]]
    nouns: dict[str, Noun] = {}
    for noun, meaning in singular:
        nouns.setdefault(noun, meaning)
        nouns.setdefault(pluralize_noun(noun), meaning)
    for item in (*table["object"], general | {"kind": "other"}):
        for word in item.get("modifiers", ()):
            nouns.setdefault(word, Noun(item["kind"], is_modifier=True))
    return nouns


def _collect_effects(table: dict[str, Any]) -> dict[str, EffectPhrase]:
    """The words that state an effect on an object."""
    return {
        word: EffectPhrase(tags, item.get("effect"))
        for item in table["effect"]
        for form, tags in _TAGS_BY_FORM.items()
        for word in item.get(form, ())
    }


def _index_phrases(meanings: dict[str, PhraseMeaning]) -> dict[str, dict[str, list[tuple[str, PhraseMeaning]]]]:
    """The forms of several words, as ObjectVocabulary.phrases holds them."""
    phrases: dict[str, dict[str, list[tuple[str, PhraseMeaning]]]] = {}
    for form in sorted((form for form in meanings if " " in form), key=lambda form: -form.count(" ")):
        words = form.split()
        for size in range(1, len(words)):  # one chunk can hold several of the words
            followers = phrases.setdefault(" ".join(words[:size]), {})
            followers.setdefault(words[size], []).append((form, meanings[form]))
    return phrases


def pluralize_noun(noun: str) -> str:
    """The regular plural of an English noun: "factories", "churches", "houses", "blocks of flats"."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("y") and not head.endswith(("ay", "ey", "oy")):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}{'es' if head.endswith(('s', 'x', 'ch', 'sh')) else 's'}{of}{rest}"
