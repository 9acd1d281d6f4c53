"""The query: what narrows, what lets all pass."""

from __future__ import annotations

from model.query import Query


def test_a_new_query_lets_all_pass() -> None:
    assert not Query()
    assert not Query(words="  ")


def test_each_filter_alone_makes_it_narrow() -> None:
    assert Query().toggle_side("russia")
    assert Query().toggle_weapon("drone")
    assert Query().search("kyiv")


def test_a_filter_is_lifted_by_the_key_that_set_it() -> None:
    query = Query().toggle_side("russia").toggle_side("ukraine")
    assert query.sides == {"russia", "ukraine"}
    assert query.toggle_side("russia").sides == {"ukraine"}
    assert query.toggle_weapon("bomb").toggle_weapon("bomb") == query


def test_filters_do_not_touch_one_another() -> None:
    query = Query().search("kyiv").toggle_weapon("drone").toggle_side("other")
    assert query == Query(sides=frozenset({"other"}), weapons=frozenset({"drone"}), words="kyiv")
    assert query.search("").weapons == {"drone"}
