"""Datasets of strikes: tables whose rows need no parsing, each read under a mapping (docs/datasets.md).

A mapping is a TOML file. Those of this folder are known, and those that the user keeps in the folder of `own_folder`.
Every value of a report is quoted from the cells of its row, and a file is read as it streams by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.datasets.mapping import DatasetMapping, MappingError, fold_column_name, load_mapping
from model.problem import Problem

if TYPE_CHECKING:
    from model.datasets.row_reader import RawRow
    from model.event import ExtractedDocument

__all__ = ["DatasetMapping", "MappingError", "find_mapping", "load_mapping", "read_accounts", "user_mappings_folder"]


def user_mappings_folder() -> Path:
    """Where the user keeps mappings of their own: `~/.config/strikeview/datasets` on Linux."""
    from platformdirs import user_config_path

    return user_config_path("strikeview", appauthor=False) / "datasets"


def find_mapping(header: Sequence[str], problems: list[Problem] | None = None) -> DatasetMapping | None:
    """The mapping of the table that has these columns; None where none is known.

    The user's own go before those that come with the program; of several that fit, the one that demands most columns.
    Those of the user's that cannot be used are told in `problems`.
    """
    columns = frozenset(map(fold_column_name, header))
    for known in (_load_user_mappings(problems), _load_bundled_mappings()):
        fitting = [mapping for mapping in known if mapping.is_header_match(columns)]
        if fitting:
            return min(fitting, key=lambda mapping: (-len(mapping.columns), mapping.name))
    return None


def read_accounts(
    rows: Iterable[RawRow | Problem], mapping: DatasetMapping, source_name: str
) -> Iterator[ExtractedDocument | Problem]:
    """An account for each strike that the rows of a table tell, as `csv.DictReader` reads them, and what is wrong.

    `source_name` is what problems call the file; a Problem stands for a row that is none. At the end come the counts of
    the rows that were left out, with the reason. Only a few hundred rows are held at a time.
    """
    from model.datasets.row_groups import group_rows
    from model.datasets.row_reader import RowReader
    from model.datasets.row_report import build_account

    taking = RowReader(mapping, source_name)
    for group in group_rows(taking.read_rows(rows), mapping):
        if isinstance(group, Problem):
            yield group
            continue
        told = build_account(group, taking)
        yield from taking.take_problems()
        yield told
    yield from taking.take_problems()
    yield from taking.summarize_problems()


@cache
def _load_bundled_mappings() -> tuple[DatasetMapping, ...]:
    return tuple(load_mapping(path) for path in sorted(Path(__file__).parent.glob("*.toml")))


def _load_user_mappings(problems: list[Problem] | None) -> Iterator[DatasetMapping]:
    for path in sorted(user_mappings_folder().glob("*.toml")):
        try:
            yield load_mapping(path)
        except MappingError as error:
            if problems is not None:
                problems.append(error.problem)
