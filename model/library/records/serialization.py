"""Packs documents and reports as plain values, cheap to pass between processes, and unpacks stored ones."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from model.event import Document, ExtractedDocument, Report
from model.library.database.errors import CorruptValueError
from model.library.records.strike_writer import StrikeRecord, build_strike_record
from model.merging.blocking import blocking_keys, serialize_features
from model.merging.features import ReportFeatures
from model.merging.fusion import KeyedReport, assign_keys, fuse_reports
from model.text.folding import fold_text

# A preset dictionary for zlib: strings that documents and reports often hold. Changing it needs a new SCHEMA_VERSION,
# since a body can only be inflated with the dictionary it was deflated with.
_DEFLATE_DICTIONARY: Final = (
    b'"published_from":"page","published_from":"text","published_weak":true,"published_text":"","url":"https://www."},'
    b'{"id":"","text":"","title":"","published":"2022-0","published_from":"record","source":"","launch_site'
    b'"high":12,"text":"dozens"},"unverified":{"start":"object":"military","text":"object":"housing","text":"object":'
    b'"energy","text":"effect":"damaged","effect_text":"destroyed","precision":"night","basis":"relative","text":"'
    b'overnight"},"precision":"day","basis":"weekday","text":"on Friday"},"country":"RU","country":"UA","latitude":50.4'
    b',"longitude":30.52},{"name":"Kharkiv","region":"Kharkiv","Donetsk","Kherson","Zaporizhzhia","Odesa","Dnipropetro'
    b'vsk","Kyiv","region":"weapons":[{"kind":"artillery","kind":"bomb","kind":"missile","model":"Shahed","launched":{'
    b'"low":1,"high":1,"text":"one"},"intercepted":{"low":,"killed":{"low":2,"high":2,"text":"two"},"injured":{"low":'
    b'"claims":[{"side":"ukraine","speaker":"officials"}],"stance":"denies","of":"weapons.0.launched"}],"excerpts":[{"'
    b'start":0,"end":100,"text":"Russian forces Ukrainian drones missiles struck shelled attacked"}],"trace":{"side":{'
    b'"rule":"side.named","start":0,"end":"side.inferred_from.target","when":{"rule":"when.","start":"places.0":{"rule"'
    b':"place.","start":"places.1":{"rule":"weapons.0":{"rule":"weapon.","start":"weapons.0.launched":{"rule":"killed":'
    b'{"rule":"killed.passive","start":"injured":{"rule":"injured.passive","start":"claims.0":{"rule":"claim.","start"'
    b':"damage.0":{"rule":"damage.","start":{"document":"","title":"","published":"2023-","scope":"summary","when":{"s'
    b'tart":"2023-","end":"2023-","precision":"day","basis":"explicit","text":""},"side":"russia","places":[{"name":"'
)

_StoredModel = TypeVar("_StoredModel", Document, Report)


class PackedReport(NamedTuple):
    """A report ready to be stored.

    `blocking_keys` are pairs of a key and 1 if the report is compared with all of that block, else 0. `single_record`
    is the strike that the report makes if no other report is similar.
    """

    key: str
    last_day: int
    features: str
    blocking_keys: tuple[tuple[int, int], ...]
    body: bytes
    single_record: StrikeRecord


class PackedDocument(NamedTuple):
    """A document ready to be stored, with its reports; `search_text` is its folded text for the full-text index."""

    name: str
    digest: str
    origin: str
    source: str
    url: str | None
    edition: str
    search_text: str
    body: bytes
    reports: tuple[PackedReport, ...]


def pack_document(extracted: ExtractedDocument) -> PackedDocument:
    """Do everything about storing a document that needs no library."""
    document = extracted.document
    return PackedDocument(
        name=document.id,
        digest=document.digest,
        origin=extracted.origin,
        source=document.source or "",
        url=document.url,
        edition=extracted.edition,
        search_text=fold_text(f"{document.title or ''}\n{document.text}"),
        body=deflate_text(document.model_dump_json(exclude_defaults=True)),
        reports=pack_reports(extracted.reports, document.digest, document.source or ""),
    )


def pack_reports(reports: Iterable[Report], digest: str, source: str) -> tuple[PackedReport, ...]:
    """Pack the reports of a document with this digest and source."""
    return tuple(_pack_report(keyed, source) for keyed in assign_keys(reports, lambda _: digest))


def _pack_report(keyed: KeyedReport, source: str) -> PackedReport:
    features = ReportFeatures.from_report(keyed.report)
    return PackedReport(
        key=keyed.key,
        last_day=features.last_day,
        features=serialize_features(features),
        blocking_keys=tuple((key, int(whole)) for key, whole in blocking_keys(features).items()),
        body=deflate_text(keyed.report.model_dump_json(exclude_defaults=True)),
        single_record=build_strike_record(fuse_reports([keyed], explained=False), [source], documents=1),
    )


def deflate_text(text: str) -> bytes:
    """Compress a text with the preset dictionary."""
    deflate = zlib.compressobj(level=4, wbits=-15, zdict=_DEFLATE_DICTIONARY)
    return deflate.compress(text.encode()) + deflate.flush()


def inflate_text(data: bytes) -> str:
    """Decompress what `deflate_text` wrote; raises CorruptValueError."""
    inflate = zlib.decompressobj(wbits=-15, zdict=_DEFLATE_DICTIONARY)
    try:
        return (inflate.decompress(data) + inflate.flush()).decode()
    except (zlib.error, UnicodeDecodeError):
        raise CorruptValueError from None


def _validate_body(kind: type[_StoredModel], body: bytes) -> _StoredModel:
    try:
        return kind.model_validate_json(inflate_text(body))
    except ValidationError:
        raise CorruptValueError from None


def unpack_report(body: bytes, document: str) -> Report:
    """The stored report, with the id that its document has in the library; raises CorruptValueError."""
    report = _validate_body(Report, body)
    return report if report.document == document else report.model_copy(update={"document": document})


def unpack_document(body: bytes, name: str, user_date: str | None = None) -> Document:
    """The stored document, with its id in the library and the publication date set by the user, if any.

    Raises CorruptValueError.
    """
    document = _validate_body(Document, body)
    update: dict[str, Any] = {} if document.id == name else {"id": name}
    if user_date is not None:
        stated = document.published_told if document.published_from == "user" else document.published
        update |= {"published": date.fromisoformat(user_date), "published_from": "user", "published_told": stated}
        update |= {"published_text": None, "published_weak": False}
    return document.model_copy(update=update) if update else document
