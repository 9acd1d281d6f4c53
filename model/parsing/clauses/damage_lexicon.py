"""The words for what can be hit and for what became of it (lexicon/objects.toml), as the groups are found by them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from model.parsing.lexicon import load_table
from model.parsing.lexicon.rule_patterns import encode_tags
from model.taxonomy import Effect, ObjectKind

OBJECT_TAGS, OUTAGE_TAGS = frozenset({"object"}), frozenset({"outage"})
NEARBY_TAGS, KINDLED_TAGS, UNREAL_TAGS = frozenset({"nearby"}), frozenset({"kindled"}), frozenset({"unreal"})
_TAGS_BY_FORM = {  # the tables of an effect, and what its words are to the rules
    "past": frozenset({"harmed"}),
    "present": frozenset({"harming"}),
    "base": frozenset({"harm"}),
    "state": frozenset({"state"}),
    "event": frozenset({"event"}),
    "fire": frozenset({"event", "flames"}),
    "both_base": frozenset({"event", "harm"}),
    "both_present": frozenset({"event", "harming"}),
}
# Every set of tags gets its character before any pattern is compiled.
CODES_BY_TAGS = {
    tags: encode_tags(tags)
    for tags in (OBJECT_TAGS, OUTAGE_TAGS, NEARBY_TAGS, KINDLED_TAGS, UNREAL_TAGS, *_TAGS_BY_FORM.values())
}


class Noun(NamedTuple):
    """What a form of words names: a kind of object, or only the kind of the noun behind it."""

    kind: ObjectKind | None
    word: str = ""  # the noun itself, in the singular; '' of what only stands before one
    is_general: bool = False  # takes the kind of what stands before it
    is_modifier: bool = False


class OutagePhrase(NamedTuple):
    """What goes out where these words stand: the kind of supply, and the words that can name it."""

    kind: ObjectKind
    supply_words: tuple[str, ...]


class EffectPhrase(NamedTuple):
    """What the words are to the rules, and the effect that they tell, if one."""

    tags: frozenset[str]
    effect: Effect | None = None


PhraseMeaning = Noun | EffectPhrase | OutagePhrase


class ObjectVocabulary(NamedTuple):
    """`longer` holds, for the words that start a form and for the word behind them, the forms, longest first."""

    meanings: dict[str, PhraseMeaning]
    phrases: dict[str, dict[str, list[tuple[str, PhraseMeaning]]]]
    first_words: frozenset[str]
    head_nouns: frozenset[str]  # a passage names an object with one of these,
    weak_heads: frozenset[str]  # or with one of these and one of those that stand before them
    leading_words: frozenset[str]
    adjectives: frozenset[str]
    determiners: frozenset[str]
    owners: frozenset[str]
    parts: frozenset[str]


@cache
def load_object_vocabulary() -> ObjectVocabulary:
    """The words of lexicon/objects.toml, read on first use."""
    table = load_table("objects")
    words, meanings = table["words"], _collect_nouns(table)
    outages = {
        form: OutagePhrase(item["kind"], tuple(item["named"])) for item in table["outage"] for form in item["forms"]
    }
    named = {form for form, meaning in meanings.items() if not meaning.is_modifier}
    bound = {form for form in named if meanings[form].kind is None}
    heads = (named | outages.keys()) - bound
    weak = bound | {form.rpartition(" ")[2] for form in named | outages.keys()}
    known: dict[str, PhraseMeaning] = {**meanings, **_collect_effects(table), **outages}
    known |= {
        form: EffectPhrase(tag)
        for tag in (KINDLED_TAGS, NEARBY_TAGS, UNREAL_TAGS)
        for form in table[next(iter(tag))]["forms"]
    }
    longer = _index_phrases(known)
    leading = (form.split() for form, meaning in known.items() if not isinstance(meaning, EffectPhrase))
    return ObjectVocabulary(
        meanings=known,
        phrases=longer,
        first_words=frozenset(known.keys() | longer.keys()),
        head_nouns=frozenset(heads),
        weak_heads=frozenset(weak - heads),
        leading_words=frozenset(word for parts in leading for word in parts[:-1] or parts),
        adjectives=frozenset(words["adjectives"]),
        determiners=frozenset(words["determiners"]),
        owners=frozenset(words["owners"]),
        parts=frozenset(words["parts"]),
    )


def _collect_nouns(table: dict[str, Any]) -> dict[str, Noun]:
    """The nouns, singular and plural, and what only stands before one; the first meaning of a noun holds."""
    general = table["general"]
    named = [(noun, Noun(item["kind"], noun.split()[-1])) for item in table["object"] for noun in item["named"]]
    named += [(noun, Noun(kind, noun, is_general=True)) for noun, kind in general["alone"].items()]
    named += [(noun, Noun(None, noun, is_general=True)) for noun in general["bound"]]
    nouns: dict[str, Noun] = {}
    for noun, meaning in named:
        nouns.setdefault(noun, meaning)
        nouns.setdefault(pluralize_noun(noun), meaning)
    for item in (*table["object"], general | {"kind": "other"}):
        for word in item.get("modifiers", ()):
            nouns.setdefault(word, Noun(item["kind"], is_modifier=True))
    return nouns


def _collect_effects(table: dict[str, Any]) -> dict[str, EffectPhrase]:
    """The words that tell what became of an object."""
    return {
        word: EffectPhrase(tags, item.get("effect"))
        for item in table["effect"]
        for form, tags in _TAGS_BY_FORM.items()
        for word in item.get(form, ())
    }


def _index_phrases(meanings: dict[str, PhraseMeaning]) -> dict[str, dict[str, list[tuple[str, PhraseMeaning]]]]:
    """The forms of several words, as Words keeps them."""
    longer: dict[str, dict[str, list[tuple[str, PhraseMeaning]]]] = {}
    for form in sorted((form for form in meanings if " " in form), key=lambda form: -form.count(" ")):
        parts = form.split()
        for size in range(1, len(parts)):  # a chunk may hold several of the words
            ahead = longer.setdefault(" ".join(parts[:size]), {})
            ahead.setdefault(parts[size], []).append((form, meanings[form]))
    return longer


def pluralize_noun(noun: str) -> str:
    """The regular plural of an English noun: "factories", "churches", "houses", "blocks of flats"."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("y") and not head.endswith(("ay", "ey", "oy")):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}{'es' if head.endswith(('s', 'x', 'ch', 'sh')) else 's'}{of}{rest}"
