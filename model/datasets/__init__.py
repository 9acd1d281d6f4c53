"""Datasets of strikes: tables whose rows need no parsing, each read under a mapping (docs/datasets.md).

A mapping is a TOML file. Those of this folder are known, and those that the user keeps in the folder of `own_folder`.
Every value of a report is quoted from the cells of its row, and a file is read as it streams by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from model.datasets.mapping import Mapping, MappingError, folded, load
from model.problem import Problem

if TYPE_CHECKING:
    from model.datasets.row_reader import Written
    from model.event import Account

__all__ = ["Mapping", "MappingError", "accounts", "load", "own_folder", "recognised"]


def own_folder() -> Path:
    """Where the user keeps mappings of their own: `~/.config/strikeview/datasets` on Linux."""
    from platformdirs import user_config_path

    return user_config_path("strikeview", appauthor=False) / "datasets"


def recognised(header: Sequence[str], problems: list[Problem] | None = None) -> Mapping | None:
    """The mapping of the table that has these columns; None where none is known.

    The user's own go before those that come with the program; of several that fit, the one that demands most columns.
    Those of the user's that cannot be used are told in `problems`.
    """
    columns = frozenset(map(folded, header))
    for known in (_own(problems), _bundled()):
        fitting = [mapping for mapping in known if mapping.demands(columns)]
        if fitting:
            return min(fitting, key=lambda mapping: (-len(mapping.columns), mapping.name))
    return None


def accounts(rows: Iterable[Written | Problem], mapping: Mapping, source_name: str) -> Iterator[Account | Problem]:
    """An account for each strike that the rows of a table tell, as `csv.DictReader` reads them, and what is wrong.

    `source_name` is what problems call the file; a Problem stands for a row that is none. At the end come the counts of
    the rows that were left out, with the reason. Only a few hundred rows are held at a time.
    """
    from model.datasets.row_groups import grouped
    from model.datasets.row_reader import Taking
    from model.datasets.row_report import account

    taking = Taking(mapping, source_name)
    for group in grouped(taking.rows(rows), mapping):
        if isinstance(group, Problem):
            yield group
            continue
        told = account(group, taking)
        yield from taking.met()
        yield told
    yield from taking.met()
    yield from taking.rest()


@cache
def _bundled() -> tuple[Mapping, ...]:
    return tuple(load(path) for path in sorted(Path(__file__).parent.glob("*.toml")))


def _own(problems: list[Problem] | None) -> Iterator[Mapping]:
    for path in sorted(own_folder().glob("*.toml")):
        try:
            yield load(path)
        except MappingError as error:
            if problems is not None:
                problems.append(error.problem)
