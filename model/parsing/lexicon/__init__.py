"""The lexicon: words and rules as TOML, read once into a table from the first word of a form to its continuations."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from model.parsing.lexicon.rule_patterns import code
from model.parsing.tokenization.tokenizer import Word, tokens
from model.taxonomy import Side, WeaponKind

# Tags that only some rules single out; to all others their words are plain words.
MINOR = frozenset(
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

TABLES = ("weapons", "words", "sides", "counts", "times", "rules")


class Entry(NamedTuple):
    """What a form of words is: its tags, and what those tags need to know of it."""

    tags: frozenset[str]
    code: str = ""
    kind: WeaponKind | None = None
    model: str | None = None
    side: Side | None = None
    counts: bool = True
    plural: bool = False
    user: Side | None = None  # who alone fires the weapon
    either: bool = False  # artillery, or a missile where the text calls it one


class Form(NamedTuple):
    """A form's words behind its first, how it is written where its capitals matter, and what it is."""

    rest: list[str]
    exact: str | None
    entry: Entry


class Lexicon:
    """`forms` maps the first word of a form, casefolded, to the forms that it starts, longest first.

    A form written with a capital in the TOML is only matched with that capital ("US" is not "us").
    """

    def __init__(self) -> None:
        self.tables = {name: load(name) for name in TABLES}
        entries: dict[str, Entry] = {}
        for form, entry in self._all_forms():
            before = entries.get(form)
            entries[form] = _joined(before, entry) if before else entry
        self.forms: dict[str, list[Form]] = {}
        for form, entry in entries.items():
            first, *rest = (Word(token).key for token in tokens(form, 0, len(form))[0])
            exact = form if form != form.casefold() else None
            tags = entry.tags | {"word"} if entry.tags <= MINOR else entry.tags
            entry = entry._replace(tags=tags, code=code(tags))
            if "side" in tags:
                code(tags | {"owner"})  # what a possessive becomes
            self.forms.setdefault(first, []).append(Form(rest, exact, entry))
        for choices in self.forms.values():
            choices.sort(key=lambda form: (-len(form.rest), form.exact is None))

    def _all_forms(self) -> list[tuple[str, Entry]]:
        found: list[tuple[str, Entry]] = []
        for tag, table in self.tables["words"].items():
            found += [(form, Entry(frozenset({tag}))) for form in table["forms"]]
        for family in ("side", "adjective", "nation", "capital", "installed", "occupied", "speaker"):
            for item in self.tables["sides"][family]:
                tags = {family, "owner"} if family == "adjective" else {family}
                entry = Entry(frozenset(tags), side=item.get("side"))
                found += [(form, entry) for form in item["forms"]]
        for item in self.tables["weapons"]["weapon"]:
            found += _weapon_forms(item)
        found += [(form, Entry(frozenset({"unit"}))) for form in self.tables["counts"]["units"]["forms"]]
        return found


def _weapon_forms(item: dict[str, Any]) -> list[tuple[str, Entry]]:
    entry = Entry(frozenset({"weapon"}), kind=item["kind"], model=item.get("model"), counts=item.get("singular", True))
    entry = entry._replace(either=item.get("either", False), user=item.get("user"))
    forms = [(form, entry._replace(plural=form.endswith("s"))) for form in item["forms"]]
    return forms + [(form + "s", entry._replace(plural=True)) for form in item["forms"] if not form.endswith("s")]


def _joined(first: Entry, second: Entry) -> Entry:
    return first._replace(
        tags=first.tags | second.tags,
        kind=first.kind or second.kind,
        model=first.model or second.model,
        side=first.side or second.side,
    )


def load(name: str) -> dict[str, Any]:
    """One table of the lexicon as its TOML reads."""
    return tomllib.loads(resources.files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def frames(table: str) -> dict[str, frozenset[str]]:
    """The words of a table of frames.toml, by what they tell; casefolded."""
    return {name: frozenset(words) for name, words in load("frames")[table].items()}


@cache
def lexicon() -> Lexicon:
    """The lexicon, read on first use."""
    return Lexicon()
