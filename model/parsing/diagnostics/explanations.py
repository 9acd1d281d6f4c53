"""Why each report of a document says what it says: the words and the rule of each value, and what was not taken.

It reads the document as `parse` does, by the same functions, and then asks them again for their reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from model.event import FIGURES, Document, Figure, Report, Span, Trace, value_name
from model.parsing.chunks.temporal_expressions import TimeMention
from model.parsing.clauses.attacker import place_key, side_of
from model.parsing.clauses.clause import Clause, Told
from model.parsing.clauses.rule_matcher import Passage
from model.parsing.clauses.segmentation import read_passages
from model.parsing.clauses.time_roles import finer, time_roles
from model.parsing.diagnostics.rejections import SIDE_WORDS, Aside, considered, same_days
from model.parsing.diagnostics.rule_descriptions import reason_words, rule_words, wordless
from model.parsing.discourse.coreference import join
from model.parsing.discourse.event_template import Draft
from model.parsing.discourse.report_builder import Quoter, report, whole_text
from model.parsing.discourse.slot_resolution import is_worth_a_report, settled_places

_ORDER = ("scope", "when", "side", "places", "weapons", *FIGURES, "damage", "claims", "unverified")


class Ground(NamedTuple):
    """Why a report has a value: its path (as in `Report.trace`), its words, its rule and what that says.

    `span` is None and `rule` empty for a value without words of its own.
    """

    path: str
    span: Span | None
    rule: str
    says: str


class Rejected(NamedTuple):
    """Words that were considered for a value ("figures" where it is none of them), and why they were not taken."""

    value: str
    span: Span
    reason: str


class Explanation(NamedTuple):
    """A report with the ground of each of its values, and what was considered and not taken, in reading order.

    It is not `whole` where the rules no longer make this report of the document: then only what the report itself
    keeps is told, and nothing is known of what was not taken.
    """

    report: Report
    grounds: tuple[Ground, ...]
    rejected: tuple[Rejected, ...]
    whole: bool = True

    def rejected_for(self, path: str) -> list[Rejected]:
        """What was considered for the value at a path; a number that is none could have been any figure."""
        names = set(path.split("."))
        if figure := names & {*FIGURES}:
            names = figure | {"figures"}
        return [each for each in self.rejected if each.value in names]


def explain(document: Document) -> list[Explanation]:
    """One explanation for each report that `parse` makes of the document, in the same order."""
    notes = Notes(document)
    drafts = [draft for draft in join(notes.clauses()) if is_worth_a_report(draft)]
    return [_explained(draft, notes, document) for draft in drafts]


def explanation_of(told: Report, document: Document) -> Explanation:
    """The explanation of one report of the document, such as a library has kept."""
    if told.dataset:
        return Explanation(told, tuple(grounds(told, document)), ())
    found = next((each for each in explain(document) if each.report == told), None)
    return found or Explanation(told, tuple(grounds(told, document)), (), whole=False)


class Notes:
    """Reads a document's clauses as `parse` does, and notes what each passage passed over."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.asides: dict[Clause, list[Aside]] = {}
        self.counts: dict[Clause, list[tuple[str, Told]]] = {}
        self.totals: dict[Clause, tuple[int, int]] = {}

    def passages(self) -> Iterator[tuple[Clause, Passage]]:
        """Each clause with its passage, in order."""
        for said, passage in read_passages(whole_text(self._document), self._document.published):
            if said.tells or said.comment:
                self.asides[said] = list(considered(said, passage))
                self.counts[said] = list(said.figures())
                for chunk, role, total in time_roles(passage):
                    if total or (said.total and role == "stretch"):
                        self.totals.setdefault(said, (chunk.start, chunk.end))
            yield said, passage

    def clauses(self) -> Iterator[Clause]:
        """Each clause, in order."""
        return (said for said, _ in self.passages())


def grounds(told: Report, document: Document) -> Iterator[Ground]:
    """The ground of each value of a report: in the order when, side, places, weapons, the hurt, claims."""
    found = [Ground(path, _words(trace, document), trace.rule, _says(trace.rule)) for path, trace in told.trace.items()]
    if "when" not in told.trace:
        found.append(Ground("when", None, "", wordless(_why_wordless(told, document))))
    yield from sorted(found, key=lambda ground: _place_of(ground.path))


def _why_wordless(told: Report, document: Document) -> str:
    if told.when.basis in ("carried", "user"):
        return told.when.basis
    if told.scope == "summary":
        return "total"
    return "undated" if document.published is None else "weak" if document.published_weak else "dateless"


def _says(rule: str) -> str:
    """What the rule says; '' for one of another edition."""
    try:
        return rule_words(rule)
    except KeyError:
        return ""


def _words(trace: Trace, document: Document) -> Span:
    text = document.field(trace.within)[trace.start : trace.end]
    return Span.model_construct(start=trace.start, end=trace.start + len(text), text=text, within=trace.within)


def _place_of(path: str) -> tuple[int, int, int]:
    """Where a value stands among the others."""
    first, _, rest = path.partition(".")
    number = rest.partition(".")[0]
    return _rank(first), int(number) if number else 0, _rank(value_name(path))


def _rank(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _explained(draft: Draft, notes: Notes, document: Document) -> Explanation:
    told = report(draft, document)
    quoter = Quoter(document)
    why = list(grounds(told, document))
    for said in draft.clauses:
        if draft.total and said in notes.totals:
            words = quoter.span(*notes.totals[said])
            why.insert(1, Ground("scope", words, "", "counted over this period, so a total over several strikes"))
            break
    taken = {(value_name(ground.path), ground.span.within, ground.span.start) for ground in why if ground.span}
    rejected: dict[tuple[str, str, str], Rejected] = {}
    found = [*_asides(draft, notes, document), *_claims(draft, told)]
    for aside in sorted(found, key=lambda each: (each.start, each.end)):
        span = quoter.span(aside.start, aside.end)
        if (stands := (aside.value, span.within, span.start)) not in taken:
            taken.add(stands)  # one reason is enough for words, and one place for words with the same reason
            rejected.setdefault((aside.value, span.text, aside.reason), Rejected(aside.value, span, aside.reason))
    return Explanation(told, tuple(why), tuple(rejected.values()))


def _asides(draft: Draft, notes: Notes, document: Document) -> Iterator[Aside]:
    """What the passages of the draft passed over, and what the draft did of what they say."""
    kept = {place_key(chunk) for chunk in settled_places(draft)}
    for said in draft.clauses:
        yield from (aside for aside in notes.asides.get(said, ()) if not (aside.key and aside.key in kept))
    yield from _places(draft, kept)
    yield from _times(draft, document)
    yield from _sides(draft)
    yield from _tolls(draft)
    yield from _counts(draft, notes)
    yield from _weapons(draft)


def _places(draft: Draft, kept: set[str]) -> Iterator[Aside]:
    for said in draft.clauses:
        for chunk in said.places:
            if place_key(chunk) not in kept:
                yield Aside("places", chunk.start, chunk.end, reason_words("home"))


def _times(draft: Draft, document: Document) -> Iterator[Aside]:
    final = draft.time
    if final is None:
        return
    about = whole_text(document)[final.start : final.end]

    def rejected(mention: TimeMention | None, reason: str) -> Iterator[Aside]:
        if mention and not same_days(mention.when, final.when):
            yield Aside("when", mention.start, mention.end, reason_words(reason, about))

    for said in draft.clauses:
        if said.time and said.time is not final:
            yield from rejected(said.time, "coarser" if finer(final.when, said.time.when) else "another_time")
        yield from rejected(said.time_before, "sentence_before")


def _sides(draft: Draft) -> Iterator[Aside]:
    for said in draft.clauses:
        side, evidence, strength = side_of(said)
        if side and evidence and side != draft.side:
            reason = "less_sure" if strength < draft.strength else "other_side"
            yield Aside("side", evidence.start, evidence.end, reason_words(reason, SIDE_WORDS[side]))


def _tolls(draft: Draft) -> Iterator[Aside]:
    """The tolls that another one superseded: the draft is made anew, and each step looked at."""
    anew = Draft()
    for said in draft.clauses:
        before = {slot: getattr(anew, slot) for slot in ("killed", "injured")}
        anew.absorb(said)
        for slot, old in before.items():
            holds, new = getattr(anew, slot), getattr(said, slot)
            for dropped, reason in ((old, "raised"), (new, "lower")):
                if dropped and dropped is not holds and not _same(dropped.figure, holds.figure):
                    evidence = dropped.evidence
                    yield Aside(slot, evidence.start, evidence.end, reason_words(reason, holds.figure.text))


def _counts(draft: Draft, notes: Notes) -> Iterator[Aside]:
    """What was launched and intercepted in other counts than the ones that hold."""
    held = [told for arm in draft.arms for told in (arm.launched, arm.intercepted) if told]
    held += [told for told in (draft.launched, draft.intercepted) if told]
    for said in draft.clauses:
        for name, told in notes.counts.get(said, ()):
            if name in ("launched", "intercepted") and not any(_same(told.figure, each.figure) for each in held):
                yield Aside(name, told.evidence.start, told.evidence.end, reason_words("count_holds"))


def _same(one: Figure, other: Figure) -> bool:
    return (one.low, one.high) == (other.low, other.high)


def _weapons(draft: Draft) -> Iterator[Aside]:
    """Weapons of no kind, where others have one."""
    if any(arm.kind != "other" for arm in draft.arms):
        for arm in draft.arms:
            if arm.kind == "other":
                yield Aside("weapons", arm.evidence.start, arm.evidence.end, reason_words("no_kind"))


def _claims(draft: Draft, told: Report) -> Iterator[Aside]:
    """Who else speaks; those that the report names are left out by where they stand."""
    denying = {claim.side for claim in told.claims if claim.stance == "denies" and claim.of is None}
    for said in draft.claims:
        if said.side is None and draft.side not in ("russia", "ukraine"):
            reason = "speaker_of_no_side"
        elif said.stance == "asserts" and said.side in denying:
            reason = "denier"
        else:
            reason = "second_speaker"
        yield Aside("claims", said.evidence.start, said.evidence.end, reason_words(reason))
