"""A strike as paragraphs: each value in plain words, with the words of each source that give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from model import phrasing
from model.edits.value_paths import WEAPON_FIGURES, correction_path, figure_at
from model.event import Claim, Figure, Place, Report, Span, Strike, Trace, ValuePath, Weapon
from model.event.figures import short_form
from model.event.highlights import traces_by_excerpt
from model.event.preferred_figure import preferred_figure
from model.library.search.hit_spans import find_hits
from model.merging.disputes import list_disputes
from model.text.sanitize import sanitize
from tui.rendering.edit_text import format_correction, format_user_edits
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, HIT_STYLE, VALUE_STYLE, Glyphs
from tui.rendering.strike_sources import DocumentHeader
from tui.rendering.strike_values import StrikeValue, claim_key, index_claims
from tui.rendering.text_layout import Paragraph, StyledSpan

LABEL_CELLS = 11  # cells before each value
_NO_DAY_PHRASES = {"strike": "no day is stated", "summary": "no period is stated that is on the calendar"}


@dataclass(frozen=True)
class StrikeText:
    """A strike as text, with the header of each of its documents; `search_phrases` are highlighted in the sources."""

    strike: Strike
    document_headers: Mapping[str, DocumentHeader]
    glyphs: Glyphs
    search_phrases: tuple[str, ...] = ()

    def build_paragraphs(self, chosen: StrikeValue | None = None) -> Iterator[Paragraph]:
        """The values of the strike, then each of its reports; the words of the chosen value are highlighted."""
        yield from self._build_correction("scope")
        yield from self._build_when()
        yield from self._build_side()
        yield from self._build_places()
        yield from self._build_weapons()
        for name in ("killed", "injured"):
            yield from self._build_figure(name, name, getattr(self.strike, name))
        yield from self._build_damage()
        yield from self._build_claims()
        if self.strike.disputed:
            disputes = list_disputes(self.strike) or [phrasing.DISPUTED_PHRASE]
            yield from self._make_list(f"{self.glyphs.disputed} disputed", ((text, "") for text in disputes))
        reasons = (f"[{number}] {reason}" for number, reason in enumerate(self.strike.reasons, 2))
        yield from self._make_list("merged", ((self.glyphs.sanitize_text(reason), "") for reason in reasons))
        for label, text in format_user_edits(self.strike.work):
            yield self._make_labeled(label, self.glyphs.sanitize_text(text))
        for index, report in enumerate(self.strike.reports):
            yield Paragraph("")
            yield from self._build_report(index, report, chosen.find_report_path(index) if chosen else "")

    def format_summary(self) -> str:
        """The strike on one line, with the figures of its timeline row."""
        strike = self.strike
        parts = [
            phrasing.describe_when(strike.when) or strike.when.text or "undated",
            f"by: {phrasing.SIDE_NAMES[strike.side]}",
            phrasing.list_place_names(strike.places),
        ]
        for index, weapon in enumerate(strike.weapons):
            counts = self._format_counts(f"weapons.{index}.")
            parts.append(phrasing.describe_weapon(weapon) + (f" ({counts})" if counts else ""))
        if counts := self._format_counts():
            parts.append(f"together {counts}")
        parts += [f"{name} {count}" for name in ("killed", "injured") if (count := self._format_row_figure(name))]
        return "; ".join(parts)

    def _format_counts(self, prefix: str = "") -> str:
        counts = ((self._format_row_figure(prefix + name), name) for name in WEAPON_FIGURES)
        return ", ".join(f"{count} {name}" for count, name in counts if count)

    def _format_row_figure(self, path: str) -> str:
        preferred = preferred_figure(self.strike, path)
        return short_form(preferred.figure) if preferred else ""

    def format_citation(self) -> str:
        """The summary, the ranges over all reports and the id; then each source with its excerpts.

        Control characters are replaced: it may be pasted into a shell.
        """
        lines = [self.format_summary()]
        if ranges := list(_describe_ranges(self.strike)):
            lines.append(f"in all reports: {'; '.join(ranges)}")
        lines.append(f"strike {self.strike.id}")
        for report in self.strike.reports:
            header = self.document_headers[report.document]
            lines.append(" - ".join(filter(None, (header.title, header.description, header.url))))
            lines += [f'"{span.text}"' for span in report.excerpts]
        return "\n".join(sanitize(phrasing.replace_line_breaks(line)) for line in lines)

    # Paragraphs of the strike

    def _make_labeled(self, label: str, text: str, path: str = "") -> Paragraph:
        """A value after its label; `path` is that of the value in the strike."""
        return Paragraph(f"{label:<{LABEL_CELLS}}{text}", (StyledSpan(0, len(label), BOLD_STYLE),), LABEL_CELLS, path)

    def _make_list(self, label: str, values: Iterable[tuple[str, str]]) -> Iterator[Paragraph]:
        """Values, each a text with its path, under one label."""
        for text, path in values:
            yield self._make_labeled(label, text, path)
            label = ""

    def _make_continuation(self, text: str) -> Paragraph:
        return Paragraph(" " * LABEL_CELLS + text, (), LABEL_CELLS)

    def _build_correction(self, path: str) -> Iterator[Paragraph]:
        """A note that the user has corrected the value, with what the reports give."""
        if correction := self.strike.work.find_correction(path):
            text = f"{self.glyphs.corrected} {format_correction(correction)}"
            yield self._make_continuation(f"{correction.value}; {text}" if path == "scope" else text)

    def _number_reports(self, indices: Iterable[int]) -> str:
        """References to reports: " [1] [3]"; '' where the strike has only one."""
        return "".join(f" [{index + 1}]" for index in indices) if len(self.strike.reports) > 1 else ""

    def _build_when(self) -> Iterator[Paragraph]:
        strike, when = self.strike, self.strike.when
        yield self._make_labeled("when", phrasing.describe_when(when) or "date not known", "when")
        if when.start or when.end:
            yield self._make_continuation(phrasing.PRECISION_WORDS[when.precision])
        yield from self._build_correction("when")
        first_index: dict[tuple[str | None, str], int] = {}
        for index, report in enumerate(strike.reports):
            first_index.setdefault((report.when.text, report.when.basis), index)
        for (text, basis), index in first_index.items():
            words = phrasing.BASIS_WORDS[basis]
            if basis == "unresolved" and not text:
                words = _NO_DAY_PHRASES[strike.scope]
            if self.document_headers[strike.reports[index].document].is_update_stamp:
                words = words.replace("publication date", "day of its update, so only weak evidence")
            quoted = f"{self.glyphs.quote_text(text)}: " if text else ""
            yield self._make_continuation(f"{quoted}{words}{self._number_reports([index])}")

    def _build_side(self) -> Iterator[Paragraph]:
        strike = self.strike
        is_corrected, is_inferred = strike.work.find_correction("side"), strike.side_is_inferred
        source = "" if is_corrected else self._quote_source("side")
        yield self._make_labeled("by", phrasing.SIDE_NAMES[strike.side] + ("" if is_inferred else source), "side")
        yield from self._build_correction("side")
        if is_inferred:
            yield self._make_continuation(f"inferred{source}: no words say who attacked")
        if len(sides := {report.side for report in strike.reports} - {"unknown"}) > 1:
            for side in sorted(sides):
                indices = [index for index, report in enumerate(strike.reports) if report.side == side]
                yield self._make_continuation(f"{phrasing.SIDE_NAMES[side]} says{self._number_reports(indices)}")

    def _quote_source(self, path: str) -> str:
        """The words that the first report with this value was read from, where an excerpt contains them."""
        for report in self.strike.reports:
            if (trace := report.trace.get(path)) and (text := _find_trace_text(report, trace)):
                return f", from {self.glyphs.quote_text(text)}"
        return ""

    def _build_places(self) -> Iterator[Paragraph]:
        places = enumerate(self.strike.places)
        values = [(self._format_place(place), f"places.{index}") for index, place in places]
        yield from self._make_list("places", values or [(phrasing.NOT_STATED, "places")])
        yield from self._build_correction("places")

    def _format_place(self, place: Place) -> str:
        text = self.glyphs.sanitize_text(phrasing.describe_place(place))
        if place.latitude is None or place.longitude is None:
            return text
        north, east = "N" if place.latitude >= 0 else "S", "E" if place.longitude >= 0 else "W"
        return f"{text} ({abs(place.latitude):.2f}{north}, {abs(place.longitude):.2f}{east})"

    def _build_weapons(self) -> Iterator[Paragraph]:
        strike, label = self.strike, "weapons"
        if not strike.weapons and not strike.launched and not strike.intercepted:
            yield self._make_labeled(label, phrasing.NOT_STATED, "weapons")
        for index, weapon in enumerate(strike.weapons):
            path = f"weapons.{index}"
            yield self._make_labeled(label, self.glyphs.sanitize_text(phrasing.describe_weapon(weapon)), path)
            label = ""
            for name in WEAPON_FIGURES:
                yield from self._build_figure("", f"{path}.{name}", getattr(weapon, name), weapon)
        if any(getattr(strike, name) or strike.work.find_correction(name) for name in WEAPON_FIGURES):
            yield self._make_labeled(label, "together")
            for name in WEAPON_FIGURES:
                yield from self._build_figure("", name, getattr(strike, name))
        yield from self._build_correction("weapons")

    def _build_figure(
        self, label: str, path: str, figure: Figure | None, weapon: Weapon | None = None
    ) -> Iterator[Paragraph]:
        """A figure with its words; figures of reports that differ follow, a line each."""
        correction = self.strike.work.find_correction(correction_path(path, self.strike))
        if figure is None and not correction:
            if label:
                yield self._make_labeled(label, phrasing.NOT_STATED, path)
            return
        name = ValuePath.parse(path).name
        reported: dict[Figure, list[int]] = {}
        for index, report in enumerate(self.strike.reports):
            for count in _find_figures(report, name, weapon):
                reported.setdefault(count, []).append(index)
        lead = "" if label else f"{name} "
        quoted = [(phrasing.quote_figure(count, self.glyphs.quote_text), reported[count]) for count in reported]
        if correction:
            yield self._make_labeled(label, f"{lead}{correction.value}", path)
            yield from self._build_correction(correction.path)
        elif len(quoted) == 1:
            yield self._make_labeled(label, f"{lead}{quoted[0][0]}", path)
            return
        elif figure:
            preferred = preferred_figure(self.strike, path)
            text = phrasing.describe_preferred_figure(preferred, phrasing.describe_figure(figure))
            yield self._make_labeled(label, f"{lead}{text}", path)
        for text, indices in quoted:
            yield self._make_continuation(f"  {text}{self._number_reports(indices)}")

    def _build_damage(self) -> Iterator[Paragraph]:
        """A line for each object that was hit, with the reports that name it."""
        reported = [set(report.damage) for report in self.strike.reports]
        values = []
        for i, damage in enumerate(self.strike.damage):
            indices = [index for index, damages in enumerate(reported) if damage in damages]
            text = phrasing.quote_damage(damage, self.glyphs.quote_text) + self._number_reports(indices)
            values.append((text, f"damage.{i}"))
        yield from self._make_list("damage", values or [(phrasing.NOT_STATED, "damage")])

    def _build_claims(self) -> Iterator[Paragraph]:
        first_index = index_claims(self.strike.claims)
        values = [
            (phrasing.describe_claim(claim, figures, self.glyphs.quote_text), f"claims.{first_index[claim_key(claim)]}")
            for claim, figures in _group_claims(self.strike)
        ]
        yield from self._make_list("claims", values or [(phrasing.NO_SPEAKER_PHRASE, "claims")])
        for index, report in enumerate(self.strike.reports):
            if report.unverified:
                text = f"{self.glyphs.quote_text(report.unverified.text)}{self._number_reports([index])}"
                yield self._make_labeled("unverified", text, "unverified")

    # Paragraphs of a report

    def _build_report(self, index: int, report: Report, chosen_path: str) -> Iterator[Paragraph]:
        header, sanitize_text = self.document_headers[report.document], self.glyphs.sanitize_text
        number = self._number_reports([index]).lstrip()
        lead = f"{number} " if number else ""
        title = phrasing.replace_line_breaks(header.title or header.description)
        text = f"{lead}{sanitize_text(title)}"
        yield Paragraph(text, (StyledSpan(0, len(text), BOLD_STYLE), *self._style_hits(title, len(lead))))
        if header.title:
            yield Paragraph(sanitize_text(header.description))
        if header.url:
            yield Paragraph(sanitize_text(header.url))
        for span, traces in zip(report.excerpts, traces_by_excerpt(report), strict=True):
            yield self._build_excerpt(span, traces, chosen_path)
        names_by_rule: dict[str, dict[str, None]] = {}
        for path, trace in sorted(report.trace.items()):
            names_by_rule.setdefault(trace.rule, {})[name_traced_value(path)] = None
        if names_by_rule:
            yield Paragraph("")
            rules = (f"{', '.join(names)} by {sanitize_text(rule)}" for rule, names in names_by_rule.items())
            yield Paragraph(f"rules: {'; '.join(rules)}", (), 2)

    def _build_excerpt(self, span: Span, traces: Iterable[tuple[str, Trace]], chosen_path: str) -> Paragraph:
        marks, lead = [], len(self.glyphs.quotes[0])
        for path, trace in traces:
            start, end = max(trace.start, span.start) - span.start, min(trace.end, span.end) - span.start
            marks.append(StyledSpan(start + lead, end + lead, CURRENT_STYLE if path == chosen_path else VALUE_STYLE))
        return Paragraph(self.glyphs.quote_text(span.text), (*marks, *self._style_hits(span.text, lead)))

    def _style_hits(self, text: str, lead: int) -> list[StyledSpan]:
        """The hits of the search in a text drawn after `lead` characters."""
        return [StyledSpan(start + lead, end + lead, HIT_STYLE) for start, end in find_hits(text, self.search_phrases)]


def name_traced_value(path: str) -> str:
    """The name of the value at a path of `Report.trace`: "places" of "places.0", "launched" of "weapons.1.launched"."""
    name = ValuePath.parse(path).name
    return "strike" if name == "scope" else name


def _group_claims(strike: Strike) -> Iterator[tuple[Claim, list[str]]]:
    """Claims with the figures that they are about.

    Those about the whole strike come first, with []; they include all figures of the same speaker, side and stance.
    """
    whole = [claim for claim in strike.claims if claim.of is None]
    yield from ((claim, []) for claim in whole)
    groups: dict[object, tuple[Claim, list[str]]] = {}
    for claim in strike.claims:
        if claim.of:
            figures = groups.setdefault(claim_key(claim), (claim, []))[1]
            figures.append(phrasing.name_figure(claim.of, strike.weapons))
    included = set(map(claim_key, whole))
    yield from (group for key, group in groups.items() if key not in included)


def _describe_ranges(strike: Strike) -> Iterator[str]:
    """Each figure whose range over all reports differs from the preferred figure."""
    for path in strike.shown:
        if preferred := preferred_figure(strike, path):
            figure = figure_at(strike, correction_path(path, strike))
            if figure and (preferred.figure.low, preferred.figure.high) != (figure.low, figure.high):
                yield f"{phrasing.name_figure(path, strike.weapons)} {phrasing.describe_figure(figure)}"


def _find_figures(report: Report, name: str, weapon: Weapon | None) -> Iterator[Figure]:
    """The figures of this name in a report: those of one weapon, or those of the report itself."""
    same = [part for part in report.weapons if weapon and (part.kind, part.model) == (weapon.kind, weapon.model)]
    yield from (figure for part in (same if weapon else [report]) if (figure := getattr(part, name)) is not None)


def _find_trace_text(report: Report, trace: Trace) -> str:
    for span in report.excerpts:
        if span.within == trace.within and span.start <= trace.start and trace.end <= span.end:
            return span.text[trace.start - span.start : trace.end - span.start]
    return ""
