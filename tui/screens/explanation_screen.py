"""The explanation of a value: its words in the source, the rule that read them, and what was rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.strip import Strip

from model.phrasing import replace_line_breaks
from tui import actions as keys
from tui.rendering import explanation_text
from tui.rendering.glyphs import BOLD_STYLE, CURRENT_STYLE, Glyphs
from tui.rendering.strike_sources import StrikeSource
from tui.rendering.strike_values import StrikeValue
from tui.rendering.text_layout import Paragraph, StyledSpan, lay_out_paragraphs
from tui.screens.base import OverlayScreen
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from model.event import Span
    from model.parsing.diagnostics.explanations import Explanation

LABEL_CELLS = 11  # before each line


class ExplanationPane(LinesPane):
    """The explanation of one value of one report."""

    _source: StrikeSource | None = None
    _value_path = ""
    _explanation: Explanation | None = None
    _has_failed = False

    def show_explanation(self, source: StrikeSource, path: str, explanation: Explanation | None, failed: bool) -> None:
        """Explain the value at this path of the source's report; None if the explanation is still being made."""
        self._source, self._value_path, self._explanation, self._has_failed = source, path, explanation, failed
        self.reset_lines()

    def format_title(self) -> str:
        value = explanation_text.describe_optional_value(self._source.report, self._value_path) if self._source else ""
        return self._format_line(f"Why {explanation_text.label_value(self._value_path)}: {value}")

    def build_lines(self, width: int) -> list[Strip]:
        return lay_out_paragraphs(list(self._build_paragraphs()), width)

    def _build_paragraphs(self) -> Iterator[Paragraph]:
        source, explanation, path = self._source, self._explanation, self._value_path
        if source is None:
            return
        if explanation is None:
            failed = self._has_failed
            yield Paragraph("The document could not be read again." if failed else "Reading the document again ...")
            return
        justifications = [item for item in explanation.justifications if item.path == path]
        if not justifications:
            yield self._make_labeled("value", explanation_text.describe_optional_value(source.report, path))
        for justification in justifications:
            if justification.span is None:
                yield self._make_labeled("words", justification.description)
                continue
            words, rule = explanation_text.format_justification(justification, source.document)
            yield self._make_labeled("words", words)
            yield from self._build_excerpt(source, justification.span)
            yield self._make_labeled("rule", rule)
        yield Paragraph("")
        yield from self._build_rejections(source, explanation)
        yield Paragraph("")
        yield self._make_labeled("document", source.header.title or source.header.description)
        yield self._make_labeled("published", explanation_text.describe_publication(source.document))

    def _build_rejections(self, source: StrikeSource, explanation: Explanation) -> Iterator[Paragraph]:
        if not explanation.is_complete:
            yield self._make_labeled("rejected", "not known: the rules now read this document differently")
            return
        lines = explanation_text.format_rejections(explanation.rejections_for(self._value_path), source.document)
        label = "rejected"
        for line in lines or ["nothing else was considered for it in the passages of this report"]:
            yield self._make_labeled(label, line)
            label = ""

    def _format_line(self, text: str) -> str:
        return self._glyphs.sanitize_text(replace_line_breaks(text))

    def _make_labeled(self, label: str, text: str) -> Paragraph:
        line = f"{label:<{LABEL_CELLS}}{self._format_line(text)}"
        return Paragraph(line, (StyledSpan(0, len(label), BOLD_STYLE),), LABEL_CELLS)

    def _build_excerpt(self, source: StrikeSource, words: Span) -> Iterator[Paragraph]:
        """The excerpt that contains the words, with these marked."""
        for span in source.report.excerpts:
            if span.within == words.within and span.start <= words.start and words.end <= span.end:
                offset = LABEL_CELLS + len(self._glyphs.quotes[0]) - span.start
                mark = StyledSpan(words.start + offset, words.end + offset, CURRENT_STYLE)
                yield Paragraph(" " * LABEL_CELLS + self._glyphs.quote_text(span.text), (mark,), LABEL_CELLS)
                return


class ExplanationScreen(OverlayScreen):
    """Explains the values of a strike: v and V step through them, [ and ] through the reports that give one."""

    BINDINGS = keys.build_bindings("why")
    pane_name = "why"

    def __init__(
        self,
        sources: Sequence[StrikeSource],
        values: Sequence[StrikeValue],
        value_index: int,
        glyphs: Glyphs,
        source_index: int = 0,
    ) -> None:
        """Start with one of the values, in the given source if that gives the value."""
        super().__init__(glyphs)
        self._sources, self._values = sources, values
        self._value_index, self._source_index = value_index, source_index
        self._explanations: dict[int, Explanation | None] = {}  # by source; None while it is being made
        self._failed_sources: set[int] = set()
        self._pane = ExplanationPane(glyphs, id="why")

    def compose(self) -> ComposeResult:
        yield self._pane
        yield self.status_bar
        yield self.footer

    def on_mount(self) -> None:
        self._show_value()

    def _show_value(self) -> None:
        value = self._values[self._value_index]
        if not value.find_report_path(self._source_index):
            self._source_index = value.report_paths[0][0]
        index, source = self._source_index, self._sources[self._source_index]
        if index not in self._explanations:
            self._explanations[index] = None
            self.run_worker(lambda: self._explain_source(index, source), thread=True, exit_on_error=False)
        path, failed = value.find_report_path(index), index in self._failed_sources
        self._pane.show_explanation(source, path, self._explanations[index], failed)
        self.call_after_refresh(self.update_status)

    def _explain_source(self, index: int, source: StrikeSource) -> None:
        """In a worker thread, load the parser and parse the document again."""
        from model.parsing.diagnostics.explanations import explain_report

        try:
            explanation = explain_report(source.report, source.document)
        except Exception:  # a document that the parser now fails on must not end the app
            explanation = None
        self.app.call_from_thread(self._finish_explanation, index, explanation)

    def _finish_explanation(self, index: int, explanation: Explanation | None) -> None:
        self._explanations[index] = explanation
        if explanation is None:
            self._failed_sources.add(index)
        if self.is_attached:
            self._show_value()

    def update_status(self) -> None:
        reports = self._list_report_indices()
        number = reports.index(self._source_index) + 1
        parts = [
            f"value {self._value_index + 1} of {len(self._values)}",
            f"report {number} of {len(reports)} that state it" if len(reports) > 1 else "",
            self.glyphs.sanitize_text(self._sources[self._source_index].report.document),
        ]
        self.status_bar.show_parts(parts)
        self.footer.show_keys(self.pane_name, "reports" if len(reports) > 1 else "")

    def _list_report_indices(self) -> list[int]:
        """The indices of the reports that give the value."""
        return [index for index, _ in self._values[self._value_index].report_paths]

    def action_value(self, way: int) -> None:
        """Explain the next value (1) or the previous one (-1)."""
        self._value_index = (self._value_index + way) % len(self._values)
        self._show_value()

    def action_other_report(self, way: int) -> None:
        """Explain the value in the next report that gives it (1), or the previous one (-1)."""
        reports = self._list_report_indices()
        self._source_index = reports[(reports.index(self._source_index) + way) % len(reports)]
        self._show_value()
