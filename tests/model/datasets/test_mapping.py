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

DOCS_PAGE = (Path(__file__).parents[3] / "docs" / "datasets.md").read_text(encoding="utf-8")
SMALL_MAPPING = """
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


def read_example(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", DOCS_PAGE, re.DOTALL | re.MULTILINE)
    return str(block)


def write_mapping(folder: Path, text: str, name: str = "mapping.toml") -> Path:
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
def test_table_is_recognised_by_its_columns(columns: list[str], name: str | None, mappings_folder: Path) -> None:
    mapping = find_mapping(columns)
    assert (mapping.name if mapping else None) == name


def test_example_in_the_docs_reads_its_table(mappings_folder: Path) -> None:
    write_mapping(mappings_folder, read_example("toml"))
    header, *lines = read_example("csv").splitlines()
    columns = header.split(",")
    accounts, problems = read_table(columns, [dict(zip(columns, line.split(","), strict=True)) for line in lines])
    assert problems == []
    first, second = (account.reports[0] for account in accounts)
    assert accounts[0].document.id == "my_table:17"
    assert (first.side, first.when.start, first.places[0].name) == ("russia", date(2024, 2, 3), "Odesa")
    assert first.weapons[0].launched == Figure(low=8, high=8, text="8")
    assert first.killed == Figure(low=0, high=0, text="0")
    assert (second.side, second.killed, second.places[0].country) == ("ukraine", None, "RU")


def test_every_key_of_the_grammar_is_documented(mappings_folder: Path) -> None:
    for key in DatasetMapping.model_fields:
        assert re.search(rf"`\[*{key}\]*`", DOCS_PAGE), key


def test_user_mappings_take_precedence(mappings_folder: Path) -> None:
    write_mapping(
        mappings_folder,
        'name = "mine"\ntitle = "Mine"\ncolumns = ["event_id_cnty", "event_date"]\nwhen.start = "event_date"\n',
    )
    mapping = find_mapping(ACLED_COLUMNS)
    assert mapping is not None
    assert mapping.name == "mine"


def test_mapping_with_most_required_columns_wins(mappings_folder: Path) -> None:
    write_mapping(mappings_folder, SMALL_MAPPING, "a.toml")
    write_mapping(
        mappings_folder, SMALL_MAPPING.replace("small", "larger").replace('["day", ', '["day", "lat", '), "b.toml"
    )
    mapping = find_mapping(["day", "town", "lat", "lon"])
    assert mapping is not None
    assert mapping.name == "larger"


def test_invalid_user_mapping_is_reported_and_the_others_are_used(mappings_folder: Path) -> None:
    write_mapping(mappings_folder, "name = ", "broken.toml")
    write_mapping(mappings_folder, SMALL_MAPPING)
    problems: list[Problem] = []
    assert find_mapping(["day", "town"], problems) is not None
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"{mappings_folder / 'broken.toml'}: is not valid TOML")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SMALL_MAPPING.replace("title", "titel"), "title is missing; add it (and 1 more)"),
        (SMALL_MAPPING + 'colour = "red"\n', "places.1.colour is not a key of a mapping; correct or remove it"),
        (SMALL_MAPPING.replace("small", "A Name!", 1), "name: string should match pattern"),
        (SMALL_MAPPING.replace('"day"\n[[', '"day"\nformats = ["%d.%m"]\n[['), "gives no complete date"),
        (SMALL_MAPPING.replace('"day"\n[[', '"day"\nformats = ["%Y-%j"]\n[['), "%j is not one of"),
        (SMALL_MAPPING.replace('"day"\n[[', '"day"\nformats = ["%Y-%m-%d %d"]\n[['), "names a part of the date twice"),
        (SMALL_MAPPING + '[side]\nis = "russia"\n', "side: name the column that states it"),
        (SMALL_MAPPING + '[side]\ncolumn = "who"\n', "side: give one of"),
        (SMALL_MAPPING + '[weapons]\nlaunched = "n"\n', "weapons: give either column or flags"),
        ("a = " + "[" * 5_000, "is no"),
        (SMALL_MAPPING + '[x."\\u001b[2J"]\n', "x is not a key of a mapping"),
        (SMALL_MAPPING + '[[leave_out]]\nwhy = "no"\n', "leave_out.1: give either where or unless"),
        (SMALL_MAPPING + '[figures]\nkilled = "dead"\n[[group]]\nby = ["day"]\n', "never added up"),
    ],
)
def test_mapping_error_is_one_clear_line(text: str, expected: str, tmp_path: Path) -> None:
    path = write_mapping(tmp_path, text)
    with pytest.raises(MappingError) as error:
        load_mapping(path)
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert expected in message
    assert message.isprintable()


def test_unreadable_mapping_is_reported(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")
    (tmp_path / "latin.toml").write_bytes(b'name = "\xe9"')
    with pytest.raises(MappingError, match="is not UTF-8"):
        load_mapping(tmp_path / "latin.toml")


def test_invalid_cells_are_reported_and_reading_continues(tmp_path: Path) -> None:
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING + '[weapons]\ncolumn = "arm"\nlaunched = "n"\n'))
    columns = ["day", "town", "lat", "lon", "arm", "n"]
    valid_row = {"day": "2024-02-03", "town": "Odesa", "arm": "drone", "n": "2"}
    invalid_cells = [
        {"day": ""},
        {"day": "31 Feb"},
        {"day": "9999-01-01"},
        {"lat": "91", "lon": "0"},
        {"n": "some"},
        {"arm": "X-Y"},
    ]
    accounts, problems = read_table(columns, [valid_row, *(valid_row | cells for cells in invalid_cells)], mapping)
    assert problems == [
        "table.csv, row 3: day is empty; correct the cell; the row is left out",
        "table.csv, row 4: day is not a date of the form %Y-%m-%d: '31 Feb'; correct the cell; the row is left out",
        "table.csv, row 5: day is not a date of the form %Y-%m-%d: '9999-01-01'; correct the cell; the row is left out",
        "table.csv, row 6: lat is not a number of degrees: '91'; correct the cell; the place is kept without it",
        "table.csv, row 7: n is not a whole number: 'some'; correct the cell; the figure is left out",
        "table.csv, row 8: arm is not a known weapon: 'X-Y'; say in [weapons.called] of the mapping what it is",
    ]
    assert len(accounts) == 4
    assert [(weapon.kind, weapon.model) for weapon in accounts[-1].reports[0].weapons] == [("other", "X-Y")]
    assert accounts[2].reports[0].weapons[0].launched is None


def test_row_with_more_or_fewer_cells_than_the_header_is_left_out(tmp_path: Path) -> None:
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING))
    rows: list[dict[str, str | None]] = [{"day": "2024-02-03", "town": None}, {"day": "2024-02-03", "town": "Odesa"}]
    items = list(read_accounts(rows, mapping, "table.csv"))
    assert [str(item) for item in items if isinstance(item, Problem)] == [
        "table.csv, row 2: its cells do not match the header; check its commas and quotes; it is left out"
    ]
    assert len(items) == 2


def test_errors_are_reported_while_the_rows_stream(tmp_path: Path) -> None:
    rows: Iterator[dict[str, str | None]] = ({"day": "?", "town": str(n)} for n in count())
    items = read_accounts(rows, load_mapping(write_mapping(tmp_path, SMALL_MAPPING)), "table.csv")
    assert len({str(item) for item in islice(items, 5_000)}) == 5_000  # the table is endless


def test_hostile_cells_do_no_harm(tmp_path: Path) -> None:
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING))
    hostile_cell = "Odesa\nday: 1999-01-01\x1b[2J\u202e\ud800" + "x" * 100_000
    accounts, problems = read_table(
        ["day", "town"], [{"day": "2024-02-03", "town": hostile_cell}, {"day": hostile_cell, "town": "Kyiv"}], mapping
    )
    assert accounts[0].reports[0].when.start == date(2024, 2, 3)
    assert all(line.isprintable() and len(line) < 300 for line in problems)


def test_rows_stream(tmp_path: Path) -> None:
    """In an endless table the first strikes are available at once, grouped ones within a few hundred rows."""
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING + '[[group]]\nby = ["town"]\n'))

    def iter_endless_rows() -> object:
        number = 0
        while True:
            number += 1
            yield {"day": "2024-02-03", "town": f"Town {number // 2}"}

    accounts = list(islice(read_accounts(iter_endless_rows(), mapping, "table.csv"), 50))  # type: ignore[arg-type]
    assert len(accounts) == 50


def test_endless_group_is_cut(tmp_path: Path) -> None:
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING + '[[group]]\nby = ["town"]\n'))
    accounts, _ = read_table(["day", "town"], [{"day": "2024-02-03", "town": "Kyiv"}] * 1000, mapping)
    assert 1 < len(accounts) < 100


def test_reading_does_not_depend_on_how_the_table_is_iterated(tmp_path: Path) -> None:
    mapping = load_mapping(write_mapping(tmp_path, SMALL_MAPPING))
    rows = [{"day": "2024-02-03", "town": "Odesa"}, {"day": "2024-02-04", "town": "Kyiv"}]
    assert list(read_accounts(make_table(["day", "town"], rows), mapping, "a")) == list(
        read_accounts(rows, mapping, "b")
    )


CELL_TEXTS = st.one_of(
    st.sampled_from(["", "2024-02-03", "2024-02-03 25:61", "Odesa", "X-101", "1", "-1", "1e999", "nan", " and "]),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([AIR_FORCE_COLUMNS, ACLED_COLUMNS, VIINA_COLUMNS]), st.data())
def test_no_cell_breaks_reading(columns: list[str], data: st.DataObject) -> None:
    valid_cells = {
        AIR_FORCE_COLUMNS[0]: "2024-02-03",
        "event_date": "2024-02-03",
        "date": "20240203",
        "country": "Ukraine",
    }
    valid_cells |= {"sub_event_type": "Air/drone strike", "t_uav_b": "1", "t_mil_b": "1", "a_rus_init_b": "1"}
    row = {column: valid_cells.get(column, "") for column in columns}
    mapping = find_mapping(columns)
    assert mapping is not None
    rows = data.draw(st.lists(st.dictionaries(st.sampled_from(columns), CELL_TEXTS, max_size=6), max_size=4))
    for item in read_accounts([row | cells for cells in rows], mapping, "table.csv"):
        if isinstance(item, Problem):
            assert str(item).isprintable()
        else:
            for report in item.reports:
                Report.model_validate(report.model_dump(by_alias=True), context={"document": item.document})
                assert item.document.digest
