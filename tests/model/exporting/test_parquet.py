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


def written(*strikes: Strike, stamp: ExportStamp = STAMP) -> bytes:
    return b"".join(export_strikes(iter(strikes), DOCUMENTS.__getitem__, "parquet", stamp))


def rows(*strikes: Strike) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = parquet.read_table(io.BytesIO(written(*strikes))).to_pylist()
    return found


def test_row_holds_the_strike_and_each_source() -> None:
    told, undated = rows(STRIKE, UNDATED_STRIKE)
    assert told["id"] == STRIKE.id
    assert (told["when"]["start"], told["when"]["edtf"]) == (date(2023, 12, 29), "2023-12-29")
    assert told["killed"] == {"low": 2, "high": None, "text": "at least two"}
    assert told["places"][0]["latitude"] == 50.45
    assert [claim["stance"] for claim in told["claims"]] == ["asserts", "asserts", "denies"]
    first, second = told["sources"]
    assert (first["title"], first["url"], first["published"]) == (
        WIRE_DOCUMENT.title,
        WIRE_DOCUMENT.url,
        date(2023, 12, 30),
    )
    assert first["excerpts"][0]["text"] == WIRE_DOCUMENT.text
    assert (second["source"], second["published"]) == (NOTE_DOCUMENT.source, None)
    assert (told["strikeview"], told["rules"]) == (STAMP.program, STAMP.rules)
    assert (undated["when"]["start"], undated["when"]["edtf"], undated["killed"]) == (None, "XXXX", None)


def test_same_strikes_give_the_same_bytes() -> None:
    assert written(STRIKE, UNDATED_STRIKE) == written(STRIKE, UNDATED_STRIKE)


def test_no_strikes_give_an_empty_table_with_all_columns() -> None:
    table = parquet.read_table(io.BytesIO(written()))
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
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "parquet needs pyarrow, which is not installed; install strikeview[parquet]\n"
