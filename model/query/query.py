"""The query: which strikes are shown. Sides, kinds of weapon and terms; each narrows, an empty one lets all pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from model.query.errors import QueryError as QueryError
from model.query.term import WORDS_FIELD
from model.query.term import Term as Term
from model.taxonomy import SIDES, WEAPON_KINDS

if TYPE_CHECKING:
    from model.taxonomy import Side, WeaponKind

_Choice = TypeVar("_Choice", bound=str)
_TEXT_FIELDS: Final = (
    WORDS_FIELD,
    "text",
    "place",
    "region",
    "model",
    "speaker",
)  # the fields that are words of a text


@dataclass(frozen=True)
class Query:
    """A strike is shown when it is of one of the sides, has one of the kinds of weapon, and passes all the terms.

    An empty set filters nothing. `terms` are all other conditions in the order typed. docs/query.md tells the grammar.
    """

    sides: frozenset[Side] = frozenset()
    weapons: frozenset[WeaponKind] = frozenset()
    terms: tuple[Term, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """The query that a text asks; raises QueryError, which points at what is wrong.

        The first positive `side:` and the first `weapon:` become the filters; what further ones ask is a term.
        """
        from model.query.grammar import parse_terms  # an app that only shows needs no grammar

        return cls(terms=parse_terms(text))._normalize_filters()

    @classmethod
    def from_arguments(cls, arguments: Iterable[str]) -> Query:
        """The query of a command line, whose shell has eaten quotes: the argument `place:Kryvyi Rih` is one value.

        So is every argument of a field that takes words, unless it holds quotes or a further field; all others are
        read as typed. Raises QueryError.
        """
        from model.query.grammar import quote_values, split_spaced_argument

        return cls.parse(
            " ".join(quote_values(*found) if (found := split_spaced_argument(each)) else each for each in arguments)
        )

    def __bool__(self) -> bool:
        """True where any filter is set."""
        return bool(self.sides or self.weapons or self.terms)

    def __str__(self) -> str:
        """The query as it is typed: `Query.parse(str(query)) == query`."""
        filters = []
        if self.sides:
            filters.append("side:" + ",".join(side for side in SIDES if side in self.sides))
        if self.weapons:
            filters.append("weapon:" + ",".join(kind for kind in WEAPON_KINDS if kind in self.weapons))
        return " ".join([*filters, *map(str, self.terms)])

    @property
    def terms_text(self) -> str:
        """The terms as they are typed, '' where there are none: what a prompt shows."""
        return " ".join(map(str, self.terms))

    @property
    def without_filters(self) -> Query:
        """The query of its terms alone."""
        return Query(terms=self.terms) if self.sides or self.weapons else self

    @property
    def search_phrases(self) -> tuple[str, ...]:
        """The words and phrases that it looks for in texts, "*" behind the beginning of one: what to mark there."""
        told = [term.values for term in self.terms if term.field in _TEXT_FIELDS and not term.is_negated]
        return tuple(dict.fromkeys(value for values in told for value in values))

    def with_full_text(self) -> Query | None:
        """The query that looks for its bare words in the whole documents; None where it has none."""
        terms = tuple(
            replace(term, field="text") if term.field == WORDS_FIELD and not term.is_negated else term
            for term in self.terms
        )
        return None if terms == self.terms else replace(self, terms=terms)

    def toggle_side(self, side: Side) -> Query:
        """The query with this side let in, or no longer."""
        return replace(self, sides=self.sides ^ {side})._normalize_filters()

    def toggle_weapon(self, kind: WeaponKind) -> Query:
        """The query with this kind of weapon let in, or no longer."""
        return replace(self, weapons=self.weapons ^ {kind})._normalize_filters()

    def replace_terms(self, text: str) -> Query:
        """The query with the terms of this text in place of the former; '' searches for none. Raises QueryError.

        The filters stay, but where the text names sides or kinds of weapon those take their place.
        """
        asked = Query.parse(text)
        return Query(asked.sides or self.sides, asked.weapons or self.weapons, asked.terms)

    def _normalize_filters(self) -> Query:
        """The same query with a first `side:` and `weapon:` as the filters, where none is set: one form for each."""
        sides, terms = (self.sides, self.terms) if self.sides else _extract_filter("side", SIDES, self.terms)
        weapons, terms = (self.weapons, terms) if self.weapons else _extract_filter("weapon", WEAPON_KINDS, terms)
        return Query(sides, weapons, terms)


def _extract_filter(
    field: str, choices: tuple[_Choice, ...], terms: tuple[Term, ...]
) -> tuple[frozenset[_Choice], tuple[Term, ...]]:
    """The values of the first positive term of a field, and the terms without it."""
    for term in terms:
        if term.field == field and not term.is_negated:
            return frozenset(each for each in choices if each in term.values), tuple(t for t in terms if t != term)
    return frozenset(), terms
