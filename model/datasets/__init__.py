"""Datasets of strikes: tables whose rows are reports, read under a mapping without parsing (docs/datasets.md).

A mapping is a TOML file: those in this folder are built in, others are in the user's `user_mappings_folder`. Every
value of a report is quoted from the cells of its row. Files are streamed.
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
    """The folder of the user's own mappings: `~/.config/strikeview/datasets` on Linux."""
    from platformdirs import user_config_path

    return user_config_path("strikeview", appauthor=False) / "datasets"


def find_mapping(header: Sequence[str], problems: list[Problem] | None = None) -> DatasetMapping | None:
    """The mapping of the table with these columns; None without a match.

    The user's mappings go before the built-in ones, and of several that match, the one that requires most columns.
    Problems with the user's mappings are added to `problems`.
    """
    columns = frozenset(map(fold_column_name, header))
    for known in (_load_user_mappings(problems), _load_bundled_mappings()):
        matches = [mapping for mapping in known if mapping.is_header_match(columns)]
        if matches:
            return min(matches, key=lambda mapping: (-len(mapping.columns), mapping.name))
    return None


def read_accounts(
    rows: Iterable[RawRow | Problem], mapping: DatasetMapping, source_name: str
) -> Iterator[ExtractedDocument | Problem]:
    """Yields a document with one report for each strike in the rows of a table, and problems.

    Rows are as `csv.DictReader` reads them; a Problem is a row that could not be read. `source_name` is the file's name
    in messages. Counts of excluded rows come last. Only a few hundred rows are in memory at a time.
    """
    from model.datasets.row_groups import group_rows
    from model.datasets.row_reader import RowReader
    from model.datasets.row_report import RowReportBuilder

    reader = RowReader(mapping, source_name)
    for group in group_rows(reader.read_rows(rows), mapping):
        if isinstance(group, Problem):
            yield group
            continue
        account = RowReportBuilder(group, reader).build_account()
        yield from reader.take_problems()
        yield account
    yield from reader.take_problems()
    yield from reader.summarize_problems()


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
