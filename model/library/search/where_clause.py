"""What a query asks of the table of strikes, as SQL: its filters by side and weapon, and its terms.

A condition holds or does not: what is not told fails every comparison, and a negated term passes it. All that a user
typed goes in as a value; in a full-text expression it is words in quotes, so that nothing typed is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple, get_args

from model.library.search.fts_phrase import SIDE_SEARCH_WORDS, fts_phrase
from model.library.search.fts_vocabulary import Vocabulary
from model.library.timeline.flags import BOOKMARKED_FLAG, CORRECTED_FLAG, HIDDEN_FLAG, NOTE_FLAG, TAG_FLAG
from model.library.timeline.row_ids import DAY_SHIFT_BITS, UNDATED_DAY_NUMBER
from model.query import Query
from model.query.date_ranges import day_interval
from model.query.fields import OPTIONAL_FIGURES
from model.query.term import WORDS_FIELD, Term
from model.taxonomy import SIDES, WEAPON_KINDS, ObjectKind, Precision, Scope

SqlValues = dict[str, int | str]


class SqlCondition(NamedTuple):
    """What is asked in SQL, and the values that it names.

    `found` selects the row ids in which the words stand that it searches for, '' where it searches for none: whoever
    looks through many strikes can go from one of these to the next.
    """

    where: str
    values: SqlValues
    row_id_query: str = ""


_FTS_COLUMNS: Final = {  # of the full-text table `told`
    "place": "place",
    "region": "region",
    "model": "model",
    "source": "source",
    "speaker": "speaker",
    "tag": "tag",
    "damage": "object",
}
_ANY_OBJECT_EXPRESSION: Final = " OR ".join(f'"{kind.replace("_", " ")}"' for kind in get_args(ObjectKind))
_HAS_CONDITIONS: Final = {
    "note": f"marks & {NOTE_FLAG}",
    "tag": f"marks & {TAG_FLAG}",
    "correction": f"marks & {CORRECTED_FLAG}",
    "weapon": "weapons",
    "side": f"side <> {SIDES.index('unknown')}",
    "day": f"strikes.id < {UNDATED_DAY_NUMBER << DAY_SHIFT_BITS}",
}
_STRIKE_RANGE: Final = "strike BETWEEN :first AND :last"
_FLAG_CONDITIONS: Final = {
    "disputed": "disputed",
    "hidden": f"marks & {HIDDEN_FLAG}",
    "bookmarked": f"marks & {BOOKMARKED_FLAG}",
}


def filter_condition(query: Query) -> str:
    """The condition of the filters by side and kind of weapon; "1" where none is set."""
    told: list[str] = []
    if query.sides:
        told.append(_in_list_condition("side", (SIDES.index(side) for side in query.sides)))
    if query.weapons:
        told.append(_weapon_mask_condition(query.weapons))
    return " AND ".join(told) or "1"


def cells_condition(cells: Iterable[tuple[int, int]], first: int, last: int) -> SqlCondition:
    """The condition that a strike not hidden is of one of these sides and sets of weapons, and between two row ids.

    An index answers it, however rare they are.
    """
    sides, sets = (set(each) for each in zip(*cells, strict=True)) if cells else (set(), set())
    told = (
        f"marks & {HIDDEN_FLAG} = 0",
        "id BETWEEN :first AND :last",
        _in_list_condition("side", sides),
        _in_list_condition("weapons", sets),
    )
    return SqlCondition(" AND ".join(told), {"first": first, "last": last})


def build_where_clause(query: Query, vocabulary: Vocabulary | None = None) -> SqlCondition:
    """The condition of the terms, and its named values; hidden strikes pass only where the query asks for hidden.

    Where it searches, through what strikes tell or through documents, the condition takes two further values, `:first`
    and `:last`: the ids between which the caller looks for strikes. `vocabulary` is of the library that is asked: with
    it the same is found sooner. The filters are not in it, though a search looks for their words too: where they let
    little in, it passes over the rest.
    """
    taken = _Parameters(vocabulary)
    told = [] if any(_is_hidden_term(term) for term in query.terms) else [f"marks & {HIDDEN_FLAG} = 0"]
    searched: dict[bool, list[str]] = {False: [], True: []}
    for term in query.terms:
        if (match := _fts_expression(term, taken)) is not None:
            searched[term.is_negated] += [match] * bool(match)
        elif condition := _term_condition(term, taken):
            told.append(f"({condition}) IS NOT TRUE" if term.is_negated else f"({condition})")
    found = ""
    if wanted := searched[False]:
        found = _fts_subquery(" AND ".join([*wanted, *_filter_expressions(query)]), taken)
        told.append(f"strikes.id IN ({found})")
    if unwanted := searched[True]:
        told.append(f"strikes.id NOT IN ({_fts_subquery(' OR '.join(unwanted), taken)})")
    return SqlCondition(" AND ".join(told) or "1", taken.values, found)


def _filter_expressions(query: Query) -> Iterator[str]:
    """What every strike that the filters let in tells, as full-text expressions."""
    sides = [SIDE_SEARCH_WORDS[side] for side in SIDES if side in query.sides]
    kinds = [kind for kind in WEAPON_KINDS if kind in query.weapons]
    for words in (sides, kinds):
        if words:
            yield f"words : ({' OR '.join(fts_phrase(each) for each in words)})"


class _Parameters:
    """The values that the condition takes, each under a name of its own."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.values: SqlValues = {}
        self.vocabulary = vocabulary

    def match_any(self, table: str, values: Iterable[str]) -> str:
        """The full-text expression that one of these texts stands there; '' where none has a word."""
        known = partial(self.vocabulary.expand_prefix, table) if self.vocabulary else None
        found = (fts_phrase(value, known) for value in values)
        return " OR ".join(f"({each})" for each in found if each)

    def __call__(self, value: int | str) -> str:
        name = f"asked{len(self.values)}"
        # A lone surrogate, which no document holds, cannot be written as UTF-8.
        self.values[name] = value.encode(errors="replace").decode() if isinstance(value, str) else value
        return f":{name}"


def _is_hidden_term(term: Term) -> bool:
    return term.field == "is" and "hidden" in term.values


def _fts_subquery(expression: str, taken: _Parameters) -> str:
    return f"SELECT rowid FROM told WHERE told MATCH {taken(expression)} AND rowid BETWEEN :first AND :last"


def _fts_expression(term: Term, taken: _Parameters) -> str | None:
    """The full-text expression of a term that is looked for in what strikes tell; '' for no word, None for others."""
    if term.field == WORDS_FIELD:
        return taken.match_any("told", term.values)
    if term.field in _FTS_COLUMNS and (found := taken.match_any("told", term.values)):
        return f"{_FTS_COLUMNS[term.field]} : ({found})"
    if term.field in _FTS_COLUMNS:
        return ""
    return None


def _term_condition(term: Term, taken: _Parameters) -> str:
    return _CONDITIONS_BY_FIELD.get(term.field, _figure_condition)(term, taken)


def _text_condition(term: Term, taken: _Parameters) -> str:
    if not (wanted := taken.match_any("texts", term.values)):
        return ""
    if taken.vocabulary and taken.vocabulary.is_rare(wanted):
        documents = f"SELECT rowid FROM texts WHERE texts MATCH {taken(wanted)}"
        return f"strikes.id IN (SELECT strike FROM reports WHERE document IN ({documents}))"
    # Libraries grow with the news: the documents of a stretch of time lie together, and only there is searched.
    least, most = (f"(SELECT {edge}(document) FROM reports WHERE {_STRIKE_RANGE})" for edge in ("min", "max"))
    found = f"SELECT rowid FROM texts WHERE texts MATCH {taken(wanted)} AND rowid BETWEEN {least} AND {most}"
    return f"strikes.id IN (SELECT strike FROM reports WHERE {_STRIKE_RANGE} AND document IN ({found}))"


def _side_condition(term: Term, taken: _Parameters) -> str:
    return _in_list_condition("side", (SIDES.index(side) for side in SIDES if side in term.values))


def _weapon_condition(term: Term, taken: _Parameters) -> str:
    return _weapon_mask_condition(term.values)


def _precision_condition(term: Term, taken: _Parameters) -> str:
    return _in_list_condition("precision", (n for n, each in enumerate(get_args(Precision)) if each in term.values))


def _scope_condition(term: Term, taken: _Parameters) -> str:
    return _in_list_condition("scope", (n for n, each in enumerate(get_args(Scope)) if each in term.values))


def _key_condition(term: Term, taken: _Parameters) -> str:
    told = []
    for value in term.values:
        if value.endswith("*"):
            name = taken(value[:-1])
            told.append(f"substr(strikes.key, 1, length({name})) = {name}")
        else:
            told.append(f"strikes.key = {taken(value)}")
    return " OR ".join(told)


def _since_condition(term: Term, taken: _Parameters) -> str:
    (value,) = term.values
    return f"until >= {taken(day_interval(value)[0])} AND strikes.id < {UNDATED_DAY_NUMBER << DAY_SHIFT_BITS}"


def _until_condition(term: Term, taken: _Parameters) -> str:
    (value,) = term.values
    return f"strikes.id < {taken((day_interval(value)[1] + 1) << DAY_SHIFT_BITS)}"


def _on_condition(term: Term, taken: _Parameters) -> str:
    asked = map(day_interval, term.values)
    return " OR ".join(
        f"(until >= {taken(first)} AND strikes.id < {taken((last + 1) << DAY_SHIFT_BITS)})" for first, last in asked
    )


def _flag_condition(term: Term, taken: _Parameters) -> str:
    return " OR ".join(_FLAG_CONDITIONS[value] for value in term.values)


def _has_condition(term: Term, taken: _Parameters) -> str:
    return " OR ".join(_has_value_condition(value, taken) for value in term.values)


def _has_value_condition(value: str, taken: _Parameters) -> str:
    if value == "damage":
        return f"strikes.id IN ({_fts_subquery(f'object : ({_ANY_OBJECT_EXPRESSION})', taken)})"
    return _known_figure_condition(value) if value in OPTIONAL_FIGURES else _HAS_CONDITIONS[value]


def _figure_condition(term: Term, taken: _Parameters) -> str:
    """What is certain of a figure with bounds; one whose bound is open is never certain beyond it."""
    low, high = ("sources", "sources") if term.field == "sources" else (f"{term.field}_low", f"{term.field}_high")
    if term.operator == "*":
        return _known_figure_condition(term.field)
    if term.operator == "?":
        return f"NOT ({_known_figure_condition(term.field)})"
    if term.operator == "..":
        least, most = map(int, term.values)
        return f"{low} >= {taken(least)} AND {high} <= {taken(most)}"
    if term.operator == "=":
        numbers = [taken(int(value)) for value in term.values]
        return " OR ".join(f"({low} <= {number} AND {high} >= {number})" for number in numbers)
    (value,) = term.values
    return f"{low if '>' in term.operator else high} {term.operator} {taken(int(value))}"


def _known_figure_condition(figure: str) -> str:
    return f"{figure}_low IS NOT NULL OR {figure}_high IS NOT NULL"


def _in_list_condition(column: str, numbers: Iterable[int]) -> str:
    return f"{column} IN ({','.join(map(str, sorted(numbers)))})"


def _weapon_mask_condition(kinds: Iterable[str]) -> str:
    return f"weapons & {sum({1 << WEAPON_KINDS.index(kind) for kind in WEAPON_KINDS if kind in set(kinds)})}"


_CONDITIONS_BY_FIELD: Final[dict[str, Callable[[Term, _Parameters], str]]] = {
    "text": _text_condition,
    "side": _side_condition,
    "weapon": _weapon_condition,
    "precision": _precision_condition,
    "scope": _scope_condition,
    "id": _key_condition,
    "since": _since_condition,
    "until": _until_condition,
    "on": _on_condition,
    "is": _flag_condition,
    "has": _has_condition,
}
