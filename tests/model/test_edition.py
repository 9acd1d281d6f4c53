"""Editions: which change of the code makes stored results those of another version."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import model
from model.edition import READING_PARTS, edition, library_edition, strike_edition

MODEL = Path(model.__file__).parent


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the model's code and rules."""
    return Path(shutil.copytree(MODEL, tmp_path / "model", ignore=shutil.ignore_patterns("__pycache__", "seeds")))


@pytest.mark.parametrize(
    ("file", "reads", "merges"),
    [
        ("exporting/csv_export.py", False, False),
        ("query/grammar.py", False, False),
        ("library/reader.py", False, False),
        ("ingest/pipeline.py", False, False),
        ("merging/similarity.py", False, True),
        ("parsing/lexicon/rules.toml", True, True),
        ("parsing/clauses/damage.py", True, True),
        ("datasets/acled.toml", True, True),
        ("gazetteer/places.tsv.gz", True, True),
        ("taxonomy.py", True, True),
        ("text/front_matter.py", True, True),
        ("event/report.py", True, True),
        ("reading/encoding.py", True, True),
    ],
)
def test_changed_file_changes_the_editions_it_belongs_to(package: Path, file: str, reads: bool, merges: bool) -> None:
    with (package / file).open("ab") as stream:
        stream.write(b"\n")
    assert (edition(package) != edition()) is reads
    assert (strike_edition(package) != strike_edition()) is merges
    assert library_edition(package) != library_edition()


def test_equal_trees_have_equal_editions_wherever_they_are(package: Path) -> None:
    (package / "parsing" / "clauses" / "damage.pyc").write_bytes(b"compiled")
    assert edition(package) == edition()
    assert strike_edition(package) == strike_edition()
    assert library_edition(package) == library_edition()


def test_code_that_reads_documents_uses_nothing_outside_the_edition() -> None:
    sources = [
        path for part in READING_PARTS for path in ([MODEL / part] if "." in part else (MODEL / part).rglob("*"))
    ]
    used = {
        name
        for path in sources
        if path.suffix == ".py"
        for name in re.findall(r"from model\.(\w+)", path.read_text("utf-8"))
    }
    assert used <= {part.removesuffix(".py") for part in READING_PARTS} | {
        "problem"
    }  # messages do not affect what is read
