"""The places hit: told apart from launch sites, landmarks, speakers' seats, capitals that stand for their government,
and people and ships that bear a place's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from model.parsing.chunks.chunk import PLACE_TAGS, Chunk
from model.parsing.chunks.toponyms import make_unlocated_place
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.lexicon import load_frames

PlaceRole = Literal[
    "target", "landmark", "seat", "launch_site", "way", "bearer", "government", "sea", "taken", "date_line"
]

_PLACE_WINDOW_CHUNKS = 4  # chunks on either side that tell what a place is doing there
_WELL_KNOWN_POPULATION = 200_000  # inhabitants above which a capitalised neighbour does not make a person of a town
_TARGET_WORDS = load_frames("targets")
_SUBORDINATORS, _TOWARDS_WORDS, _NEAR_WORDS = (
    _TARGET_WORDS["subordinators"],
    _TARGET_WORDS["towards"],
    _TARGET_WORDS["near"],
)
_TOWN_WORDS, _ASHORE_WORDS, _TOWN_PART_WORDS = (
    _TARGET_WORDS["towns"],
    _TARGET_WORDS["ashore"],
    _TARGET_WORDS["of_a_town"],
)
_STRUCK_TAGS = frozenset({"in", "on", "hit", "attack", "shell", "shelling"})
_OWNED_TAGS = frozenset({"forces", "office", "say", "arms", "attack", "defence", "launch"})
_COUNTRY_CODES = {"ukraine": "UA", "russia": "RU"}
_UNDERGOING_TAGS = frozenset({"undergo", "be", "attack", "arms", "shelling"})
_FIRING_TAGS = frozenset({"launch", "arms", "attack", "hit"})
_CAPTURE_PHRASE_TAGS = frozenset(
    {"the", "word", "name", "side", "of", "land", "compasspoint", "place", "and", "comma", "superlative"}
)
_DATE_LINE_CHUNKS = 9  # chunks within which the dash behind a date line stands
_DATE_LINE_TAGS = frozenset({"comma", "time", "side", "name", "speaker", "number", "figure", "open", "close"})
_ACTING_TAGS = frozenset({"say", "launch", "hit", "deny", "intercept", "have", "modal", "eachother"})


def read_places(passage: Passage) -> tuple[list[Chunk], list[Chunk]]:
    """The places hit, and other places near the event: landmarks, seats of speakers, whole parts of a country."""
    targets: list[Chunk] = []
    others = _find_country_parts(passage.chunks) if "compasspoint" in passage.tags else []
    for chunk, role in assign_place_roles(passage):
        if role == "target":
            targets.append(chunk)
        elif role in ("landmark", "seat", "way", "taken") or (role == "date_line" and "capital" not in chunk.tags):
            others.append(chunk)
    return targets, others


def assign_place_roles(passage: Passage) -> Iterator[tuple[Chunk, PlaceRole]]:
    """Each place that the passage names, with the part that it plays there."""
    ships, takes = "ship" in passage.tags, "capture" in passage.tags
    seat: int | None = None
    told = False
    for i, chunk in enumerate(passage.chunks):
        if chunk.place is None:
            continue
        before, after = (
            passage.chunks[max(0, i - _PLACE_WINDOW_CHUNKS) : i],
            passage.chunks[i + 1 : i + 1 + _PLACE_WINDOW_CHUNKS],
        )
        if chunk.place.kind == "sea" and (not ships or (after and after[0].key in _ASHORE_WORDS)):
            yield chunk, "sea"
            continue
        if _is_name_bearer(chunk, before, after):
            yield chunk, "bearer"
            continue
        if i == 0 and _is_date_line(passage):
            yield chunk, "date_line"
            continue
        if "capital" in chunk.tags and not _is_town_authority(after) and _is_government(chunk, before, after):
            yield chunk, "government"
            continue
        beside = seat is not None and i - seat <= 2 and "and" not in before[-1].tags  # "in Sevastopol in Crimea"
        if beside or _is_seat(before, after):
            seat = i
            yield chunk, "seat"
        elif _is_landmark(before, after, chunk, told):
            yield chunk, "landmark"
        elif takes and _is_captured(passage.chunks, i):
            yield chunk, "taken"
        else:
            role = _choose_motion_role(before, passage.chunks[max(0, i - 2 * _PLACE_WINDOW_CHUNKS) : i])
            told = told or role == "target"
            yield chunk, role


def _choose_motion_role(before: Sequence[Chunk], earlier: Sequence[Chunk]) -> PlaceRole:
    """The part of a place that nothing else tells: hit, unless something only comes from there or goes there."""
    leaves = _is_origin(before)
    if not leaves and not (before and before[-1].key in _TOWARDS_WORDS):
        return "target"
    if not any(c.tags & _FIRING_TAGS for c in earlier):
        return "way"  # "fled from Irpin", "drove towards Bakhmut"
    return "launch_site" if leaves else "target"  # "fired towards Odesa"


def _is_date_line(passage: Passage) -> bool:
    """Whether the place that it starts with is where the news was written: "KYIV, January 13, 2024 - "."""
    for chunk in passage.chunks[1:_DATE_LINE_CHUNKS]:
        if "dash" in chunk.tags:
            return passage.text[chunk.start - 1].isspace()
        if not chunk.tags & _DATE_LINE_TAGS:
            return False
    return False


def _is_captured(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether the place is one that troops take, or want to: "to capture the cities of X and Y"."""
    behind: Chunk | None = None
    for chunk in reversed(chunks[max(0, i - 2 * _PLACE_WINDOW_CHUNKS) : i]):
        if "capture" in chunk.tags:
            return behind is None or "land" not in behind.tags  # not "the recaptured city of X"
        behind = chunk
        if not chunk.tags & _CAPTURE_PHRASE_TAGS:
            return False
    return False


def _is_origin(before: Sequence[Chunk]) -> bool:
    """ "From Kursk", "from annexed Crimea"."""
    near = [c for c in before if not c.tags & {"the", "occupied"}]
    return bool(near) and "from" in near[-1].tags


def _find_country_parts(chunks: Sequence[Chunk]) -> list[Chunk]:
    """ "Eastern Ukraine", where something was hit in it: the place when no nearer one is named."""
    found = []
    plain = [c for c in chunks if "occupied" not in c.tags]
    for where, point, country in zip(plain, plain[1:], plain[2:], strict=False):
        if where.tags & {"in", "on"} and "compasspoint" in point.tags and country.key in _COUNTRY_CODES:
            chunk = Chunk(point.start, country.end, f"{point.key} {country.key}", PLACE_TAGS)
            chunk.place = make_unlocated_place(chunk.key.title())._replace(country=_COUNTRY_CODES[country.key])
            found.append(chunk)
    return found


def _is_name_bearer(chunk: Chunk, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """A person or a ship that bears the name: a capitalised word beside it, or its class behind it."""
    if any("ship" in c.tags for c in after[:2]) and not (before and before[-1].tags & {"in", "on", "of"}):
        return True
    place = chunk.place
    if before and "ship" in before[-1].tags and place and place.kind == "town":
        return True
    if place is None or place.kind != "town" or place.population >= _WELL_KNOWN_POPULATION or "capital" in chunk.tags:
        return False
    if before and "name" in before[-1].tags:
        return True
    if not after or "name" not in after[0].tags:
        return False
    behind = before[:-1] if before and "the" in before[-1].tags else before
    struck = bool(behind) and bool(behind[-1].tags & _STRUCK_TAGS)  # "at the Reni Seaport", "in Saltivskyi District"
    return not (struck and (behind is not before or after[0].key in _TOWN_PART_WORDS))


def _is_government(chunk: Chunk, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Kyiv or Moscow as a government or its army: a subject that says or fires, or an owner of forces."""
    if len(after) > 2 and "and" in after[0].tags and "capital" in after[1].tags:  # "Kyiv and Moscow trade blame"
        after = after[2:]
    if len(before) > 1 and "and" in before[-1].tags and "capital" in before[-2].tags:
        before = before[:-2]
    if chunk.is_possessive and any(c.tags & {"forces", "ship"} for c in after[:3]):  # "on Moscow's Black Sea fleet"
        return True
    near = [c for c in before if "accuse" in c.tags or not c.tags & {"the", "word", "article"}]
    if near and near[-1].tags & _STRUCK_TAGS and "say" not in near[-1].tags:
        return len(near) > 1 and bool(near[-2].tags & {"office", "say", "accuse"}) and "forces" not in near[-2].tags
    if before and not after and before[-1].tags & {"dash", "colon"}:  # "Missiles hit Odesa - Kyiv"
        return True
    if before and (before[-1].key in _SUBORDINATORS or before[-1].tags & {"say", "accuse"}):
        return not (after and after[0].tags & {"be", "have", "undergo", "hit", "attack"} and _is_hit(after))
    if near and near[-1].tags & {"comma", "and"} and any(c.place for c in before):
        return bool(after) and "say" in after[0].tags
    if after and chunk.is_possessive:
        return any(c.tags & _OWNED_TAGS for c in after[:3])
    for c in after:
        if c.tags & (_UNDERGOING_TAGS | {"comma", "and"}):
            return False
        if c.tags & _ACTING_TAGS:
            return True
    return bool(before) and bool(before[-1].tags & {"by", "from", "to", "with"})


def _is_town_authority(after: Sequence[Chunk]) -> bool:
    """Behind a capital, what tells it to be the town: "Kyiv mayor", "Kyiv's military administration"."""
    return bool(after) and after[0].tags >= {"seat", "office"}


def _is_landmark(before: Sequence[Chunk], after: Sequence[Chunk], chunk: Chunk, told: bool) -> bool:
    """A place that only says where another one lies: "north of X", "Hroza near X", "X's outskirts"."""
    if before and "compass" in before[-1].tags:
        return True
    if told and before and before[-1].key in _NEAR_WORDS and _has_located_place(before[:-1]):
        return True
    return told and chunk.is_possessive and bool(after) and "bearing" in after[0].tags


def _has_located_place(before: Sequence[Chunk]) -> bool:
    """Whether "near X" stands behind a place, a town or a launch site, of which it says where that lies."""
    if before and "and" in before[-1].tags:
        return False
    return any(c.place or "from" in c.tags or c.key in _TOWN_WORDS for c in before)


def _is_hit(after: Sequence[Chunk]) -> bool:
    return any(c.tags & {"hit", "attack", "shell", "undergo"} for c in after)


def _is_seat(before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Where a speaker sits, or a name that merely holds a place ("the Dnipro River")."""
    for c in after[:3]:
        if "seat" in c.tags or ("office" in c.tags and "forces" not in c.tags):
            return True
        if not c.tags & {"word", "name"}:
            break
    aside = len(before) == 1 and "in" in before[-1].tags and after and "comma" in after[0].tags
    if aside and any("office" in c.tags for c in after[1:]):  # "In Moscow, the ministry said"
        return True
    near = [c for c in before if not c.tags & {"the", "word", "name", "occupied", "installed"}]
    return len(near) > 1 and near[-1].tags <= {"of", "in"} and "office" in near[-2].tags
