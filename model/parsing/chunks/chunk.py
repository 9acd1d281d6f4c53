"""The chunk: the unit that the rules match, with its tags, its text offsets and its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from model.gazetteer import GazetteerEntry
from model.parsing.chunks.temporal_expressions import TemporalExpression
from model.parsing.lexicon import LexiconEntry
from model.parsing.lexicon.rule_patterns import define_tags, encode_tags
from model.taxonomy import Side

_MARKS_BY_TAG = {"comma": ",", "break": ";", "colon": ":", "open": "(", "close": ")", "dash": "–—-", "end": ".!?"}
_MARKS_BY_TAG["quote"] = "\"“”‘’'«»*_`"
WORD_TAGS, NAME_TAGS, NUMBER_TAGS = define_tags("word"), define_tags("name"), define_tags("number")
FIGURE_TAGS, ARMS_TAGS = define_tags("figure"), define_tags("arms")
TIME_TAGS, TIME_AFTER_TAGS = define_tags("time"), define_tags("time", "after")  # "a day after"
PLACE_TAGS, CAPITAL_TAGS = define_tags("place"), define_tags("place", "capital")
OWNING_CAPITAL_TAGS = define_tags("place", "capital", "owner")  # "Kyiv's drones"
TAGS_BY_WORD = {mark: define_tags(tag) for tag, marks in _MARKS_BY_TAG.items() for mark in marks}
TAGS_BY_WORD |= dict.fromkeys(("a", "an"), define_tags("article"))
TAGS_BY_WORD |= dict.fromkeys(
    ("the", "this", "that", "these", "those", "their", "its", "his", "her", "all"), define_tags("the")
)


class Quantity(NamedTuple):
    """A count at [start, end) of the text; None is an open bound, `is_all` stands for "all 29 drones"."""

    low: int | None
    high: int | None
    start: int
    end: int
    is_all: bool = False


@dataclass(slots=True, eq=False)
class Chunk:
    """The words at [start, end) of the text; `key` is the words, casefolded and without possessive."""

    start: int
    end: int
    key: str
    tags: frozenset[str]
    entry: LexiconEntry | None = None
    tag_code: str = ""
    place: GazetteerEntry | None = None
    time: TemporalExpression | None = None
    quantity: Quantity | None = None
    weapons: tuple[CountedWeapon, ...] = ()
    is_possessive: bool = False

    def __post_init__(self) -> None:
        self.tag_code = self.tag_code or encode_tags(self.tags)

    @property
    def side(self) -> Side | None:
        """The side that the words name."""
        return self.entry.side if self.entry else None


class CountedWeapon:
    """Weapons of one kind in a list of weapons, with their count and the side that owns them.

    Raises ValueError if the chunk is not a weapon.
    """

    def __init__(self, chunk: Chunk) -> None:
        entry = chunk.entry
        if entry is None or entry.kind is None:
            raise ValueError(f"{chunk.key!r} is no weapon")
        self.chunk, self.kind, self.model = chunk, entry.kind, entry.model
        self.can_be_missile, self.sole_user = entry.can_be_missile, entry.sole_user
        self.can_fly = entry.is_countable or entry.model is not None  # guns are destroyed, but not in the air
        self.is_plural, self.is_singular = entry.is_plural, entry.is_countable and not entry.is_plural
        self.quantity: Quantity | None = None
        self.is_joint = False  # the count covers this kind and the next together
        self.is_part = False  # included in those before: "40 missiles, including Kinzhals"
        self.article_start: int | None = None  # where "a missile" starts
        self.side: Side | None = None
