"""Who says so, who attacked, and what could not be verified."""

from __future__ import annotations

from datetime import date

import pytest

from model.event import Document, Report
from model.parsing import parse_document

DAY = date(2024, 3, 9)  # a Saturday
RAID = "Russian drones struck a depot in Odesa on Friday. "


def parse_single_report(text: str) -> Report:
    reports = parse_document(Document(id="d", text=text, published=DAY))
    assert len(reports) == 1, reports
    return reports[0]


def list_claims(report: Report) -> list[tuple[str, str, str | None]]:
    return [(claim.side, claim.stance, claim.of) for claim in report.claims]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kharkiv's mayor said trains were running again as Russian missiles hit the city.",
        "The Polish prime minister said on Monday, after Russian missiles hit Kharkiv, that talks would go on.",
        "Kyiv could not say how many Russian missiles hit Kharkiv.",
        "Russian missiles hit Kharkiv. Moscow denied that it deliberately attacked civilians there.",
        "Russian missiles hit Kharkiv. Kyiv did not confirm Ukrainian involvement in another attack.",
    ],
)
def test_statement_about_something_else_is_not_a_claim(sentence: str) -> None:
    assert list_claims(parse_single_report(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Russian missiles hit Kharkiv on Friday, the city's mayor, Oleh Marchenko, has said.", "mayor"),
        ("Russian missiles hit Kharkiv, Ukraine's presidential office said.", "Ukraine's presidential office"),
        ("The Ukrainian railway company said Russian missiles hit Kharkiv.", "Ukrainian railway company"),
        ("There were claims by Ukrainian officials that Russian missiles hit Kharkiv.", "Ukrainian officials"),
        ("Russian missiles hit Kharkiv, which Ukraine called a crime, saying the attack killed two.", "Ukraine"),
    ],
)
def test_speaker_can_be_named_in_many_ways(sentence: str, speaker: str) -> None:
    report = parse_single_report(sentence)
    assert ("ukraine", "asserts", None) in list_claims(report)
    assert speaker in {claim.speaker for claim in report.claims}


def test_figure_has_its_own_speaker() -> None:
    report = parse_single_report(
        RAID + "The city's mayor said four people were killed. A UN monitor put the injured at 20."
    )
    assert list_claims(report)[0] == ("ukraine", "asserts", "killed")


def test_claim_about_the_strike_covers_its_figures() -> None:
    report = parse_single_report(
        "Ukraine's air force said Russia launched 40 drones at Odesa and that it shot down 30 of them."
    )
    assert list_claims(report) == [
        ("ukraine", "asserts", None),
        ("ukraine", "asserts", "weapons.0.launched"),
        ("ukraine", "asserts", "weapons.0.intercepted"),
    ]


def test_figure_of_another_speaker_is_not_attributed_to_the_first() -> None:
    report = parse_single_report(
        "Russia said it struck a depot in Odesa on Friday, and the city's mayor said four were killed."
    )
    assert list_claims(report) == [("russia", "asserts", None), ("ukraine", "asserts", "killed")]
    assert [claim.responsibility for claim in report.claims] == [True, False]


def test_ministry_refers_to_the_one_named_before() -> None:
    report = parse_single_report(
        "Russia's defence ministry said its missiles hit Odesa. The attack went on, the ministry said."
    )
    assert {claim.side for claim in report.claims} == {"russia"}


@pytest.mark.parametrize(
    ("sentence", "responsible"),
    [
        ("Ukrainian drones hit a refinery in Ryazan. Kyiv claimed responsibility for the attack.", True),
        ("Claiming responsibility for the drone strike on Ryazan, Ukraine's army named a refinery as its aim.", True),
        ("Ukraine said it struck a refinery in Ryazan with drones.", True),
        ("Ukrainian drones hit a refinery in Ryazan, Ukraine's media reported.", False),
        ("Ukrainian drones hit a refinery in Ryazan, its governor said.", False),
        ("Ukrainian drones hit a refinery in Ryazan. Kyiv has not claimed responsibility.", False),
    ],
)
def test_responsibility_is_claimed_by_the_attacking_side(sentence: str, responsible: bool) -> None:
    report = parse_single_report(sentence)
    assert report.side == "ukraine"
    assert any(claim.responsibility for claim in report.claims) == responsible


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The claim could not be independently verified.", "not be independently verified"),
        ("Reporters were unable to verify the account.", "unable to verify"),
        ("There were unconfirmed reports of a second wave.", "unconfirmed"),
    ],
)
def test_unverified_statement_is_quoted(sentence: str, words: str) -> None:
    document = Document(id="d", text=RAID + sentence, published=DAY)
    (report,) = parse_document(document)
    assert report.unverified is not None
    assert report.unverified.text == words
    assert report.unverified.is_verbatim_in(document)
    assert report.trace["unverified"].rule == "claim.unverified"
    assert list_claims(report) == []


def test_verified_statement_is_not_unverified() -> None:
    assert parse_single_report(RAID + "Footage verified by reporters shows the fire.").unverified is None


def test_attacker_is_unknown_when_the_sides_blame_each_other() -> None:
    report = parse_single_report(
        "Russia and Ukraine accused each other of shelling the power plant in Enerhodar on Friday."
    )
    assert report.side == "unknown"
    assert list_claims(report) == [("russia", "asserts", None), ("ukraine", "asserts", None)]


def test_attacker_is_unknown_when_nobody_knows() -> None:
    assert (
        parse_single_report("Shells hit a school in Donetsk. It was not clear who was behind the attack.").side
        == "unknown"
    )


def test_strike_on_occupied_territory_is_by_ukraine() -> None:
    assert (
        parse_single_report("Missiles killed two people in the occupied Ukrainian city of Luhansk.").side == "ukraine"
    )


def test_retaliated_attack_is_another_strike() -> None:
    text = "Russian missiles hit Kharkiv on Friday in response to a Ukrainian drone attack on Belgorod."
    reports = parse_document(Document(id="d", text=text, published=DAY))
    assert [(report.side, report.places[0].name) for report in reports] == [
        ("russia", "Kharkiv"),
        ("ukraine", "Belgorod"),
    ]
