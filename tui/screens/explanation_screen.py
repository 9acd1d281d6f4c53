"""The page that explains one value: its words, its rule, and what was considered and not taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import replace_line_breaks
from tui import actions as keys
from tui.rendering import explanation_text as explained
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, Glyphs
from tui.rendering.strike_sources import StrikeSource
from tui.rendering.strike_values import StrikeValue
from tui.rendering.text_layout import Paragraph, StyledSpan, fit_text, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from model.event import Span
    from model.parsing.diagnostics.explanations import Explanation

LABEL_CELLS = 11  # cells before each line


class ExplanationPane(LinesPane):
    """The explanation of one value in one report."""

    heading_lines = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="why")
        self._glyphs = glyphs
        self._source: StrikeSource | None = None
        self._value_path = ""
        self._explanation: Explanation | None = None
        self._has_failed = False

    def show_explanation(
        self, leaf: StrikeSource, path: str, explanation: Explanation | None, failed: bool = False
    ) -> None:
        """Explain the value at this path of the leaf's report; without an explanation, say that it is being made."""
        self._source, self._value_path, self._explanation, self._has_failed = leaf, path, explanation, failed
        self.reset_lines()

    def build_heading(self, width: int, below: int) -> list[Strip]:
        more = f"  {below} more" if below else ""
        value = explained.describe_optional_value(self._source.report, self._value_path) if self._source else ""
        text = self._glyphs.sanitize_text(
            replace_line_breaks(f"Why {explained.label_value(self._value_path)}: {value}")
        )
        return [Strip([Segment(fit_text(text, max(0, width - len(more)), self._glyphs.ellipsis) + more, BOLD_STYLE)])]

    def build_lines(self, width: int) -> list[Strip]:
        return lay_out_paragraphs(list(self._build_paragraphs()), width)

    def _build_paragraphs(self) -> Iterator[Paragraph]:
        leaf, explanation = self._source, self._explanation
        if leaf is None:
            return
        if explanation is None:
            yield Paragraph(
                "The document could not be read again." if self._has_failed else "Reading the document again ..."
            )
            return
        grounds = [ground for ground in explanation.justifications if ground.path == self._value_path]
        if not grounds:
            yield self._make_labeled("value", explained.describe_optional_value(leaf.report, self._value_path))
        for ground in grounds:
            if ground.span is None:
                yield self._make_labeled("words", ground.description)
                continue
            words, rule = explained.format_justification(ground, leaf.document)
            yield self._make_labeled("words", words)
            yield from self._build_excerpt(leaf, ground.span)
            yield self._make_labeled("rule", rule)
        yield Paragraph("")
        yield from self._build_rejections(leaf, explanation)
        yield Paragraph("")
        yield self._make_labeled("document", leaf.header.title or leaf.header.description)
        yield self._make_labeled("published", explained.describe_publication(leaf.document))

    def _build_rejections(self, leaf: StrikeSource, explanation: Explanation) -> Iterator[Paragraph]:
        if not explanation.is_complete:
            yield self._make_labeled("not taken", "not known: the rules now read this document in another way")
            return
        considered = explained.format_rejections(explanation.rejections_for(self._value_path), leaf.document)
        label = "not taken"
        for line in considered or ["nothing else was considered for it in the passages of this report"]:
            yield self._make_labeled(label, line)
            label = ""

    def _make_labeled(self, label: str, text: str) -> Paragraph:
        line = self._glyphs.sanitize_text(replace_line_breaks(text))
        return Paragraph(f"{label:<{LABEL_CELLS}}{line}", (StyledSpan(0, len(label), BOLD_STYLE),), LABEL_CELLS)

    def _build_excerpt(self, leaf: StrikeSource, words: Span) -> Iterator[Paragraph]:
        """The excerpt that holds the words, these marked."""
        for span in leaf.report.excerpts:
            if span.within == words.within and span.start <= words.start and words.end <= span.end:
                lead = LABEL_CELLS + len(self._glyphs.quotes[0]) - span.start
                mark = StyledSpan(words.start + lead, words.end + lead, CURRENT_STYLE)
                yield Paragraph(" " * LABEL_CELLS + self._glyphs.quote_text(span.text), (mark,), LABEL_CELLS)
                return


class ExplanationScreen(OverlayScreen):
    """The screen around it: v and V step through the values, [ and ] through the reports that tell one."""

    BINDINGS = keys.build_bindings("why")
    pane_name = "why"

    def __init__(
        self, leaves: Sequence[StrikeSource], values: Sequence[StrikeValue], at: int, glyphs: Glyphs, first: int = 0
    ) -> None:
        """Explain the value `at` of `values`, in the leaf `first` where that tells it."""
        super().__init__(glyphs)
        self._strike_sources, self._strike_values, self._value_index = leaves, values, at
        self._source_index = first
        self._explanations: dict[int, Explanation | None] = {}  # None while it is made
        self._failed_sources: set[int] = set()
        self._explanation_pane = ExplanationPane(glyphs)

    def compose(self) -> ComposeResult:
        yield self._explanation_pane
        yield self.status_bar
        yield self.footer

    def on_mount(self) -> None:
        self._show_value()

    def _show_value(self) -> None:
        value = self._strike_values[self._value_index]
        if not value.find_report_path(self._source_index):
            self._source_index = value.report_paths[0][0]
        leaf = self._strike_sources[self._source_index]
        if self._source_index not in self._explanations:
            self._explanations[self._source_index] = None
            number = self._source_index
            self.run_worker(lambda: self._explain_source(number, leaf), thread=True, exit_on_error=False)
        self._explanation_pane.show_explanation(
            leaf,
            value.find_report_path(self._source_index),
            self._explanations[self._source_index],
            self._source_index in self._failed_sources,
        )
        self.call_after_refresh(self.update_status)

    def _explain_source(self, number: int, leaf: StrikeSource) -> None:
        """Off the event loop: the parser is loaded, and the document read again."""
        from model.parsing.diagnostics.explanations import explain_report

        try:
            made = explain_report(leaf.report, leaf.document)
        except Exception:  # a document that the parser now fails on must not cost the reader the app
            made = None
        self.app.call_from_thread(self._finish_explanation, number, made)

    def _finish_explanation(self, number: int, made: Explanation | None) -> None:
        self._explanations[number] = made
        if made is None:
            self._failed_sources.add(number)
        if self.is_attached:
            self._show_value()

    def update_status(self) -> None:
        parts = [f"value {self._value_index + 1} of {len(self._strike_values)}"]
        told = self._strike_values[self._value_index].report_paths
        if len(told) > 1:
            place = [number for number, _ in told].index(self._source_index) + 1
            parts.append(f"report {place} of {len(told)} that tell it")
        self.status_bar.show_parts(
            [*parts, self.glyphs.sanitize_text(self._strike_sources[self._source_index].report.document)]
        )
        self.footer.show_keys(self.pane_name, "reports" if len(told) > 1 else "")

    def action_value(self, way: int) -> None:
        """The next value (1) or the previous one (-1)."""
        self._value_index = (self._value_index + way) % len(self._strike_values)
        self._show_value()

    def action_other_report(self, way: int) -> None:
        """The next report that tells the value (1), or the previous one (-1)."""
        numbers = [number for number, _ in self._strike_values[self._value_index].report_paths]
        self._source_index = numbers[(numbers.index(self._source_index) + way) % len(numbers)]
        self._show_value()
