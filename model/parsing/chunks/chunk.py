"""The chunk: a stretch of a sentence that is one thing to the rules, with its tags, its offsets and what it holds."""

from __future__ import annotations

from typing import NamedTuple

from model.gazetteer import Entry as PlaceEntry
from model.parsing.chunks.temporal_expressions import TimeMention
from model.parsing.lexicon import Entry
from model.parsing.lexicon.rule_patterns import code
from model.taxonomy import Side

PUNCTUATION = {
    mark: frozenset({tag})
    for tag, marks in {
        "comma": ",",
        "break": ";",
        "colon": ":",
        "open": "(",
        "close": ")",
        "dash": "–—-",
        "end": ".!?",
        "quote": "\"“”‘’'«»*_`",
    }.items()
    for mark in marks
}
WORD, NAME, NUMBER = frozenset({"word"}), frozenset({"name"}), frozenset({"number"})
ARTICLE, THE = frozenset({"article"}), frozenset({"the"})
FIGURE, ARMS, TIME = frozenset({"figure"}), frozenset({"arms"}), frozenset({"time"})
TIME_AFTER = TIME | {"after"}  # "a day after"
PLACE, CAPITAL = frozenset({"place"}), frozenset({"place", "capital"})
OWNING_CAPITAL = CAPITAL | {"owner"}  # "Kyiv's drones"

# Every set of tags gets its character before any pattern is compiled.
for _tags in (
    *(WORD, NAME, NUMBER, ARTICLE, THE, FIGURE, ARMS, TIME, TIME_AFTER, PLACE, CAPITAL, OWNING_CAPITAL),
    *PUNCTUATION.values(),
):
    code(_tags)


class Quantity(NamedTuple):
    """A count at [start, end) of a text; None is an open bound. `every` is said of all ("all 29 drones")."""

    low: int | None
    high: int | None
    start: int
    end: int
    every: bool = False


class Chunk:
    """A stretch of a sentence that is one thing to the rules. `key` is its words, casefolded, without possessive."""

    __slots__ = ("arms", "code", "end", "entry", "key", "place", "possessive", "quantity", "start", "tags", "time")

    def __init__(
        self, start: int, end: int, key: str, tags: frozenset[str], entry: Entry | None = None, mark: str = ""
    ) -> None:
        """`mark` is the character of the tags in patterns, where it is known."""
        self.start = start  # one by one: nothing is made as often, and tuples take time
        self.end = end
        self.key = key
        self.tags = tags
        self.entry = entry
        self.code = mark or code(tags)
        self.place: PlaceEntry | None = None
        self.time: TimeMention | None = None
        self.quantity: Quantity | None = None
        self.arms: tuple[Arm, ...] = ()
        self.possessive = False

    @property
    def side(self) -> Side | None:
        """The side that the words name."""
        return self.entry.side if self.entry else None


class Arm:
    """Weapons of one kind in a group of arms, with the count that stands before them and the side they belong to."""

    __slots__ = (
        "chunk",
        "either",
        "figure",
        "flies",
        "joint",
        "kind",
        "model",
        "one",
        "part",
        "plural",
        "side",
        "singular",
        "user",
    )

    def __init__(self, chunk: Chunk) -> None:
        entry = chunk.entry
        if entry is None or entry.kind is None:
            raise ValueError(f"{chunk.key!r} is no weapon")
        self.chunk, self.kind, self.model = chunk, entry.kind, entry.model
        self.either, self.user = entry.either, entry.user
        self.flies = entry.counts or entry.model is not None  # guns are destroyed, but not in the air
        self.plural, self.singular = entry.plural, entry.counts and not entry.plural
        self.figure: Quantity | None = None
        self.joint = False  # the count is over this kind and the next together
        self.part = False  # some of those before: "40 missiles, including Kinzhals"
        self.one: int | None = None  # where "a missile" starts
        self.side: Side | None = None
