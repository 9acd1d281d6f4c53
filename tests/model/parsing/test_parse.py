"""What the parser makes of whole documents: short made-up texts, the bundled samples, and arbitrary text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Document, Figure, Report
from model.gazetteer import load_gazetteer
from model.parsing import parse_document
from model.reading import bundled_documents_path, find_sources, read_source

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
DAY = date(2024, 3, 9)  # a Saturday


def parse_reports(text: str, title: str | None = None, published: date | None = DAY) -> list[Report]:
    return parse_document(Document(id="d", text=text, title=title, published=published))


def parse_single_report(text: str, title: str | None = None, published: date | None = DAY) -> Report:
    parsed = parse_reports(text, title, published)
    assert len(parsed) == 1, parsed
    return parsed[0]


def read_bounds(figure: Figure | None) -> tuple[int | None, int | None] | None:
    return (figure.low, figure.high) if figure else None


def list_weapons(report: Report) -> list[Any]:
    return [(w.kind, w.model, read_bounds(w.launched), read_bounds(w.intercepted)) for w in report.weapons]


def list_places(report: Report) -> list[str]:
    return [place.name for place in report.places]


def test_wave_is_one_report_with_all_its_facts() -> None:
    report = parse_single_report(
        "On Friday Russia launched 40 missiles and at least 20 drones at Kyiv, Lviv and Odesa. "
        "The attack killed a dozen people and injured more than 30 others, the interior ministry said."
    )
    assert (report.side, report.scope) == ("russia", "strike")
    assert list_weapons(report) == [("missile", None, (40, 40), None), ("drone", None, (20, None), None)]
    assert list_places(report) == ["Kyiv", "Lviv", "Odesa"]
    assert (read_bounds(report.killed), read_bounds(report.injured)) == ((12, 12), (30, None))
    assert (report.when.start, report.when.end, report.when.basis) == (date(2024, 3, 8), date(2024, 3, 8), "weekday")
    assert [claim.of for claim in report.claims] == [None, "killed", "injured"]
    assert {(claim.side, claim.stance) for claim in report.claims} == {("ukraine", "asserts")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine shot down 17 of 18 drones over Odesa.", [("drone", None, (18, 18), (17, 17))]),
        ("All 29 Shahed drones were shot down over Sumy.", [("drone", "Shahed", (29, 29), (29, 29))]),
        ("Russia fired up to 10 Kalibr cruise missiles at Lviv.", [("missile", "Kalibr", (None, 10), None)]),
        ("A missile strike on Lviv killed two.", [("missile", None, None, None)]),
        ("A missile struck a school in Lviv.", [("missile", None, (1, 1), None)]),
        ("Shelling of Kherson went on all day.", [("artillery", None, None, None)]),
        ("Air defences in Belgorod downed dozens of drones.", [("drone", None, None, (12, None))]),
        ("Four Russian missiles strike Dnipro.", [("missile", None, (4, 4), None)]),
        (
            "Russia used 18 ballistic and 7 cruise missiles against Sumy.",
            [("missile", None, (18, 18), None), ("missile", None, (7, 7), None)],
        ),
    ],
)
def test_weapons_and_their_counts(text: str, expected: list[Any]) -> None:
    parsed = parse_reports(text)
    assert len(parsed) == 1
    assert (
        sorted(map(repr, list_weapons(parsed[0]))) == sorted(map(repr, expected)) or list_weapons(parsed[0]) == expected
    )


def test_count_over_two_kinds_is_one_figure_of_the_report() -> None:
    report = parse_single_report("Over 500 missiles and drones have been launched at Ukraine in the past five days.")
    assert report.scope == "summary"
    assert read_bounds(report.launched) == (500, None)
    assert report.launched is not None
    assert report.launched.text == "Over 500"
    assert all(weapon.launched is None for weapon in report.weapons)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("A Ukrainian drone attack on Belgorod injured two.", "ukraine"),
        ("Missiles hit Odesa on Thursday.", "russia"),
        ("Russia says it shot down three drones over Kursk.", "ukraine"),
        ("Shelling killed two in Russian-occupied Donetsk.", "ukraine"),
        ("Drones hit a fuel depot in Sevastopol.", "ukraine"),
        ("Moscow accused Ukraine of a drone attack on Bryansk.", "ukraine"),
        ("The port of Odesa was hit by Russian missiles.", "russia"),
        ("Ukrainian cities were attacked with 30 drones.", "russia"),
    ],
)
def test_side_is_the_one_that_fired(text: str, side: str) -> None:
    assert [report.side for report in parse_reports(text)] == [side]


def test_inferred_side_is_marked() -> None:
    assert parse_single_report("HIMARS hit a depot in Donetsk region.").side == "ukraine"
    assert parse_single_report("Missiles hit Odesa on Thursday.").trace["side"].rule == "side.inferred_from.target"


@pytest.mark.parametrize(
    "text",
    [
        "Dock workers in Odesa went on strike over pay.",
        "Germany will deliver 30 Patriot missiles to Ukraine.",
        "Russia could launch missiles at Kyiv, officials fear.",
        "Israel launched missiles at Damascus, killing two.",
        "Two people were killed in a lightning strike in Tula Oblast.",
        "Kyiv struck a deal with Warsaw on grain.",
        "Air raid sirens sounded in Kyiv.",
    ],
)
def test_text_without_a_strike_of_this_war_gives_no_report(text: str) -> None:
    assert parse_reports(text) == []


def test_stated_no_casualties_is_zero_and_silence_is_unknown() -> None:
    report = parse_single_report("Drones hit Kharkiv overnight. There were no casualties.")
    assert (read_bounds(report.killed), read_bounds(report.injured)) == ((0, 0), (0, 0))
    silent = parse_single_report("Drones hit Kharkiv overnight.")
    assert (silent.killed, silent.injured) == (None, None)


@pytest.mark.parametrize(
    ("text", "injured"),
    [
        ("Between five and seven people were injured in shelling of Kherson.", (5, 7)),
        ("Two or three people were injured in shelling of Kherson.", (2, 3)),
        ("Shelling of Kherson injured 2 to 4 people.", (2, 4)),
        ("Shelling of Kherson injured fewer than 10 people.", (None, 10)),
        ("Shelling of Kherson injured about 50 people.", (50, 50)),
    ],
)
def test_bounds_are_kept_as_stated(text: str, injured: tuple[int | None, int | None]) -> None:
    assert read_bounds(parse_single_report(text).injured) == injured


def test_interceptions_may_follow_a_sentence_later() -> None:
    report = parse_single_report("Russia launched 14 Shahed drones at Odesa. Eleven of them were shot down.")
    assert list_weapons(report) == [("drone", "Shahed", (14, 14), (11, 11))]


def test_monthly_count_does_not_belong_to_the_strike_of_a_day() -> None:
    day, month = parse_reports(
        "On 6 March Russian drones hit a bakery in Cherkasy. In total, 1,500 drones were launched by Russia in March."
    )
    assert (day.scope, list_weapons(day)) == ("strike", [("drone", None, None, None)])
    assert (month.scope, list_weapons(month)) == ("summary", [("drone", None, (1500, 1500), None)])


def test_period_of_unknown_length_gives_no_date() -> None:
    assert all(
        report.when.start in (None, DAY) for report in parse_reports("Over the past days drones have hit Kyiv twice.")
    )


@pytest.mark.parametrize(
    "text", ["Iryna, 47, was killed by shelling of Izium.", "A mine worker (left), 52, died in a strike on Sumy."]
)
def test_age_is_not_a_toll(text: str) -> None:
    assert read_bounds(parse_single_report(text).killed) in (None, (1, 1))


def test_single_missile_is_quoted_with_its_article() -> None:
    launched = parse_single_report("A Russian cruise missile hit a school in Sumy.").weapons[0].launched
    assert launched
    assert launched.text == "A Russian cruise missile"


def test_general_remark_adds_no_weapon() -> None:
    text = "Russian drones hit Odesa on Friday.\n\nMissile strikes have gone on for long."
    assert list_weapons(parse_single_report(text)) == [("drone", None, None, None)]


def test_lead_announcing_a_counted_total_is_not_a_separate_strike() -> None:
    text = "Russia has launched drone strikes.\n\nOver the past two weeks Russia fired more than 300 drones at Kyiv."
    assert [report.scope for report in parse_reports(text)] == ["summary"]


def test_denial_is_kept_beside_the_claim() -> None:
    report = parse_single_report("Russia said Ukraine fired 12 missiles at Belgorod. Ukraine denied the attack.")
    assert {(claim.side, claim.stance) for claim in report.claims} == {("russia", "asserts"), ("ukraine", "denies")}


def test_weekday_of_an_undated_article_stays_a_weekday() -> None:
    when = parse_single_report("On Tuesday missiles hit Kharkiv.", published=None).when
    assert (when.start, when.end, when.basis, when.text) == (None, None, "unresolved", "On Tuesday")


def test_both_sides_in_one_sentence_are_two_reports() -> None:
    parsed = parse_reports("Russian missiles hit Kharkiv, while Ukrainian drones struck a refinery in Ryazan.")
    assert [(report.side, list_places(report)) for report in parsed] == [
        ("russia", ["Kharkiv"]),
        ("ukraine", ["Ryazan"]),
    ]


def test_towns_with_separate_tolls_are_two_reports() -> None:
    parsed = parse_reports("A Russian missile killed two people in Sumy, and shelling of Kherson wounded five people.")
    assert [(list_places(r), read_bounds(r.killed), read_bounds(r.injured)) for r in parsed] == [
        (["Sumy"], (2, 2), None),
        (["Kherson"], None, (5, 5)),
    ]


def test_last_reported_toll_is_used() -> None:
    report = parse_single_report("A Russian strike killed three people in Lviv. The death toll later rose to five.")
    assert read_bounds(report.killed) == (5, 5)


def test_speakers_and_their_seats_are_not_targets() -> None:
    report = parse_single_report("In Moscow, the defence ministry said Ukrainian drones attacked Kursk.")
    assert list_places(report) == ["Kursk"]


def test_values_of_the_title_are_quoted_from_the_title() -> None:
    report = parse_single_report("Rescuers are at work.", title="Russian missiles kill 3 in Kharkiv")
    assert report.excerpts[0].within == "title"
    assert report.trace["killed"].within == "title"
    assert report.trace["killed"].start == len("Russian missiles kill ")


WORDS = """
Russia Ukraine Kyiv Moscow 12 missiles drones and , . ; ( ) shelling of on Friday killed wounded 3 people at least up to
dozens said denied in Kherson 's ’s “ ” overnight the a attack was shot down 29-30 August 2024 night March February 31
"""
TEXTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from([*WORDS.split(), "\n", "\u202e", "\x1b", "\u00a0"]), max_size=60).map(" ".join),
)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, title=st.one_of(st.none(), TEXTS), published=st.one_of(st.none(), st.dates(date(2000, 1, 1))))
def test_any_value_is_quoted_from_its_text(text: str, title: str | None, published: date | None) -> None:
    document = Document(id="d", text=text, title=title, published=published)
    for report in parse_document(document):
        assert all(span.is_verbatim_in(document) for span in report.excerpts)
        assert all(figure.text in text or figure.text in (title or "") for _, figure in report.iter_figures())
        for trace in report.trace.values():
            assert 0 <= trace.start < trace.end <= len(document.field_text(trace.within))
        for place, path in zip(report.places, (f"places.{i}" for i in range(9999)), strict=False):
            trace = report.trace[path]
            assert document.field_text(trace.within)[trace.start : trace.end] == place.name


def test_work_grows_linearly_with_length() -> None:
    """Counted in calls, not seconds: ten times the text, built to be slow, takes about ten times the work."""

    def count_calls(text: str) -> int:
        count = 0

        def count_call(*_: object) -> None:
            nonlocal count
            count += 1

        document = Document(id="d", text=text, published=DAY)
        parse_document(document)  # fill the caches
        sys.setprofile(count_call)
        try:
            parse_document(document)
        finally:
            sys.setprofile(None)
        return count

    sentence = "Russia fired 12 missiles and, (as officials said) 3 drones at Kyiv, killing 2 people and "
    assert count_calls(sentence * 400) < 14 * count_calls(sentence * 40)
    towns = [f"Drones hit {name.title()} and its port. " for name in load_gazetteer().names()[:9000:3]]
    assert count_calls("".join(towns[:2000])) < 14 * count_calls("".join(towns[:200]))


def iter_samples() -> Iterator[tuple[str, Document]]:
    for source in find_sources(sorted(map(str, bundled_documents_path().glob("*.txt")))):
        for document in read_source(source):
            assert isinstance(document, Document)
            yield document.id, document


def summarise_report(report: Report) -> tuple[Any, ...]:
    """What must not change when a document is rephrased: everything but the words and their order."""
    return (
        report.scope,
        report.side,
        report.when.start,
        tuple(sorted(list_places(report))),
        tuple(sorted(map(repr, list_weapons(report)))),
        *(read_bounds(f) for f in (report.launched, report.intercepted, report.killed, report.injured)),
        tuple(sorted({(claim.side, claim.stance) for claim in report.claims})),
    )


def read_key() -> dict[str, list[dict[str, Any]]]:
    key: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parents[1] / "seeds_key.json").read_text())
    return key


def list_facts(strike: dict[str, Any]) -> set[tuple[str, str]]:
    """The facts of a strike in the key, as comparable pairs."""
    facts = {("side", strike["side"])} | {("place", name) for name in strike["places"]}
    for weapon in strike["weapons"]:
        facts.add(("weapon", weapon["kind"]))
        facts |= {
            (f"{weapon['kind']} {name}", f"{weapon[name]['low']}..{weapon[name]['high']}")
            for name in ("launched", "intercepted")
            if weapon.get(name)
        }
    for name in ("launched", "intercepted", "killed", "injured"):
        if strike.get(name):
            facts.add((name, f"{strike[name]['low']}..{strike[name]['high']}"))
    return facts | {("claim", f"{claim['side']} {claim['stance']}") for claim in strike.get("claims", ())}


def test_bundled_samples_give_the_strikes_of_their_key() -> None:
    key, found_count, correct_count, expected_count = read_key(), 0, 0, 0
    for identifier, document in iter_samples():
        reports = [
            list_facts(report.model_dump(mode="json") | {"places": list_places(report)})
            for report in parse_document(document)
        ]
        for strike in key[identifier]:
            facts = list_facts(strike)
            best = max(reports, key=lambda values: len(values & facts), default=set())
            hit = len(best & facts)
            if not strike.get("optional"):
                correct_count, expected_count = correct_count + hit, expected_count + len(facts)
        found_count += len(reports)
    assert found_count >= 10
    assert correct_count / expected_count >= 0.85


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="the originals are not part of the product")
def test_rephrased_sample_gives_the_strikes_of_its_original() -> None:
    originals = {}
    for source in find_sources([str(SHARED / "seeds")]):
        for document in read_source(source):
            assert isinstance(document, Document)
            originals[document.id[:3]] = document
    for identifier, document in iter_samples():
        rephrased, original = (
            sorted(map(summarise_report, parse_document(d)), key=repr) for d in (document, originals[identifier[:3]])
        )
        assert rephrased == original, identifier


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the key is not part of the product")
@pytest.mark.parametrize(
    ("documents", "key", "bar"),
    [("seeds.jsonl", "seeds.key.jsonl", 0.80), ("dev.jsonl", "dev.key.jsonl", 0.60)],
)
def test_score_against_the_gold_key(tmp_path: Path, documents: str, key: str, bar: float) -> None:
    gold = SHARED / "gold"
    output_path = tmp_path / "out.jsonl"
    with output_path.open("wb") as stream:
        command = [sys.executable, "-m", "tui", "parse", str(gold / documents), "--format", "jsonl"]
        subprocess.run(command, stdout=stream, check=True, timeout=120)
    options = ["--json", "--docs", str(gold / documents), "--key", str(gold / key), str(output_path)]
    score = [sys.executable, str(gold / "score.py"), *options]
    completed = subprocess.run(score, capture_output=True, text=True, check=True, timeout=60)
    result = json.loads(completed.stdout)
    assert result["unsupported"] == 0
    assert result["slots"]["ALL"]["f1"] >= bar


def test_output_does_not_depend_on_clock_folder_or_hash_seed(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(
        "Published: 9 March 2024\n\nOn Friday Russia fired 12 missiles at Kyiv. "
        "Two days ago shelling killed one person in Kherson. "
        "In the night of 29-30 January drones hit Odesa, and on 6 March a missile fell on Sumy.\n"
    )
    command = [sys.executable, "-m", "tui", "parse", str(article), str(bundled_documents_path()), "--format", "jsonl"]

    def print_reports(**settings: str) -> bytes:
        completed = subprocess.run(command, capture_output=True, env=os.environ | settings, check=True, timeout=60)
        return completed.stdout

    first = print_reports(PYTHONHASHSEED="0", TZ="UTC", LANG="C.UTF-8")
    assert first.count(b"\n") > 10
    assert print_reports(PYTHONHASHSEED="4242", TZ="Asia/Kathmandu", LANG="C", LC_ALL="C") == first
    assert print_reports(PYTHONHASHSEED="7", TZ="America/Caracas", LANG="uk_UA.UTF-8") == first
