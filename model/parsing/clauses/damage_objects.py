"""Groups the objects that were hit, and the words for the effects on them, into chunks of their own.

This second chunking serves only the damage rules: "at least 12 houses and a school" becomes one chunk, "damaged or
destroyed" another. The damage rules stay short, and the other rules never see these chunks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from model.parsing.chunks.chunk import Chunk, Quantity
from model.parsing.chunks.quantities import group_figures
from model.parsing.clauses.damage_lexicon import (
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
_DETERMINER_TAGS = frozenset({"the", "article"})

_UNKNOWN_FORM = 1, Noun(None)


class NamedObject(NamedTuple):
    """An object at [start, end) of the text; `is_definite` if it was mentioned before ("the building")."""

    kind: ObjectKind
    noun: str
    start: int
    end: int
    quantity: Quantity | None = None
    is_definite: bool = False
    is_plural: bool = False


class ObjectChunk(Chunk):
    """A list of objects."""

    __slots__ = ("objects",)

    def __init__(self, objects: Sequence[NamedObject], tags: frozenset[str] = OBJECT_TAGS) -> None:
        super().__init__(objects[0].start, objects[-1].end, "", tags)
        self.objects = tuple(objects)


class EffectChunk(Chunk):
    """Words that state the effect on an object."""

    __slots__ = ("effect",)

    def __init__(self, start: int, end: int, tags: frozenset[str], effect: Effect | None) -> None:
        super().__init__(start, end, "", tags)
        self.effect = effect


def group_objects(passage: Passage) -> Passage | None:
    """The passage with its objects and effects as chunks; None if it names no object."""
    keys = [chunk.key for chunk in passage.chunks]
    vocabulary = load_object_vocabulary()
    heads, leading = vocabulary.weak_heads, vocabulary.leading_words
    if (
        vocabulary.head_nouns.isdisjoint(keys)
        and (heads.isdisjoint(keys) or not any(b in heads and a in leading for a, b in pairwise(keys)))
        and not any(chunk.place and chunk.place.kind == "site" for chunk in passage.chunks)
    ):
        return None
    chunks = _ObjectGrouper(passage, keys).build_chunks()
    if not any(type(chunk) is ObjectChunk for chunk in chunks):
        return None
    return Passage(passage.text, _merge_lists(chunks), passage.is_headline)


class _ObjectGrouper:
    """Groups the objects of one passage; `forms` has size and meaning of each form, by the index of its first chunk."""

    def __init__(self, passage: Passage, keys: list[str]) -> None:
        self.text, self.chunks, self.keys = passage.text, passage.chunks, keys
        self.vocabulary = load_object_vocabulary()
        self.forms: dict[int, tuple[int, PhraseMeaning]] = {}
        first_words, stop = self.vocabulary.first_words, 0
        for i in [i for i, chunk in enumerate(self.chunks) if chunk.key in first_words or chunk.place]:
            if i >= stop and (form := self._find_site(i) if self.chunks[i].place else self._find_form(i)):
                self.forms[i] = form
                stop = i + form[0]

    def _find_site(self, i: int) -> tuple[int, PhraseMeaning] | None:
        """A place that is an object by its name in the gazetteer: "Crimean Bridge", "Belbek" (air base)."""
        place = self.chunks[i].place
        if place is None or place.kind != "site":
            return None
        words = place.name.casefold().split()
        meanings = (self.vocabulary.meanings.get(" ".join(words[n:])) for n in range(len(words)))
        return next(((1, noun) for noun in meanings if isinstance(noun, Noun) and noun.kind), None)

    def _find_form(self, i: int) -> tuple[int, PhraseMeaning] | None:
        """The size and meaning of the longest form that starts at i."""
        keys = self.keys
        followers = self.vocabulary.phrases.get(keys[i])
        if followers and i + 1 < len(keys):
            for form, meaning in followers.get(keys[i + 1].partition(" ")[0], ()):
                words, size = keys[i], 1
                while len(words) < len(form) and i + size < len(keys):
                    words = f"{words} {keys[i + size]}"
                    size += 1
                if words == form:
                    return size, meaning
        meaning_alone = self.vocabulary.meanings.get(keys[i])
        return (1, meaning_alone) if meaning_alone else None

    def build_chunks(self) -> list[Chunk]:
        """The chunks, with objects and effects in place of their words."""
        out: list[Chunk] = []
        done = 0
        for i, (size, meaning) in self.forms.items():
            if i < done:
                continue
            out += self.chunks[done:i]
            start, end, done = self.chunks[i].start, self.chunks[i + size - 1].end, i + size
            if isinstance(meaning, EffectPhrase):
                out.append(EffectChunk(start, end, meaning.tags, meaning.effect))
            elif isinstance(meaning, OutagePhrase):
                out.append(self._make_outage(meaning, start, end))
            elif group := self._read_group(i):
                objects, done = group
                while out and out[-1].start >= objects.start:
                    out.pop()
                out.append(objects)
            else:
                out += self.chunks[i:done]
        return [*out, *self.chunks[done:]]

    def _make_outage(self, meaning: OutagePhrase, start: int, end: int) -> ObjectChunk:
        """What failed, named by its supply ("power"), or by the whole phrase ("blackouts")."""
        words = self.text[start:end].casefold()
        supply = next((word for word in meaning.supply_words if word in words), None)
        if supply:
            at = start + words.index(supply)
            failed = NamedObject(meaning.kind, supply, at, at + len(supply))
        else:
            failed = NamedObject(meaning.kind, "outage", start, end)
        outage = ObjectChunk([failed], OUTAGE_TAGS)
        outage.start, outage.end = start, end
        return outage

    def _read_group(self, i: int) -> tuple[ObjectChunk, int] | None:
        """The noun group whose first known word is at i, and the index after it."""
        kinds, head, stop = self._read_noun_run(i)
        if head is None or not kinds or self._is_attributive(stop, head):
            return None
        if stop < len(self.keys) and self.keys[stop] in self.vocabulary.parts:
            stop += self.forms.get(stop, _UNKNOWN_FORM)[0]  # "the school's roof"
        group_start = self._find_group_start(i)
        if group_start is None:
            return None
        first, count = group_start
        start = count.start if count else self.chunks[first].start
        if first > 1 and "of" in self.chunks[first - 1].tags and self.keys[first - 2] in self.vocabulary.parts:
            part_start = self._find_group_start(first - 2)  # "the roof of a school"
            if part_start is None:
                return None
            first = part_start[0]
            start = self.chunks[first].start
        is_plural = self.keys[stop - 1] == pluralize_noun(head.word)
        is_definite = "the" in self.chunks[first].tags and first + 1 == i == stop - 1
        if "quote" in self._tags_at(stop) and any("quote" in chunk.tags for chunk in self.chunks[first:stop]):
            stop += 1
        end = self.chunks[stop - 1].end
        return ObjectChunk([NamedObject(k, head.word, start, end, count, is_definite, is_plural) for k in kinds]), stop

    def _tags_at(self, i: int) -> frozenset[str]:
        return self.chunks[i].tags if i < len(self.chunks) else frozenset()

    def _read_noun_run(self, i: int) -> tuple[list[ObjectKind], Noun | None, int]:
        """The kinds that the words from i on name, their last noun, and the index after it.

        "Energy and port infrastructure" names two kinds; "military hospital" names the kind of its noun.
        """
        before: list[ObjectKind] = []  # the kinds of the modifiers joined by "and"
        nearest: ObjectKind | None = None
        kinds, head, stop = before, None, i
        while i < len(self.chunks):
            size, noun = self.forms.get(i, (1, None))
            if isinstance(noun, Noun):
                i += size
                if not noun.is_modifier:
                    head, stop, is_compound = noun, i, size > 1 or " " in self.keys[i - 1]
                    own = (nearest or noun.kind) if noun.is_general else noun.kind
                    joined = before if noun.is_general or is_compound else []
                    kinds = [*joined, own] if own else list(joined)
                nearest = noun.kind or nearest
                if self.chunks[i - 1].is_possessive:
                    break
            elif head is None and nearest and self.chunks[i].tags & _JOINING_TAGS and self._is_continued(i + 1):
                before, nearest = [*before, nearest], None
                i += 1
            elif head is None and self.keys[i] in self.vocabulary.adjectives:
                i += 1
            else:
                break
        return list(dict.fromkeys(kinds)), head, stop

    def _is_continued(self, i: int) -> bool:
        """Whether the word at i is another modifier ("energy, gas and port facilities")."""
        size, noun = self.forms.get(i, (1, None))
        return isinstance(noun, Noun) and (noun.is_modifier or noun.is_general or size > 1 or i + size in self.forms)

    def _is_attributive(self, stop: int, head: Noun) -> bool:
        """Whether the noun before `stop` only qualifies what follows: "port city", "school staff"."""
        if stop == len(self.chunks):
            return False
        following = self.chunks[stop]
        if self.chunks[stop - 1].is_possessive:
            return following.key not in self.vocabulary.parts
        if following.tags & {"people", "person", "office"} or following.key in self.vocabulary.owners:
            return True
        if head.word in _HOUSE_VERBS:  # "which houses the museum"
            return bool(following.tags & _DETERMINER_TAGS)
        return head.word == "port" and "of" in following.tags and not self.chunks[stop - 2].tags & _DETERMINER_TAGS

    def _find_group_start(self, i: int) -> tuple[int, Quantity | None] | None:
        """Where the group of the noun at i starts, and its count; None for "no" and "not"."""
        first = n = i
        while n and i - n < _GROUP_WINDOW_CHUNKS and isinstance(self.forms.get(n - 1, _UNKNOWN_FORM)[1], Noun):
            chunk, key = self.chunks[n - 1], self.keys[n - 1]
            if chunk.tags & {"not", "no"}:
                return None
            if count := chunk.quantity or self._read_count(n):
                return next(k for k in range(n) if self.chunks[k].end > count.start), count
            if chunk.tags & _DETERMINER_TAGS or key in self.vocabulary.determiners:
                return n - 1, None
            is_name = chunk.is_possessive or chunk.place or chunk.tags & {"side", "name", "adjective", "foreign"}
            if is_name or key in self.vocabulary.adjectives:
                first = n - 1
            elif not chunk.tags & _GROUP_INNER_TAGS or chunk.tags & _NON_ADJECTIVE_TAGS:
                break
            n -= 1
        return first, None

    def _read_count(self, n: int) -> Quantity | None:
        """The count that ends before n; the quantity chunker leaves out counts of houses and vehicles."""
        last = self.chunks[n - 1]
        if not last.tags & {"number", "word", "name"} or not self._tags_at(n) & {"unit", "of"}:
            return None
        noun = Chunk(last.end, last.end, "", OBJECT_TAGS)
        grouped = group_figures([*self.chunks[max(0, n - _GROUP_WINDOW_CHUNKS) : n], noun], self.text)
        return grouped[-2].quantity if len(grouped) > 1 else None


def _merge_lists(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks with each list of objects, and each pair of effects, merged into one."""
    out: list[Chunk] = []
    i = 0
    while i < len(chunks):
        chunk = chunks[i]
        i += 1
        if isinstance(chunk, ObjectChunk) and chunk.tags is not OUTAGE_TAGS:
            has_verb = bool(out) and bool(out[-1].tags & _OBJECT_TAKING_TAGS)
            while (step := _find_next_objects(chunks, i, has_verb)) is not None:
                following = chunks[step]
                if isinstance(following, ObjectChunk):
                    chunk = ObjectChunk([*chunk.objects, *following.objects])
                i = step + 1
        elif isinstance(chunk, EffectChunk) and i + 1 < len(chunks) and chunks[i].tags & {"and", "or"}:
            other = chunks[i + 1]
            if isinstance(other, EffectChunk) and other.tags is chunk.tags:
                choose = min if "or" in chunks[i].tags else max
                effect = choose(chunk.effect, other.effect, key=rank_effect)
                chunk = EffectChunk(chunk.start, other.end, chunk.tags, effect)
                i += 2
        out.append(chunk)
    return out


def _find_next_objects(chunks: list[Chunk], i: int, has_verb: bool) -> int | None:
    """The index of the objects that continue the list before i: ", a shop in the city of X and two schools".

    None if they are the subject of a new clause, where the objects before them already have a verb (`has_verb`).
    """
    n = i
    if n < len(chunks) and chunks[n].tags & _ASIDE_START_TAGS:
        n += 1
        while n < len(chunks) and n - i < _ASIDE_WINDOW_CHUNKS and chunks[n].tags & _ASIDE_INNER_TAGS:
            n += 1
    joint = n
    while n < len(chunks) and n - joint < 3 and chunks[n].tags & _JOINING_TAGS:
        n += 1
    if n == joint or n >= len(chunks) or not chunks[n].tags & OBJECT_TAGS:
        return None
    is_subject = has_verb and n + 1 < len(chunks) and bool(chunks[n + 1].tags & _PASSIVE_TAGS)
    return None if is_subject else n


def rank_effect(effect: Effect | None) -> int:
    """The gravity of an effect; -1 for none. The gravest is that of an object."""
    return -1 if effect is None else EFFECTS.index(effect)
