"""The lexicon: words and rules as TOML, read once into a table from the first word of a form to its continuations."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from model.parsing.lexicon.rule_patterns import encode_tags
from model.parsing.tokenization.tokenizer import Token, tokenize_text
from model.taxonomy import Side, WeaponKind

# Tags that only some rules single out; to all others their words are plain words.
MINOR_TAGS = frozenset(
    {
        "superlative",
        "ship",
        "seat",
        "unit",
        "land",
        "airtarget",
        "rise",
        "cause",
        "react",
        "offensive",
        "ground",
        "goingon",
    }
    | {"accuse", "compasspoint", "event", "protect", "bearing", "under", "indefinite", "sum", "combat"}
    | {"habit", "goeson", "goingon", "come", "after", "aside", "eachother", "saying", "body", "character"}
    | {"gerund", "link", "assault", "answer", "unable", "self"}
)

TABLE_NAMES = ("weapons", "words", "sides", "counts", "times", "rules")


class LexiconEntry(NamedTuple):
    """What a form of words is: its tags, and what those tags need to know of it."""

    tags: frozenset[str]
    tag_code: str = ""
    kind: WeaponKind | None = None
    model: str | None = None
    side: Side | None = None
    is_countable: bool = True
    is_plural: bool = False
    sole_user: Side | None = None  # who alone fires the weapon
    can_be_missile: bool = False  # artillery, or a missile where the text calls it one


class WordForm(NamedTuple):
    """A form's words behind its first, how it is written where its capitals matter, and what it is."""

    rest_words: list[str]
    exact_spelling: str | None
    entry: LexiconEntry


class Lexicon:
    """`forms` maps the first word of a form, casefolded, to the forms that it starts, longest first.

    A form written with a capital in the TOML is only matched with that capital ("US" is not "us").
    """

    def __init__(self) -> None:
        self.tables = {name: load_table(name) for name in TABLE_NAMES}
        entries: dict[str, LexiconEntry] = {}
        for form, entry in self._list_forms():
            before = entries.get(form)
            entries[form] = _merge_entries(before, entry) if before else entry
        self.forms: dict[str, list[WordForm]] = {}
        for form, entry in entries.items():
            first, *rest = (Token(token).key for token in tokenize_text(form, 0, len(form))[0])
            exact = form if form != form.casefold() else None
            tags = entry.tags | {"word"} if entry.tags <= MINOR_TAGS else entry.tags
            entry = entry._replace(tags=tags, tag_code=encode_tags(tags))
            if "side" in tags:
                encode_tags(tags | {"owner"})  # what a possessive becomes
            self.forms.setdefault(first, []).append(WordForm(rest, exact, entry))
        for choices in self.forms.values():
            choices.sort(key=lambda form: (-len(form.rest_words), form.exact_spelling is None))

    def _list_forms(self) -> list[tuple[str, LexiconEntry]]:
        found: list[tuple[str, LexiconEntry]] = []
        for tag, table in self.tables["words"].items():
            found += [(form, LexiconEntry(frozenset({tag}))) for form in table["forms"]]
        for family in ("side", "adjective", "nation", "capital", "installed", "occupied", "speaker"):
            for item in self.tables["sides"][family]:
                tags = {family, "owner"} if family == "adjective" else {family}
                entry = LexiconEntry(frozenset(tags), side=item.get("side"))
                found += [(form, entry) for form in item["forms"]]
        for item in self.tables["weapons"]["weapon"]:
            found += _list_weapon_forms(item)
        found += [(form, LexiconEntry(frozenset({"unit"}))) for form in self.tables["counts"]["units"]["forms"]]
        return found


def _list_weapon_forms(item: dict[str, Any]) -> list[tuple[str, LexiconEntry]]:
    entry = LexiconEntry(
        frozenset({"weapon"}), kind=item["kind"], model=item.get("model"), is_countable=item.get("singular", True)
    )
    entry = entry._replace(can_be_missile=item.get("either", False), sole_user=item.get("user"))
    forms = [(form, entry._replace(is_plural=form.endswith("s"))) for form in item["forms"]]
    return forms + [(form + "s", entry._replace(is_plural=True)) for form in item["forms"] if not form.endswith("s")]


def _merge_entries(first: LexiconEntry, second: LexiconEntry) -> LexiconEntry:
    return first._replace(
        tags=first.tags | second.tags,
        kind=first.kind or second.kind,
        model=first.model or second.model,
        side=first.side or second.side,
    )


def load_table(name: str) -> dict[str, Any]:
    """One table of the lexicon as its TOML reads."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def load_frames(table: str) -> dict[str, frozenset[str]]:
    """The words of a table of frames.toml, by what they tell; casefolded."""
    return {name: frozenset(words) for name, words in load_table("frames")[table].items()}


@cache
def load_lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    return Lexicon()
