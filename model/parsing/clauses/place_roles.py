"""Assigns place roles: the places hit, launch sites, landmarks, seats of speakers, capitals that mean a government,
and people and ships named after a place."""

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

_PLACE_WINDOW_CHUNKS = 4  # chunks on either side that decide the role of a place
_DATE_LINE_CHUNKS = 9  # chunks within which a date line ends with a dash
_WELL_KNOWN_POPULATION = 200_000  # a larger town is not a person because a capitalised word is next to it
_FRAME_WORDS = load_frames("targets")
_COUNTRY_CODES = {"ukraine": "UA", "russia": "RU"}
_STRUCK_TAGS = frozenset({"in", "on", "hit", "attack", "shell", "shelling"})
_OWNED_TAGS = frozenset({"forces", "office", "say", "arms", "attack", "defence", "launch"})
_UNDERGOING_TAGS = frozenset({"undergo", "be", "attack", "arms", "shelling", "comma", "and"})
_FIRING_TAGS = frozenset({"launch", "arms", "attack", "hit"})
_HIT_TAGS = frozenset({"hit", "attack", "shell", "undergo"})
_ACTING_TAGS = frozenset({"say", "launch", "hit", "deny", "intercept", "have", "modal", "eachother"})
_CAPTURE_PHRASE_TAGS = frozenset(
    {"the", "word", "name", "side", "of", "land", "compasspoint", "place", "and", "comma", "superlative"}
)
_DATE_LINE_TAGS = frozenset({"comma", "time", "side", "name", "speaker", "number", "figure", "open", "close"})


def read_places(passage: Passage) -> tuple[list[Chunk], list[Chunk]]:
    """The places hit, and other places near the event: landmarks, seats of speakers, parts of a country."""
    targets: list[Chunk] = []
    others = _find_country_parts(passage.chunks) if "compasspoint" in passage.tags else []
    for chunk, role in assign_place_roles(passage):
        if role == "target":
            targets.append(chunk)
        elif role in ("landmark", "seat", "way", "taken") or (role == "date_line" and "capital" not in chunk.tags):
            others.append(chunk)
    return targets, others


def assign_place_roles(passage: Passage) -> Iterator[tuple[Chunk, PlaceRole]]:
    """Each place in the passage with its role."""
    chunks, window = passage.chunks, _PLACE_WINDOW_CHUNKS
    seat: int | None = None
    has_target = False
    for i, chunk in enumerate(chunks):
        if chunk.place is None:
            continue
        before, after = chunks[max(0, i - window) : i], chunks[i + 1 : i + 1 + window]
        role: PlaceRole
        is_ashore = bool(after) and after[0].key in _FRAME_WORDS["ashore"]
        beside = seat is not None and i - seat <= 2 and "and" not in chunks[i - 1].tags  # "in Sevastopol in Crimea"
        if chunk.place.kind == "sea" and ("ship" not in passage.tags or is_ashore):
            role = "sea"
        elif _is_name_bearer(chunk, before, after):
            role = "bearer"
        elif i == 0 and _is_date_line(passage):
            role = "date_line"
        elif "capital" in chunk.tags and _is_government(chunk, before, after):
            role = "government"
        elif beside or _is_seat(before, after):
            role, seat = "seat", i
        elif _is_landmark(before, after, chunk, has_target):
            role = "landmark"
        elif "capture" in passage.tags and _is_captured(chunks, i):
            role = "taken"
        else:
            role = _choose_motion_role(before, chunks[max(0, i - 2 * window) : i])
            has_target = has_target or role == "target"
        yield chunk, role


def _choose_motion_role(before: Sequence[Chunk], earlier: Sequence[Chunk]) -> PlaceRole:
    """The role of a place without another role: hit, unless something only comes from there or goes there."""
    near = [c for c in before if not c.tags & {"the", "occupied"}]
    is_origin = bool(near) and "from" in near[-1].tags  # "from annexed Crimea"
    if not is_origin and not (before and before[-1].key in _FRAME_WORDS["towards"]):
        return "target"
    if not any(c.tags & _FIRING_TAGS for c in earlier):
        return "way"  # "fled from Irpin", "drove towards Bakhmut"
    return "launch_site" if is_origin else "target"  # "fired towards Odesa"


def _is_date_line(passage: Passage) -> bool:
    """Whether the passage starts with where the news was written: "KYIV, January 13, 2024 - "."""
    for chunk in passage.chunks[1:_DATE_LINE_CHUNKS]:
        if "dash" in chunk.tags:
            return passage.text[chunk.start - 1].isspace()
        if not chunk.tags & _DATE_LINE_TAGS:
            return False
    return False


def _is_captured(chunks: Sequence[Chunk], i: int) -> bool:
    """Whether troops take the place, or want to: "to capture the cities of X and Y"."""
    following: Chunk | None = None
    for chunk in reversed(chunks[max(0, i - 2 * _PLACE_WINDOW_CHUNKS) : i]):
        if "capture" in chunk.tags:
            return following is None or "land" not in following.tags  # not "the recaptured city of X"
        following = chunk
        if not chunk.tags & _CAPTURE_PHRASE_TAGS:
            return False
    return False


def _find_country_parts(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Parts of a country in which something was hit: "in eastern Ukraine"; used if no closer place is named."""
    parts = []
    plain = [c for c in chunks if "occupied" not in c.tags]
    for preposition, point, country in zip(plain, plain[1:], plain[2:], strict=False):
        if preposition.tags & {"in", "on"} and "compasspoint" in point.tags and country.key in _COUNTRY_CODES:
            chunk = Chunk(point.start, country.end, f"{point.key} {country.key}", PLACE_TAGS)
            chunk.place = make_unlocated_place(chunk.key.title())._replace(country=_COUNTRY_CODES[country.key])
            parts.append(chunk)
    return parts


def _is_name_bearer(chunk: Chunk, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Whether it is a person or a ship of that name: a capitalised word is next to it, or the ship's class follows."""
    if any("ship" in c.tags for c in after[:2]) and not (before and before[-1].tags & {"in", "on", "of"}):
        return True
    place = chunk.place
    if place is None or place.kind != "town":
        return False
    if before and "ship" in before[-1].tags:
        return True
    if place.population >= _WELL_KNOWN_POPULATION or "capital" in chunk.tags:
        return False
    if before and "name" in before[-1].tags:
        return True
    if not after or "name" not in after[0].tags:
        return False
    has_the = bool(before) and "the" in before[-1].tags
    preposition = before[-2:-1] if has_the else before[-1:]
    is_struck = bool(preposition) and bool(preposition[0].tags & _STRUCK_TAGS)  # "at the Reni Seaport"
    return not (is_struck and (has_the or after[0].key in _FRAME_WORDS["of_a_town"]))  # "in Saltivskyi District"


def _is_government(chunk: Chunk, before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Whether a capital means its government or army: it speaks, fires or owns forces."""
    if after and after[0].tags >= {"seat", "office"}:  # the town: "Kyiv mayor"
        return False
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
    if before and (before[-1].key in _FRAME_WORDS["subordinators"] or before[-1].tags & {"say", "accuse"}):
        is_hit = any(c.tags & _HIT_TAGS for c in after) and after[0].tags & {"be", "have", "undergo", "hit", "attack"}
        return not is_hit
    if near and near[-1].tags & {"comma", "and"} and any(c.place for c in before):
        return bool(after) and "say" in after[0].tags
    if after and chunk.is_possessive:
        return any(c.tags & _OWNED_TAGS for c in after[:3])
    for c in after:
        if c.tags & _UNDERGOING_TAGS:
            return False
        if c.tags & _ACTING_TAGS:
            return True
    return bool(before) and bool(before[-1].tags & {"by", "from", "to", "with"})


def _is_landmark(before: Sequence[Chunk], after: Sequence[Chunk], chunk: Chunk, has_target: bool) -> bool:
    """Whether it only locates another place: "north of X", "Hroza near X", "X's outskirts"."""
    if before and "compass" in before[-1].tags:
        return True
    if not has_target:
        return False
    earlier = before[:-1]
    is_near = bool(before) and before[-1].key in _FRAME_WORDS["near"] and not (earlier and "and" in earlier[-1].tags)
    if is_near and any(c.place or "from" in c.tags or c.key in _FRAME_WORDS["towns"] for c in earlier):
        return True
    return chunk.is_possessive and bool(after) and "bearing" in after[0].tags


def _is_seat(before: Sequence[Chunk], after: Sequence[Chunk]) -> bool:
    """Whether it is the seat of a speaker, or a name that contains a place ("the Dnipro River")."""
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
