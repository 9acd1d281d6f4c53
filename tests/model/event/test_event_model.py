"""The invariants of the event model: values are quoted, ordered, bounded and immutable."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from model.event import Claim, Damage, Document, Figure, Place, Report, Span, When

DOCUMENT = Document(id="d", title="Two killed", text="A strike killed two people on Friday.")


def make_validated_report(**values: Any) -> Report:
    """A report on the document, validated against it."""
    span = Span(start=2, end=8, text="strike")
    return Report.model_validate({"document": "d", "excerpts": (span,)} | values, context={"document": DOCUMENT})


def test_report_whose_values_occur_in_its_document_is_accepted() -> None:
    validated_report = make_validated_report(killed=Figure(low=2, high=2, text="two"), when=When(text="on Friday"))
    assert validated_report.killed is not None
    assert [path for path, _ in validated_report.iter_figures()] == ["killed"]


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"excerpts": (Span(start=2, end=8, text="attack"),)}, "is not the text"),
        ({"excerpts": ({"start": 2, "end": 8, "text": "strike", "in": "title"},)}, "is not the text"),
        ({"killed": Figure(low=3, high=3, text="three")}, "is not in document"),
        ({"weapons": ({"kind": "drone", "launched": {"low": 9, "high": 9, "text": "nine"}},)}, "weapons.0.launched"),
        ({"damage": (Damage(object="school", text="a school"),)}, "damage.0: 'a school' is not in"),
        ({"damage": (Damage(object="other", text="strike", effect="hit", effect_text="burnt"),)}, "damage.0.effect"),
        (
            {"damage": (Damage(object="other", text="strike", count=Figure(low=6, high=6, text="six")),)},
            "damage.0.count",
        ),
        ({"when": When(text="on Monday")}, "is not in document"),
        ({"excerpts": ()}, "excerpts"),
        ({"side": "france"}, "side"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_values_missing_from_the_document_are_refused(values: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        make_validated_report(**values)


@pytest.mark.parametrize(("low", "high", "text"), [(3, 2, "3 to 2"), (None, None, "some"), (-1, 2, "-1"), (1, 1, "")])
def test_figure_has_ordered_bounds_and_text(low: int | None, high: int | None, text: str) -> None:
    with pytest.raises(ValidationError):
        Figure(low=low, high=high, text=text)


def test_no_interval_ends_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="before it starts"):
        When(start=date(2024, 3, 2), end=date(2024, 3, 1))


def test_span_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValidationError, match="holds 6"):
        Span(start=0, end=3, text="strike")


def test_values_are_immutable() -> None:
    with pytest.raises(ValidationError):
        DOCUMENT.text = "another"
    with pytest.raises(ValidationError):
        Claim(side="russia").stance = "denies"


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 30), (50, 181)])
def test_coordinates_off_the_globe_are_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValidationError):
        Place(name="Kyiv", latitude=latitude, longitude=longitude)
