"""The calendar that documents, datasets and users share."""

from __future__ import annotations

from datetime import date

import pytest

from model.edits.errors import EditError
from model.edits.value_syntax import parse_value
from model.text.calendar import MONTH_NUMBERS, is_plausible


def test_every_month_is_known_by_name_and_abbreviation() -> None:
    assert [MONTH_NUMBERS[name] for name in ("january", "jan", "may", "sept", "sep", "december")] == [1, 1, 5, 9, 9, 12]
    assert set(MONTH_NUMBERS.values()) == set(range(1, 13))


@pytest.mark.parametrize(("year", "accepted"), [(1989, False), (1990, True), (2024, True), (2099, True), (2100, False)])
def test_users_may_type_the_years_that_documents_have(year: int, accepted: bool) -> None:
    assert is_plausible(date(year, 6, 1)) is accepted
    if accepted:
        parse_value("when", str(year))
    else:
        with pytest.raises(EditError, match="years go from 1990 to 2099"):
            parse_value("when", str(year))
