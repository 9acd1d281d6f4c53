"""The lexicon: words and rules in TOML, read once and indexed by the first word of each form."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from model.parsing.lexicon.rule_patterns import encode_tags
from model.parsing.tokenization.tokenizer import Token, tokenize_text
from model.taxonomy import Side, WeaponKind

# Tags that only a few rules test; to the others their words are plain words.
_MINOR_TAGS = frozenset(
    {"superlative", "ship", "seat", "unit", "land", "airtarget", "rise", "cause", "react", "offensive", "ground"}
    | {"accuse", "compasspoint", "event", "protect", "bearing", "under", "indefinite", "sum", "combat"}
    | {"habit", "goeson", "goingon", "come", "after", "aside", "eachother", "saying", "body", "character"}
    | {"gerund", "link", "assault", "answer", "unable", "self"}
)
_TABLE_NAMES = ("weapons", "words", "sides", "counts", "times", "rules")
_SIDE_FAMILIES = ("side", "adjective", "nation", "capital", "installed", "occupied", "speaker")


class LexiconEntry(NamedTuple):
    """The tags of a form, with the attributes of weapons and sides."""

    tags: frozenset[str]
    tag_code: str = ""
    kind: WeaponKind | None = None
    model: str | None = None
    side: Side | None = None
    is_countable: bool = True
    is_plural: bool = False
    sole_user: Side | None = None  # the only side that fires the weapon
    can_be_missile: bool = False  # artillery, but a missile if the text calls it one


class WordForm(NamedTuple):
    """The words of a form after its first, its spelling if capitals matter, and its entry."""

    rest_words: list[str]
    exact_spelling: str | None
    entry: LexiconEntry


class Lexicon:
    """The forms by their first word, casefolded; longest first.

    A form with a capital in the TOML only matches with that capital ("US" is not "us").
    """

    def __init__(self) -> None:
        self.tables = {name: load_table(name) for name in _TABLE_NAMES}
        entries: dict[str, LexiconEntry] = {}
        for form, entry in self._list_forms():
            entries[form] = _merge_entries(entries[form], entry) if form in entries else entry
        self.forms: dict[str, list[WordForm]] = {}
        for form, entry in entries.items():
            first, *rest = (Token(token).key for token in tokenize_text(form, 0, len(form))[0])
            exact = form if form != form.casefold() else None
            tags = entry.tags | {"word"} if entry.tags <= _MINOR_TAGS else entry.tags
            entry = entry._replace(tags=tags, tag_code=encode_tags(tags))
            if "side" in tags:
                encode_tags(tags | {"owner"})  # the tags of its possessive
            self.forms.setdefault(first, []).append(WordForm(rest, exact, entry))
        for choices in self.forms.values():
            choices.sort(key=lambda form: (-len(form.rest_words), form.exact_spelling is None))

    def _list_forms(self) -> list[tuple[str, LexiconEntry]]:
        forms: list[tuple[str, LexiconEntry]] = []
        for tag, table in self.tables["words"].items():
            forms += [(form, LexiconEntry(frozenset({tag}))) for form in table["forms"]]
        for family in _SIDE_FAMILIES:
            tags = frozenset({family, "owner"} if family == "adjective" else {family})
            for item in self.tables["sides"][family]:
                forms += [(form, LexiconEntry(tags, side=item.get("side"))) for form in item["forms"]]
        for item in self.tables["weapons"]["weapon"]:
            forms += _list_weapon_forms(item)
        unit = LexiconEntry(frozenset({"unit"}))
        return forms + [(form, unit) for form in self.tables["counts"]["units"]["forms"]]


def _list_weapon_forms(item: dict[str, Any]) -> list[tuple[str, LexiconEntry]]:
    entry = LexiconEntry(frozenset({"weapon"}), kind=item["kind"], model=item.get("model"), sole_user=item.get("user"))
    entry = entry._replace(is_countable=item.get("singular", True), can_be_missile=item.get("either", False))
    forms = [(form, entry._replace(is_plural=form.endswith("s"))) for form in item["forms"]]
    return forms + [(form + "s", entry._replace(is_plural=True)) for form in item["forms"] if not form.endswith("s")]


def _merge_entries(first: LexiconEntry, second: LexiconEntry) -> LexiconEntry:
    kind, model, side = first.kind or second.kind, first.model or second.model, first.side or second.side
    return first._replace(tags=first.tags | second.tags, kind=kind, model=model, side=side)


def load_table(name: str) -> dict[str, Any]:
    """A table of the lexicon, as parsed from its TOML file."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def load_frames(table: str) -> dict[str, frozenset[str]]:
    """The word lists of a table in frames.toml, by name."""
    return {name: frozenset(words) for name, words in load_table("frames")[table].items()}


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    return Lexicon()
