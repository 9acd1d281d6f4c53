"""The rule language: the tags a pattern requires are derived from the pattern itself."""

from __future__ import annotations

import pytest

from model.parsing.lexicon.rule_patterns import find_required_tags


@pytest.mark.parametrize(
    ("pattern", "needs"),
    [
        ("<arms> ~3 <hit|attack>", [{"arms"}, {"hit", "attack"}]),
        ("<arms>? (<word>){0,2} side:<side> <be>{1,2}", [{"side"}, {"be"}]),
        ("(<kill|wound>) (?!<not>) (<by> <arms>)", [{"kill", "wound"}, {"by"}, {"arms"}]),
        ("<a|b> <c> | <d> (?<=<e>)", [{"c", "d"}]),
        ("<a> (<b> | <!c>)", [{"a"}]),
        ("^ <!a>{0,9} (<b> (<c>|<d>))* <e>+ $", [{"e"}]),
    ],
)
def test_required_tags_are_those_shared_by_all_alternatives(pattern: str, needs: list[set[str]]) -> None:
    assert [set(tags) for tags in find_required_tags(pattern)] == needs
