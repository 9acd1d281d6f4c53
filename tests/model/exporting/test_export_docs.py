"""docs/exports.md describes exactly the existing columns and formats."""

from __future__ import annotations

import re
from pathlib import Path

from model.exporting import EXPORT_FORMATS
from model.exporting.flat_record import STRIKE_COLUMNS

DOCS = (Path(__file__).parents[3] / "docs" / "exports.md").read_text()


def test_every_column_is_documented_in_order() -> None:
    rows = re.findall(r"^\| (`.*?) \|", DOCS, re.MULTILINE)
    assert tuple(re.findall("`([a-z_]+)`", " ".join(rows))) == STRIKE_COLUMNS


def test_every_format_is_documented() -> None:
    assert f"`--format {'|'.join(EXPORT_FORMATS)}`" in DOCS
