"""Packing: an account made ready to be written, as plain values that pass cheaply from one process to another."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple, TypeVar

from pydantic import ValidationError

from model.event import Account, Document, Report
from model.library.database.errors import Damaged
from model.library.records.strike_writer import Filling, filling
from model.merging.blocking import keys, packed
from model.merging.features import Telling
from model.merging.fusion import Identified, identified, made_of
from model.text.folding import folded

# What documents and reports hold again and again: it need not be written each time. To change it is to change the
# version of the schema, since what was deflated with one dictionary cannot be inflated with another.
_ALIKE: Final = (
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


_Kept = TypeVar("_Kept", Document, Report)


class PackedReport(NamedTuple):
    """A report as the library writes it.

    `meets` are the keys under which it meets others, 1 where it meets all; `alone` is the strike that it is where it
    is alike to no other.
    """

    key: str
    anchor: int
    telling: str
    meets: tuple[tuple[int, int], ...]
    body: bytes
    alone: Filling


class PackedAccount(NamedTuple):
    """An account as the library writes it; `words` is what a search of the whole document looks through."""

    name: str
    digest: str
    origin: str
    source: str
    url: str | None
    edition: str
    words: str
    body: bytes
    reports: tuple[PackedReport, ...]


def pack(account: Account) -> PackedAccount:
    """The account ready to be written: all that can be worked out without the library."""
    document = account.document
    digest = document.digest
    return PackedAccount(
        name=document.id,
        digest=digest,
        origin=account.origin,
        source=document.source or "",
        url=document.url,
        edition=account.edition,
        words=folded(f"{document.title or ''}\n{document.text}"),
        body=deflated(document.model_dump_json(exclude_defaults=True)),
        reports=packed_reports(account.reports, digest, document.source or ""),
    )


def packed_reports(reports: Iterable[Report], digest: str, source: str) -> tuple[PackedReport, ...]:
    """The reports of a document of this digest and source, ready to be written."""
    return tuple(_report(each, source) for each in identified(reports, lambda _: digest))


def _report(each: Identified, source: str) -> PackedReport:
    report = each.report
    telling = Telling.of(report)
    meets = tuple((number, int(whole)) for number, whole in keys(telling).items())
    return PackedReport(
        key=each.key,
        anchor=telling.last,
        telling=packed(telling),
        meets=meets,
        body=deflated(report.model_dump_json(exclude_defaults=True)),
        alone=filling(made_of([each], explained=False), [source], documents=1),
    )


def deflated(text: str) -> bytes:
    """The text in fewer bytes."""
    deflate = zlib.compressobj(level=4, wbits=-15, zdict=_ALIKE)
    return deflate.compress(text.encode()) + deflate.flush()


def inflated(data: bytes) -> str:
    """The text that was deflated."""
    inflate = zlib.decompressobj(wbits=-15, zdict=_ALIKE)
    try:
        return (inflate.decompress(data) + inflate.flush()).decode()
    except (zlib.error, UnicodeDecodeError):
        raise Damaged from None


def _validated(kind: type[_Kept], body: bytes) -> _Kept:
    try:
        return kind.model_validate_json(inflated(body))
    except ValidationError:
        raise Damaged from None


def report_of(body: bytes, document: str) -> Report:
    """The report of this body, under the id that its document has in the library."""
    report = _validated(Report, body)
    return report if report.document == document else report.model_copy(update={"document": document})


def document_of(body: bytes, name: str, dated: str | None = None) -> Document:
    """The document of this body, under the id that it has in the library, of the day that the user gave it."""
    document = _validated(Document, body)
    if document.id != name:
        document = document.model_copy(update={"id": name})
    if dated is None:
        return document
    told = document.published_told if document.published_from == "user" else document.published
    by_user = {"published": date.fromisoformat(dated), "published_from": "user", "published_told": told}
    return document.model_copy(update={**by_user, "published_text": None, "published_weak": False})
