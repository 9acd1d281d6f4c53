"""The wave of 29 December 2023: a bundled sample, news texts and an air force table merge into one strike."""

from __future__ import annotations

from datetime import date

from model.datasets import find_mapping, read_accounts
from model.event import Document, ExtractedDocument, Report
from model.event.preferred_figure import preferred_figure
from model.merging import merge_reports
from model.parsing import parse_document
from model.reading import find_sources, read_source

COLUMNS = ("time_start", "time_end", "model", "target", "launched", "destroyed", "source")
ROWS = [
    ("2023-12-28 23:00", "2023-12-29 06:00", "Shahed-136/131", "Ukraine", "36.0", "27.0"),
    ("2023-12-29 06:00", "2023-12-29 09:30", "X-101/X-555", "Ukraine", "90.0", "87.0"),
    ("2023-12-29 05:00", "2023-12-29 09:30", "X-22 and X-32", "north and center", "8.0", "0.0"),
    ("2023-12-29 05:00", "2023-12-29 09:30", "C-300/C-400 and Iskander-M", "Kharkiv oblast", "14.0", "0.0"),
    ("2023-12-29 06:30", "2023-12-29 09:30", "X-47 Kinzhal", "Ukraine", "5.0", "0.0"),
    ("2023-12-29 06:30", "2023-12-29 09:30", "X-31P", "Ukraine", "4.0", "0.0"),
    ("2023-12-29 06:30", "2023-12-29 09:30", "X-59", "Ukraine", "1.0", "0.0"),
]
NEWS_TEXTS = {
    "early": "Russia launched missiles and drones at cities across Ukraine overnight, killing at least ten people.",
    "counted": "Russia launched 122 missiles and 36 drones at Ukraine on Friday, killing at least 18 people.",
    "late": "The death toll from Friday's Russian missile strikes across Ukraine has risen to 39.",
    "capital": "Kyiv and other Ukrainian cities came under a massive Russian missile attack on Friday.",
}
SEPARATE_TEXTS = {
    "drones": "Russia attacked Ukraine with 10 drones on the night of 29-30 December.",
    "shelling": "Russian artillery shelled Nikopol on 29 December, killing one person.",
    "answer": "Ukrainian forces shelled Belgorod on 29 December, Russian officials said.",
}


def read_daily_rows() -> list[Report]:
    """The reports of the rows."""
    table = [dict(zip(COLUMNS, (*row, "the post"), strict=True)) for row in ROWS]
    mapping = find_mapping(COLUMNS)
    assert mapping
    items = list(read_accounts(table, mapping, "dailies.csv"))
    return [report for account in items if isinstance(account, ExtractedDocument) for report in account.reports]


def parse_samples() -> list[Report]:
    """The reports of the bundled documents."""
    documents = [
        item for source in find_sources(["seeds"]) for item in read_source(source) if isinstance(item, Document)
    ]
    return [report for document in documents for report in parse_document(document)]


def parse_news(texts: dict[str, str], day: int) -> list[Report]:
    """The reports of the texts, published on a day of December."""
    published = date(2023, 12, day)
    return [
        report
        for name, text in texts.items()
        for report in parse_document(Document(id=name, text=text, published=published))
    ]


def test_sample_news_and_table_are_one_strike_and_nothing_else_joins_it() -> None:
    table = read_daily_rows()
    reports = [*parse_samples(), *table, *parse_news(NEWS_TEXTS, 29), *parse_news(SEPARATE_TEXTS, 30)]
    (wave,) = (
        strike for strike in merge_reports(reports) if any(report.document == "counted" for report in strike.reports)
    )
    names = {report.document for report in wave.reports}
    assert names == {"004_friday_onslaught", *NEWS_TEXTS, *(report.document for report in table)}
    launched = {(weapon.kind, weapon.model): weapon.launched for weapon in wave.weapons if weapon.launched}
    assert {launched[kind, None].low for kind in ("missile", "drone")} == {122, 36}
    assert sum(figure.low or 0 for (kind, model), figure in launched.items() if kind == "missile" and model) == 122
    preferred = preferred_figure(wave, "killed")
    assert preferred
    assert (preferred.figure.low, preferred.document, preferred.rule) == (30, "004_friday_onslaught", "latest")
