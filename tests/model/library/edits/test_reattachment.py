"""Edits and documents may arrive in any order and in any batches: the resulting library is the same."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import ExtractedDocument
from model.exporting import ExportStamp, export_strikes
from model.library import Library
from model.library.edit_exchange import export_lines, import_edits
from model.parsing import parse_document
from model.query import Query
from tests.support.event_factories import make_document

DAYS = ("1", "2")
NAMES = [f"d{number}" for number in range(8)]


@cache
def parse_text(number: int, edition: str = "rules", lead: str = "") -> ExtractedDocument:
    """The nth document, parsed, with a strike or two; `lead` is prepended to its text in a later version."""
    name = NAMES[number]
    day, killed = DAYS[number % 2], 2 + number // 4
    text = f"{lead}Russian drones struck Kyiv on {day} March 2024, killing {killed} people, {name} said."
    if number % 3:
        text += "\n\nOn Friday a Russian missile hit a depot in Odesa."
    document = make_document(name, text, published=date(2024, 3, 3))
    return ExtractedDocument(document, tuple(parse_document(document)), edition, f"/{name}")


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["killed", "when", "tag", "note", "hide", "bookmark", "merge", "split", "date", "undo", "redo"]
        ),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=12,
)


def make_edit(library: Library, kind: str, one: int, other: int) -> None:
    """Make an edit on some strike."""
    keys = sorted(each.id for query in ("", "is:hidden") for each in library.iter_strikes(Query.parse(query)))
    key, second = keys[one % len(keys)], keys[other % len(keys)]
    if kind in ("undo", "redo"):
        library.undo_step() if kind == "undo" else library.redo_step()
        return
    with library.edit_step() as step:
        if kind in ("killed", "when"):
            step.correct_value(
                key, kind, f"{other + 40}" if kind == "killed" else f"2024-03-{other + 1 if other < 30 else 1:02}"
            )
        elif kind in ("tag", "note"):
            (step.set_tag if kind == "tag" else step.add_note)(key, f"word{other}")
        elif kind == "date":
            step.set_publication_date(
                library.find_strike(key).reports[0].document,
                "parsed" if other % 4 == 0 else f"2024-04-{other % 30 + 1:02}",
            )
        elif kind == "merge" and key != second:
            step.merge_strikes(key, second)
        elif kind == "split" and len(reports := library.find_strike(key).reports) > 1:
            step.split_report(key, other % len(reports))
        elif kind in ("hide", "bookmark"):
            (step.set_hidden if kind == "hide" else step.set_bookmarked)(key, bool(other % 3))


def export_content(library: Library) -> list[bytes]:
    """The whole content of the library, including hidden strikes, with the edits."""
    content = []
    for query in ("", "is:hidden"):
        strikes = list(library.iter_strikes(Query.parse(query)))
        content += list(export_strikes(iter(strikes), library.load_document, "jsonl", ExportStamp("1", "2")))
        content += [strike.work.model_dump_json().encode() for strike in strikes]
        assert library.count_filters(Query.parse(query)).matches == len(strikes)
    days = library.list_days(Query())
    content += [row.encode() for row in export_lines(library.iter_journal())] + [repr(days).encode()]
    return content


@settings(deadline=None, max_examples=60)
@given(actions=ACTIONS, order=st.permutations(range(len(NAMES))), cuts=st.lists(st.integers(0, 8), max_size=3))
def test_order_of_adding_and_editing_does_not_matter(
    actions: list[tuple[str, int, int]], order: list[int], cuts: list[int]
) -> None:
    with Library() as library, Library() as other:
        library.add_documents([parse_text(number) for number in range(len(NAMES))])
        for action in actions:
            make_edit(library, *action)
        expected = export_content(library)
        file = list(export_lines(library.iter_journal()))
        import_edits(other, file, "a file")  # every edit waits for its document
        bounds = [0, *sorted(cuts), len(order)]
        for first, last in pairwise(bounds):
            other.add_documents([parse_text(number) for number in order[first:last]])
        assert export_content(other) == expected
        second_import = import_edits(other, file, "a file")
        assert (second_import.new, second_import.problems) == (0, [])
        other.add_documents([parse_text(number, "newer rules") for number in order])
        assert export_content(other) == expected


@settings(deadline=None, max_examples=30)
@given(actions=ACTIONS, order=st.permutations(range(len(NAMES))), cut=st.integers(1, 7))
def test_edits_between_two_additions_equal_edits_after_both(
    actions: list[tuple[str, int, int]], order: list[int], cut: int
) -> None:
    with Library() as library, Library() as other:
        library.add_documents([parse_text(number) for number in order[:cut]])
        for action in actions:
            make_edit(library, *action)
        library.add_documents([parse_text(number) for number in order[cut:]])
        other.add_documents([parse_text(number) for number in range(len(NAMES))])
        import_edits(other, export_lines(library.iter_journal()), "a file")
        assert export_content(other) == export_content(library)


@settings(deadline=None, max_examples=30)
@given(actions=ACTIONS, order=st.permutations(range(len(NAMES))), changed=st.sets(st.integers(0, 7)))
def test_edits_carry_over_to_later_texts_in_any_order(
    actions: list[tuple[str, int, int]], order: list[int], changed: set[int]
) -> None:
    def parse_latest(number: int) -> ExtractedDocument:
        return parse_text(number, lead="Updated at noon. " if number in changed else "")

    with Library() as library, Library() as other:
        library.add_documents([parse_text(number) for number in range(len(NAMES))])
        for action in actions:
            make_edit(library, *action)
        for number in order:
            library.add_documents([parse_latest(number)])
        other.add_documents([parse_latest(number) for number in order[:4]])
        import_edits(other, export_lines(library.iter_journal()), "a file")
        other.add_documents([parse_latest(number) for number in order[4:]])
        assert export_content(other) == export_content(library)
