"""Objects: the noun groups that name what can be hit, and the words that tell what became of it.

A second look at the chunks of a passage, only for damage: "at least 12 houses and a school" becomes one chunk, "damaged
or destroyed" another, so that rules over them stay short and those of the other values see nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from model.parsing.chunks.chunk import Chunk, Quantity
from model.parsing.chunks.quantities import group_figures
from model.parsing.clauses.damage_lexicon import (
    CODES_BY_TAGS,
    OBJECT_TAGS,
    OUTAGE_TAGS,
    EffectPhrase,
    Noun,
    OutagePhrase,
    PhraseMeaning,
    load_object_vocabulary,
    pluralize_noun,
)
from model.parsing.clauses.rule_matcher import Passage
from model.taxonomy import EFFECTS, Effect, ObjectKind

_GROUP_WINDOW_CHUNKS = 5  # chunks before a noun that can belong to its group
_ASIDE_WINDOW_CHUNKS = 5  # chunks of "in the city of X" between two objects of one list

_JOINING_TAGS = frozenset({"comma", "and", "or", "including"})
_ASIDE_START_TAGS = frozenset({"in", "nearby", "of"})
_ASIDE_INNER_TAGS = frozenset({"the", "article", "word", "name", "place", "land", "of", "occupied", "side"})
_PASSIVE_TAGS = frozenset({"be", "have", "harmed", "state"})
_OBJECT_TAKING_TAGS = frozenset({"harmed", "harming", "harm", "event"})
_HOUSE_VERBS = frozenset({"house", "housing"})
_GROUP_INNER_TAGS = frozenset({"word", "number", "of", "office", "forces", "quote"})
_NON_ADJECTIVE_TAGS = frozenset({"react", "cause", "rise", "bearing", "under"})

_UNKNOWN_NOUN = Noun(None)


class NamedObject(NamedTuple):
    """One object as a passage names it, at [start, end) of the text; `definite` is "the building" and no more."""

    kind: ObjectKind
    noun: str
    start: int
    end: int
    quantity: Quantity | None = None
    is_definite: bool = False
    is_plural: bool = False


class ObjectChunk(Chunk):
    """A list of objects made one chunk."""

    __slots__ = ("objects",)

    def __init__(self, named: Sequence[NamedObject], tags: frozenset[str] = OBJECT_TAGS) -> None:
        super().__init__(named[0].start, named[-1].end, "", tags, mark=CODES_BY_TAGS[tags])
        self.objects = tuple(named)


class EffectChunk(Chunk):
    """Words that tell what became of an object."""

    __slots__ = ("effect",)

    def __init__(self, start: int, end: int, tags: frozenset[str], effect: Effect | None) -> None:
        super().__init__(start, end, "", tags, mark=CODES_BY_TAGS[tags])
        self.effect = effect


def group_objects(passage: Passage) -> Passage | None:
    """The passage with its objects and what became of them as chunks; None where it names nothing of the kind."""
    keys = [chunk.key for chunk in passage.chunks]
    words = load_object_vocabulary()
    if words.head_nouns.isdisjoint(keys) and not (
        (
            not words.weak_heads.isdisjoint(keys)
            and any(b in words.weak_heads and a in words.leading_words for a, b in pairwise(keys))
        )
        or any(chunk.place and chunk.place.kind == "site" for chunk in passage.chunks)
    ):
        return None
    chunks = _ObjectGrouper(passage, keys).build_chunks()
    if not any(type(chunk) is ObjectChunk for chunk in chunks):
        return None
    return Passage(passage.text, _merge_lists(chunks), passage.is_headline)


class _ObjectGrouper:
    """One passage on its way: `found` holds, by the index of its first chunk, the size and meaning of each form."""

    def __init__(self, passage: Passage, keys: list[str]) -> None:
        self.text, self.source_chunks, self.keys = passage.text, passage.chunks, keys
        self.forms: dict[int, tuple[int, PhraseMeaning]] = {}
        starts, behind = load_object_vocabulary().first_words, 0
        for i in [i for i, chunk in enumerate(self.source_chunks) if chunk.key in starts or chunk.place]:
            if i >= behind and (form := self._find_site(i) if self.source_chunks[i].place else self._find_form(i)):
                self.forms[i] = form
                behind = i + form[0]

    def _find_site(self, i: int) -> tuple[int, PhraseMeaning] | None:
        """A place that is an object, by the name it has in the gazetteer: "Crimean Bridge", "Belbek" (air base)."""
        place = self.source_chunks[i].place
        if place is None or place.kind != "site":
            return None
        words = place.name.casefold().split()
        nouns = (load_object_vocabulary().meanings.get(" ".join(words[n:])) for n in range(len(words)))
        return next(((1, noun) for noun in nouns if isinstance(noun, Noun) and noun.kind), None)

    def _find_form(self, i: int) -> tuple[int, PhraseMeaning] | None:
        """The size of the longest form that starts at i, and its meaning."""
        keys, words = self.keys, load_object_vocabulary()
        ahead = words.phrases.get(keys[i])
        if ahead and i + 1 < len(keys):
            for form, meaning in ahead.get(keys[i + 1].partition(" ")[0], ()):
                written, size = keys[i], 1
                while len(written) < len(form) and i + size < len(keys):
                    written = f"{written} {keys[i + size]}"
                    size += 1
                if written == form:
                    return size, meaning
        alone = words.meanings.get(keys[i])
        return (1, alone) if alone else None

    def build_chunks(self) -> list[Chunk]:
        """The chunks, with the objects and what became of them in the place of their words."""
        out: list[Chunk] = []
        done = 0
        for i, (size, meaning) in self.forms.items():
            if i < done:
                continue
            out += self.source_chunks[done:i]
            first, last, done = self.source_chunks[i], self.source_chunks[i + size - 1], i + size
            if isinstance(meaning, EffectPhrase):
                out.append(EffectChunk(first.start, last.end, meaning.tags, meaning.effect))
            elif isinstance(meaning, OutagePhrase):
                out.append(self._make_outage(meaning, first.start, last.end))
            elif group := self._read_group(i):
                objects, done = group
                while out and out[-1].start >= objects.start:
                    out.pop()
                out.append(objects)
            else:
                out += self.source_chunks[i:done]
        return [*out, *self.source_chunks[done:]]

    def _make_outage(self, meaning: OutagePhrase, start: int, end: int) -> ObjectChunk:
        """What went out, named by the word for it ("power"), or by all ("blackouts")."""
        words = self.text[start:end].casefold()
        named = next((word for word in meaning.supply_words if word in words), None)
        at = start + words.index(named) if named else start
        outage = ObjectChunk(
            [NamedObject(meaning.kind, named or "outage", at, at + len(named) if named else end)], OUTAGE_TAGS
        )
        outage.start, outage.end = start, end
        return outage

    def _read_group(self, i: int) -> tuple[ObjectChunk, int] | None:
        """The noun group whose first known word is that at i, and the index behind it."""
        kinds, head, stop = self._read_noun_run(i)
        if head is None or not kinds or self._is_attributive(stop, head):
            return None
        behind = self.source_chunks[stop] if stop < len(self.source_chunks) else None
        if behind is not None and behind.key in load_object_vocabulary().parts:
            stop += self.forms.get(stop, (1, _UNKNOWN_NOUN))[0]  # "the school's roof"
        begun = self._find_group_start(i)
        if begun is None:
            return None
        first, count = begun
        if (
            first > 1
            and "of" in self.source_chunks[first - 1].tags
            and self.keys[first - 2] in load_object_vocabulary().parts
        ):
            outer = self._find_group_start(first - 2)
            if outer is None:
                return None
            first, _ = outer
        is_plural = self.keys[stop - 1] == pluralize_noun(head.word)
        definite = "the" in self.source_chunks[first].tags and first + 1 == i == stop - 1
        stop += any("quote" in chunk.tags for chunk in self.source_chunks[first:stop]) and "quote" in self._tags_at(
            stop
        )
        start, end = (
            count.start if count and first == begun[0] else self.source_chunks[first].start,
            self.source_chunks[stop - 1].end,
        )
        named = [NamedObject(kind, head.word, start, end, count, definite, is_plural) for kind in kinds]
        return ObjectChunk(named), stop

    def _tags_at(self, i: int) -> frozenset[str]:
        return self.source_chunks[i].tags if i < len(self.source_chunks) else frozenset()

    def _read_noun_run(self, i: int) -> tuple[list[ObjectKind], Noun | None, int]:
        """The kinds that the words from i on name, their last noun, and the index behind it.

        "Energy and port infrastructure" names two kinds, "military hospital" that of its noun.
        """
        before: list[ObjectKind] = []  # a kind for each of the words that an "and" joins
        nearest: ObjectKind | None = None
        kinds, head, stop = before, None, i
        while i < len(self.source_chunks):
            size, noun = self.forms.get(i, (1, None))
            if isinstance(noun, Noun):
                i += size
                if not noun.is_modifier:
                    head, stop, whole = noun, i, size > 1 or " " in self.keys[i - 1]
                    own = (nearest or noun.kind) if noun.is_general else noun.kind
                    joined = before if noun.is_general or whole else []
                    kinds = [*joined, own] if own else list(joined)
                nearest = noun.kind or nearest
                if self.source_chunks[i - 1].is_possessive:
                    break
            elif head is None and nearest and self.source_chunks[i].tags & _JOINING_TAGS and self._is_continued(i + 1):
                before, nearest = [*before, nearest], None
                i += 1
            elif head is None and self.keys[i] in load_object_vocabulary().adjectives:
                i += 1
            else:
                break
        return list(dict.fromkeys(kinds)), head, stop

    def _is_continued(self, i: int) -> bool:
        """Whether the word at i is another that only stands before a noun ("energy, gas and port facilities")."""
        size, noun = self.forms.get(i, (1, None))
        return isinstance(noun, Noun) and (noun.is_modifier or noun.is_general or size > 1 or i + size in self.forms)

    def _is_attributive(self, stop: int, head: Noun) -> bool:
        """Whether the noun before `stop` only says whose or what kind of thing follows: "port city", "school staff"."""
        if stop == len(self.source_chunks):
            return False
        behind = self.source_chunks[stop]
        if self.source_chunks[stop - 1].is_possessive:
            return behind.key not in load_object_vocabulary().parts
        if behind.tags & {"people", "person", "office"} or behind.key in load_object_vocabulary().owners:
            return True
        if head.word in _HOUSE_VERBS:  # "which houses the museum"
            return bool(behind.tags & {"the", "article"})
        return (
            head.word == "port" and "of" in behind.tags and not self.source_chunks[stop - 2].tags & {"the", "article"}
        )

    def _find_group_start(self, i: int) -> tuple[int, Quantity | None] | None:
        """Where the group of the noun at i starts, and the count in it; None where it is said of none."""
        words, first, n = load_object_vocabulary(), i, i
        while n and i - n < _GROUP_WINDOW_CHUNKS and isinstance(self.forms.get(n - 1, (1, _UNKNOWN_NOUN))[1], Noun):
            chunk, key = self.source_chunks[n - 1], self.keys[n - 1]
            if chunk.tags & {"not", "no"}:
                return None
            if count := chunk.quantity or self._read_count(n):
                return next(k for k in range(n) if self.source_chunks[k].end > count.start), count
            if chunk.tags & {"article", "the"} or key in words.determiners:
                return n - 1, None
            if (
                chunk.is_possessive
                or chunk.place
                or chunk.tags & {"side", "name", "adjective", "foreign"}
                or key in words.adjectives
            ):
                first = n - 1
            elif not chunk.tags & _GROUP_INNER_TAGS or chunk.tags & _NON_ADJECTIVE_TAGS:
                break
            n -= 1
        return first, None

    def _read_count(self, n: int) -> Quantity | None:
        """The count that ends before n and was none to the figures, which leave houses and vehicles alone."""
        last = self.source_chunks[n - 1]
        if not last.tags & {"number", "word", "name"} or not self._tags_at(n) & {"unit", "of"}:
            return None
        figure = group_figures(
            [*self.source_chunks[max(0, n - _GROUP_WINDOW_CHUNKS) : n], Chunk(last.end, last.end, "", OBJECT_TAGS)],
            self.text,
        )
        return figure[-2].quantity if len(figure) > 1 else None


def _merge_lists(found: list[Chunk]) -> list[Chunk]:
    """The chunks with each list of objects, and each pair of words for what became of them, made one."""
    out: list[Chunk] = []
    i = 0
    while i < len(found):
        chunk = found[i]
        i += 1
        if type(chunk) is Chunk:
            pass
        elif isinstance(chunk, ObjectChunk) and chunk.tags is not OUTAGE_TAGS:
            while (
                step := _find_next_objects(found, i, bool(out) and bool(out[-1].tags & _OBJECT_TAKING_TAGS))
            ) is not None:
                following = found[step]
                if isinstance(following, ObjectChunk):
                    chunk = ObjectChunk([*chunk.objects, *following.objects])
                i = step + 1
        elif isinstance(chunk, EffectChunk) and i + 1 < len(found) and found[i].tags & {"and", "or"}:
            other = found[i + 1]
            if isinstance(other, EffectChunk) and other.tags is chunk.tags:
                weigh = min if "or" in found[i].tags else max
                chunk = EffectChunk(
                    chunk.start, other.end, chunk.tags, weigh(chunk.effect, other.effect, key=rank_effect)
                )
                i += 2
        out.append(chunk)
    return out


def _find_next_objects(found: list[Chunk], i: int, taken: bool) -> int | None:
    """The index of the objects that go on with the list before i: ", a shop in the city of X and two schools".

    None where those are the subject of a clause of their own, when the ones before are an object (`taken`) already.
    """
    n = i
    if n < len(found) and found[n].tags & _ASIDE_START_TAGS:
        n += 1
        while n < len(found) and n - i < _ASIDE_WINDOW_CHUNKS and found[n].tags & _ASIDE_INNER_TAGS:
            n += 1
    joins = n
    while n < len(found) and n - joins < 3 and found[n].tags & _JOINING_TAGS:
        n += 1
    if n == joins or n >= len(found) or not found[n].tags & OBJECT_TAGS:
        return None
    is_subject = taken and n + 1 < len(found) and bool(found[n + 1].tags & _PASSIVE_TAGS)
    return None if is_subject else n


def rank_effect(effect: Effect | None) -> int:
    """How much an effect says: the one that says most is that of an object."""
    return -1 if effect is None else EFFECTS.index(effect)
