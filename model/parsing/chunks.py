"""A sentence as chunks: the words of the lexicon, times, figures, places and arms, each with its tags and offsets.

This is the middle of the cascade: words first (longest match of the lexicon and of the gazetteer), then the groups
that are built of them: a figure with its bounds, then the arms it counts.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date
from functools import lru_cache

from model.event import Figure
from model.parsing.figures import Quantity, figure_groups
from model.parsing.gazetteer import Entry as PlaceEntry
from model.parsing.gazetteer import gazetteer
from model.parsing.gazetteer.spelling import fold
from model.parsing.lexicon import Entry, lexicon
from model.parsing.pattern import code
from model.parsing.times import TimeMention, time_mentions

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:[.,:]\d+)*(?:[-–/]?[A-Za-z][\w\-–]*|%)?|\w+(?:[-‐‑’'ʼ/]\w+)*|\$\d[\d.,]*\w*|[^\w\s]"
)
_POSSESSIVE = re.compile(r"[’'](?:s)?$")
_REGION_WORDS = frozenset({"region", "oblast", "province", "district", "raion", "krai", "republic", "peninsula", "regions", "oblasts"})
_PLURALS = frozenset({"regions", "oblasts", "districts", "provinces"})
_FRAMES = frozenset({"city", "town", "village", "settlement", "region", "port", "district", "hamlet", "suburb", "capital"})
_PREPOSITIONS = frozenset({"in", "near", "on", "at", "of", "over", "into", "outside", "around", "across", "hit", "struck", "shelled"})
_PUNCTUATION = {",": "comma", ";": "break", ":": "colon", "(": "open", ")": "close", "–": "dash", "—": "dash", "-": "dash", ".": "end", "!": "end", "?": "end"}
_QUOTES = frozenset("\"“”‘’'«»*_`")
_ARTICLES = frozenset({"a", "an"})
_DETERMINERS = frozenset({"the", "this", "that", "these", "those", "their", "its", "his", "her", "all"})


class Chunk:
    """A stretch of a sentence that is one thing to the rules. `key` is its words, casefolded, without possessive."""

    __slots__ = ("arms", "code", "end", "entry", "key", "place", "possessive", "quantity", "start", "tags", "time")

    def __init__(self, start: int, end: int, key: str, tags: frozenset[str], character: str | None = None) -> None:
        self.start, self.end, self.key, self.tags = start, end, key, tags
        self.code = character or _CODES[tags]
        self.entry: Entry | None = None
        self.place: PlaceEntry | None = None
        self.time: TimeMention | None = None
        self.quantity: Quantity | None = None
        self.arms: list[Arm] = []
        self.possessive = False


class Arm:
    """Weapons of one kind in a group of arms, with the count that stands before them and the side they belong to."""

    __slots__ = ("chunk", "figure", "joint", "kind", "model", "one", "plural", "side")

    def __init__(self, chunk: Chunk) -> None:
        assert chunk.entry and chunk.entry.kind
        self.chunk, self.kind, self.model = chunk, chunk.entry.kind, chunk.entry.model
        self.plural = chunk.entry.plural
        self.figure: Quantity | None = None
        self.joint = False  # the count is over this kind and the next together
        self.one = False  # "a missile", "the drone"
        self.side: str | None = None


WORD, NAME, NUMBER, COMMA, ARTICLE, THE = (
    frozenset({"word"}),
    frozenset({"name"}),
    frozenset({"number"}),
    frozenset({"comma"}),
    frozenset({"article"}),
    frozenset({"the"}),
)
FIGURE, ARMS, PLACE, TIME, QUOTE = (
    frozenset({"figure"}),
    frozenset({"arms"}),
    frozenset({"place"}),
    frozenset({"time"}),
    frozenset({"quote"}),
)
PUNCTUATION = {mark: frozenset({name}) for mark, name in _PUNCTUATION.items()}
_CODES = {
    tags: code(tags)
    for tags in (
        *(WORD, NAME, NUMBER, COMMA, ARTICLE, THE, FIGURE, ARMS, PLACE, TIME, QUOTE, PLACE | {"capital"}),
        *PUNCTUATION.values(),
    )
}


def chunks(text: str, start: int, end: int, published: date | None) -> list[Chunk]:
    """The chunks of text[start:end], groups formed."""
    found: list[Chunk] = []
    at = start
    shouting = _is_title_case(text[start:end])
    for mention in time_mentions(text, start, end, published):
        found += _words(text, at, mention.start)
        chunk = Chunk(mention.start, mention.end, text[mention.start : mention.end].casefold(), TIME)
        chunk.time = mention
        found.append(chunk)
        at = mention.end
    found += _words(text, at, end)
    if shouting:  # capitals tell nothing here
        for chunk in found:
            if chunk.tags == NAME:
                chunk.tags, chunk.code = WORD, code(WORD)
    return _arms_groups(figure_groups(found, text))


def _is_title_case(sentence: str) -> bool:
    words = [word for word in sentence.split() if word[0].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _key(token: str) -> tuple[str, bool]:
    if token.isalnum():
        return token.casefold(), False
    plain = token.replace("’", "'").replace("‑", "-").replace("‐", "-").replace("ʼ", "'")
    bare = _POSSESSIVE.sub("", plain)
    return bare.casefold(), bare != plain


def _words(text: str, start: int, end: int) -> list[Chunk]:
    tokens = [(m.start(), m.end(), m[0]) for m in _TOKEN.finditer(text, start, end)]
    keys = [_key(token) for _, _, token in tokens]
    forms, first_places = lexicon().forms, gazetteer().first_words()
    found: list[Chunk] = []
    i = 0
    while i < len(tokens):
        begin, stop, token = tokens[i]
        key, possessive = keys[i]
        entry, length = _lookup(forms.get(key), tokens, keys, i)
        if token[0].isupper() or token[0] in "’'":
            place, words = _place_at(text, tokens, keys, i, found, first_places)
            if place and (words > length or _prefers_place(entry)):
                chunk = Chunk(begin, tokens[i + words - 1][1], key, PLACE)
                chunk.end -= _possessive_length(tokens[i + words - 1][2])
                if entry and "capital" in entry.tags and words == length:
                    chunk = Chunk(begin, chunk.end, key, PLACE | {"capital"})
                    chunk.entry = entry
                chunk.place = place
                chunk.possessive = keys[i + words - 1][1]
                found.append(chunk)
                i += words
                continue
        if entry:
            chunk = Chunk(begin, tokens[i + length - 1][1], " ".join(k for k, _ in keys[i : i + length]), entry.tags, entry.code)
            chunk.entry = entry
            chunk.possessive = keys[i + length - 1][1]
            i += length
        else:
            chunk = _plain(begin, stop, token, key)
            chunk.possessive = possessive
            i += 1
            if token[0].isupper() and _is_district(tokens, keys, i):
                chunk.place = PlaceEntry(token, None, None, None, None, 0, "town", False)
                chunk.tags, chunk.code = PLACE, code(PLACE)
        found.append(chunk)
    return found


def _is_district(tokens: list[tuple[int, int, str]], keys: list[tuple[str, bool]], i: int) -> bool:
    """A name before "district", also the first of two: "the Holosiiv and Pechersk districts"."""
    if i < len(keys) and keys[i][0] in ("district", "districts", "raion"):
        return True
    two = i + 2 < len(keys) and keys[i][0] == "and" and tokens[i + 1][2][0].isupper()
    return two and keys[i + 2][0] in ("districts", "raions")


def _possessive_length(token: str) -> int:
    match = _POSSESSIVE.search(token)
    return len(match[0]) if match else 0


def _prefers_place(entry: Entry | None) -> bool:
    return entry is None or "capital" in entry.tags


def _plain(start: int, end: int, token: str, key: str) -> Chunk:
    if token[0].isdigit():
        return Chunk(start, end, key, NUMBER)
    if token in PUNCTUATION:
        return Chunk(start, end, key, PUNCTUATION[token])
    if token in _QUOTES:
        return Chunk(start, end, key, QUOTE)
    if key in _ARTICLES:
        return Chunk(start, end, key, ARTICLE)
    if key in _DETERMINERS:
        return Chunk(start, end, key, THE)
    return Chunk(start, end, key, NAME if token[0].isupper() else WORD)


def _lookup(
    choices: list[tuple[tuple[str, ...], str | None, Entry]] | None,
    tokens: list[tuple[int, int, str]],
    keys: list[tuple[str, bool]],
    i: int,
) -> tuple[Entry | None, int]:
    for rest, exact, entry in choices or ():
        length = len(rest) + 1
        if i + length > len(tokens) or any(keys[i + 1 + n][0] != word for n, word in enumerate(rest)):
            continue
        if exact:
            words = " ".join(tokens[i + n][2] for n in range(length))
            if not words.startswith(exact) and words != exact.upper():
                continue
        return entry, length
    return None, 0


def _place_at(
    text: str,
    tokens: list[tuple[int, int, str]],
    keys: list[tuple[str, bool]],
    i: int,
    before: list[Chunk],
    first_places: Container[str],
) -> tuple[PlaceEntry | None, int]:
    """The place whose name starts at token i, and how many tokens it takes."""
    names = gazetteer()
    if _folded(keys[i][0]) not in first_places:
        return _framed_place(tokens, keys, i, before)
    for length in range(min(names.longest, len(tokens) - i), 0, -1):
        span = text[tokens[i][0] : tokens[i + length - 1][1]]
        if length > 1 and (len(span) > 60 or not tokens[i + length - 1][2][0].isalnum()):
            continue
        span = span[: len(span) - _possessive_length(tokens[i + length - 1][2])]
        entries = _entries(span)
        if not entries or (length > 1 and keys[i + length - 1][0] in _PLURALS):
            continue
        last = i + length
        if last < len(tokens) and keys[last][0] in _REGION_WORDS and keys[last - 1][1] is False:
            regions = _entries(f"{span} {keys[last][0]}") or [e for e in entries if e.kind == "region"]
            plural = keys[last][0] in _PLURALS
            return (regions[0] if regions else entries[0]), length + (not plural)
        if entries[0].guarded and not _is_framed(before, length):
            return None, 0
        if entries[0].kind == "site" and length > 1 and any(e.kind == "town" for e in _entries(tokens[i][2])):
            continue  # a power plant or a port named after a town is the town
        return entries[0], length
    return None, 0


_folded = lru_cache(maxsize=20_000)(fold)


@lru_cache(maxsize=20_000)
def _entries(name: str) -> tuple[PlaceEntry, ...]:
    return gazetteer().entries(name)


def _is_framed(before: list[Chunk], length: int) -> bool:
    return bool(before) and (before[-1].key in _PREPOSITIONS or before[-1].key in _FRAMES)


def _framed_place(
    tokens: list[tuple[int, int, str]], keys: list[tuple[str, bool]], i: int, before: list[Chunk]
) -> tuple[PlaceEntry | None, int]:
    """A place outside the gazetteer, recognised by its frame: "the village of X"; it has no coordinates."""
    if len(before) < 2 or before[-1].key != "of" or before[-2].key not in _FRAMES | {"villages", "towns", "cities"}:
        return None, 0
    if not tokens[i][2][0].isupper() or len(tokens[i][2]) < 3 or "side" in before[-1].tags:
        return None, 0
    if keys[i][0] in lexicon().forms:
        return None, 0
    length = 2 if i + 1 < len(tokens) and re.match(r"[A-Z][a-z]", tokens[i + 1][2]) and not keys[i][1] else 1
    name = " ".join(tokens[i + n][2] for n in range(length))
    return PlaceEntry(name, None, None, None, None, 0, "town", False), length


_BEFORE_ARMS = frozenset({"word", "name", "side", "the", "article", "quote", "speaker", "occupied"})


def _arms_groups(found: list[Chunk]) -> list[Chunk]:
    """Weapons with their counts, joined over commas and "and" to one chunk: "122 missiles and 36 drones"."""
    out: list[Chunk] = []
    i = 0
    while i < len(found):
        if "weapon" not in found[i].tags:
            out.append(found[i])
            i += 1
            continue
        arms, first, i = _one_group(found, i, out)
        group = Chunk(first.start, found[i - 1].end, "arms", ARMS)
        group.arms = arms
        out.append(group)
    return out


def _one_group(found: list[Chunk], i: int, out: list[Chunk]) -> tuple[list[Arm], Chunk, int]:
    arm = Arm(found[i])
    first = _count_before(arm, out, found[i])
    arms = _elided(out, arm)
    first = arms[0].chunk if arms else first
    arms.append(arm)
    i = _same_weapon(arm, found, i + 1)
    while (step := _next_arm(found, i)) is not None:
        arm = Arm(found[step])
        between = found[i:step]
        counted = [c for c in between if "figure" in c.tags]
        arm.one = any("article" in c.tags for c in between) and not arm.plural
        sides = [c.entry.side for c in between if "side" in c.tags and c.entry]
        arm.side = sides[-1] if sides else arms[-1].side
        if len(counted) > 1:  # "18 ballistic and 7 cruise missiles": the first count's noun is the second's
            elided = Arm(found[step])
            elided.figure, elided.side = counted[0].quantity, arm.side
            arms.append(elided)
        if counted:
            arm.figure = counted[-1].quantity
        elif arms[-1].figure and not arm.one and (arm.plural or arms[-1].joint):
            arms[-1].joint = True
        arms.append(arm)
        i = _same_weapon(arm, found, step + 1)
    return arms, first, i


def _count_before(arm: Arm, out: list[Chunk], weapon: Chunk) -> Chunk:
    """Take the count, article and owner standing before the weapon out of `out`; the first chunk of the group."""
    n = len(out)
    while n and len(out) - n < 5 and out[n - 1].tags & _BEFORE_ARMS and not out[n - 1].possessive:
        if out[n - 1].tags & {"the", "article"}:
            arm.one = arm.one or ("article" in out[n - 1].tags and not arm.plural)
            break
        if "side" in out[n - 1].tags and out[n - 1].entry:
            arm.side = out[n - 1].entry.side
        n -= 1
    vague = n > 1 and out[n - 1].key == "of" and out[n - 2].quantity is not None and out[n - 2].quantity.high is None
    if vague and "of" in out[n - 1].tags and _is_vague(out[n - 2]):
        n -= 1
    if n and "figure" in out[n - 1].tags and len(out) - n <= 5:
        arm.figure = out[n - 1].quantity
        first = out[n - 1]
        owner = [c for c in out[n:] if "side" in c.tags]
        del out[n - 1 :]
        out += owner[-1:]
        return weapon if owner else first
    if arm.side is None and out and "side" in out[-1].tags and out[-1].entry:
        arm.side = out[-1].entry.side
    return weapon


def _is_vague(figure: Chunk) -> bool:
    """ "dozens of", "thousands of": a count that needs its "of"."""
    quantity = figure.quantity
    return quantity is not None and quantity.high is None and quantity.low in _VAGUE


_VAGUE = frozenset({10, 12, 20, 24, 100, 1000})


def _elided(out: list[Chunk], arm: Arm) -> list[Arm]:
    """ "18 ballistic and 7 cruise missiles": the first count's noun is the second's."""
    if arm.figure is None or len(out) < 2 or not out[-1].tags & {"and", "comma"}:
        return []
    n = len(out) - 2
    while n >= 0 and len(out) - n < 5 and out[n].tags & {"word"}:
        n -= 1
    if n < 0 or n == len(out) - 2 or "figure" not in out[n].tags or out[n + 1].key not in _ELIDED:
        return []
    first = Arm(arm.chunk)
    first.figure, first.side = out[n].quantity, arm.side
    first.chunk = out[n]
    del out[n:]
    return [first]


_ELIDED = frozenset({"ballistic", "cruise", "hypersonic", "guided", "long-range", "short-range", "attack", "strike", "kamikaze"})


def _same_weapon(arm: Arm, found: list[Chunk], i: int) -> int:
    """Adjacent words for the one weapon: "Kalibr cruise missiles", "Iskander (KN-23) ballistic missiles"."""
    while i < len(found):
        chunk = found[i]
        if "weapon" in chunk.tags and chunk.entry:
            arm.model = arm.model or chunk.entry.model
            if chunk.entry.model is None and arm.chunk.entry and arm.chunk.entry.model and chunk.entry.kind:
                arm.kind = chunk.entry.kind if arm.kind != "artillery" else arm.kind
            arm.plural = chunk.entry.plural or arm.plural
            i += 1
        elif chunk.tags & {"word", "quote", "name"} and i + 1 < len(found) and "weapon" in found[i + 1].tags and (
            arm.model and not found[i + 1].entry.model if found[i + 1].entry else False
        ):
            i += 1
        else:
            break
    return i


def _next_arm(found: list[Chunk], i: int) -> int | None:
    """The weapon that an "and", a comma or "including" joins to the group ending before i."""
    if i >= len(found) or not found[i].tags & {"and", "comma", "or", "including"}:
        return None
    n = i + 1
    while n < len(found) and n - i < 8 and found[n].tags & (_BEFORE_ARMS | {"figure", "and", "including"}):
        n += 1
    return n if n < len(found) and "weapon" in found[n].tags else None


def as_figure(quantity: Quantity, text: str) -> Figure:
    """The figure with the words of the source that give it."""
    return Figure(low=quantity.low, high=quantity.high, text=text[quantity.start : quantity.end])
