"""The user's work and the documents may come in any order, in any portions: the library tells the same in the end."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Account
from model.exporting import Stamp, export
from model.library import Library
from model.library.exchange import lines, take
from model.query import Query
from tests.model.told import document, figure, on, report

DAYS = ("2024-03-01", "2024-03-02")
NAMES = [f"d{number}" for number in range(8)]


def account(number: int, edition: str = "rules") -> Account:
    """The nth document, with a report or two."""
    name, text = NAMES[number], f"Drones struck Kyiv, says {NAMES[number]}. Then a missile fell on Odesa."
    first = report(
        name,
        0,
        text[:30],
        when=on(DAYS[number % 2]),
        side="russia",
        places=["Kyiv"],
        weapons=["drone"],
        killed=figure(2 + number // 4),
    )
    second = report(name, 34, text[34:], when=on(DAYS[0]), side="russia", places=["Odesa"], weapons=["missile"])
    both = (first, second) if number % 3 else (first,)
    return Account(document(name, text, published=date(2024, 3, 3)), both, edition, f"/{name}")


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["killed", "when", "tag", "note", "hide", "bookmark", "merge", "split", "undo", "redo"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=1,
    max_size=12,
)


def act(library: Library, kind: str, one: int, other: int) -> None:
    """Do something to some strike."""
    keys = sorted(each.id for query in ("", "is:hidden") for each in library.strikes(Query.parse(query)))
    key, second = keys[one % len(keys)], keys[other % len(keys)]
    if kind in ("undo", "redo"):
        library.undo() if kind == "undo" else library.redo()
        return
    with library.step() as step:
        if kind in ("killed", "when"):
            step.correct(
                key, kind, f"{other + 40}" if kind == "killed" else f"2024-03-{other + 1 if other < 30 else 1:02}"
            )
        elif kind in ("tag", "note"):
            (step.tag if kind == "tag" else step.note)(key, f"word{other}")
        elif kind == "merge" and key != second:
            step.merge(key, second)
        elif kind == "split" and len(reports := library.find(key).reports) > 1:
            step.split_off(key, other % len(reports))
        elif kind in ("hide", "bookmark"):
            (step.hide if kind == "hide" else step.bookmark)(key, bool(other % 3))


def exported(library: Library) -> list[bytes]:
    """All that the library tells, the hidden too, with the work."""
    told = []
    for query in ("", "is:hidden"):
        strikes = list(library.strikes(Query.parse(query)))
        told += list(export(iter(strikes), library.document, "jsonl", Stamp("1", "2")))
        told += [strike.work.model_dump_json().encode() for strike in strikes]
        assert library.counts(Query.parse(query)).shown == len(strikes)
    days = library.days(Query())
    told += [row.encode() for row in lines(library.work())] + [repr(days).encode()]
    return told


@settings(deadline=None, max_examples=60)
@given(actions=ACTIONS, order=st.permutations(range(len(NAMES))), cuts=st.lists(st.integers(0, 8), max_size=3))
def test_any_order_gives_the_same(actions: list[tuple[str, int, int]], order: list[int], cuts: list[int]) -> None:
    with Library() as library, Library() as other:
        library.add([account(number) for number in range(len(NAMES))])
        for action in actions:
            act(library, *action)
        wanted = exported(library)
        file = list(lines(library.work()))
        take(other, file, "a file")  # all of it waits
        bounds = [0, *sorted(cuts), len(order)]
        for first, last in pairwise(bounds):
            other.add([account(number) for number in order[first:last]])
        assert exported(other) == wanted
        again = take(other, file, "a file")
        assert (again.new, again.problems) == (0, [])
        other.add([account(number, "newer rules") for number in order])
        assert exported(other) == wanted


@settings(deadline=None, max_examples=30)
@given(actions=ACTIONS, order=st.permutations(range(len(NAMES))), cut=st.integers(1, 7))
def test_work_between_two_addings_is_that_after_them(
    actions: list[tuple[str, int, int]], order: list[int], cut: int
) -> None:
    with Library() as library, Library() as other:
        library.add([account(number) for number in order[:cut]])
        for action in actions:
            act(library, *action)
        library.add([account(number) for number in order[cut:]])
        other.add([account(number) for number in range(len(NAMES))])
        take(other, lines(library.work()), "a file")
        assert exported(other) == exported(library)
