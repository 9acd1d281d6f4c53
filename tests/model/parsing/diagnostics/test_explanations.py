"""Explanations: the words and the rule of each value, and the alternatives that were rejected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from model.event import Document, Trace
from model.parsing import explain_document, find_candidates, parse_document
from model.parsing.diagnostics.explanations import Explanation, explain_report
from model.parsing.diagnostics.rule_descriptions import (
    describe_discard,
    describe_missing_slot,
    describe_reason,
    describe_rule,
    describe_unworded_time,
)
from model.parsing.lexicon import load_table
from model.reading import bundled_documents_path, find_sources, read_source

DAY = date(2024, 3, 9)  # a Saturday


def make_document(text: str, title: str | None = None, published: date | None = DAY) -> Document:
    return Document(id="d", text=text, title=title, published=published)


def explain_single_report(text: str, title: str | None = None, published: date | None = DAY) -> Explanation:
    [only] = explain_document(make_document(text, title, published))
    return only


def iter_documents() -> Iterator[Document]:
    """The bundled documents, and every example of the rules as a separate document."""
    for source in find_sources([str(bundled_documents_path())]):
        yield from (item for item in read_source(source) if isinstance(item, Document))
    for number, rule in enumerate(load_table("rules")["rule"]):
        for sentence, _ in rule["examples"]:
            place = "The town of Izium lay under fire on Friday. "
            yield Document(
                id=f"rule {number}", text=f"{place}{sentence} Russia launched drones at Odesa.", published=DAY
            )


def test_explanations_match_the_reports_of_the_parser() -> None:
    report_count = 0
    for document in iter_documents():
        explanations = explain_document(document)
        report_count += len(explanations)
        assert [explanation.report for explanation in explanations] == parse_document(document)
    assert report_count > 50


def test_every_rule_used_by_a_real_parse_is_described() -> None:
    rules = set()
    for document in iter_documents():
        for report in (*parse_document(document), *(candidate.report for candidate in find_candidates(document))):
            rules |= {trace.rule for trace in report.trace.values()}
    assert len(rules) > 60
    assert [rule for rule in sorted(rules) if not describe_rule(rule)] == []


STEERING_RULES = {"again", "follows", "goes_on", "no_denial"}  # rules that guide parsing; no value is traced to them


def test_every_value_rule_of_the_lexicon_is_described() -> None:
    """Rules that only discard are described by their reasons instead."""
    for rule in load_table("rules")["rule"]:
        if rule["gives"] not in STEERING_RULES:
            assert describe_discard(rule["id"]) if rule["gives"] == "discard" else describe_rule(rule["id"])
    for rule in load_table("times")["time"]:
        assert describe_rule(rule["id"])


def test_words_of_each_value_are_at_its_span() -> None:
    for document in iter_documents():
        for explanation in explain_document(document):
            spans = [ground.span for ground in explanation.justifications] + [r.span for r in explanation.rejections]
            assert all(span.is_verbatim_in(document) for span in spans if span)
            rejected = [(r.value, r.span.within, r.span.start) for r in explanation.rejections]
            assert len(set(rejected)) == len(rejected)  # one reason each
            paths = {ground.path for ground in explanation.justifications}
            assert explanation.report.trace.keys() <= paths
            assert "when" in paths


def test_lines_and_columns_count_from_one() -> None:
    document = make_document("A quiet morning.\n\n  Drones hit Reni.", published=None)
    assert [document.line_and_column(offset) for offset in (0, 16, 17, 18, 20)] == [
        (1, 1),
        (1, 17),
        (2, 1),
        (3, 1),
        (3, 3),
    ]


def test_value_is_explained_by_its_words_and_its_rule() -> None:
    explanation = explain_single_report(
        "On Friday Russian missiles struck the port of Odesa, and at least four people were killed."
    )
    grounds = {ground.path: ground for ground in explanation.justifications}
    killed = grounds["killed"]
    assert (killed.span and killed.span.text, killed.rule) == ("at least four", "killed.passive")
    assert killed.description.startswith("this many people were killed, as “At least 23” in “At least 23 people")
    assert grounds["places.0"].rule == "place.gazetteer"
    assert grounds["when"].description == "the last such weekday up to and including the day of publication"


def test_words_in_a_separate_title_are_marked_as_such() -> None:
    explanation = explain_single_report("It was the third such night.", title="Russian drones hit Odesa overnight")
    side = next(ground for ground in explanation.justifications if ground.path == "side")
    assert side.span is not None
    assert (side.span.within, side.span.text) == ("title", "Russian")


@pytest.mark.parametrize(
    ("published", "is_weak", "says"),
    [(DAY, False, "the day of publication is used"), (None, False, "nothing dates"), (DAY, True, "too weak")],
)
def test_inferred_day_is_explained(published: date | None, is_weak: bool, says: str) -> None:
    text = "Russian drones hit a school in Odesa."
    [explanation] = explain_document(Document(id="d", text=text, published=published, published_weak=is_weak))
    [when] = [ground for ground in explanation.justifications if ground.path == "when"]
    assert (when.span, when.rule) == (None, "")
    assert says in when.description


def test_total_is_explained() -> None:
    explanation = explain_single_report(
        "Over the past five days Russia launched 300 missiles and 200 drones at Ukraine."
    )
    period = [ground for ground in explanation.justifications if ground.path == "scope" and not ground.rule]
    assert [ground.span.text for ground in period if ground.span] == ["Over the past five days"]


REJECTIONS = [
    ("A missile hit Hroza north of Kharkiv on Friday.", "places", "Kharkiv", "where another place is"),
    ("Missiles hit Nikopol, said the Dnipropetrovsk governor.", "places", "Dnipropetrovsk", "an office is based"),
    ("Russia fired six missiles from Belgorod at Kharkiv.", "places", "Belgorod", "came from there"),
    ("Moscow said that drones hit a depot in Kursk.", "places", "Moscow", "means its government"),
    ("Ukrainian drones flew over the Black Sea and hit Novorossiysk.", "places", "Black Sea", "it is a sea"),
    ("A missile of Russian troops near Belgorod hit Sumy.", "places", "Belgorod", "does not strike it"),
    ("Russia hit Odesa with 12 drones, 40 kilometres away.", "figures", "40 kilometres", "“kilometres”"),
    ("Russia hit Odesa with 12 drones and damaged 30 buildings.", "figures", "30 buildings", "“buildings”"),
    ("Russia hit a €300 shed in Odesa with drones.", "figures", "€300", "money"),
    ("Russia hit Odesa with drones, and 12 lamps went out.", "figures", "12 lamps", "no rule reads it"),
    ("Russia hit Odesa in 12 drone attacks on Friday.", "launched", "12", "counts attacks"),
    ("Drones hit Odesa on Thursday, the governor said on Friday.", "when", "on Friday", "when it was said"),
    (
        "Drones hit Odesa on 7 March in the largest attack in recent weeks.",
        "when",
        "in recent weeks",
        "nothing like it",
    ),
    ("In March drones hit Odesa; the drones hit the port of Odesa on Friday.", "when", "In March", "more precise time"),
    ("Ukrainian drones hit Kursk, where Russia stores missiles.", "side", "Russia", "Russia attacked"),
    ("Ukrainian drones hit Kursk, where Russia stores missiles.", "weapons", "missiles", "the other side's"),
    ("Russian drones hit Odesa on Friday, after a delivery of missiles.", "weapons", "missiles", "a sale, a ban"),
    ("Drones hit Odesa. The report could not be verified in Sumy.", "places", "Sumy", "only comments on the strike"),
    (
        "At least four people including a child have been killed by drones in Odesa.",
        "killed",
        "a child have been killed",
        "one victim mentioned in passing",
    ),
]


@pytest.mark.parametrize(("text", "value", "words", "reason"), REJECTIONS)
def test_rejection_has_its_reason(text: str, value: str, words: str, reason: str) -> None:
    rejections = [
        rejection for explanation in explain_document(make_document(text)) for rejection in explanation.rejections
    ]
    assert any(
        rejection.value == value and rejection.span.text == words and reason in rejection.reason
        for rejection in rejections
    ), rejections


def test_second_speaker_of_a_side_is_rejected() -> None:
    explanation = explain_single_report(
        "Russian drones hit Odesa on Friday, the Ukrainian air force said. "
        "Officials of Ukraine said the drones hit a port."
    )
    assert len(explanation.report.claims) == 1
    assert [document.reason for document in explanation.rejections_for("claims.0")] == [
        "a speaker of the same side is already used"
    ]


def test_risen_toll_mentions_the_earlier_one() -> None:
    explanation = explain_single_report(
        "On Friday a Russian missile hit a market in Odesa and killed four people. "
        "The death toll from the attack later rose to seven. A child was killed."
    )
    assert explanation.report.killed
    assert explanation.report.killed.text == "seven"
    rejected = {
        (document.span.text, document.reason)
        for document in explanation.rejections_for("killed")
        if document.value == "killed"
    }
    assert ("four", "a later passage reports more: “seven”") in rejected
    assert any(reason.startswith("it is not more than the count that is used") for _, reason in rejected)


def test_unrelated_figure_is_a_rejection_for_every_figure_and_no_place() -> None:
    explanation = explain_single_report(
        "Russia hit Odesa with 12 drones and damaged 30 buildings; nine people were killed."
    )
    for path in ("killed", "injured", "weapons.0.launched"):
        assert any(document.value == "figures" for document in explanation.rejections_for(path)), path
    assert explanation.rejections_for("places.0") == []


def test_report_of_other_rules_is_explained_by_its_stored_trace() -> None:
    text = "Russian drones hit Odesa."
    [report] = parse_document(make_document(text))
    assert explain_report(report, make_document(text)).is_complete
    old = report.model_copy(update={"trace": {"side": Trace(rule="side.of_old", start=0, end=7)}})
    explanation = explain_report(old, make_document(text))
    assert (explanation.is_complete, explanation.rejections) == (False, ())
    side = next(ground for ground in explanation.justifications if ground.path == "side")
    assert (side.span and side.span.text, side.rule, side.description) == ("Russian", "side.of_old", "")


def test_every_reason_has_its_text() -> None:
    table = load_table("explained")
    assert all(describe_reason(reason, "x") for reason in table["reasons"])
    assert all(describe_unworded_time(why) for why in table["wordless"])
    assert all(describe_missing_slot(slot, "x", "none.if") for slot in table["lacks"])
