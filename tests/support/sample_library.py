"""A small library for tests of the screens: invented reports, each value marked in its sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from model.event import (
    Claim,
    Damage,
    Document,
    ExtractedDocument,
    Figure,
    Place,
    Report,
    Span,
    Strike,
    Trace,
    Weapon,
    When,
)
from model.library import Library
from tests.support.event_factories import fill_library

_MARKED_VALUE_PATTERN = re.compile(r"\{([a-z0-9.]+)\|([^}]*)\}")
FILLER_PARAGRAPH = "Along the river the ferries kept their hours, and the market opened late.\n\n"


def parse_marked_sentence(sentence: str, lead: str = FILLER_PARAGRAPH) -> tuple[str, Span, dict[str, Trace]]:
    """A text with the sentence in its middle, the excerpt, and a trace for each `{path|words}` in it."""
    plain, traces, last = "", {}, 0
    for match in _MARKED_VALUE_PATTERN.finditer(sentence):
        plain += sentence[last : match.start()]
        start = len(lead) + len(plain)
        plain += match[2]
        traces[match[1]] = Trace(rule=f"test.{match[1].split('.')[0]}", start=start, end=start + len(match[2]))
        last = match.end()
    plain += sentence[last:]
    text = lead + plain + "\n\n" + FILLER_PARAGRAPH * 20
    return text, Span(start=len(lead), end=len(lead) + len(plain), text=plain), traces


def make_story(
    name: str, sentence: str, published: str | None = None, title: str = "", **values: Any
) -> tuple[Document, Report]:
    """A document with one relevant sentence, and its report."""
    text, excerpt, traces = parse_marked_sentence(sentence)
    day = date.fromisoformat(published) if published else None
    title = title or f"News of {name}"
    document = Document(
        id=name, text=text, title=title, published=day, source="Harbour Courier", url=f"https://example.org/{name}"
    )
    report = Report(document=name, title=title, published=day, excerpts=(excerpt,), trace=traces, **values)
    return document, Report.model_validate(report.model_dump(), context={"document": document})


def make_strike(*reports: Report, **values: Any) -> Strike:
    """A strike that takes its values from its first report."""
    first = reports[0]
    same = {name: getattr(first, name) for name in Strike.model_fields if name in Report.model_fields}
    return Strike.model_validate({**same, "id": first.document, "reports": reports, **values})


def make_when(day: str, text: str, precision: Any = "day", until: str | None = None) -> When:
    """A day, or an interval of days."""
    return When(
        start=date.fromisoformat(day),
        end=date.fromisoformat(until or day),
        precision=precision,
        basis="explicit",
        text=text,
    )


def make_figure(low: int | None, high: int | None, text: str) -> Figure:
    """A figure with its words."""
    return Figure(low=low, high=high, text=text)


KHARKIV = Place(name="Kharkiv", region="Kharkiv", country="UA", latitude=49.99, longitude=36.23)


def _make_kharkiv_strike() -> tuple[list[Document], Strike]:
    drones = Weapon(
        kind="drone", launched=make_figure(36, 36, "36"), intercepted=make_figure(27, 27, "27 of them fell")
    )
    first, one = make_story(
        "alpha",
        "On {when|the night of 9 March} {side|Russian crews} sent {weapons.0.launched|36} {weapons.0|drones} at "
        "{places.0|Kharkiv}; {weapons.0.intercepted|27 of them fell} in fields, {killed|two residents} died and "
        "{damage.0|dozens of garages} were {damage.0.effect|levelled}.",
        "2024-03-10",
        when=make_when("2024-03-09", "the night of 9 March", "night", "2024-03-10"),
        side="russia",
        places=(KHARKIV,),
        weapons=(drones,),
        killed=make_figure(2, 2, "two residents"),
        damage=(
            Damage(
                object="vehicle",
                text="dozens of garages",
                count=make_figure(12, None, "dozens"),
                effect="destroyed",
                effect_text="levelled",
            ),
        ),
        claims=(Claim(side="ukraine", speaker="the city office"),),
    )
    second, other = make_story(
        "bravo",
        "{places.0|Kharkiv} counted {killed|at least five dead} after {weapons.0|drones} came in {when|that night} "
        "and {damage.0.effect|struck} {damage.0|a school}.",
        "2024-03-11",
        when=make_when("2024-03-09", "that night", "night", "2024-03-10"),
        side="russia",
        places=(KHARKIV,),
        weapons=(Weapon(kind="drone"),),
        killed=make_figure(5, None, "at least five dead"),
        damage=(Damage(object="school", text="a school", effect="hit", effect_text="struck"),),
        claims=(
            Claim(side="russia", speaker="the defence ministry", stance="denies"),
            Claim(side="other", speaker="monitors"),
        ),
    )
    return [first, second], make_strike(one, other)


def _make_single_reports() -> list[tuple[Document, Report]]:
    return [
        make_story(
            "charlie",
            "{side|Ukrainian} {weapons.0|drones} reached a depot in {places.0|Belgorod} on {when|11 March}; "
            "{killed|nobody} died.",
            "2024-03-12",
            when=make_when("2024-03-11", "11 March"),
            side="ukraine",
            places=(Place(name="Belgorod", country="RU"),),
            weapons=(Weapon(kind="drone"),),
            killed=make_figure(0, 0, "nobody"),
        ),
        make_story(
            "delta",
            "{side|Russian} ships fired {weapons.0.launched|five} {weapons.0|missiles} at {places.0|Odesa}, "
            "{places.1|Izmail} and {places.2|Reni} on {when|11 March}, hurting {injured|a minimum of 11}.",
            "2024-03-12",
            when=make_when("2024-03-11", "11 March"),
            side="russia",
            places=(Place(name="Odesa"), Place(name="Izmail"), Place(name="Reni")),
            weapons=(Weapon(kind="missile", launched=make_figure(5, 5, "five")),),
            injured=make_figure(11, None, "a minimum of 11"),
        ),
        make_story(
            "echo",
            "Through {when|February} {side|Russian} {weapons.0|guided bombs} killed {killed|up to 20} people.",
            "2024-03-01",
            when=make_when("2024-02-01", "February", "month", "2024-02-29"),
            scope="summary",
            side="russia",
            weapons=(Weapon(kind="bomb"),),
            killed=make_figure(None, 20, "up to 20"),
        ),
        make_story(
            "foxtrot",
            "On {when|Tuesday} {weapons.0|shells} fell on {places.0|Kherson}.",
            when=When(text="Tuesday"),
            places=(Place(name="Kherson"),),
            weapons=(Weapon(kind="artillery"),),
        ),
        make_story(
            "golf",
            "A \x1b[31mred\x1b[0m \u202etrick\u202c and 東京 stood beside {places.0|Ху\u0301ст} on {when|2 April}.",
            "2024-04-03",
            title="A title\x1b]0;owned\x07 that bites",
            when=make_when("2024-04-02", "2 April", "time"),
            side="other",
            places=(Place(name="Ху\u0301ст\x1b[2J"),),
            weapons=(Weapon(kind="other"),),
        ),
    ]


def make_story_library() -> Library:
    """The library: six strikes from seven documents, on four days and undated."""
    documents, whole = _make_kharkiv_strike()
    strikes = [whole]
    for document, report in _make_single_reports():
        documents.append(document)
        strikes.append(make_strike(report))
    library = Library(":memory:")
    fill_library(library, documents, strikes)
    return library


def make_shell_document(number: int, witness: str = "") -> ExtractedDocument:
    """A document that reports one shell, ten of which fall a day; each `witness` gives a further source of it."""
    day = date.fromordinal(date(2023, 1, 1).toordinal() + number // 10)
    text = f"Shell number {number} fell." + f" So says {witness}." * bool(witness)
    report = Report(
        document=f"d{number}{witness}",
        when=When(start=day, end=day, precision="day", basis="carried"),
        side="russia" if number % 2 else "ukraine",
        weapons=(Weapon(kind="artillery"),),
        places=(Place(name=f"Place {number}"),),
        excerpts=(Span(start=0, end=len(text), text=text),),
    )
    return ExtractedDocument(
        Document(id=report.document, text=text, published=day), (report,), "rules", report.document
    )


def make_shell_library(number: int, *witnesses: str) -> Library:
    """A library of this many strikes, ten a day, each with a further source per witness."""
    library = Library(":memory:")
    library.add_documents(make_shell_document(each, witness) for each in range(number) for witness in ("", *witnesses))
    return library
