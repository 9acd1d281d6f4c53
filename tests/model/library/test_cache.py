"""The cache of prepared libraries: stored, found again, replaced if corrupt, never an obstacle."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model.library import Library
from model.library.cache import MAX_CACHED_LIBRARIES, cache_key, cache_library, cache_path, open_cached_library
from model.query import Query
from tests.support.event_factories import fill_library, make_document, make_report, make_strike, make_when


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert tmp_path in cache_path("any").parents
    return cache_path("any").parent


def store_library(key: str) -> None:
    """Store a library with one strike."""
    with Library() as library:
        fill_library(library, [make_document()], [make_strike(make_report(when=make_when("2024-03-01")))])
        cache_library(key, library)


def count_cached(key: str) -> int | None:
    """The number of strikes in the cached library with this key; None if there is none."""
    library = open_cached_library(key)
    if library is None:
        return None
    with library:
        return library.count_filters(Query.parse("strike")).matches


def test_stored_library_is_found_again() -> None:
    assert count_cached("k") is None
    store_library("k")
    assert count_cached("k") == 1
    assert count_cached("other") is None


@pytest.mark.parametrize("spoil", ["empty", "short", "text", "headed"])
def test_corrupt_file_is_skipped_and_replaced(spoil: str) -> None:
    store_library("k")
    whole = cache_path("k").read_bytes()
    spoilt = {"empty": b"", "short": whole[:5000], "text": b"no library " * 900, "headed": whole[:100] + b"?" * 50_000}
    cache_path("k").write_bytes(spoilt[spoil])
    assert count_cached("k") is None
    store_library("k")
    assert count_cached("k") == 1


def test_unwritable_cache_is_ignored(cache_folder: Path) -> None:
    cache_folder.parent.mkdir(parents=True, exist_ok=True)
    cache_folder.write_text("a file where the folder should be")
    store_library("k")
    assert count_cached("k") is None


def test_only_the_latest_are_kept(cache_folder: Path) -> None:
    for number in range(MAX_CACHED_LIBRARIES):
        store_library(f"k{number}")
        os.utime(cache_path(f"k{number}"), (number, number))
    assert count_cached("k0") == 1  # opened last, so it stays
    store_library("new")
    assert len(list(cache_folder.glob("*"))) == MAX_CACHED_LIBRARIES
    assert count_cached("k0") == count_cached("new") == 1
    assert count_cached("k1") is None


def test_keys_distinguish_contents_and_rules() -> None:
    keys = {cache_key(parts, "1") for parts in ([b"ab"], [b"a", b"b"], [b"b", b"a"], [])}
    assert len(keys | {cache_key([b"ab"], "2")}) == 5
    assert cache_key([b"ab"], "1") in keys


def test_file_with_a_missing_table_is_replaced() -> None:
    store_library("k")
    with closing(sqlite3.connect(cache_path("k"))) as database:
        database.execute("DROP TABLE tallies")
        database.commit()
    assert open_cached_library("k") is None
    store_library("k")
    assert count_cached("k") == 1
