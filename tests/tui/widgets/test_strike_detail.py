"""The detail: each value with its words, what is disputed, and by whom."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from model.event import Claim, Document, Figure, Place, Report, Span, Weapon
from model.library import Library
from model.merging import merge_reports
from model.parsing import parse_document
from model.query import Query
from tests.support.app_driver import AppDriver, drive_app
from tests.support.event_factories import fill_library
from tests.support.sample_library import (
    make_figure,
    make_shell_library,
    make_story,
    make_story_library,
    make_strike,
    make_when,
)
from tui.rendering.glyphs import ASCII_GLYPHS, VALUE_STYLE
from tui.rendering.strike_sources import DocumentHeader
from tui.rendering.strike_text import StrikeText
from tui.rendering.strike_values import list_strike_values
from tui.screens.strike_loader import MAX_CACHED_HEADERS


def flatten_detail(app: AppDriver) -> str:
    """The detail pane as one line, so that wrapping breaks no phrase."""
    return " ".join(" ".join(line.split("│")[-1] for line in app.lines[2:-2]).split())


def test_values_are_shown_with_their_words() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down")
        detail_text = flatten_detail(app)
        for part in (
            "Mon 11 Mar 2024 known to the day “11 March”: the date is in the text",
            "by Russia, from “Russian”",
            "places Odesa Izmail Reni",
            "weapons missile launched 5 “five”",
            "killed not stated",
            "injured 11 or more “a minimum of 11”",
            "damage not stated",
            "News of delta delta · Harbour Courier · published Tue 12 Mar 2024 https://example.org/delta",
            "“Russian ships fired five missiles at Odesa, Izmail and Reni on 11 March, hurting a minimum of 11.”",
            "side by test.side",
        ):
            assert part in detail_text

    drive_app(make_story_library(), journey, size=(120, 60))


def test_strikes_beyond_the_document_cache_are_shown_in_full() -> None:
    witnesses = [f"by{number}" for number in range(1, 30)]
    strikes = MAX_CACHED_HEADERS // len(witnesses) + 3

    async def journey(app: AppDriver) -> None:
        for key in [*["down"] * strikes, "up", "up"]:
            place = re.search(r"Place (\d+)", app.cursor_line)
            detail_text = flatten_detail(app)
            assert place is not None
            assert [
                witness for witness in ("", *witnesses) if f"] d{place[1]}{witness} · published" not in detail_text
            ] == []
            await app.press_keys(key)

    drive_app(make_shell_library(strikes, *witnesses), journey, size=(120, 300))


def test_strike_with_more_sources_than_the_cache_is_shown_in_full() -> None:
    sources = MAX_CACHED_HEADERS + 76

    async def journey(app: AppDriver) -> None:
        await app.press_keys("tab", "G")
        assert f"[{sources}] d0by{sources - 1} · published" in flatten_detail(app)
        await app.press_keys("enter")
        assert f"source 1 of {sources} " in app.text

    drive_app(make_shell_library(1, *(f"by{number:04}" for number in range(1, sources))), journey)


def test_conflicting_sources_are_shown_side_by_side() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down")
        detail_text = flatten_detail(app)
        for part in (
            "killed 5 or more (the latest report); 2 or more in all reports 2 “two residents” [1]",
            "[1] 5 or more “at least five dead” [2]",
            "damage vehicle destroyed: 12 or more “dozens of garages” (“levelled”) [1]",
            "school hit: “a school” (“struck”) [2]",
            "according to “the city office” (Ukraine) denied by “the defence ministry” (Russia)",
            "≠ disputed denied by Russia killed: 2 [1]; 5 or more [2]",
            "merged [2] same side and night, both name Kharkiv, both report drones",
            "Kharkiv, UA (49.99N, 36.23E)",
            "intercepted 27 “27 of them fell”",
            "[2] News of bravo",
        ):
            assert part in detail_text

    drive_app(make_story_library(), journey, size=(120, 80))


def test_claims_are_phrased_in_words() -> None:
    claims = (
        Claim(side="russia", speaker="Moscow", responsibility=True),
        Claim(side="russia", speaker="Moscow", of="weapons.0.launched"),
        Claim(side="ukraine", speaker="the city's mayor", of="weapons.0.launched"),
        Claim(side="ukraine", speaker="the city's mayor", of="killed"),
    )
    document, report = make_story(
        "hotel",
        "Moscow said it sent {weapons.0.launched|nine} drones at Odesa; {killed|two} died, the city's mayor said of "
        "the nine drones. None of this could be verified.",
        side="russia",
        weapons=(Weapon(kind="drone", model="Shahed", launched=Figure(low=9, high=9, text="nine")),),
        killed=Figure(low=2, high=2, text="two"),
        claims=claims,
    )
    start = document.text.index("None of this could be verified")
    words = Span(start=start, end=start + 30, text="None of this could be verified")
    whole = make_strike(report.model_copy(update={"unverified": words}))
    library = Library(":memory:")
    fill_library(library, [document], [whole])

    async def journey(app: AppDriver) -> None:
        detail = flatten_detail(app)
        for part in (
            "claims responsibility claimed by “Moscow” (Russia) drone Shahed launched, killed according to "
            "“the city's mayor” (Ukraine)",
            "unverified “None of this could be verified”",
        ):
            assert part in detail

    for size in ((120, 60), (60, 60)):
        drive_app(library, journey, size=size)


def test_weekday_without_a_date_stays_a_weekday() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("G")
        assert "date not known “Tuesday”: stated, but nothing says which one it is" in flatten_detail(app)
        assert "foxtrot · Harbour Courier · undated" in flatten_detail(app)

    drive_app(make_story_library(), journey)


@pytest.mark.parametrize(
    ("scope", "expected"), [("strike", "no day is stated"), ("summary", "no period is stated that is on the calendar")]
)
def test_missing_time_is_not_attributed_to_the_source(scope: str, expected: str) -> None:
    document, report = make_story("india", "{weapons.0|Shells} fell.", weapons=(Weapon(kind="artillery"),), scope=scope)
    library = Library(":memory:")
    fill_library(library, [document], [make_strike(report)])

    async def journey(app: AppDriver) -> None:
        assert f"date not known {expected}" in flatten_detail(app)

    drive_app(library, journey)


def test_stated_zero_is_not_unknown() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down")
        assert "killed 0 “nobody” injured not stated" in flatten_detail(app)

    drive_app(make_story_library(), journey)


def test_values_are_marked_in_the_excerpt() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down")
        detail = app.app.screen.query_one("#detail")
        strips = [detail.render_line(line) for line in range(detail.size.height)]
        marked = {segment.text for strip in strips for segment in strip if segment.style == VALUE_STYLE}
        assert {"Russian", "five", "missiles", "Odesa"} <= marked

    drive_app(make_story_library(), journey, size=(140, 60))


def test_tab_lets_the_keys_scroll_the_detail() -> None:
    async def journey(app: AppDriver) -> None:
        await app.press_keys("down")
        chosen_time = app.cursor_line.split("│")[0]
        assert "when" in app.lines[2].split("│")[-1] or "when" in app.lines[3].split("│")[-1]
        await app.press_keys("tab", "G")
        assert app.cursor_line.split("│")[0] == chosen_time
        assert "when by test.when" in flatten_detail(app)
        await app.press_keys("g")
        assert "night of Sat 9 Mar 2024" in flatten_detail(app)
        await app.press_keys("escape", "up")
        assert app.cursor_line.split("│")[0] != chosen_time

    drive_app(make_story_library(), journey, size=(120, 24))


def test_copying_cites_the_strike_with_its_sources() -> None:
    strikes = make_story_library()

    async def journey(app: AppDriver) -> None:
        await app.press_keys("down", "down", "down", "y")
        assert "Copied the strike and its sources" in app.text
        assert app.app.clipboard.splitlines() == [
            "Mon 11 Mar 2024; by: Russia; Odesa, Izmail, Reni; missile (5 launched); injured 11+",
            f"strike {next(row.key for row in strikes.iter_rows(Query()) if 'Odesa' in row.places)}",
            "News of delta - delta · Harbour Courier · published Tue 12 Mar 2024 - https://example.org/delta",
            '"Russian ships fired five missiles at Odesa, Izmail and Reni on 11 March, hurting a minimum of 11."',
        ]

    drive_app(strikes, journey)


def test_copied_text_cannot_control_the_shell() -> None:
    end, excerpt = "\x1b[201~\nrm notes\r", "{weapons.0|Drones}\x1b[201~\nrm notes\u2028hit {places.0|Odesa\x9b}."
    values: dict[str, Any] = {"places": (Place(name="Odesa\x9b"),), "weapons": (Weapon(kind="drone"),)}
    document, report = make_story("hotel", excerpt, title=f"Drones{end}", **values)
    library = Library(":memory:")
    fill_library(
        library,
        [document.model_copy(update={"source": f"Wire{end}", "url": f"https://example.org/{end}"})],
        [make_strike(report)],
    )

    async def journey(app: AppDriver) -> None:
        await app.press_keys("y")
        lines = app.app.clipboard.split("\n")
        assert len(lines) == 4
        assert all(line.isprintable() for line in lines)
        assert lines[2].startswith("Drones␛[201~ rm notes  - hotel · Wire␛[201~ rm notes ")
        assert lines[3].startswith('"Drones␛[201~ rm notes�hit Odesa�')

    drive_app(library, journey)


def test_copied_figures_are_those_of_the_row_followed_by_the_range() -> None:
    def make_raid(name: str, published: str, missiles: Figure, killed: Figure) -> tuple[Document, Report]:
        arms = (Weapon(kind="missile", launched=missiles),)
        where = (Place(name="Dnipro"),)
        sentence = (
            f"On {{when|29 December}} {{weapons.0|missiles}} hit {{places.0|Dnipro}}, {missiles.text} of them; "
            f"{killed.text} died."
        )
        day = make_when("2023-12-29", "29 December")
        return make_story(name, sentence, published, when=day, side="russia", places=where, weapons=arms, killed=killed)

    stories = [
        make_raid("early", "2023-12-29", make_figure(1, 200, "up to 200"), make_figure(9, None, "nine or more")),
        make_raid("late", "2023-12-30", make_figure(122, 122, "122"), make_figure(40, 40, "nearly 40")),
        make_raid("also", "2023-12-30", make_figure(122, 122, "122"), make_figure(12, None, "a dozen or more")),
    ]
    (strike,) = merge_reports([report for _, report in stories])
    library = Library(":memory:")
    fill_library(library, [document for document, _ in stories], [strike])

    async def journey(app: AppDriver) -> None:
        assert "missile 122" in app.cursor_line
        assert "~40" in app.cursor_line
        assert "killed 40 (the rough count of the latest reports); 9 or more in all reports" in flatten_detail(app)
        await app.press_keys("y")
        assert app.app.clipboard.splitlines()[:4] == [
            "Fri 29 Dec 2023; by: Russia; Dnipro; missile (122 launched); killed ~40",
            "in all reports: killed 9 or more; missile launched 1 to 200",
            f"strike {next(library.iter_rows(Query())).key}",
            "News of early - early · Harbour Courier · published Fri 29 Dec 2023 - https://example.org/early",
        ]

    drive_app(library, journey)


def test_strike_with_thousands_of_values_is_shown_at_once() -> None:
    villages = [f"Xa{''.join(chr(97 + number // 26**power % 26) for power in range(3))}" for number in range(3000)]
    text = " ".join(f"Russian drones hit the village of {name} and Sumy." for name in villages)
    text += "".join(f" The blast damaged {number} houses." for number in range(10, 3010))
    [strike] = merge_reports(parse_document(Document(id="long", text=text)))
    assert min(len(strike.places), len(strike.damage)) >= 3000
    started = time.process_time()
    values = list_strike_values(strike)
    value_paths = {
        paragraph.value_path
        for paragraph in StrikeText(
            strike, {"long": DocumentHeader("", "long", "", False)}, ASCII_GLYPHS
        ).build_paragraphs()
    }
    assert time.process_time() - started < 3  # takes 0.25 s; quadratic time would be 30
    assert {value.path for value in values} >= {"places.2999", "damage.2999"}
    assert value_paths >= {"places.2999", "damage.2999"}
