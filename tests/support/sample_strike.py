"""A strike with every value set, reported differently by two documents, and the documents."""

from __future__ import annotations

from datetime import date

from model.event import Claim, Damage, Document, Figure, Place, Report, Span, Strike, Weapon, When
from model.exporting import ExportStamp, export_strikes
from tests.support import event_factories as factories

STAMP = ExportStamp("1.2.3", "abcdef0123456789", "side:russia since:2023-12")
WIRE_DOCUMENT = Document(
    id="wire",
    text="On Friday 36 drones, 30 of them shot down, were sent at Kyiv, the air force said; at least two died.",
    title="36 drones at Kyiv",
    published=date(2023, 12, 30),
    source="The Harbour Wire",
    url="https://example.org/raid?id=1&lang=en",
)
NOTE_DOCUMENT = Document(id="note", text="Moscow denies the raid on Kyiv of 29 December 2023.", source="A Channel")
DOCUMENTS = {each.id: each for each in (WIRE_DOCUMENT, NOTE_DOCUMENT)}
FRIDAY = When(start=date(2023, 12, 29), end=date(2023, 12, 29), precision="day", basis="weekday", text="On Friday")
KYIV = Place(name="Kyiv", region="Kyiv", country="UA", latitude=50.45, longitude=30.52)
FIRST_REPORT = Report(
    document="wire",
    title="36 drones at Kyiv",
    published=date(2023, 12, 30),
    when=FRIDAY,
    side="russia",
    places=(KYIV, Place(name="Odesa", latitude=46.48, longitude=30.73), Place(name="Bortnychi")),
    weapons=(
        Weapon(
            kind="drone",
            model="Shahed",
            launched=Figure(low=36, high=36, text="36"),
            intercepted=Figure(low=30, high=30, text="30 of them"),
        ),
    ),
    killed=Figure(low=2, high=None, text="at least two"),
    damage=(Damage(object="housing", text="two houses", effect="damaged", effect_text="damaged"),),
    claims=(
        Claim(side="ukraine", speaker="the air force"),
        Claim(side="ukraine", speaker="the air force", of="weapons.0.intercepted"),
    ),
    unverified=Span(start=54, end=58, text="Kyiv"),
    excerpts=(Span(start=0, end=len(WIRE_DOCUMENT.text), text=WIRE_DOCUMENT.text),),
)
SECOND_REPORT = factories.make_report(
    "note",
    0,
    NOTE_DOCUMENT.text,
    when=FRIDAY,
    side="russia",
    places=("Kyiv",),
    claims=(factories.make_claim("russia", denies=True),),
)
STRIKE = Strike(
    id="1a2b3c4d5e6f",
    scope="strike",
    when=FRIDAY,
    side="russia",
    places=FIRST_REPORT.places,
    weapons=FIRST_REPORT.weapons,
    killed=FIRST_REPORT.killed,
    injured=Figure(low=0, high=0, text="nobody"),
    damage=FIRST_REPORT.damage,
    claims=(*FIRST_REPORT.claims, *SECOND_REPORT.claims),
    disputed=True,
    reports=(FIRST_REPORT, SECOND_REPORT),
    reasons=("same side and day, both name Kyiv",),
)
UNDATED_STRIKE = factories.make_strike(factories.make_report("note", 0, NOTE_DOCUMENT.text), key="ffff00001111")


def export_text(
    export_format: str, *strikes: Strike, documents: dict[str, Document] = DOCUMENTS, stamp: ExportStamp = STAMP
) -> str:
    """The strikes in a text format."""
    return b"".join(export_strikes(iter(strikes), documents.__getitem__, export_format, stamp)).decode()


def make_repeated_text_strike(text: str) -> tuple[Strike, dict[str, Document]]:
    """A strike with this text in every free-text value, and its document."""
    document = Document(id=text, text=text, title=text, source=text, url=text)
    report = factories.make_report(
        text,
        0,
        text,
        places=(text,),
        claims=(factories.make_claim("other", text),),
        when=When(precision="day", text=text),
    )
    report = report.model_copy(
        update={
            "title": text,
            "weapons": (Weapon(kind="other", model=text, launched=Figure(low=1, high=1, text=text)),),
            "killed": Figure(low=1, high=1, text=text),
            "damage": (Damage(object="other", text=text, effect="hit", effect_text=text),),
            "unverified": report.excerpts[0],
        }
    )
    return factories.make_strike(report, key="0" * 12, reasons=(text,)), {text: document}
