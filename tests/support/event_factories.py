"""Factories for reports, documents and strikes, each made in one line from its values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from model.event import Claim, Document, ExtractedDocument, Figure, Place, Report, Span, Strike, When
from model.library import Library


def make_figure(low: int | None, high: int | None = -1, text: str = "") -> Figure:
    """`make_figure(5)` is exactly five; an open bound is None."""
    high = low if high == -1 else high
    return Figure(low=low, high=high, text=text or f"{'about' if low != high else ''} {low or high}".strip())


def make_when(start: str | None, end: str | None = None, precision: str = "") -> When:
    """An explicit day, or the interval from `start` to `end`; None is no date."""
    if start is None:
        return When()
    last = date.fromisoformat(end or start)
    known: dict[str, Any] = {"precision": precision or ("night" if end else "day"), "basis": "explicit"}
    return When(start=date.fromisoformat(start), end=last, **known)


def make_report(document: str = "a", at: int = 0, text: str = "A strike.", **values: Any) -> Report:
    """A report of `document`, its excerpt at character `at`; places by name, weapons by kind, or as complete values."""
    values["places"] = tuple(Place(name=each) if isinstance(each, str) else each for each in values.get("places", ()))
    values["weapons"] = tuple({"kind": each} if isinstance(each, str) else each for each in values.get("weapons", ()))
    excerpt = Span(start=at, end=at + len(text), text=text)
    return Report(document=document, excerpts=(excerpt,), **values)


def make_strike(*reports: Report, key: str = "", **values: Any) -> Strike:
    """A strike that takes its values from its first report."""
    first = reports[0]
    same = {name: getattr(first, name) for name in Strike.model_fields if name in type(first).model_fields}
    return Strike(**{**same, "id": key or f"{first.document}-{first.excerpts[0].start}", "reports": reports, **values})


def make_document(identifier: str = "a", text: str = "", **values: Any) -> Document:
    """A document with this id and a text unlike that of any other id."""
    return Document(id=identifier, text=text or f"A strike. So says {identifier}.", **values)


def fill_library(library: Library, documents: Iterable[Document], strikes: Iterable[Strike]) -> None:
    """Add the documents with the reports of these strikes; the library decides which reports are one strike."""
    reports: dict[str, list[Report]] = defaultdict(list)
    for strike in strikes:
        for report in strike.reports:
            reports[report.document].append(report)
    library.add_documents(
        ExtractedDocument(document, tuple(reports[document.id]), "rules", document.id) for document in documents
    )


def make_claim(side: Any, speaker: str | None = None, *, denies: bool = False) -> Claim:
    """A claim by a side."""
    return Claim(side=side, speaker=speaker, stance="denies" if denies else "asserts")
