"""Builds the SQL condition of a query: its side and weapon filters, and its terms.

Conditions are two-valued: a value that is not stated fails every comparison, and so passes every negated term. What the
user typed is only ever bound as a parameter, or quoted in a full-text expression, so no input is a syntax error.
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
    """An SQL condition on `strikes`, with its named parameters.

    `row_id_query` selects the row ids that match the searched words, '' if none are searched for: a scan of many
    strikes can skip from one of these to the next.
    """

    where: str
    values: SqlValues
    row_id_query: str = ""


_FTS_COLUMNS: Final = {  # field -> column of the full-text table `told`
    "place": "place",
    "region": "region",
    "model": "model",
    "source": "source",
    "speaker": "speaker",
    "tag": "tag",
    "damage": "object",
}
_ANY_OBJECT_EXPRESSION: Final = " OR ".join(f'"{kind.replace("_", " ")}"' for kind in get_args(ObjectKind))
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "side": SIDES,
    "precision": get_args(Precision),
    "scope": get_args(Scope),
}
_IS_DATED: Final = f"strikes.id < {UNDATED_DAY_NUMBER << DAY_SHIFT_BITS}"
_HAS_CONDITIONS: Final = {
    "note": f"marks & {NOTE_FLAG}",
    "tag": f"marks & {TAG_FLAG}",
    "correction": f"marks & {CORRECTED_FLAG}",
    "weapon": "weapons",
    "side": f"side <> {SIDES.index('unknown')}",
    "day": _IS_DATED,
}
_STRIKE_RANGE: Final = "strike BETWEEN :first AND :last"
_FLAG_CONDITIONS: Final = {
    "disputed": "disputed",
    "hidden": f"marks & {HIDDEN_FLAG}",
    "bookmarked": f"marks & {BOOKMARKED_FLAG}",
}
_IS_SHOWN: Final = f"marks & {HIDDEN_FLAG} = 0"


def filter_condition(query: Query) -> str:
    """The condition of the side and weapon filters, "1" if none is set."""
    conditions: list[str] = []
    if query.sides:
        conditions.append(_choice_condition("side", query.sides))
    if query.weapons:
        conditions.append(_weapon_mask_condition(query.weapons))
    return " AND ".join(conditions) or "1"


def cells_condition(cells: Iterable[tuple[int, int]], first: int, last: int) -> SqlCondition:
    """Strikes not hidden, of these sides and weapon sets, between two row ids: answered from an index."""
    sides, weapon_sets = (set(numbers) for numbers in zip(*cells, strict=True)) if cells else (set(), set())
    conditions = (
        _IS_SHOWN,
        "id BETWEEN :first AND :last",
        _in_list_condition("side", sides),
        _in_list_condition("weapons", weapon_sets),
    )
    return SqlCondition(" AND ".join(conditions), {"first": first, "last": last})


def build_where_clause(query: Query, vocabulary: Vocabulary | None = None) -> SqlCondition:
    """The condition of the terms of a query; hidden strikes match only if a term asks for them.

    A condition that searches for words has two more parameters, `:first` and `:last`: the range of row ids to search.
    `vocabulary` makes the search faster. The filters are not part of the condition, but their words are searched for
    together with the others, to skip strikes that the filters exclude.
    """
    parameters = _Parameters(vocabulary)
    conditions = [] if any(_is_hidden_term(term) for term in query.terms) else [_IS_SHOWN]
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in query.terms:
        if (expression := _fts_expression(term, parameters)) is not None:
            (unwanted if term.is_negated else wanted).extend([expression] if expression else [])
        elif condition := _CONDITIONS_BY_FIELD.get(term.field, _figure_condition)(term, parameters):
            conditions.append(f"({condition}) IS NOT TRUE" if term.is_negated else f"({condition})")
    row_id_query = ""
    if wanted:
        row_id_query = _fts_subquery(" AND ".join([*wanted, *_filter_expressions(query)]), parameters)
        conditions.append(f"strikes.id IN ({row_id_query})")
    if unwanted:
        conditions.append(f"strikes.id NOT IN ({_fts_subquery(' OR '.join(unwanted), parameters)})")
    return SqlCondition(" AND ".join(conditions) or "1", parameters.values, row_id_query)


def _filter_expressions(query: Query) -> Iterator[str]:
    """Full-text expressions that match every strike that passes the filters."""
    sides = [SIDE_SEARCH_WORDS[side] for side in SIDES if side in query.sides]
    kinds = [kind for kind in WEAPON_KINDS if kind in query.weapons]
    for choices in (sides, kinds):
        if choices:
            yield f"words : ({' OR '.join(map(fts_phrase, choices))})"


class _Parameters:
    """The named parameters of a condition under construction."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.values: SqlValues = {}
        self.vocabulary = vocabulary

    def bind_value(self, value: int | str) -> str:
        """The placeholder of a new parameter."""
        name = f"value{len(self.values)}"
        # A lone surrogate, which no document holds, cannot be encoded as UTF-8.
        self.values[name] = value.encode(errors="replace").decode() if isinstance(value, str) else value
        return f":{name}"

    def match_any(self, table: str, phrases: Iterable[str]) -> str:
        """The full-text expression that one of the phrases occurs, '' if none has a word."""
        expand_prefix = partial(self.vocabulary.expand_prefix, table) if self.vocabulary else None
        expressions = (fts_phrase(phrase, expand_prefix) for phrase in phrases)
        return " OR ".join(f"({expression})" for expression in expressions if expression)


def _is_hidden_term(term: Term) -> bool:
    return term.field == "is" and "hidden" in term.values


def _fts_subquery(expression: str, parameters: _Parameters) -> str:
    words = parameters.bind_value(expression)
    return f"SELECT rowid FROM told WHERE told MATCH {words} AND rowid BETWEEN :first AND :last"


def _fts_expression(term: Term, parameters: _Parameters) -> str | None:
    """The full-text expression of a term searched for in strikes, '' if it has no word, None for other fields."""
    column = _FTS_COLUMNS.get(term.field)
    if column is None and term.field != WORDS_FIELD:
        return None
    expression = parameters.match_any("told", term.values)
    return f"{column} : ({expression})" if column and expression else expression


def _text_condition(term: Term, parameters: _Parameters) -> str:
    if not (expression := parameters.match_any("texts", term.values)):
        return ""
    matching = f"SELECT rowid FROM texts WHERE texts MATCH {parameters.bind_value(expression)}"
    if parameters.vocabulary and parameters.vocabulary.is_rare(expression):
        return f"strikes.id IN (SELECT strike FROM reports WHERE document IN ({matching}))"
    # Libraries grow with the news: the documents of a range of days are neighbours, and only there is searched.
    lowest, highest = (f"(SELECT {edge}(document) FROM reports WHERE {_STRIKE_RANGE})" for edge in ("min", "max"))
    matching += f" AND rowid BETWEEN {lowest} AND {highest}"
    return f"strikes.id IN (SELECT strike FROM reports WHERE {_STRIKE_RANGE} AND document IN ({matching}))"


def _key_condition(term: Term, parameters: _Parameters) -> str:
    conditions = []
    for value in term.values:
        if value.endswith("*"):
            prefix = parameters.bind_value(value[:-1])
            conditions.append(f"substr(strikes.key, 1, length({prefix})) = {prefix}")
        else:
            conditions.append(f"strikes.key = {parameters.bind_value(value)}")
    return " OR ".join(conditions)


def _since_condition(term: Term, parameters: _Parameters) -> str:
    (value,) = term.values
    return f"until >= {parameters.bind_value(day_interval(value)[0])} AND {_IS_DATED}"


def _until_condition(term: Term, parameters: _Parameters) -> str:
    (value,) = term.values
    return _starts_by(day_interval(value)[1], parameters)


def _on_condition(term: Term, parameters: _Parameters) -> str:
    intervals = map(day_interval, term.values)
    return " OR ".join(
        f"(until >= {parameters.bind_value(first)} AND {_starts_by(last, parameters)})" for first, last in intervals
    )


def _starts_by(day: int, parameters: _Parameters) -> str:
    return f"strikes.id < {parameters.bind_value((day + 1) << DAY_SHIFT_BITS)}"


def _has_condition(term: Term, parameters: _Parameters) -> str:
    return " OR ".join(_has_value_condition(value, parameters) for value in term.values)


def _has_value_condition(value: str, parameters: _Parameters) -> str:
    if value == "damage":
        return f"strikes.id IN ({_fts_subquery(f'object : ({_ANY_OBJECT_EXPRESSION})', parameters)})"
    return _known_figure_condition(value) if value in OPTIONAL_FIGURES else _HAS_CONDITIONS[value]


def _figure_condition(term: Term, parameters: _Parameters) -> str:
    """What is certain of a figure with bounds; an open bound makes no comparison beyond it certain."""
    low, high = ("sources", "sources") if term.field == "sources" else (f"{term.field}_low", f"{term.field}_high")
    if term.operator == "*":
        return _known_figure_condition(term.field)
    if term.operator == "?":
        return f"NOT ({_known_figure_condition(term.field)})"
    numbers = [parameters.bind_value(int(value)) for value in term.values]
    if term.operator == "..":
        return f"{low} >= {numbers[0]} AND {high} <= {numbers[1]}"
    if term.operator == "=":
        return " OR ".join(f"({low} <= {number} AND {high} >= {number})" for number in numbers)
    return f"{low if '>' in term.operator else high} {term.operator} {numbers[0]}"


def _known_figure_condition(figure: str) -> str:
    return f"{figure}_low IS NOT NULL OR {figure}_high IS NOT NULL"


def _choice_condition(field: str, values: Iterable[str]) -> str:
    return _in_list_condition(field, (_CHOICES[field].index(value) for value in values))


def _in_list_condition(column: str, numbers: Iterable[int]) -> str:
    return f"{column} IN ({','.join(map(str, sorted(numbers)))})"


def _weapon_mask_condition(kinds: Iterable[str]) -> str:
    return f"weapons & {sum(1 << number for number, kind in enumerate(WEAPON_KINDS) if kind in set(kinds))}"


_CONDITIONS_BY_FIELD: Final[dict[str, Callable[[Term, _Parameters], str]]] = {
    "text": _text_condition,
    **dict.fromkeys(_CHOICES, lambda term, _: _choice_condition(term.field, term.values)),
    "weapon": lambda term, _: _weapon_mask_condition(term.values),
    "id": _key_condition,
    "since": _since_condition,
    "until": _until_condition,
    "on": _on_condition,
    "is": lambda term, _: " OR ".join(_FLAG_CONDITIONS[value] for value in term.values),
    "has": _has_condition,
}
