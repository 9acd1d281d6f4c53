"""A strike told in full, as paragraphs: each value in plain words, with the words of each source that give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from model.edits.value_paths import correction_path, figure_at
from model.event import Claim, Damage, Figure, Place, Report, Span, Strike, Trace, Weapon, value_name
from model.event.figures import short_form
from model.event.highlights import traces_by_excerpt
from model.event.preferred_figure import preferred_figure
from model.library.search.hit_spans import find_hits
from model.merging.disputes import list_disputes
from model.taxonomy import FIGURE_NAMES
from model.text.sanitize import sanitize
from tui.rendering import phrases as words
from tui.rendering.edit_text import format_correction, format_user_edits
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, HIT_STYLE, VALUE_STYLE, Glyphs
from tui.rendering.phrases import replace_line_breaks
from tui.rendering.strike_sources import DocumentHeader
from tui.rendering.strike_values import StrikeValue, find_claim_path
from tui.rendering.text_layout import Paragraph, StyledSpan

LABEL_CELLS = 11  # cells before each value


@dataclass(frozen=True)
class StrikeText:
    """One strike to tell, with the imprint of each of its documents, and the words `sought` in what they say."""

    strike: Strike
    document_headers: Mapping[str, DocumentHeader]
    glyphs: Glyphs
    search_phrases: tuple[str, ...] = ()

    def build_paragraphs(self, chosen: StrikeValue | None = None) -> Iterator[Paragraph]:
        """The whole strike: what is known of it, then each report of it; the words of the chosen value stand out."""
        yield from self._build_correction("scope")
        yield from self._build_when()
        yield from self._build_side()
        yield from self._build_places()
        yield from self._build_weapons()
        for name in ("killed", "injured"):
            yield from self._build_figure(name, name, getattr(self.strike, name))
        yield from self._build_damage()
        yield from self._build_claims()
        yield from self._build_disputes()
        yield from self._build_reasons()
        for label, text in format_user_edits(self.strike.work):
            yield self._make_labeled(label, self.glyphs.sanitize_text(text))
        for number, report in enumerate(self.strike.reports, 1):
            yield Paragraph("")
            yield from self._build_report(number, report, chosen.find_report_path(number - 1) if chosen else "")

    def format_summary(self) -> str:
        """The strike in a line, its figures as its row shows them, for a citation."""
        strike = self.strike
        parts = [
            words.describe_when(strike.when) or strike.when.text or "undated",
            f"by: {words.SIDE_NAMES[strike.side]}",
        ]
        parts += [", ".join(place.name for place in strike.places) or "place not told"]
        for number, weapon in enumerate(strike.weapons):
            told = [
                f"{shown} {name}" for name in FIGURE_NAMES[:2] if (shown := self._shown(f"weapons.{number}.{name}"))
            ]
            parts.append(
                f"{words.describe_weapon(weapon)} ({', '.join(told)})" if told else words.describe_weapon(weapon)
            )
        together = [f"{shown} {name}" for name in FIGURE_NAMES[:2] if (shown := self._shown(name))]
        parts += [f"together {', '.join(together)}"] if together else []
        parts += [f"{name} {shown}" for name in FIGURE_NAMES[2:] if (shown := self._shown(name))]
        return "; ".join(parts)

    def _shown(self, path: str) -> str:
        shown = preferred_figure(self.strike, path)
        return short_form(shown.figure) if shown else ""

    def format_citation(self) -> str:
        """The strike in a line, the ranges over its sources, its id; then each source with its excerpts.

        As harmless as what is shown: it may be pasted into a shell.
        """
        lines = [self.format_summary()]
        if ranges := list(_ranges(self.strike)):
            lines.append(f"in all reports: {'; '.join(ranges)}")
        lines.append(f"strike {self.strike.id}")
        for report in self.strike.reports:
            imprint = self.document_headers[report.document]
            lines.append(" - ".join(filter(None, (imprint.title, imprint.description, imprint.url))))
            lines += [f'"{span.text}"' for span in report.excerpts]
        return "\n".join(sanitize(replace_line_breaks(line)) for line in lines)

    # One value each

    def _make_labeled(self, name: str, text: str, value: str = "") -> Paragraph:
        """A value with its label; `value` is its path in the strike."""
        return Paragraph(f"{name:<{LABEL_CELLS}}{text}", (StyledSpan(0, len(name), BOLD_STYLE),), LABEL_CELLS, value)

    def _make_continuation(self, text: str) -> Paragraph:
        return Paragraph(" " * LABEL_CELLS + text, (), LABEL_CELLS)

    def _build_correction(self, path: str) -> Iterator[Paragraph]:
        """That the user has corrected the value, and what the reports give."""
        if correction := self.strike.work.find_correction(path):
            text = f"{self.glyphs.corrected} {format_correction(correction)}"
            yield self._make_continuation(f"{text}" if path != "scope" else f"{correction.value}; {text}")

    def _format_report_number(self, number: int) -> str:
        """The number of a report, where there are several."""
        return f" [{number}]" if len(self.strike.reports) > 1 else ""

    def _build_when(self) -> Iterator[Paragraph]:
        when = self.strike.when
        yield self._make_labeled("when", words.describe_when(when) or "date not known", "when")
        if when.start or when.end:
            yield self._make_continuation(words.PRECISION_WORDS[when.precision])
        yield from self._build_correction("when")
        told = {(r.when.text, r.when.basis): n for n, r in reversed(list(enumerate(self.strike.reports, 1)))}
        for (text, basis), number in sorted(told.items(), key=lambda item: item[1]):
            quoted = f"{self.glyphs.quote_text(text)}: " if text else ""
            known = words.BASIS_WORDS[basis]
            if basis == "unresolved" and not text:
                known = words.NO_PERIOD_PHRASE if self.strike.scope == "summary" else words.NO_DAY_PHRASE
            if self.document_headers[self.strike.reports[number - 1].document].is_update_stamp:
                known = known.replace("publication date", "day of its update, so weakly known")
            yield self._make_continuation(f"{quoted}{known}{self._format_report_number(number)}")

    def _build_side(self) -> Iterator[Paragraph]:
        strike = self.strike
        corrected, inferred = strike.work.find_correction("side"), strike.side_is_inferred
        quoted = "" if inferred or corrected else self._quote_source("side")
        yield self._make_labeled("by", words.SIDE_NAMES[strike.side] + quoted, "side")
        yield from self._build_correction("side")
        if inferred:
            yield self._make_continuation(f"inferred{self._quote_source('side')}: no words say who attacked")
        if len(sides := {report.side for report in strike.reports} - {"unknown"}) > 1:
            for side in sorted(sides):
                told = "".join(self._format_report_number(n) for n, r in enumerate(strike.reports, 1) if r.side == side)
                yield self._make_continuation(f"{words.SIDE_NAMES[side]} says{told}")

    def _build_places(self) -> Iterator[Paragraph]:
        if not self.strike.places:
            yield self._make_labeled("places", "not told", "places")
        for number, place in enumerate(self.strike.places):
            yield self._make_labeled("" if number else "places", self._format_place(place), f"places.{number}")
        yield from self._build_correction("places")

    def _format_place(self, place: Place) -> str:
        text = self.glyphs.sanitize_text(place.name)
        if place.region and place.region != place.name:
            text += f", {self.glyphs.sanitize_text(place.region)}"
        if place.country:
            text += f", {self.glyphs.sanitize_text(place.country)}"
        if place.latitude is not None and place.longitude is not None:
            north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
            text += f" ({abs(place.latitude):.2f}{north}, {abs(place.longitude):.2f}{east})"
        return text

    def _build_weapons(self) -> Iterator[Paragraph]:
        strike = self.strike
        if not strike.weapons and not strike.launched and not strike.intercepted:
            yield self._make_labeled("weapons", "not told", "weapons")
        label = "weapons"
        for number, weapon in enumerate(strike.weapons):
            path = f"weapons.{number}"
            yield self._make_labeled(label, self.glyphs.sanitize_text(words.describe_weapon(weapon)), path)
            label = ""
            for name in ("launched", "intercepted"):
                yield from self._build_figure("", name, getattr(weapon, name), weapon, f"{path}.{name}")
        if strike.launched or strike.intercepted or any(map(strike.work.find_correction, ("launched", "intercepted"))):
            yield self._make_labeled(label, "together")
            for name in ("launched", "intercepted"):
                yield from self._build_figure("", name, getattr(strike, name))
        yield from self._build_correction("weapons")

    def _build_figure(
        self, label: str, name: str, figure: Figure | None, weapon: Weapon | None = None, path: str = ""
    ) -> Iterator[Paragraph]:
        """A figure with its words; where reports tell different ones, each stands on a line of its own."""
        path = path or name
        correction = self.strike.work.find_correction(correction_path(path, self.strike))
        if figure is None and not correction:
            if label:
                yield self._make_labeled(label, "not told", path)
            return
        told: dict[tuple[str, str], list[int]] = {}
        for number, report in enumerate(self.strike.reports, 1):
            for each in _find_figures(report, name, weapon):
                told.setdefault((words.describe_figure(each), each.text), []).append(number)
        lead = f"{name} " if not label else ""
        if correction:
            yield self._make_labeled(label, f"{lead}{correction.value}", path)
            yield from self._build_correction(correction.path)
        elif len(told) == 1:
            ((said, text), _) = next(iter(told.items()))
            yield self._make_labeled(label, f"{lead}{said} {self._quote_figure(said, text)}".rstrip(), path)
            return
        elif figure:
            yield self._make_labeled(label, f"{lead}{self._format_preferred_figure(path, figure)}", path)
        for (said, text), numbers in told.items():
            yield self._make_continuation(
                f"  {said} {self._quote_figure(said, text)}".rstrip()
                + "".join(map(self._format_report_number, numbers))
            )

    def _format_preferred_figure(self, path: str, whole: Figure) -> str:
        """The figure that is shown first and the rule that chose it, before the range over all reports."""
        shown = preferred_figure(self.strike, path)
        if shown is None or not (rule := words.PREFERENCE_RULE_WORDS[shown.rule]):
            return words.describe_figure(whole)
        return f"{words.describe_figure(shown.figure)} ({rule}); {words.describe_figure(whole)} in all reports"

    def _quote_figure(self, said: str, text: str) -> str:
        return "" if said == text else self.glyphs.quote_text(text)

    def _build_damage(self) -> Iterator[Paragraph]:
        """A line for each object that was hit, with the sources that tell it."""
        label = "damage"
        if not self.strike.damage:
            yield self._make_labeled(label, "not told", "damage")
        told = [(number, set(report.damage)) for number, report in enumerate(self.strike.reports, 1)]
        for i, damage in enumerate(self.strike.damage):
            telling = [number for number, all_told in told if damage in all_told]
            text = f"{words.describe_damage(damage)}: {self._format_object(damage)}" + "".join(
                map(self._format_report_number, telling)
            )
            yield self._make_labeled(label, text, f"damage.{i}")
            label = ""

    def _format_object(self, damage: Damage) -> str:
        """An object with its count and words, and the words of the effect."""
        if damage.effect_text and damage.text in damage.effect_text:  # "without power" names the power too
            return self.glyphs.quote_text(damage.effect_text)
        text = self.glyphs.quote_text(damage.text)
        if damage.count and not damage.text.startswith(f"{words.describe_figure(damage.count)} "):
            text = f"{words.describe_figure(damage.count)} {text}"
        if damage.effect_text:
            text = f"{text} ({self.glyphs.quote_text(damage.effect_text)})"
        return text

    def _build_claims(self) -> Iterator[Paragraph]:
        label = "claims"
        if not self.strike.claims:
            yield self._make_labeled(label, "no speaker named", "claims")
        for claim, figures in _group_claims(self.strike):
            yield self._make_labeled(label, self._format_claim(claim, figures), find_claim_path(self.strike, claim))
            label = ""
        for number, report in enumerate(self.strike.reports, 1):
            if report.unverified:
                text = f"{self.glyphs.quote_text(report.unverified.text)}{self._format_report_number(number)}"
                yield self._make_labeled("unverified", text, "unverified")

    def _format_claim(self, claim: Claim, figures: list[str]) -> str:
        verb = "denied by" if claim.stance == "denies" else "according to"
        if claim.responsibility:
            verb = "responsibility claimed by"
        side = words.SIDE_NAMES[claim.side] if claim.side in ("russia", "ukraine") else "of neither side"
        speaker = self.glyphs.quote_text(claim.speaker) if claim.speaker else "a speaker not named"
        return f"{', '.join(figures)}{' ' if figures else ''}{verb} {speaker} ({side})"

    def _build_disputes(self) -> Iterator[Paragraph]:
        if not self.strike.disputed:
            return
        label = f"{self.glyphs.disputed} disputed"
        for text in list_disputes(self.strike) or ["its sources do not agree"]:
            yield self._make_labeled(label, text)
            label = ""

    def _build_reasons(self) -> Iterator[Paragraph]:
        label = "merged"
        for number, reason in enumerate(self.strike.reasons, 2):
            yield self._make_labeled(label, f"[{number}] {self.glyphs.sanitize_text(reason)}")
            label = ""

    # The sources

    def _quote_source(self, path: str) -> str:
        """The words that the first report with this value was read from, where an excerpt holds them."""
        for report in self.strike.reports:
            if (trace := report.trace.get(path)) and (text := _find_trace_text(report, trace)):
                return f", from {self.glyphs.quote_text(text)}"
        return ""

    def _build_report(self, number: int, report: Report, chosen: str) -> Iterator[Paragraph]:
        imprint, shown = self.document_headers[report.document], self.glyphs.sanitize_text
        lead = f"[{number}] " if len(self.strike.reports) > 1 else ""
        told = replace_line_breaks(imprint.title or imprint.description)
        title = f"{lead}{shown(told)}"
        yield Paragraph(title, (StyledSpan(0, len(title), BOLD_STYLE), *self._style_hits(told, len(lead))))
        if imprint.title:
            yield Paragraph(shown(imprint.description))
        if imprint.url:
            yield Paragraph(shown(imprint.url))
        for span, traces in zip(report.excerpts, traces_by_excerpt(report), strict=True):
            yield self._build_excerpt(span, traces, chosen)
        rules: dict[str, list[str]] = {}
        for path, trace in sorted(report.trace.items()):
            values = rules.setdefault(trace.rule, [])
            if (value := name_traced_value(path)) not in values:
                values.append(value)
        if rules:
            yield Paragraph("")
            told = "; ".join(f"{', '.join(values)} by {shown(rule)}" for rule, values in rules.items())
            yield Paragraph(f"rules: {told}", (), 2)

    def _build_excerpt(self, span: Span, traces: Iterable[tuple[str, Trace]], chosen: str) -> Paragraph:
        text, marks = self.glyphs.quote_text(span.text), []
        lead = len(self.glyphs.quotes[0]) - span.start
        for path, trace in traces:
            start, end = max(trace.start, span.start), min(trace.end, span.end)
            marks.append(StyledSpan(start + lead, end + lead, CURRENT_STYLE if path == chosen else VALUE_STYLE))
        return Paragraph(text, (*marks, *self._style_hits(span.text, len(self.glyphs.quotes[0]))))

    def _style_hits(self, text: str, lead: int) -> list[StyledSpan]:
        """The marks of what was sought, in a text that stands behind so many characters."""
        return [StyledSpan(start + lead, end + lead, HIT_STYLE) for start, end in find_hits(text, self.search_phrases)]


def _group_claims(strike: Strike) -> Iterator[tuple[Claim, list[str]]]:
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
            figures.setdefault(key, []).append(_name_figure(strike, claim.of))
    yield from ((claim, figures[key]) for key, claim in first.items())


def _name_figure(strike: Strike, path: str) -> str:
    """The figure at a path of the strike, in words: "killed", "drone Shahed launched"."""
    _, _, rest = path.partition("weapons.")
    if not rest:
        return path
    number, _, name = rest.partition(".")
    return f"{words.describe_weapon(strike.weapons[int(number)])} {name}"


def name_traced_value(path: str) -> str:
    """The name of the value at a path of `Report.trace`: "places.0" is "places", "weapons.1.launched" "launched"."""
    value = value_name(path)
    return "strike" if value == "scope" else value  # what says that it is one strike, or a total


def _ranges(strike: Strike) -> Iterator[str]:
    """Each figure whose range over the reports is not the figure that is shown first."""
    for path in strike.shown:
        if shown := preferred_figure(strike, path):
            whole = figure_at(strike, correction_path(path, strike))
            if whole and (shown.figure.low, shown.figure.high) != (whole.low, whole.high):
                yield f"{_name_figure(strike, path)} {words.describe_figure(whole)}"


def _find_figures(report: Report, name: str, weapon: Weapon | None) -> Iterator[Figure]:
    """The figures of a report under a name, its own or those of one weapon."""
    same = [part for part in report.weapons if weapon and (part.kind, part.model) == (weapon.kind, weapon.model)]
    parts = same if weapon else [report]
    yield from (figure for part in parts if (figure := getattr(part, name)) is not None)


def _find_trace_text(report: Report, trace: Trace) -> str:
    for span in report.excerpts:
        if span.within == trace.within and span.start <= trace.start and trace.end <= span.end:
            return span.text[trace.start - span.start : trace.end - span.start]
    return ""
