"""Parquet: a nested row per strike, days as dates; the same strikes give the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from model.event import Strike
from model.exporting import ExportStamp, export_strikes
from tests.support.sample_strike import DOCUMENTS, NOTE_DOCUMENT, STAMP, STRIKE, UNDATED_STRIKE, WIRE_DOCUMENT

parquet = pytest.importorskip("pyarrow.parquet")


def export_parquet(*strikes: Strike, stamp: ExportStamp = STAMP) -> bytes:
    return b"".join(export_strikes(iter(strikes), DOCUMENTS.__getitem__, "parquet", stamp))


def read_rows(*strikes: Strike) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(io.BytesIO(export_parquet(*strikes))).to_pylist()
    return rows


def test_row_holds_the_strike_and_each_source() -> None:
    row, undated_row = read_rows(STRIKE, UNDATED_STRIKE)
    assert row["id"] == STRIKE.id
    assert (row["when"]["start"], row["when"]["edtf"]) == (date(2023, 12, 29), "2023-12-29")
    assert row["killed"] == {"low": 2, "high": None, "text": "at least two"}
    assert row["places"][0]["latitude"] == 50.45
    assert [claim["stance"] for claim in row["claims"]] == ["asserts", "asserts", "denies"]
    first, second = row["sources"]
    assert (first["title"], first["url"], first["published"]) == (
        WIRE_DOCUMENT.title,
        WIRE_DOCUMENT.url,
        date(2023, 12, 30),
    )
    assert first["excerpts"][0]["text"] == WIRE_DOCUMENT.text
    assert (second["source"], second["published"]) == (NOTE_DOCUMENT.source, None)
    assert (row["strikeview"], row["rules"]) == (STAMP.program, STAMP.rules)
    assert (undated_row["when"]["start"], undated_row["when"]["edtf"], undated_row["killed"]) == (None, "XXXX", None)


def test_same_strikes_give_the_same_bytes() -> None:
    assert export_parquet(STRIKE, UNDATED_STRIKE) == export_parquet(STRIKE, UNDATED_STRIKE)


def test_no_strikes_give_an_empty_table_with_all_columns() -> None:
    table = parquet.read_table(io.BytesIO(export_parquet()))
    assert (table.num_rows, table.column_names[0], table.column_names[-1]) == (0, "id", "rules")


def test_missing_pyarrow_is_one_line_saying_what_to_install() -> None:
    code = """
import sys
sys.modules["pyarrow"] = None
from model.exporting import ExportStamp, export_strikes
from model.exporting.parquet import MissingPackageError
try:
    export_strikes([], {}.__getitem__, "parquet", ExportStamp("1", "2"))
except MissingPackageError as error:
    print(error)
"""
    completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert completed.stdout == "parquet needs pyarrow, which is not installed; install strikeview[parquet]\n"
