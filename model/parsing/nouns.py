"""The words for what can be hit and for what became of it (lexicon/objects.toml), as the groups are found by them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from model.parsing.lexicon import load
from model.parsing.pattern import code
from model.terms import Effect, ObjectKind

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
    general, words = table["general"], table["words"]
    named = [(noun, Noun(item["kind"], noun.split()[-1])) for item in table["object"] for noun in item["named"]]
    named += [(noun, Noun(kind, noun, general=True)) for noun, kind in general["alone"].items()]
    named += [(noun, Noun(None, noun, general=True)) for noun in general["bound"]]
    meanings: dict[str, Meaning] = {}
    for noun, meaning in named:
        meanings.setdefault(noun, meaning)
        meanings.setdefault(plural(noun), meaning)
    for item in (*table["object"], general | {"kind": "other"}):
        for word in item.get("modifiers", ()):
            known = meanings.get(word)
            if not isinstance(known, Noun):
                meanings[word] = Noun(item["kind"], modifier=True)
    nouns = {form for form, meaning in meanings.items() if isinstance(meaning, Noun) and not meaning.modifier}
    for item in table["effect"]:
        for form, tags in _FORMS.items():
            meanings |= {each: Telling(tags, item.get("effect")) for each in item.get(form, ())}
    for item in table["outage"]:
        meanings |= {form: Outage(item["kind"], tuple(item["named"])) for form in item["forms"]}
        nouns |= set(item["forms"])
    for tag in (KINDLED, NEARBY, UNREAL):
        meanings |= {form: Telling(tag) for form in table[next(iter(tag))]["forms"]}
    longer: dict[str, dict[str, list[tuple[str, Meaning]]]] = {}
    for form in sorted((form for form in meanings if " " in form), key=lambda form: -form.count(" ")):
        parts = form.split()
        for size in range(1, len(parts)):  # a chunk may hold several of the words
            ahead = longer.setdefault(" ".join(parts[:size]), {})
            ahead.setdefault(parts[size], []).append((form, meanings[form]))
    bound = {form for form in nouns if isinstance(noun := meanings[form], Noun) and noun.kind is None}
    heads = nouns - bound
    return Words(
        meanings,
        longer,
        frozenset(meanings.keys() | longer.keys()),
        frozenset(heads),
        frozenset(bound | {form.rpartition(" ")[2] for form in nouns}) - heads,
        frozenset(
            word
            for form, meaning in meanings.items()
            if not isinstance(meaning, Telling)
            for word in form.split()[:-1] or [form]
        ),
        *(frozenset(words[name]) for name in ("adjectives", "determiners", "owners", "parts")),
    )


def plural(noun: str) -> str:
    """The regular plural of an English noun: "factories", "churches", "houses", "blocks of flats"."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("y") and not head.endswith(("ay", "ey", "oy")):
        return f"{head[:-1]}ies{of}{rest}"
    return f"{head}{'es' if head.endswith(('s', 'x', 'ch', 'sh')) else 's'}{of}{rest}"
