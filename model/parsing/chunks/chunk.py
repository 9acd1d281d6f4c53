"""The chunk: a stretch of a sentence that is one thing to the rules, with its tags, its offsets and what it holds."""

from __future__ import annotations

from typing import NamedTuple

from model.gazetteer import GazetteerEntry as PlaceEntry
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.lexicon import LexiconEntry
from model.parsing.lexicon.rule_patterns import encode_tags
from model.taxonomy import Side

PUNCTUATION_TAGS = {
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
WORD_TAGS, NAME_TAGS, NUMBER_TAGS = frozenset({"word"}), frozenset({"name"}), frozenset({"number"})
ARTICLE_TAGS, THE_TAGS = frozenset({"article"}), frozenset({"the"})
FIGURE_TAGS, ARMS_TAGS, TIME_TAGS = frozenset({"figure"}), frozenset({"arms"}), frozenset({"time"})
TIME_AFTER_TAGS = TIME_TAGS | {"after"}  # "a day after"
PLACE_TAGS, CAPITAL_TAGS = frozenset({"place"}), frozenset({"place", "capital"})
OWNING_CAPITAL_TAGS = CAPITAL_TAGS | {"owner"}  # "Kyiv's drones"

# Every set of tags gets its character before any pattern is compiled.
for _tags in (
    *(
        WORD_TAGS,
        NAME_TAGS,
        NUMBER_TAGS,
        ARTICLE_TAGS,
        THE_TAGS,
        FIGURE_TAGS,
        ARMS_TAGS,
        TIME_TAGS,
        TIME_AFTER_TAGS,
        PLACE_TAGS,
        CAPITAL_TAGS,
        OWNING_CAPITAL_TAGS,
    ),
    *PUNCTUATION_TAGS.values(),
):
    encode_tags(_tags)


class Quantity(NamedTuple):
    """A count at [start, end) of a text; None is an open bound. `every` is said of all ("all 29 drones")."""

    low: int | None
    high: int | None
    start: int
    end: int
    is_all: bool = False


class Chunk:
    """A stretch of a sentence that is one thing to the rules. `key` is its words, casefolded, without possessive."""

    __slots__ = (
        "end",
        "entry",
        "is_possessive",
        "key",
        "place",
        "quantity",
        "start",
        "tag_code",
        "tags",
        "time",
        "weapons",
    )

    def __init__(
        self, start: int, end: int, key: str, tags: frozenset[str], entry: LexiconEntry | None = None, mark: str = ""
    ) -> None:
        """`mark` is the character of the tags in patterns, where it is known."""
        self.start = start  # one by one: nothing is made as often, and tuples take time
        self.end = end
        self.key = key
        self.tags = tags
        self.entry = entry
        self.tag_code = mark or encode_tags(tags)
        self.place: PlaceEntry | None = None
        self.time: TemporalExpression | None = None
        self.quantity: Quantity | None = None
        self.weapons: tuple[CountedWeapon, ...] = ()
        self.is_possessive = False

    @property
    def side(self) -> Side | None:
        """The side that the words name."""
        return self.entry.side if self.entry else None


class CountedWeapon:
    """Weapons of one kind in a group of arms, with the count that stands before them and the side they belong to."""

    __slots__ = (
        "article_start",
        "can_be_missile",
        "can_fly",
        "chunk",
        "is_joint",
        "is_part",
        "is_plural",
        "is_singular",
        "kind",
        "model",
        "quantity",
        "side",
        "sole_user",
    )

    def __init__(self, chunk: Chunk) -> None:
        entry = chunk.entry
        if entry is None or entry.kind is None:
            raise ValueError(f"{chunk.key!r} is no weapon")
        self.chunk, self.kind, self.model = chunk, entry.kind, entry.model
        self.can_be_missile, self.sole_user = entry.can_be_missile, entry.sole_user
        self.can_fly = entry.is_countable or entry.model is not None  # guns are destroyed, but not in the air
        self.is_plural, self.is_singular = entry.is_plural, entry.is_countable and not entry.is_plural
        self.quantity: Quantity | None = None
        self.is_joint = False  # the count is over this kind and the next together
        self.is_part = False  # some of those before: "40 missiles, including Kinzhals"
        self.article_start: int | None = None  # where "a missile" starts
        self.side: Side | None = None
