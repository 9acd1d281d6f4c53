"""Parquet, by pyarrow (the extra `strikeview[parquet]`): a row per strike, nested as in JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from model.event import Strike
from model.exporting.nested_record import DocumentLookup, ExportStamp, build_record

_ROW_GROUP_STRIKES: Final = 1_000


class MissingPackageError(Exception):
    """A package that only this format needs is not installed; the message is one line for people."""


def render_parquet(strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[bytes]:
    """The file, in parts. Raises MissingPackageError at once where pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        message = "parquet needs pyarrow, which is not installed; install strikeview[parquet]"
        raise MissingPackageError(message) from None
    return _iter_parts(pyarrow, strikes, document, stamp)


def _iter_parts(arrow: Any, strikes: Iterable[Strike], document: DocumentLookup, stamp: ExportStamp) -> Iterator[bytes]:
    schema = _build_schema(arrow)
    sink = _PartSink()
    records = (_build_row(build_record(strike, document, stamp)) for strike in strikes)
    with arrow.parquet.ParquetWriter(arrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while rows := list(islice(records, _ROW_GROUP_STRIKES)):
            writer.write_table(arrow.Table.from_pylist(rows, schema))
            yield sink.drain_parts()
    yield sink.drain_parts()


class _PartSink:
    """A file object that hands on in parts what is written to it."""

    closed = False

    def __init__(self) -> None:
        self._pending: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._pending.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Parts wait for `drain_parts` only."""

    def close(self) -> None:
        """There is nothing to close."""

    def drain_parts(self) -> bytes:
        """What was written since the last call."""
        parts, self._pending = self._pending, []
        return b"".join(parts)


def _build_row(record: dict[str, Any]) -> dict[str, Any]:
    """The record with dates for ISO days, and key-value pairs for mappings."""
    record["when"] = _parse_days(record["when"])
    record["shown"] = list(record["shown"].items())
    for source in record["sources"]:
        source["published"] = source["published"] and date.fromisoformat(source["published"])
        source["when"] = _parse_days(source["when"])
        source["trace"] = list(source["trace"].items())
    return record


def _parse_days(when: dict[str, Any]) -> dict[str, Any]:
    return {**when, **{name: when[name] and date.fromisoformat(when[name]) for name in ("start", "end")}}


def _build_schema(arrow: Any) -> Any:
    text, number, flag, day = arrow.string(), arrow.int64(), arrow.bool_(), arrow.date32()

    def struct(**fields: Any) -> Any:
        return arrow.struct(list(fields.items()))

    figure = struct(low=number, high=number, text=text)
    span = arrow.struct([("start", number), ("end", number), ("text", text), ("in", text)])
    trace = arrow.struct([("rule", text), ("start", number), ("end", number), ("in", text)])
    when = {"start": day, "end": day, "precision": text, "basis": text, "text": text}
    place = struct(name=text, region=text, country=text, latitude=arrow.float64(), longitude=arrow.float64())
    weapon = struct(kind=text, model=text, launched=figure, intercepted=figure)
    damage = struct(object=text, text=text, count=figure, effect=text, effect_text=text)
    claim = struct(side=text, speaker=text, stance=text, of=text, responsibility=flag)
    common = {
        "places": arrow.list_(place),
        "weapons": arrow.list_(weapon),
        **dict.fromkeys(("launched", "intercepted", "killed", "injured"), figure),
        "damage": arrow.list_(damage),
        "claims": arrow.list_(claim),
    }
    source = struct(
        **dict.fromkeys(("document", "digest", "title", "url", "source"), text),
        published=day,
        published_weak=flag,
        scope=text,
        when=struct(**when),
        side=text,
        **common,
        unverified=span,
        excerpts=arrow.list_(span),
        trace=arrow.map_(text, trace),
    )
    columns = {
        "id": text,
        "scope": text,
        "when": struct(**when, edtf=text),
        "side": text,
        "side_basis": text,
        **common,
        "shown": arrow.map_(text, struct(low=number, high=number, text=text, document=text, rule=text)),
        "disputed": flag,
        "reasons": arrow.list_(text),
        "work": struct(
            corrections=arrow.list_(struct(path=text, value=text, parsed=text)),
            tags=arrow.list_(text),
            notes=arrow.list_(text),
            bookmarked=flag,
        ),
        "sources": arrow.list_(source),
        "strikeview": text,
        "rules": text,
    }
    return arrow.schema(list(columns.items()))
