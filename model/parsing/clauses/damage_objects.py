"""Objects: the noun groups that name what can be hit, and the words that tell what became of it.

A second look at the chunks of a passage, only for damage: "at least 12 houses and a school" becomes one chunk, "damaged
or destroyed" another, so that rules over them stay short and those of the other values see nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from model.parsing.chunks.chunk import Chunk, Quantity
from model.parsing.chunks.quantities import figure_groups
from model.parsing.clauses.damage_lexicon import (
    MARKS,
    OBJECT,
    OUTAGE,
    Meaning,
    Noun,
    Outage,
    Telling,
    object_words,
    plural,
)
from model.parsing.clauses.rule_matcher import Passage
from model.taxonomy import EFFECTS, Effect, ObjectKind

_REACH = 5  # chunks before a noun that can belong to its group
_BEHIND = 5  # chunks of "in the city of X" between two objects of one list

_JOINS = frozenset({"comma", "and", "or", "including"})
_ASIDE = frozenset({"in", "nearby", "of"})
_INSIDE = frozenset({"the", "article", "word", "name", "place", "land", "of", "occupied", "side"})
_PASSIVE = frozenset({"be", "have", "harmed", "state"})
_TAKES = frozenset({"harmed", "harming", "harm", "event"})
_VERBS = frozenset({"house", "housing"})
_MAY_STAND_BETWEEN = frozenset({"word", "number", "of", "office", "forces", "quote"})
_NO_ADJECTIVE = frozenset({"react", "cause", "rise", "bearing", "under"})

_ANY = Noun(None)


class Named(NamedTuple):
    """One object as a passage names it, at [start, end) of the text; `definite` is "the building" and no more."""

    kind: ObjectKind
    noun: str
    start: int
    end: int
    number: Quantity | None = None
    definite: bool = False
    plural: bool = False


class Objects(Chunk):
    """A list of objects made one chunk."""

    __slots__ = ("named",)

    def __init__(self, named: Sequence[Named], tags: frozenset[str] = OBJECT) -> None:
        super().__init__(named[0].start, named[-1].end, "", tags, mark=MARKS[tags])
        self.named = tuple(named)


class Harm(Chunk):
    """Words that tell what became of an object."""

    __slots__ = ("effect",)

    def __init__(self, start: int, end: int, tags: frozenset[str], effect: Effect | None) -> None:
        super().__init__(start, end, "", tags, mark=MARKS[tags])
        self.effect = effect


def with_objects(passage: Passage) -> Passage | None:
    """The passage with its objects and what became of them as chunks; None where it names nothing of the kind."""
    keys = [chunk.key for chunk in passage.chunks]
    words = object_words()
    if words.heads.isdisjoint(keys) and not (
        (not words.weak.isdisjoint(keys) and any(b in words.weak and a in words.before for a, b in pairwise(keys)))
        or any(chunk.place and chunk.place.kind == "site" for chunk in passage.chunks)
    ):
        return None
    chunks = _Grouping(passage, keys).chunks()
    if not any(type(chunk) is Objects for chunk in chunks):
        return None
    return Passage(passage.text, _listed(chunks), passage.headline)


class _Grouping:
    """One passage on its way: `found` holds, by the index of its first chunk, the size and meaning of each form."""

    def __init__(self, passage: Passage, keys: list[str]) -> None:
        self.text, self.old, self.keys = passage.text, passage.chunks, keys
        self.found: dict[int, tuple[int, Meaning]] = {}
        starts, behind = object_words().starts, 0
        for i in [i for i, chunk in enumerate(self.old) if chunk.key in starts or chunk.place]:
            if i >= behind and (form := self._site(i) if self.old[i].place else self._form(i)):
                self.found[i] = form
                behind = i + form[0]

    def _site(self, i: int) -> tuple[int, Meaning] | None:
        """A place that is an object, by the name it has in the gazetteer: "Crimean Bridge", "Belbek" (air base)."""
        place = self.old[i].place
        if place is None or place.kind != "site":
            return None
        words = place.name.casefold().split()
        nouns = (object_words().meanings.get(" ".join(words[n:])) for n in range(len(words)))
        return next(((1, noun) for noun in nouns if isinstance(noun, Noun) and noun.kind), None)

    def _form(self, i: int) -> tuple[int, Meaning] | None:
        """The size of the longest form that starts at i, and its meaning."""
        keys, words = self.keys, object_words()
        ahead = words.longer.get(keys[i])
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

    def chunks(self) -> list[Chunk]:
        """The chunks, with the objects and what became of them in the place of their words."""
        out: list[Chunk] = []
        done = 0
        for i, (size, meaning) in self.found.items():
            if i < done:
                continue
            out += self.old[done:i]
            first, last, done = self.old[i], self.old[i + size - 1], i + size
            if isinstance(meaning, Telling):
                out.append(Harm(first.start, last.end, meaning.tags, meaning.effect))
            elif isinstance(meaning, Outage):
                out.append(self._outage(meaning, first.start, last.end))
            elif group := self._group(i):
                objects, done = group
                while out and out[-1].start >= objects.start:
                    out.pop()
                out.append(objects)
            else:
                out += self.old[i:done]
        return [*out, *self.old[done:]]

    def _outage(self, meaning: Outage, start: int, end: int) -> Objects:
        """What went out, named by the word for it ("power"), or by all ("blackouts")."""
        words = self.text[start:end].casefold()
        named = next((word for word in meaning.named if word in words), None)
        at = start + words.index(named) if named else start
        outage = Objects([Named(meaning.kind, named or "outage", at, at + len(named) if named else end)], OUTAGE)
        outage.start, outage.end = start, end
        return outage

    def _group(self, i: int) -> tuple[Objects, int] | None:
        """The noun group whose first known word is that at i, and the index behind it."""
        kinds, head, stop = self._run(i)
        if head is None or not kinds or self._is_owner(stop, head):
            return None
        behind = self.old[stop] if stop < len(self.old) else None
        if behind is not None and behind.key in object_words().parts:
            stop += self.found.get(stop, (1, _ANY))[0]  # "the school's roof"
        begun = self._beginning(i)
        if begun is None:
            return None
        first, count = begun
        if first > 1 and "of" in self.old[first - 1].tags and self.keys[first - 2] in object_words().parts:
            outer = self._beginning(first - 2)
            if outer is None:
                return None
            first, _ = outer
        is_plural = self.keys[stop - 1] == plural(head.word)
        definite = "the" in self.old[first].tags and first + 1 == i == stop - 1
        stop += any("quote" in chunk.tags for chunk in self.old[first:stop]) and "quote" in self._tags(stop)
        start, end = count.start if count and first == begun[0] else self.old[first].start, self.old[stop - 1].end
        named = [Named(kind, head.word, start, end, count, definite, is_plural) for kind in kinds]
        return Objects(named), stop

    def _tags(self, i: int) -> frozenset[str]:
        return self.old[i].tags if i < len(self.old) else frozenset()

    def _run(self, i: int) -> tuple[list[ObjectKind], Noun | None, int]:
        """The kinds that the words from i on name, their last noun, and the index behind it.

        "Energy and port infrastructure" names two kinds, "military hospital" that of its noun.
        """
        before: list[ObjectKind] = []  # a kind for each of the words that an "and" joins
        nearest: ObjectKind | None = None
        kinds, head, stop = before, None, i
        while i < len(self.old):
            size, noun = self.found.get(i, (1, None))
            if isinstance(noun, Noun):
                i += size
                if not noun.modifier:
                    head, stop, whole = noun, i, size > 1 or " " in self.keys[i - 1]
                    own = (nearest or noun.kind) if noun.general else noun.kind
                    joined = before if noun.general or whole else []
                    kinds = [*joined, own] if own else list(joined)
                nearest = noun.kind or nearest
                if self.old[i - 1].possessive:
                    break
            elif head is None and nearest and self.old[i].tags & _JOINS and self._goes_on(i + 1):
                before, nearest = [*before, nearest], None
                i += 1
            elif head is None and self.keys[i] in object_words().adjectives:
                i += 1
            else:
                break
        return list(dict.fromkeys(kinds)), head, stop

    def _goes_on(self, i: int) -> bool:
        """Whether the word at i is another that only stands before a noun ("energy, gas and port facilities")."""
        size, noun = self.found.get(i, (1, None))
        return isinstance(noun, Noun) and (noun.modifier or noun.general or size > 1 or i + size in self.found)

    def _is_owner(self, stop: int, head: Noun) -> bool:
        """Whether the noun before `stop` only says whose or what kind of thing follows: "port city", "school staff"."""
        if stop == len(self.old):
            return False
        behind = self.old[stop]
        if self.old[stop - 1].possessive:
            return behind.key not in object_words().parts
        if behind.tags & {"people", "person", "office"} or behind.key in object_words().owners:
            return True
        if head.word in _VERBS:  # "which houses the museum"
            return bool(behind.tags & {"the", "article"})
        return head.word == "port" and "of" in behind.tags and not self.old[stop - 2].tags & {"the", "article"}

    def _beginning(self, i: int) -> tuple[int, Quantity | None] | None:
        """Where the group of the noun at i starts, and the count in it; None where it is said of none."""
        words, first, n = object_words(), i, i
        while n and i - n < _REACH and isinstance(self.found.get(n - 1, (1, _ANY))[1], Noun):
            chunk, key = self.old[n - 1], self.keys[n - 1]
            if chunk.tags & {"not", "no"}:
                return None
            if count := chunk.quantity or self._count(n):
                return next(k for k in range(n) if self.old[k].end > count.start), count
            if chunk.tags & {"article", "the"} or key in words.determiners:
                return n - 1, None
            if (
                chunk.possessive
                or chunk.place
                or chunk.tags & {"side", "name", "adjective", "foreign"}
                or key in words.adjectives
            ):
                first = n - 1
            elif not chunk.tags & _MAY_STAND_BETWEEN or chunk.tags & _NO_ADJECTIVE:
                break
            n -= 1
        return first, None

    def _count(self, n: int) -> Quantity | None:
        """The count that ends before n and was none to the figures, which leave houses and vehicles alone."""
        last = self.old[n - 1]
        if not last.tags & {"number", "word", "name"} or not self._tags(n) & {"unit", "of"}:
            return None
        figure = figure_groups([*self.old[max(0, n - _REACH) : n], Chunk(last.end, last.end, "", OBJECT)], self.text)
        return figure[-2].quantity if len(figure) > 1 else None


def _listed(found: list[Chunk]) -> list[Chunk]:
    """The chunks with each list of objects, and each pair of words for what became of them, made one."""
    out: list[Chunk] = []
    i = 0
    while i < len(found):
        chunk = found[i]
        i += 1
        if type(chunk) is Chunk:
            pass
        elif isinstance(chunk, Objects) and chunk.tags is not OUTAGE:
            while (step := _next_objects(found, i, bool(out) and bool(out[-1].tags & _TAKES))) is not None:
                following = found[step]
                if isinstance(following, Objects):
                    chunk = Objects([*chunk.named, *following.named])
                i = step + 1
        elif isinstance(chunk, Harm) and i + 1 < len(found) and found[i].tags & {"and", "or"}:
            other = found[i + 1]
            if isinstance(other, Harm) and other.tags is chunk.tags:
                weigh = min if "or" in found[i].tags else max
                chunk = Harm(chunk.start, other.end, chunk.tags, weigh(chunk.effect, other.effect, key=weight))
                i += 2
        out.append(chunk)
    return out


def _next_objects(found: list[Chunk], i: int, taken: bool) -> int | None:
    """The index of the objects that go on with the list before i: ", a shop in the city of X and two schools".

    None where those are the subject of a clause of their own, when the ones before are an object (`taken`) already.
    """
    n = i
    if n < len(found) and found[n].tags & _ASIDE:
        n += 1
        while n < len(found) and n - i < _BEHIND and found[n].tags & _INSIDE:
            n += 1
    joins = n
    while n < len(found) and n - joins < 3 and found[n].tags & _JOINS:
        n += 1
    if n == joins or n >= len(found) or not found[n].tags & OBJECT:
        return None
    is_subject = taken and n + 1 < len(found) and bool(found[n + 1].tags & _PASSIVE)
    return None if is_subject else n


def weight(effect: Effect | None) -> int:
    """How much an effect says: the one that says most is that of an object."""
    return -1 if effect is None else EFFECTS.index(effect)
