"""The words for what can be hit and for what became of it (lexicon/objects.toml), as the groups are found by them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from model.parsing.lexicon import load
from model.parsing.lexicon.rule_patterns import code
from model.taxonomy import Effect, ObjectKind

OBJECT, OUTAGE = frozenset({"object"}), frozenset({"outage"})
NEARBY, KINDLED, UNREAL = frozenset({"nearby"}), frozenset({"kindled"}), frozenset({"unreal"})
_FORMS = {  # the tables of an effect, and what its words are to the rules
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
MARKS = {tags: code(tags) for tags in (OBJECT, OUTAGE, NEARBY, KINDLED, UNREAL, *_FORMS.values())}


class Noun(NamedTuple):
    """What a form of words names: a kind of object, or only the kind of the noun behind it."""

    kind: ObjectKind | None
    word: str = ""  # the noun itself, in the singular; '' of what only stands before one
    general: bool = False  # takes the kind of what stands before it
    modifier: bool = False


class Outage(NamedTuple):
    """What goes out where these words stand: the kind of supply, and the words that can name it."""

    kind: ObjectKind
    named: tuple[str, ...]


class Telling(NamedTuple):
    """What the words are to the rules, and the effect that they tell, if one."""

    tags: frozenset[str]
    effect: Effect | None = None


Meaning = Noun | Telling | Outage


class Words(NamedTuple):
    """`longer` holds, for the words that start a form and for the word behind them, the forms, longest first."""

    meanings: dict[str, Meaning]
    longer: dict[str, dict[str, list[tuple[str, Meaning]]]]
    starts: frozenset[str]
    heads: frozenset[str]  # a passage names an object with one of these,
    weak: frozenset[str]  # or with one of these and one of those that stand before them
    before: frozenset[str]
    adjectives: frozenset[str]
    determiners: frozenset[str]
    owners: frozenset[str]
    parts: frozenset[str]


@cache
def object_words() -> Words:
    """The words of lexicon/objects.toml, read on first use."""
    table = load("objects")
    words, meanings = table["words"], _nouns(table)
    outages = {form: Outage(item["kind"], tuple(item["named"])) for item in table["outage"] for form in item["forms"]}
    named = {form for form, meaning in meanings.items() if not meaning.modifier}
    bound = {form for form in named if meanings[form].kind is None}
    heads = (named | outages.keys()) - bound
    weak = bound | {form.rpartition(" ")[2] for form in named | outages.keys()}
    known: dict[str, Meaning] = {**meanings, **_effects(table), **outages}
    known |= {form: Telling(tag) for tag in (KINDLED, NEARBY, UNREAL) for form in table[next(iter(tag))]["forms"]}
    longer = _longer(known)
    leading = (form.split() for form, meaning in known.items() if not isinstance(meaning, Telling))
    return Words(
        meanings=known,
        longer=longer,
        starts=frozenset(known.keys() | longer.keys()),
        heads=frozenset(heads),
        weak=frozenset(weak - heads),
        before=frozenset(word for parts in leading for word in parts[:-1] or parts),
        adjectives=frozenset(words["adjectives"]),
        determiners=frozenset(words["determiners"]),
        owners=frozenset(words["owners"]),
        parts=frozenset(words["parts"]),
    )


def _nouns(table: dict[str, Any]) -> dict[str, Noun]:
    """The nouns, singular and plural, and what only stands before one; the first meaning of a noun holds."""
    general = table["general"]
    named = [(noun, Noun(item["kind"], noun.split()[-1])) for item in table["object"] for noun in item["named"]]
    named += [(noun, Noun(kind, noun, general=True)) for noun, kind in general["alone"].items()]
    named += [(noun, Noun(None, noun, general=True)) for noun in general["bound"]]
    nouns: dict[str, Noun] = {}
    for noun, meaning in named:
        nouns.setdefault(noun, meaning)
        nouns.setdefault(plural(noun), meaning)
    for item in (*table["object"], general | {"kind": "other"}):
        for word in item.get("modifiers", ()):
            nouns.setdefault(word, Noun(item["kind"], modifier=True))
    return nouns


def _effects(table: dict[str, Any]) -> dict[str, Telling]:
    """The words that tell what became of an object."""
    return {
        word: Telling(tags, item.get("effect"))
        for item in table["effect"]
        for form, tags in _FORMS.items()
        for word in item.get(form, ())
    }


def _longer(meanings: dict[str, Meaning]) -> dict[str, dict[str, list[tuple[str, Meaning]]]]:
    """The forms of several words, as Words keeps them."""
    longer: dict[str, dict[str, list[tuple[str, Meaning]]]] = {}
    for form in sorted((form for form in meanings if " " in form), key=lambda form: -form.count(" ")):
        parts = form.split()
        for size in range(1, len(parts)):  # a chunk may hold several of the words
            ahead = longer.setdefault(" ".join(parts[:size]), {})
            ahead.setdefault(parts[size], []).append((form, meanings[form]))
    return longer


def plural(noun: str) -> str:
    """The regular plural of an English noun: "factories", "churches", "houses", "blocks of flats"."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("y") and not head.endswith(("ay", "ey", "oy")):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}{'es' if head.endswith(('s', 'x', 'ch', 'sh')) else 's'}{of}{rest}"
