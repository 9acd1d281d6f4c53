"""What a query asks of the table of strikes, as SQL: its filters by side and weapon, and its terms.

A condition holds or does not: what is not told fails every comparison, and a negated term passes it. All that a user
typed goes in as a value; in a full-text expression it is words in quotes, so that nothing typed is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple, get_args

from model.library.search.fts_phrase import SIDE_WORDS, phrase
from model.library.search.fts_vocabulary import Vocabulary
from model.library.timeline.flags import BOOKMARKED, CORRECTED, HIDDEN, NOTE, TAG
from model.library.timeline.row_ids import DAY_BITS, UNDATED
from model.query import Query
from model.query.date_ranges import interval
from model.query.fields import TOLD
from model.query.term import WORDS, Term
from model.taxonomy import SIDES, WEAPON_KINDS, ObjectKind, Precision, Scope

Values = dict[str, int | str]


class Condition(NamedTuple):
    """What is asked in SQL, and the values that it names.

    `found` selects the row ids in which the words stand that it searches for, '' where it searches for none: whoever
    looks through many strikes can go from one of these to the next.
    """

    where: str
    values: Values
    found: str = ""


_COLUMNS: Final = {  # of the full-text table `told`
    "place": "place",
    "region": "region",
    "model": "model",
    "source": "source",
    "speaker": "speaker",
    "tag": "tag",
    "damage": "object",
}
_ANY_OBJECT: Final = " OR ".join(f'"{kind.replace("_", " ")}"' for kind in get_args(ObjectKind))
_HAS: Final = {
    "note": f"marks & {NOTE}",
    "tag": f"marks & {TAG}",
    "correction": f"marks & {CORRECTED}",
    "weapon": "weapons",
    "side": f"side <> {SIDES.index('unknown')}",
    "day": f"strikes.id < {UNDATED << DAY_BITS}",
}
_LOOKED_AT: Final = "strike BETWEEN :first AND :last"
_IS: Final = {"disputed": "disputed", "hidden": f"marks & {HIDDEN}", "bookmarked": f"marks & {BOOKMARKED}"}


def filters(query: Query) -> str:
    """The condition of the filters by side and kind of weapon; "1" where none is set."""
    told: list[str] = []
    if query.sides:
        told.append(_one_of("side", (SIDES.index(side) for side in query.sides)))
    if query.weapons:
        told.append(_weapons(query.weapons))
    return " AND ".join(told) or "1"


def looked_up(cells: Iterable[tuple[int, int]], first: int, last: int) -> Condition:
    """The condition that a strike not hidden is of one of these sides and sets of weapons, and between two row ids.

    An index answers it, however rare they are.
    """
    sides, sets = (set(each) for each in zip(*cells, strict=True)) if cells else (set(), set())
    told = (f"marks & {HIDDEN} = 0", "id BETWEEN :first AND :last", _one_of("side", sides), _one_of("weapons", sets))
    return Condition(" AND ".join(told), {"first": first, "last": last})


def conditions(query: Query, vocabulary: Vocabulary | None = None) -> Condition:
    """The condition of the terms, and its named values; hidden strikes pass only where the query asks for hidden.

    Where it searches, through what strikes tell or through documents, the condition takes two further values, `:first`
    and `:last`: the ids between which the caller looks for strikes. `vocabulary` is of the library that is asked: with
    it the same is found sooner. The filters are not in it, though a search looks for their words too: where they let
    little in, it passes over the rest.
    """
    taken = _Taken(vocabulary)
    told = [] if any(_asks_hidden(term) for term in query.terms) else [f"marks & {HIDDEN} = 0"]
    searched: dict[bool, list[str]] = {False: [], True: []}
    for term in query.terms:
        if (match := _match(term, taken)) is not None:
            searched[term.negated] += [match] * bool(match)
        elif condition := _condition(term, taken):
            told.append(f"({condition}) IS NOT TRUE" if term.negated else f"({condition})")
    found = ""
    if wanted := searched[False]:
        found = _search(" AND ".join([*wanted, *_words_of_filters(query)]), taken)
        told.append(f"strikes.id IN ({found})")
    if unwanted := searched[True]:
        told.append(f"strikes.id NOT IN ({_search(' OR '.join(unwanted), taken)})")
    return Condition(" AND ".join(told) or "1", taken.values, found)


def _words_of_filters(query: Query) -> Iterator[str]:
    """What every strike that the filters let in tells, as full-text expressions."""
    sides = [SIDE_WORDS[side] for side in SIDES if side in query.sides]
    kinds = [kind for kind in WEAPON_KINDS if kind in query.weapons]
    for words in (sides, kinds):
        if words:
            yield f"words : ({' OR '.join(phrase(each) for each in words)})"


class _Taken:
    """The values that the condition takes, each under a name of its own."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.values: Values = {}
        self.vocabulary = vocabulary

    def any(self, table: str, values: Iterable[str]) -> str:
        """The full-text expression that one of these texts stands there; '' where none has a word."""
        known = partial(self.vocabulary.beginning, table) if self.vocabulary else None
        found = (phrase(value, known) for value in values)
        return " OR ".join(f"({each})" for each in found if each)

    def __call__(self, value: int | str) -> str:
        name = f"asked{len(self.values)}"
        # A lone surrogate, which no document holds, cannot be written as UTF-8.
        self.values[name] = value.encode(errors="replace").decode() if isinstance(value, str) else value
        return f":{name}"


def _asks_hidden(term: Term) -> bool:
    return term.field == "is" and "hidden" in term.values


def _search(expression: str, taken: _Taken) -> str:
    return f"SELECT rowid FROM told WHERE told MATCH {taken(expression)} AND rowid BETWEEN :first AND :last"


def _match(term: Term, taken: _Taken) -> str | None:
    """The full-text expression of a term that is looked for in what strikes tell; '' for no word, None for others."""
    if term.field == WORDS:
        return taken.any("told", term.values)
    if term.field in _COLUMNS and (found := taken.any("told", term.values)):
        return f"{_COLUMNS[term.field]} : ({found})"
    if term.field in _COLUMNS:
        return ""
    return None


def _condition(term: Term, taken: _Taken) -> str:
    return _OF_FIELD.get(term.field, _figure)(term, taken)


def _of_text(term: Term, taken: _Taken) -> str:
    if not (wanted := taken.any("texts", term.values)):
        return ""
    if taken.vocabulary and taken.vocabulary.in_few_documents(wanted):
        documents = f"SELECT rowid FROM texts WHERE texts MATCH {taken(wanted)}"
        return f"strikes.id IN (SELECT strike FROM reports WHERE document IN ({documents}))"
    # Libraries grow with the news: the documents of a stretch of time lie together, and only there is searched.
    least, most = (f"(SELECT {edge}(document) FROM reports WHERE {_LOOKED_AT})" for edge in ("min", "max"))
    found = f"SELECT rowid FROM texts WHERE texts MATCH {taken(wanted)} AND rowid BETWEEN {least} AND {most}"
    return f"strikes.id IN (SELECT strike FROM reports WHERE {_LOOKED_AT} AND document IN ({found}))"


def _of_side(term: Term, taken: _Taken) -> str:
    return _one_of("side", (SIDES.index(side) for side in SIDES if side in term.values))


def _of_weapon(term: Term, taken: _Taken) -> str:
    return _weapons(term.values)


def _of_precision(term: Term, taken: _Taken) -> str:
    return _one_of("precision", (n for n, each in enumerate(get_args(Precision)) if each in term.values))


def _of_scope(term: Term, taken: _Taken) -> str:
    return _one_of("scope", (n for n, each in enumerate(get_args(Scope)) if each in term.values))


def _of_key(term: Term, taken: _Taken) -> str:
    told = []
    for value in term.values:
        if value.endswith("*"):
            name = taken(value[:-1])
            told.append(f"substr(strikes.key, 1, length({name})) = {name}")
        else:
            told.append(f"strikes.key = {taken(value)}")
    return " OR ".join(told)


def _since(term: Term, taken: _Taken) -> str:
    (value,) = term.values
    return f"until >= {taken(interval(value)[0])} AND strikes.id < {UNDATED << DAY_BITS}"


def _until(term: Term, taken: _Taken) -> str:
    (value,) = term.values
    return f"strikes.id < {taken((interval(value)[1] + 1) << DAY_BITS)}"


def _on(term: Term, taken: _Taken) -> str:
    asked = map(interval, term.values)
    return " OR ".join(
        f"(until >= {taken(first)} AND strikes.id < {taken((last + 1) << DAY_BITS)})" for first, last in asked
    )


def _is(term: Term, taken: _Taken) -> str:
    return " OR ".join(_IS[value] for value in term.values)


def _has(term: Term, taken: _Taken) -> str:
    return " OR ".join(_has_one(value, taken) for value in term.values)


def _has_one(value: str, taken: _Taken) -> str:
    if value == "damage":
        return f"strikes.id IN ({_search(f'object : ({_ANY_OBJECT})', taken)})"
    return _told(value) if value in TOLD else _HAS[value]


def _figure(term: Term, taken: _Taken) -> str:
    """What is certain of a figure with bounds; one whose bound is open is never certain beyond it."""
    low, high = ("sources", "sources") if term.field == "sources" else (f"{term.field}_low", f"{term.field}_high")
    if term.operator == "*":
        return _told(term.field)
    if term.operator == "?":
        return f"NOT ({_told(term.field)})"
    if term.operator == "..":
        least, most = map(int, term.values)
        return f"{low} >= {taken(least)} AND {high} <= {taken(most)}"
    if term.operator == "=":
        numbers = [taken(int(value)) for value in term.values]
        return " OR ".join(f"({low} <= {number} AND {high} >= {number})" for number in numbers)
    (value,) = term.values
    return f"{low if '>' in term.operator else high} {term.operator} {taken(int(value))}"


def _told(figure: str) -> str:
    return f"{figure}_low IS NOT NULL OR {figure}_high IS NOT NULL"


def _one_of(column: str, numbers: Iterable[int]) -> str:
    return f"{column} IN ({','.join(map(str, sorted(numbers)))})"


def _weapons(kinds: Iterable[str]) -> str:
    return f"weapons & {sum({1 << WEAPON_KINDS.index(kind) for kind in WEAPON_KINDS if kind in set(kinds)})}"


_OF_FIELD: Final[dict[str, Callable[[Term, _Taken], str]]] = {
    "text": _of_text,
    "side": _of_side,
    "weapon": _of_weapon,
    "precision": _of_precision,
    "scope": _of_scope,
    "id": _of_key,
    "since": _since,
    "until": _until,
    "on": _on,
    "is": _is,
    "has": _has,
}
