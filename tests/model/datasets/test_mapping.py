"""Mappings: choosing the one for a table, user mappings, and errors in mappings and rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.datasets import MappingError, find_mapping, load_mapping, read_accounts
from model.datasets.mapping import DatasetMapping
from model.event import Figure, Report
from model.problem import Problem
from tests.support.dataset_tables import ACLED_COLUMNS, AIR_FORCE_COLUMNS, VIINA_COLUMNS, make_table, read_table

DOCS = (Path(__file__).parents[3] / "docs" / "datasets.md").read_text(encoding="utf-8")
SMALL = """
name = "small"
title = "A small table"
columns = ["day", "town"]
[when]
start = "day"
[[places]]
column = "town"
latitude = "lat"
longitude = "lon"
"""


def fenced(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", DOCS, re.DOTALL | re.MULTILINE)
    return str(block)


def written(folder: Path, text: str, name: str = "mapping.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        (AIR_FORCE_COLUMNS, "air_force"),
        (ACLED_COLUMNS, "acled"),
        (VIINA_COLUMNS, "viina"),
        ([f" {column.upper()}" for column in ACLED_COLUMNS], "acled"),
        (["id", "title", "published", "text"], None),
        (ACLED_COLUMNS[:5], None),
        ([], None),
    ],
)
def test_table_is_recognised_by_its_columns(columns: list[str], name: str | None, own: Path) -> None:
    mapping = find_mapping(columns)
    assert (mapping.name if mapping else None) == name


def test_example_in_the_docs_reads_its_table(own: Path) -> None:
    written(own, fenced("toml"))
    header, *lines = fenced("csv").splitlines()
    columns = header.split(",")
    found, problems = read_table(columns, [dict(zip(columns, line.split(","), strict=True)) for line in lines])
    assert problems == []
    first, second = (account.reports[0] for account in found)
    assert found[0].document.id == "my_table:17"
    assert (first.side, first.when.start, first.places[0].name) == ("russia", date(2024, 2, 3), "Odesa")
    assert first.weapons[0].launched == Figure(low=8, high=8, text="8")
    assert first.killed == Figure(low=0, high=0, text="0")
    assert (second.side, second.killed, second.places[0].country) == ("ukraine", None, "RU")


def test_every_key_of_the_grammar_is_documented(own: Path) -> None:
    for key in DatasetMapping.model_fields:
        assert re.search(rf"`\[*{key}\]*`", DOCS), key


def test_user_mappings_take_precedence(own: Path) -> None:
    written(
        own, 'name = "mine"\ntitle = "Mine"\ncolumns = ["event_id_cnty", "event_date"]\nwhen.start = "event_date"\n'
    )
    mapping = find_mapping(ACLED_COLUMNS)
    assert mapping is not None
    assert mapping.name == "mine"


def test_mapping_with_most_required_columns_wins(own: Path) -> None:
    written(own, SMALL, "a.toml")
    written(own, SMALL.replace("small", "larger").replace('["day", ', '["day", "lat", '), "b.toml")
    mapping = find_mapping(["day", "town", "lat", "lon"])
    assert mapping is not None
    assert mapping.name == "larger"


def test_invalid_user_mapping_is_reported_and_the_others_are_used(own: Path) -> None:
    written(own, "name = ", "broken.toml")
    written(own, SMALL)
    problems: list[Problem] = []
    assert find_mapping(["day", "town"], problems) is not None
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"{own / 'broken.toml'}: is not valid TOML")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SMALL.replace("title", "titel"), "title is missing; add it (and 1 more)"),
        (SMALL + 'colour = "red"\n', "places.1.colour is not a key of a mapping; correct or remove it"),
        (SMALL.replace("small", "A Name!", 1), "name: string should match pattern"),
        (SMALL.replace('"day"\n[[', '"day"\nformats = ["%d.%m"]\n[['), "gives no complete date"),
        (SMALL.replace('"day"\n[[', '"day"\nformats = ["%Y-%j"]\n[['), "%j is not one of"),
        (SMALL.replace('"day"\n[[', '"day"\nformats = ["%Y-%m-%d %d"]\n[['), "names a part of the date twice"),
        (SMALL + '[side]\nis = "russia"\n', "side: name the column that states it"),
        (SMALL + '[side]\ncolumn = "who"\n', "side: give one of"),
        (SMALL + '[weapons]\nlaunched = "n"\n', "weapons: give either column or flags"),
        ("a = " + "[" * 5_000, "is no"),
        (SMALL + '[x."\\u001b[2J"]\n', "x is not a key of a mapping"),
        (SMALL + '[[leave_out]]\nwhy = "no"\n', "leave_out.1: give either where or unless"),
        (SMALL + '[figures]\nkilled = "dead"\n[[group]]\nby = ["day"]\n', "never added up"),
    ],
)
def test_mapping_error_is_one_clear_line(text: str, said: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    with pytest.raises(MappingError) as error:
        load_mapping(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert message.isprintable()


def test_unreadable_mapping_is_reported(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(MappingError, match="is not UTF-8"):
        load_mapping(tmp_path / "latin.toml")


def test_invalid_cells_are_reported_and_reading_continues(tmp_path: Path) -> None:
    small = load_mapping(written(tmp_path, SMALL + '[weapons]\ncolumn = "arm"\nlaunched = "n"\n'))
    columns = ["day", "town", "lat", "lon", "arm", "n"]
    good = {"day": "2024-02-03", "town": "Odesa", "arm": "drone", "n": "2"}
    wrong = [
        {"day": ""},
        {"day": "31 Feb"},
        {"day": "9999-01-01"},
        {"lat": "91", "lon": "0"},
        {"n": "some"},
        {"arm": "X-Y"},
    ]
    found, problems = read_table(columns, [good, *(good | each for each in wrong)], small)
    assert problems == [
        "table.csv, row 3: day is empty; correct the cell; the row is left out",
        "table.csv, row 4: day is not a date of the form %Y-%m-%d: '31 Feb'; correct the cell; the row is left out",
        "table.csv, row 5: day is not a date of the form %Y-%m-%d: '9999-01-01'; correct the cell; the row is left out",
        "table.csv, row 6: lat is not a number of degrees: '91'; correct the cell; the place is kept without it",
        "table.csv, row 7: n is not a whole number: 'some'; correct the cell; the figure is left out",
        "table.csv, row 8: arm is not a known weapon: 'X-Y'; say in [weapons.called] of the mapping what it is",
    ]
    assert len(found) == 4
    assert [(weapon.kind, weapon.model) for weapon in found[-1].reports[0].weapons] == [("other", "X-Y")]
    assert found[2].reports[0].weapons[0].launched is None


def test_row_with_more_or_fewer_cells_than_the_header_is_left_out(tmp_path: Path) -> None:
    small = load_mapping(written(tmp_path, SMALL))
    rows: list[dict[str, str | None]] = [{"day": "2024-02-03", "town": None}, {"day": "2024-02-03", "town": "Odesa"}]
    found = list(read_accounts(rows, small, "table.csv"))
    assert [str(each) for each in found if isinstance(each, Problem)] == [
        "table.csv, row 2: its cells do not match the header; check its commas and quotes; it is left out"
    ]
    assert len(found) == 2


def test_errors_are_reported_while_the_rows_stream(tmp_path: Path) -> None:
    rows: Iterator[dict[str, str | None]] = ({"day": "?", "town": str(n)} for n in count())
    found = read_accounts(rows, load_mapping(written(tmp_path, SMALL)), "table.csv")
    assert len({str(each) for each in islice(found, 5_000)}) == 5_000  # of a table that has no end


def test_hostile_cells_do_no_harm(tmp_path: Path) -> None:
    small = load_mapping(written(tmp_path, SMALL))
    evil = "Odesa\nday: 1999-01-01\x1b[2J\u202e\ud800" + "x" * 100_000
    found, problems = read_table(
        ["day", "town"], [{"day": "2024-02-03", "town": evil}, {"day": evil, "town": "Kyiv"}], small
    )
    assert found[0].reports[0].when.start == date(2024, 2, 3)
    assert all(line.isprintable() and len(line) < 300 for line in problems)


def test_rows_stream(tmp_path: Path) -> None:
    """In an endless table the first strikes are available at once, grouped ones within a few hundred rows."""
    grouped = load_mapping(written(tmp_path, SMALL + '[[group]]\nby = ["town"]\n'))

    def endless() -> object:
        number = 0
        while True:
            number += 1
            yield {"day": "2024-02-03", "town": f"Town {number // 2}"}

    found = list(islice(read_accounts(endless(), grouped, "table.csv"), 50))  # type: ignore[arg-type]
    assert len(found) == 50


def test_endless_group_is_cut(tmp_path: Path) -> None:
    grouped = load_mapping(written(tmp_path, SMALL + '[[group]]\nby = ["town"]\n'))
    found, _ = read_table(["day", "town"], [{"day": "2024-02-03", "town": "Kyiv"}] * 1000, grouped)
    assert 1 < len(found) < 100


def test_reading_does_not_depend_on_how_the_table_is_iterated(tmp_path: Path) -> None:
    small = load_mapping(written(tmp_path, SMALL))
    rows = [{"day": "2024-02-03", "town": "Odesa"}, {"day": "2024-02-04", "town": "Kyiv"}]
    assert list(read_accounts(make_table(["day", "town"], rows), small, "a")) == list(read_accounts(rows, small, "b"))


CELLS = st.one_of(
    st.sampled_from(["", "2024-02-03", "2024-02-03 25:61", "Odesa", "X-101", "1", "-1", "1e999", "nan", " and "]),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([AIR_FORCE_COLUMNS, ACLED_COLUMNS, VIINA_COLUMNS]), st.data())
def test_no_cell_breaks_reading(columns: list[str], data: st.DataObject) -> None:
    good = {AIR_FORCE_COLUMNS[0]: "2024-02-03", "event_date": "2024-02-03", "date": "20240203", "country": "Ukraine"}
    good |= {"sub_event_type": "Air/drone strike", "t_uav_b": "1", "t_mil_b": "1", "a_rus_init_b": "1"}
    row = {column: good.get(column, "") for column in columns}
    mapping = find_mapping(columns)
    assert mapping is not None
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(columns), CELLS, max_size=6), max_size=4))
    for each in read_accounts([row | wrong for wrong in rows], mapping, "table.csv"):
        if isinstance(each, Problem):
            assert str(each).isprintable()
        else:
            for report in each.reports:
                Report.model_validate(report.model_dump(by_alias=True), context={"document": each.document})
                assert each.document.digest
