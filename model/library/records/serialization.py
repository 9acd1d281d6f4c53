"""Packing: an account made ready to be written, as plain values that pass cheaply from one process to another."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple, TypeVar

from pydantic import ValidationError

from model.event import Document, ExtractedDocument, Report
from model.library.database.errors import CorruptValueError
from model.library.records.strike_writer import StrikeRecord, build_strike_record
from model.merging.blocking import blocking_keys, serialize_features
from model.merging.features import ReportFeatures
from model.merging.fusion import KeyedReport, assign_keys, fuse_reports
from model.text.folding import fold_text

# What documents and reports hold again and again: it need not be written each time. To change it is to change the
# version of the schema, since what was deflated with one dictionary cannot be inflated with another.
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
    """A report as the library writes it.

    `meets` are the keys under which it meets others, 1 where it meets all; `alone` is the strike that it is where it
    is alike to no other.
    """

    key: str
    last_day: int
    features: str
    blocking_keys: tuple[tuple[int, int], ...]
    body: bytes
    single_record: StrikeRecord


class PackedDocument(NamedTuple):
    """An account as the library writes it; `words` is what a search of the whole document looks through."""

    name: str
    digest: str
    origin: str
    source: str
    url: str | None
    edition: str
    search_text: str
    body: bytes
    reports: tuple[PackedReport, ...]


def pack_document(account: ExtractedDocument) -> PackedDocument:
    """The account ready to be written: all that can be worked out without the library."""
    document = account.document
    digest = document.digest
    return PackedDocument(
        name=document.id,
        digest=digest,
        origin=account.origin,
        source=document.source or "",
        url=document.url,
        edition=account.edition,
        search_text=fold_text(f"{document.title or ''}\n{document.text}"),
        body=deflate_text(document.model_dump_json(exclude_defaults=True)),
        reports=pack_reports(account.reports, digest, document.source or ""),
    )


def pack_reports(reports: Iterable[Report], digest: str, source: str) -> tuple[PackedReport, ...]:
    """The reports of a document of this digest and source, ready to be written."""
    return tuple(_pack_report(each, source) for each in assign_keys(reports, lambda _: digest))


def _pack_report(each: KeyedReport, source: str) -> PackedReport:
    report = each.report
    telling = ReportFeatures.from_report(report)
    meets = tuple((number, int(whole)) for number, whole in blocking_keys(telling).items())
    return PackedReport(
        key=each.key,
        last_day=telling.last_day,
        features=serialize_features(telling),
        blocking_keys=meets,
        body=deflate_text(report.model_dump_json(exclude_defaults=True)),
        single_record=build_strike_record(fuse_reports([each], explained=False), [source], documents=1),
    )


def deflate_text(text: str) -> bytes:
    """The text in fewer bytes."""
    deflate = zlib.compressobj(level=4, wbits=-15, zdict=_DEFLATE_DICTIONARY)
    return deflate.compress(text.encode()) + deflate.flush()


def inflate_text(data: bytes) -> str:
    """The text that was deflated."""
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
    """The report of this body, under the id that its document has in the library."""
    report = _validate_body(Report, body)
    return report if report.document == document else report.model_copy(update={"document": document})


def unpack_document(body: bytes, name: str, dated: str | None = None) -> Document:
    """The document of this body, under the id that it has in the library, of the day that the user gave it."""
    document = _validate_body(Document, body)
    if document.id != name:
        document = document.model_copy(update={"id": name})
    if dated is None:
        return document
    told = document.published_told if document.published_from == "user" else document.published
    by_user = {"published": date.fromisoformat(dated), "published_from": "user", "published_told": told}
    return document.model_copy(update={**by_user, "published_text": None, "published_weak": False})
