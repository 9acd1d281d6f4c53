"""A strike told in full, as paragraphs: each value in plain words, with the words of each source that give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from model.edits.value_paths import correctable, figure_at
from model.event import Claim, Damage, Figure, Place, Report, Span, Strike, Trace, Weapon, value_name
from model.event.figures import notation
from model.event.highlights import traces_in
from model.event.preferred_figure import shown_figure
from model.library.search.hit_spans import hits
from model.merging.disputes import disputes
from model.taxonomy import FIGURES
from model.text.sanitize import visible
from tui.rendering import phrases as words
from tui.rendering.edit_text import corrected_line, work_lines
from tui.rendering.glyphs import BOLD, CURRENT, HIT, VALUE, Glyphs
from tui.rendering.phrases import one_line
from tui.rendering.strike_sources import Imprint
from tui.rendering.strike_values import Value, claim_path
from tui.rendering.text_layout import Mark, Paragraph

LABEL = 11  # cells before each value


@dataclass(frozen=True)
class Telling:
    """One strike to tell, with the imprint of each of its documents, and the words `sought` in what they say."""

    strike: Strike
    imprints: Mapping[str, Imprint]
    glyphs: Glyphs
    sought: tuple[str, ...] = ()

    def paragraphs(self, chosen: Value | None = None) -> Iterator[Paragraph]:
        """The whole strike: what is known of it, then each report of it; the words of the chosen value stand out."""
        yield from self._corrected("scope")
        yield from self._when()
        yield from self._side()
        yield from self._places()
        yield from self._weapons()
        for name in ("killed", "injured"):
            yield from self._figure(name, name, getattr(self.strike, name))
        yield from self._damage()
        yield from self._claims()
        yield from self._disputes()
        yield from self._reasons()
        for label, text in work_lines(self.strike.work):
            yield self._label(label, self.glyphs.shown(text))
        for number, report in enumerate(self.strike.reports, 1):
            yield Paragraph("")
            yield from self._report(number, report, chosen.path_in(number - 1) if chosen else "")

    def summary(self) -> str:
        """The strike in a line, its figures as its row shows them, for a citation."""
        strike = self.strike
        parts = [words.span(strike.when) or strike.when.text or "undated", f"by: {words.SIDES[strike.side]}"]
        parts += [", ".join(place.name for place in strike.places) or "place not told"]
        for number, weapon in enumerate(strike.weapons):
            told = [f"{shown} {name}" for name in FIGURES[:2] if (shown := self._shown(f"weapons.{number}.{name}"))]
            parts.append(f"{words.weapon(weapon)} ({', '.join(told)})" if told else words.weapon(weapon))
        together = [f"{shown} {name}" for name in FIGURES[:2] if (shown := self._shown(name))]
        parts += [f"together {', '.join(together)}"] if together else []
        parts += [f"{name} {shown}" for name in FIGURES[2:] if (shown := self._shown(name))]
        return "; ".join(parts)

    def _shown(self, path: str) -> str:
        shown = shown_figure(self.strike, path)
        return notation(shown.figure) if shown else ""

    def citation(self) -> str:
        """The strike in a line, the ranges over its sources, its id; then each source with its excerpts.

        As harmless as what is shown: it may be pasted into a shell.
        """
        lines = [self.summary()]
        if ranges := list(_ranges(self.strike)):
            lines.append(f"in all reports: {'; '.join(ranges)}")
        lines.append(f"strike {self.strike.id}")
        for report in self.strike.reports:
            imprint = self.imprints[report.document]
            lines.append(" - ".join(filter(None, (imprint.title, imprint.about, imprint.url))))
            lines += [f'"{span.text}"' for span in report.excerpts]
        return "\n".join(visible(one_line(line)) for line in lines)

    # One value each

    def _label(self, name: str, text: str, value: str = "") -> Paragraph:
        """A value with its label; `value` is its path in the strike."""
        return Paragraph(f"{name:<{LABEL}}{text}", (Mark(0, len(name), BOLD),), LABEL, value)

    def _more(self, text: str) -> Paragraph:
        return Paragraph(" " * LABEL + text, (), LABEL)

    def _corrected(self, path: str) -> Iterator[Paragraph]:
        """That the user has corrected the value, and what the reports give."""
        if correction := self.strike.work.correction(path):
            text = f"{self.glyphs.corrected} {corrected_line(correction)}"
            yield self._more(f"{text}" if path != "scope" else f"{correction.value}; {text}")

    def _from(self, number: int) -> str:
        """The number of a report, where there are several."""
        return f" [{number}]" if len(self.strike.reports) > 1 else ""

    def _when(self) -> Iterator[Paragraph]:
        when = self.strike.when
        yield self._label("when", words.span(when) or "date not known", "when")
        if when.start or when.end:
            yield self._more(words.PRECISIONS[when.precision])
        yield from self._corrected("when")
        told = {(r.when.text, r.when.basis): n for n, r in reversed(list(enumerate(self.strike.reports, 1)))}
        for (text, basis), number in sorted(told.items(), key=lambda item: item[1]):
            quoted = f"{self.glyphs.quote(text)}: " if text else ""
            known = words.BASES[basis]
            if basis == "unresolved" and not text:
                known = words.UNTOLD_TOTAL if self.strike.scope == "summary" else words.UNTOLD
            if self.imprints[self.strike.reports[number - 1].document].updated:
                known = known.replace("publication date", "day of its update, so weakly known")
            yield self._more(f"{quoted}{known}{self._from(number)}")

    def _side(self) -> Iterator[Paragraph]:
        strike = self.strike
        corrected, inferred = strike.work.correction("side"), strike.side_is_inferred
        quoted = "" if inferred or corrected else self._quoted("side")
        yield self._label("by", words.SIDES[strike.side] + quoted, "side")
        yield from self._corrected("side")
        if inferred:
            yield self._more(f"inferred{self._quoted('side')}: no words say who attacked")
        if len(sides := {report.side for report in strike.reports} - {"unknown"}) > 1:
            for side in sorted(sides):
                told = "".join(self._from(n) for n, r in enumerate(strike.reports, 1) if r.side == side)
                yield self._more(f"{words.SIDES[side]} says{told}")

    def _places(self) -> Iterator[Paragraph]:
        if not self.strike.places:
            yield self._label("places", "not told", "places")
        for number, place in enumerate(self.strike.places):
            yield self._label("" if number else "places", self._place(place), f"places.{number}")
        yield from self._corrected("places")

    def _place(self, place: Place) -> str:
        text = self.glyphs.shown(place.name)
        if place.region and place.region != place.name:
            text += f", {self.glyphs.shown(place.region)}"
        if place.country:
            text += f", {self.glyphs.shown(place.country)}"
        if place.latitude is not None and place.longitude is not None:
            north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
            text += f" ({abs(place.latitude):.2f}{north}, {abs(place.longitude):.2f}{east})"
        return text

    def _weapons(self) -> Iterator[Paragraph]:
        strike = self.strike
        if not strike.weapons and not strike.launched and not strike.intercepted:
            yield self._label("weapons", "not told", "weapons")
        label = "weapons"
        for number, weapon in enumerate(strike.weapons):
            path = f"weapons.{number}"
            yield self._label(label, self.glyphs.shown(words.weapon(weapon)), path)
            label = ""
            for name in ("launched", "intercepted"):
                yield from self._figure("", name, getattr(weapon, name), weapon, f"{path}.{name}")
        if strike.launched or strike.intercepted or any(map(strike.work.correction, ("launched", "intercepted"))):
            yield self._label(label, "together")
            for name in ("launched", "intercepted"):
                yield from self._figure("", name, getattr(strike, name))
        yield from self._corrected("weapons")

    def _figure(
        self, label: str, name: str, figure: Figure | None, weapon: Weapon | None = None, path: str = ""
    ) -> Iterator[Paragraph]:
        """A figure with its words; where reports tell different ones, each stands on a line of its own."""
        path = path or name
        correction = self.strike.work.correction(correctable(path, self.strike))
        if figure is None and not correction:
            if label:
                yield self._label(label, "not told", path)
            return
        told: dict[tuple[str, str], list[int]] = {}
        for number, report in enumerate(self.strike.reports, 1):
            for each in _figures(report, name, weapon):
                told.setdefault((words.figure(each), each.text), []).append(number)
        lead = f"{name} " if not label else ""
        if correction:
            yield self._label(label, f"{lead}{correction.value}", path)
            yield from self._corrected(correction.path)
        elif len(told) == 1:
            ((said, text), _) = next(iter(told.items()))
            yield self._label(label, f"{lead}{said} {self._words(said, text)}".rstrip(), path)
            return
        elif figure:
            yield self._label(label, f"{lead}{self._chosen(path, figure)}", path)
        for (said, text), numbers in told.items():
            yield self._more(f"  {said} {self._words(said, text)}".rstrip() + "".join(map(self._from, numbers)))

    def _chosen(self, path: str, whole: Figure) -> str:
        """The figure that is shown first and the rule that chose it, before the range over all reports."""
        shown = shown_figure(self.strike, path)
        if shown is None or not (rule := words.SHOWN_BY[shown.rule]):
            return words.figure(whole)
        return f"{words.figure(shown.figure)} ({rule}); {words.figure(whole)} in all reports"

    def _words(self, said: str, text: str) -> str:
        return "" if said == text else self.glyphs.quote(text)

    def _damage(self) -> Iterator[Paragraph]:
        """A line for each object that was hit, with the sources that tell it."""
        label = "damage"
        if not self.strike.damage:
            yield self._label(label, "not told", "damage")
        told = [(number, set(report.damage)) for number, report in enumerate(self.strike.reports, 1)]
        for i, damage in enumerate(self.strike.damage):
            telling = [number for number, all_told in told if damage in all_told]
            text = f"{words.damage(damage)}: {self._object(damage)}" + "".join(map(self._from, telling))
            yield self._label(label, text, f"damage.{i}")
            label = ""

    def _object(self, damage: Damage) -> str:
        """An object with its count and words, and the words of the effect."""
        if damage.effect_text and damage.text in damage.effect_text:  # "without power" names the power too
            return self.glyphs.quote(damage.effect_text)
        text = self.glyphs.quote(damage.text)
        if damage.count and not damage.text.startswith(f"{words.figure(damage.count)} "):
            text = f"{words.figure(damage.count)} {text}"
        if damage.effect_text:
            text = f"{text} ({self.glyphs.quote(damage.effect_text)})"
        return text

    def _claims(self) -> Iterator[Paragraph]:
        label = "claims"
        if not self.strike.claims:
            yield self._label(label, "no speaker named", "claims")
        for claim, figures in _with_figures(self.strike):
            yield self._label(label, self._claim(claim, figures), claim_path(self.strike, claim))
            label = ""
        for number, report in enumerate(self.strike.reports, 1):
            if report.unverified:
                text = f"{self.glyphs.quote(report.unverified.text)}{self._from(number)}"
                yield self._label("unverified", text, "unverified")

    def _claim(self, claim: Claim, figures: list[str]) -> str:
        verb = "denied by" if claim.stance == "denies" else "according to"
        if claim.responsibility:
            verb = "responsibility claimed by"
        side = words.SIDES[claim.side] if claim.side in ("russia", "ukraine") else "of neither side"
        speaker = self.glyphs.quote(claim.speaker) if claim.speaker else "a speaker not named"
        return f"{', '.join(figures)}{' ' if figures else ''}{verb} {speaker} ({side})"

    def _disputes(self) -> Iterator[Paragraph]:
        if not self.strike.disputed:
            return
        label = f"{self.glyphs.disputed} disputed"
        for text in disputes(self.strike) or ["its sources do not agree"]:
            yield self._label(label, text)
            label = ""

    def _reasons(self) -> Iterator[Paragraph]:
        label = "merged"
        for number, reason in enumerate(self.strike.reasons, 2):
            yield self._label(label, f"[{number}] {self.glyphs.shown(reason)}")
            label = ""

    # The sources

    def _quoted(self, path: str) -> str:
        """The words that the first report with this value was read from, where an excerpt holds them."""
        for report in self.strike.reports:
            if (trace := report.trace.get(path)) and (text := _text_of(report, trace)):
                return f", from {self.glyphs.quote(text)}"
        return ""

    def _report(self, number: int, report: Report, chosen: str) -> Iterator[Paragraph]:
        imprint, shown = self.imprints[report.document], self.glyphs.shown
        lead = f"[{number}] " if len(self.strike.reports) > 1 else ""
        told = one_line(imprint.title or imprint.about)
        title = f"{lead}{shown(told)}"
        yield Paragraph(title, (Mark(0, len(title), BOLD), *self._hits(told, len(lead))))
        if imprint.title:
            yield Paragraph(shown(imprint.about))
        if imprint.url:
            yield Paragraph(shown(imprint.url))
        for span, traces in zip(report.excerpts, traces_in(report), strict=True):
            yield self._excerpt(span, traces, chosen)
        rules: dict[str, list[str]] = {}
        for path, trace in sorted(report.trace.items()):
            values = rules.setdefault(trace.rule, [])
            if (value := value_of(path)) not in values:
                values.append(value)
        if rules:
            yield Paragraph("")
            told = "; ".join(f"{', '.join(values)} by {shown(rule)}" for rule, values in rules.items())
            yield Paragraph(f"rules: {told}", (), 2)

    def _excerpt(self, span: Span, traces: Iterable[tuple[str, Trace]], chosen: str) -> Paragraph:
        text, marks = self.glyphs.quote(span.text), []
        lead = len(self.glyphs.quotes[0]) - span.start
        for path, trace in traces:
            start, end = max(trace.start, span.start), min(trace.end, span.end)
            marks.append(Mark(start + lead, end + lead, CURRENT if path == chosen else VALUE))
        return Paragraph(text, (*marks, *self._hits(span.text, len(self.glyphs.quotes[0]))))

    def _hits(self, text: str, lead: int) -> list[Mark]:
        """The marks of what was sought, in a text that stands behind so many characters."""
        return [Mark(start + lead, end + lead, HIT) for start, end in hits(text, self.sought)]


def _with_figures(strike: Strike) -> Iterator[tuple[Claim, list[str]]]:
    """Each claim with the figures that it is about, [] for the strike as told; what is said of all is said of each."""
    whole = [claim for claim in strike.claims if claim.of is None]
    yield from ((claim, []) for claim in whole)
    known = {(claim.side, claim.speaker, claim.stance) for claim in whole}
    figures: dict[tuple[str, str | None, str], list[str]] = {}
    first: dict[tuple[str, str | None, str], Claim] = {}
    for claim in strike.claims:
        key = (claim.side, claim.speaker, claim.stance)
        if claim.of and key not in known:
            first.setdefault(key, claim)
            figures.setdefault(key, []).append(_figure_named(strike, claim.of))
    yield from ((claim, figures[key]) for key, claim in first.items())


def _figure_named(strike: Strike, path: str) -> str:
    """The figure at a path of the strike, in words: "killed", "drone Shahed launched"."""
    _, _, rest = path.partition("weapons.")
    if not rest:
        return path
    number, _, name = rest.partition(".")
    return f"{words.weapon(strike.weapons[int(number)])} {name}"


def value_of(path: str) -> str:
    """The name of the value at a path of `Report.trace`: "places.0" is "places", "weapons.1.launched" "launched"."""
    value = value_name(path)
    return "strike" if value == "scope" else value  # what says that it is one strike, or a total


def _ranges(strike: Strike) -> Iterator[str]:
    """Each figure whose range over the reports is not the figure that is shown first."""
    for path in strike.shown:
        if shown := shown_figure(strike, path):
            whole = figure_at(strike, correctable(path, strike))
            if whole and (shown.figure.low, shown.figure.high) != (whole.low, whole.high):
                yield f"{_figure_named(strike, path)} {words.figure(whole)}"


def _figures(report: Report, name: str, weapon: Weapon | None) -> Iterator[Figure]:
    """The figures of a report under a name, its own or those of one weapon."""
    same = [part for part in report.weapons if weapon and (part.kind, part.model) == (weapon.kind, weapon.model)]
    parts = same if weapon else [report]
    yield from (figure for part in parts if (figure := getattr(part, name)) is not None)


def _text_of(report: Report, trace: Trace) -> str:
    for span in report.excerpts:
        if span.within == trace.within and span.start <= trace.start and trace.end <= span.end:
            return span.text[trace.start - span.start : trace.end - span.start]
    return ""
