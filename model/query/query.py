"""The query: filters by side and weapon, and terms. A strike must match all of them; an empty query matches all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeVar

from model.query.term import WORDS_FIELD, Term
from model.taxonomy import SIDES, WEAPON_KINDS

if TYPE_CHECKING:
    from model.taxonomy import Side, WeaponKind

_Choice = TypeVar("_Choice", bound=str)
_TEXT_FIELDS: Final = (WORDS_FIELD, "text", "place", "region", "model", "speaker")  # whose values texts contain


@dataclass(frozen=True)
class Query:
    """Matches strikes by one of the sides, with one of the kinds of weapon, for which all terms hold.

    An empty set does not filter. `terms` are in the order typed. The grammar is in docs/query.md.
    """

    sides: frozenset[Side] = frozenset()
    weapons: frozenset[WeaponKind] = frozenset()
    terms: tuple[Term, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """Parse the text of a query; raises QueryError.

        The first `side:` and the first `weapon:` that are not negated become the filters, further ones are terms.
        """
        from model.query.grammar import parse_terms  # deferred: showing a library needs no grammar

        return cls(terms=parse_terms(text))._normalize_filters()

    @classmethod
    def from_arguments(cls, arguments: Iterable[str]) -> Query:
        """Parse the arguments of a command; raises QueryError.

        The shell removes quotes, so an argument `place:Kryvyi Rih` is one value, as for every field of words, unless it
        has quotes or a second field.
        """
        from model.query.grammar import quote_values, split_spaced_argument

        split = ((argument, split_spaced_argument(argument)) for argument in arguments)
        return cls.parse(" ".join(quote_values(*field) if field else argument for argument, field in split))

    def __bool__(self) -> bool:
        """Whether it filters at all."""
        return bool(self.sides or self.weapons or self.terms)

    def __str__(self) -> str:
        """The query as typed: `Query.parse(str(query)) == query`."""
        return " ".join([*self._filter_texts.values(), *map(str, self.terms)])

    @property
    def terms_text(self) -> str:
        """The terms as typed, for a prompt; '' for none.

        A filter is written before further terms of its field, or the first of them would be parsed as the filter.
        """
        fields = {term.field for term in self.terms if not term.is_negated}
        filters = (text for field, text in self._filter_texts.items() if field in fields)
        return " ".join([*filters, *map(str, self.terms)])

    @property
    def _filter_texts(self) -> dict[str, str]:
        """The filters that are set, as terms by field."""
        sides = ",".join(side for side in SIDES if side in self.sides)
        weapons = ",".join(kind for kind in WEAPON_KINDS if kind in self.weapons)
        return {field: f"{field}:{text}" for field, text in (("side", sides), ("weapon", weapons)) if text}

    @property
    def without_filters(self) -> Query:
        """The query with its terms alone."""
        return Query(terms=self.terms) if self.sides or self.weapons else self

    @property
    def search_phrases(self) -> tuple[str, ...]:
        """The words and phrases to highlight in texts; a prefix ends in "*"."""
        terms = [term for term in self.terms if term.field in _TEXT_FIELDS and not term.is_negated]
        return tuple(dict.fromkeys(value for term in terms for value in term.values))

    def with_full_text(self) -> Query | None:
        """The query that searches the whole documents for its bare words; None where it has none."""
        terms = tuple(
            replace(term, field="text") if term.field == WORDS_FIELD and not term.is_negated else term
            for term in self.terms
        )
        return None if terms == self.terms else replace(self, terms=terms)

    def toggle_side(self, side: Side) -> Query:
        """The query with this side added to the filter, or removed from it."""
        return replace(self, sides=self.sides ^ {side})._normalize_filters()

    def toggle_weapon(self, kind: WeaponKind) -> Query:
        """The query with this kind of weapon added to the filter, or removed from it."""
        return replace(self, weapons=self.weapons ^ {kind})._normalize_filters()

    def replace_terms(self, text: str) -> Query:
        """The query with the terms of this text instead, '' for none; raises QueryError.

        Filters are replaced only by sides or kinds of weapon in the text.
        """
        query = Query.parse(text)
        return Query(query.sides or self.sides, query.weapons or self.weapons, query.terms)

    def _normalize_filters(self) -> Query:
        """The equal query whose first `side:` and `weapon:` terms are its filters, unless those are set."""
        sides, terms = (self.sides, self.terms) if self.sides else _extract_filter("side", SIDES, self.terms)
        weapons, terms = (self.weapons, terms) if self.weapons else _extract_filter("weapon", WEAPON_KINDS, terms)
        return Query(sides, weapons, terms)


def _extract_filter(
    field: str, choices: tuple[_Choice, ...], terms: tuple[Term, ...]
) -> tuple[frozenset[_Choice], tuple[Term, ...]]:
    """The values of the first term of a field that is not negated, and the other terms."""
    for term in terms:
        if term.field == field and not term.is_negated:
            others = tuple(other for other in terms if other != term)
            return frozenset(choice for choice in choices if choice in term.values), others
    return frozenset(), terms
