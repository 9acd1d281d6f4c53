"""The query: what narrows it, its grammar, and its error messages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.query import Query, QueryError, Term
from model.query.fields import QUERY_FIELDS, find_field
from model.taxonomy import SIDES, WEAPON_KINDS, Side, WeaponKind


def make_terms(*values: str) -> tuple[Term, ...]:
    """Terms without a field."""
    return tuple(Term("words", ":", (value,)) for value in values)


def test_empty_query_matches_everything() -> None:
    assert not Query()
    assert not Query.parse("  ")
    assert not Query.parse('... - -- ** -* "" -"" \' ☂')  # no letter, so nothing to search for


def test_each_filter_alone_narrows_the_query() -> None:
    assert Query().toggle_side("russia")
    assert Query().toggle_weapon("drone")
    assert Query().replace_terms("kyiv")


def test_key_that_set_a_filter_removes_it() -> None:
    query = Query().toggle_side("russia").toggle_side("ukraine")
    assert query.sides == {"russia", "ukraine"}
    assert query.toggle_side("russia").sides == {"ukraine"}
    assert query.toggle_weapon("bomb").toggle_weapon("bomb") == query


def test_filters_are_independent() -> None:
    query = Query().replace_terms("kyiv").toggle_weapon("drone").toggle_side("other")
    assert query == Query(sides=frozenset({"other"}), weapons=frozenset({"drone"}), terms=make_terms("kyiv*"))
    assert query.replace_terms("").weapons == {"drone"}


def test_query_in_the_manual() -> None:
    text = (
        'side:russia weapon:drone,missile model:kinzhal place:"Kryvyi Rih" since:2023-12 until:2024-02-15 '
        'killed:11+ disputed: has:note source:guardian -place:Kyiv "power station"'
    )
    query = Query.parse(text)
    assert query == Query(
        sides=frozenset({"russia"}),
        weapons=frozenset({"drone", "missile"}),
        terms=(
            Term("model", ":", ("kinzhal",)),
            Term("place", ":", ("Kryvyi Rih",)),
            Term("since", ":", ("2023-12",)),
            Term("until", ":", ("2024-02-15",)),
            Term("killed", ">=", ("11",)),
            Term("is", ":", ("disputed",)),
            Term("has", ":", ("note",)),
            Term("source", ":", ("guardian",)),
            Term("place", ":", ("Kyiv",), is_negated=True),
            *make_terms("power station"),
        ),
    )
    assert str(query) == text.replace("disputed:", "is:disputed").replace("killed:11+", "killed:>=11")


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Kyiv  drones", "Kyiv drones"),
        ("kyiv kyiv", "kyiv"),
        ('kyiv"power station"', 'kyiv "power station"'),
        ('"power stat', '"power stat*"'),  # still being typed
        ('"power stat*"', '"power stat*"'),
        ('"kyiv*"', "kyiv"),
        ("at 10:30 -drone", "at 10:30 -drone"),
        ("http://x.org/a?b=c", "http://x.org/a?b=c"),
        ("https:x", "https:x"),
        ("ftp://x", "ftp://x"),
        ('"place:Kyiv"', '"place:Kyiv"'),
        ('"-kyiv', '"-kyiv*"'),
        ('"place:Ky', '"place:Ky*"'),
        ("s-300 t_72:x", "s-300 t_72:x"),
        ('place:Kyiv,"Kryvyi Ri', 'place:Kyiv,"Kryvyi Ri*"'),
        ('place:"Kyiv"odesa', "place:Kyiv odesa"),
        ('TOWN:"  Kryvyi   Rih * "', 'place:"Kryvyi Rih*"'),
        ("damage:air-defence,Ports", "damage:air_defence,port"),
        ('damage:"Air Defense"', "damage:air_defence"),
        ("-weapon:Drones,drone", "-weapon:drone"),
        ("by:UA", "side:ukraine"),
        ("side:?", "side:unknown"),
        ("Hidden: -Disputed:", "is:hidden -is:disputed"),
        ("killed:=3", "killed:3"),
        ("killed:3,5", "killed:3,5"),
        ("killed:≥30", "killed:>=30"),
        ("killed:30+", "killed:>=30"),
        ("killed:30..", "killed:>=30"),
        ("killed:..30", "killed:<=30"),
        ("killed:11+ sources:2..", "killed:>=11 sources:>=2"),
        ("killed:20–30", "killed:20..30"),
        ('killed:"> 10"', "killed:>10"),
        ("dead:? wounded:*", "killed:? injured:*"),
        ("SINCE:2024-2-5 day:2024,2023-1", "since:2024-02-05 on:2024,2023-01"),
        ("id:4f1c*,a-0", "id:4f1c*,a-0"),
    ],
)
def test_typed_query_has_one_canonical_form(typed: str, canonical: str) -> None:
    assert str(Query.parse(typed)) == canonical
    assert Query.parse(canonical) == Query.parse(typed)


@pytest.mark.parametrize(
    ("typed", "marked_text", "message"),
    [
        ("kyiv killd:>10", "killd", "no field killd; did you mean killed?"),
        ("-plce:Kyiv", "plce", "no field plce; did you mean place?"),
        ("Zhulyany: smoke", "Zhulyany", 'no field Zhulyany; put it in "quotes" to search for the words'),
        ("before:2024", "before", "no field before; did you mean until?"),
        ("side:rusia", "rusia", "side: cannot be rusia; did you mean russia?"),
        ("scope:xyzzy", "xyzzy", "scope: cannot be xyzzy; it takes strike, summary"),
        ("weapon:drone,misile kyiv", "misile", "weapon: cannot be misile; did you mean missile?"),
        ("place: Kyiv", "place:", 'place: needs a value after it, without a space: place:"Kryvyi Rih"'),
        (
            "weapon:drone, missile",
            "weapon:drone,",
            "weapon: needs a value after it, without a space: weapon:drone,missile",
        ),
        ("place:...", "...", 'place: needs a letter or a digit: place:"Kryvyi Rih"'),
        ("since:2024-13", "2024-13", "2024-13 is not a day; write 2024, 2024-02 or 2024-02-15"),
        ("on:2023-02-29", "2023-02-29", "2023-02-29 is not a day; write 2024, 2024-02 or 2024-02-15"),
        ("until:1899", "1899", "1899 is not a day; write 2024, 2024-02 or 2024-02-15"),
        ("since:2023,2024", "2024", "since: takes one day, month or year"),
        ("killed:7..3", "7..3", "7 is above 3"),
        (
            "killed:>1,000",
            "000",
            "killed: takes a number without commas, 11+, ..5 or 3..7, not 000",
        ),
        ("killed:>1,2", ">1", "killed: takes one comparison, or numbers alone: 3,5"),
        ("sources:?", "?", "sources: takes a number without commas, 11+, ..5 or 3..7, not ?"),
        (
            "killed:" + "9" * 5000,
            "9" * 5000,
            "killed: takes a number without commas, 11+, ..5 or 3..7, not " + "9" * 40,
        ),
        ("disputed:no", "disputed:", "disputed: takes no value; -disputed: is the opposite"),
        ("is:nothing", "nothing", "is: cannot be nothing; it takes disputed, hidden, bookmarked"),
    ],
)
def test_mistake_is_located(typed: str, marked_text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught_error:
        Query.parse(typed)
    error = caught_error.value
    assert typed[error.position : error.position + error.length] == marked_text
    assert str(error) == message


def test_caret_is_under_the_mistake() -> None:
    with pytest.raises(QueryError) as caught_error:
        Query.parse("東京 \x1b[2J killd:>10 kyiv")
    assert caught_error.value.format_caret() == (
        "東京 ␛[2J killd:>10 kyiv\n"
        "          ^^^^^\n"
        "no field killd; did you mean killed?"
    )  # fmt: skip
    with pytest.raises(QueryError) as caught_error:
        Query.parse("word " * 50 + "killd:>10" + " word" * 50)
    above, carets, _ = caught_error.value.format_caret().split("\n")
    assert above.startswith("…")
    assert above.endswith("…")
    assert above[carets.index("^") : carets.rindex("^") + 1] == "killd"
    assert len(above) < 150


def test_first_side_is_a_filter_and_further_ones_are_terms() -> None:
    query = Query.parse("side:russia weapon:drone weapon:missile side:russia,ukraine")
    assert str(query) == "side:russia weapon:drone weapon:missile side:russia,ukraine"
    assert query.terms_text == "side:russia weapon:drone weapon:missile side:russia,ukraine"
    without_filters = query.toggle_weapon("drone").toggle_side("russia")  # the next terms become the filters
    assert without_filters == Query(sides=frozenset({"russia", "ukraine"}), weapons=frozenset({"missile"}))


def test_search_keeps_the_filters_it_does_not_name() -> None:
    query = Query().toggle_side("ukraine").toggle_weapon("bomb").replace_terms("odesa")
    replaced = query.replace_terms("side:russia kyiv")
    assert replaced == Query(sides=frozenset({"russia"}), weapons=frozenset({"bomb"}), terms=make_terms("kyiv*"))
    assert replaced.replace_terms("") == Query(sides=frozenset({"russia"}), weapons=frozenset({"bomb"}))


@pytest.mark.parametrize(
    ("arguments", "query"),
    [
        (["place:Kryvyi Rih", "-source:the harbour paper"], 'place:"Kryvyi Rih" -source:"the harbour paper"'),
        (["place:Kryvyi Rih,Kyiv"], 'place:"Kryvyi Rih","Kyiv"'),
        (["damage:air defence"], "damage:air_defence"),
        (["side:russia killed:>10"], "side:russia killed:>10"),
        (["place:Kyiv killed:>10"], "place:Kyiv killed:>10"),
        (['place:"Kryvyi Rih" drones'], 'place:"Kryvyi Rih" drones'),
        (["side:russia drones", "kyiv"], "side:russia drones kyiv"),
        ([], ""),
    ],
)
def test_shell_arguments(arguments: list[str], query: str) -> None:
    assert Query.from_arguments(arguments) == Query.parse(query)


def test_pasted_article_is_words_without_endless_fields() -> None:
    assert len(Query.parse(" ".join(f"word{n}" for n in range(9_000))).terms) == 64
    assert len(Query.parse("drones struck the port " * 50_000).terms) == 4
    for text in (" ".join(f"place:p{n}" for n in range(65)), "place:" + ",".join(f"p{n}" for n in range(65))):
        with pytest.raises(QueryError, match="up to 64"):
            Query.parse(text)


QUERY_PIECES = st.sampled_from(
    [
        *(field.example for field in QUERY_FIELDS),
        *(f"{name}:" for field in QUERY_FIELDS for name in (field.name, *field.synonyms)),
        *(
            '"',
            "-",
            ",",
            "*",
            ":",
            " ",
            ">",
            "..",
            "?",
            "kyiv",
            "é",
            "10",
            "2024-01",
            "://",
            "東",
            "\x00",
            "\ud800",
            "²",
        ),
        *("weapon:drone ", "weapon:missile ", "side:russia ", "side:ukraine "),
    ]
)


def parse_query(text: str) -> Query | QueryError:
    try:
        return Query.parse(text)
    except QueryError as error:
        return error


@example(text="\u037a \u2028-http:x", sides=[], kinds=[])
@given(
    text=st.lists(QUERY_PIECES).map("".join) | st.text(),
    sides=st.lists(st.sampled_from(SIDES)),
    kinds=st.lists(st.sampled_from(WEAPON_KINDS)),
)
def test_query_string_parses_to_the_same_query(text: str, sides: list[Side], kinds: list[WeaponKind]) -> None:
    query = parse_query(text)
    if isinstance(query, QueryError):
        assert 0 <= query.position < query.position + query.length <= len(text)
        lines = query.format_caret().split("\n")
        assert len(lines) == 3
        assert all(line.isprintable() for line in lines)
        return
    for side in sides:
        query = query.toggle_side(side)
    for kind in kinds:
        query = query.toggle_weapon(kind)
    assert Query.parse(str(query)) == query
    assert query.replace_terms(query.terms_text) == query
    assert str(query.replace_terms(query.terms_text)) == str(query)


@pytest.mark.parametrize(
    "text", ["side:ukraine side:russia", "weapon:drone weapon:missile odesa", "side:russia -side:other"]
)
def test_prompt_text_of_contradicting_filters_parses_to_the_same_query(text: str) -> None:
    query = Query.parse(text)
    assert query.replace_terms(query.terms_text) == query


@given(text=st.text(alphabet=st.characters(exclude_characters=":"), max_size=30))
def test_no_input_without_a_colon_is_a_mistake(text: str) -> None:
    Query.parse(text)


def test_every_field_is_found_by_its_names_and_used_by_its_example() -> None:
    names = [name for field in QUERY_FIELDS for name in (field.name, *field.synonyms)]
    assert len(names) == len(set(names))
    for field in QUERY_FIELDS:
        assert all(find_field(name.upper()) is field for name in (field.name, *field.synonyms))
        assert Query.parse(str(query := Query.parse(field.example))) == query
        assert find_field(field.example.partition(":")[0]) is field
        assert not set(field.example) & set("<>|&;"), "a shell would take a part of it"


def test_query_imports_quickly() -> None:
    program = (
        "import sys; from model.query import Query; Query().toggle_side('russia')\n"
        "assert not {'pydantic', 'sqlite3', 'difflib', 'model.query.grammar'} & set(sys.modules), 'loaded'"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize(
    ("typed", "phrases", "field"),
    [
        ('drone "power station" -kyiv', ("drone*", "power station"), 'text:drone* text:"power station" -kyiv'),
        ("side:russia place:Kyiv killed:>3", ("Kyiv",), None),
        ("text:ferr* model:kinzhal,iskander", ("ferr*", "kinzhal", "iskander"), None),
        ("", (), None),
    ],
)
def test_phrases_searched_in_texts(typed: str, phrases: tuple[str, ...], field: str | None) -> None:
    query = Query.parse(typed)
    assert query.search_phrases == phrases
    assert query.with_full_text() == (None if field is None else Query.parse(field))
