"""The page that explains one value: its words, its rule, and what was considered and not taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import ComposeResult
from textual.strip import Strip

from tui import actions as keys
from tui.rendering import explanation_text as explained
from tui.rendering.glyphs import BOLD, CURRENT, Glyphs
from tui.rendering.phrases import one_line
from tui.rendering.strike_sources import Leaf
from tui.rendering.strike_values import Value
from tui.rendering.text_layout import Mark, Paragraph, fit, lay
from tui.screens.base import Sheet
from tui.widgets.canvas import LinesPane

if TYPE_CHECKING:
    from model.event import Span
    from model.parsing.diagnostics.explanations import Explanation

LABEL = 11  # cells before each line


class WhyPane(LinesPane):
    """The explanation of one value in one report."""

    heading_lines = 1

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="why")
        self._glyphs = glyphs
        self._leaf: Leaf | None = None
        self._path = ""
        self._explanation: Explanation | None = None
        self._failed = False

    def show(self, leaf: Leaf, path: str, explanation: Explanation | None, failed: bool = False) -> None:
        """Explain the value at this path of the leaf's report; without an explanation, say that it is being made."""
        self._leaf, self._path, self._explanation, self._failed = leaf, path, explanation, failed
        self.renew()

    def heading(self, width: int, below: int) -> list[Strip]:
        more = f"  {below} more" if below else ""
        value = explained.said(self._leaf.report, self._path) if self._leaf else ""
        text = self._glyphs.shown(one_line(f"Why {explained.label(self._path)}: {value}"))
        return [Strip([Segment(fit(text, max(0, width - len(more)), self._glyphs.ellipsis) + more, BOLD)])]

    def lines(self, width: int) -> list[Strip]:
        return lay(list(self._paragraphs()), width)

    def _paragraphs(self) -> Iterator[Paragraph]:
        leaf, explanation = self._leaf, self._explanation
        if leaf is None:
            return
        if explanation is None:
            yield Paragraph(
                "The document could not be read again." if self._failed else "Reading the document again ..."
            )
            return
        grounds = [ground for ground in explanation.grounds if ground.path == self._path]
        if not grounds:
            yield self._line("value", explained.said(leaf.report, self._path))
        for ground in grounds:
            if ground.span is None:
                yield self._line("words", ground.says)
                continue
            words, rule = explained.ground_lines(ground, leaf.document)
            yield self._line("words", words)
            yield from self._excerpt(leaf, ground.span)
            yield self._line("rule", rule)
        yield Paragraph("")
        yield from self._rejected(leaf, explanation)
        yield Paragraph("")
        yield self._line("document", leaf.imprint.title or leaf.imprint.about)
        yield self._line("published", explained.published_words(leaf.document))

    def _rejected(self, leaf: Leaf, explanation: Explanation) -> Iterator[Paragraph]:
        if not explanation.whole:
            yield self._line("not taken", "not known: the rules now read this document in another way")
            return
        considered = explained.rejected_lines(explanation.rejected_for(self._path), leaf.document)
        label = "not taken"
        for line in considered or ["nothing else was considered for it in the passages of this report"]:
            yield self._line(label, line)
            label = ""

    def _line(self, label: str, text: str) -> Paragraph:
        line = self._glyphs.shown(one_line(text))
        return Paragraph(f"{label:<{LABEL}}{line}", (Mark(0, len(label), BOLD),), LABEL)

    def _excerpt(self, leaf: Leaf, words: Span) -> Iterator[Paragraph]:
        """The excerpt that holds the words, these marked."""
        for span in leaf.report.excerpts:
            if span.within == words.within and span.start <= words.start and words.end <= span.end:
                lead = LABEL + len(self._glyphs.quotes[0]) - span.start
                mark = Mark(words.start + lead, words.end + lead, CURRENT)
                yield Paragraph(" " * LABEL + self._glyphs.quote(span.text), (mark,), LABEL)
                return


class Why(Sheet):
    """The screen around it: v and V step through the values, [ and ] through the reports that tell one."""

    BINDINGS = keys.bindings("why")
    pane = "why"

    def __init__(
        self, leaves: Sequence[Leaf], values: Sequence[Value], at: int, glyphs: Glyphs, first: int = 0
    ) -> None:
        """Explain the value `at` of `values`, in the leaf `first` where that tells it."""
        super().__init__(glyphs)
        self._leaves, self._values, self._at = leaves, values, at
        self._leaf = first
        self._made: dict[int, Explanation | None] = {}  # None while it is made
        self._failed: set[int] = set()
        self._why = WhyPane(glyphs)

    def compose(self) -> ComposeResult:
        yield self._why
        yield self.status
        yield self.footer

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        value = self._values[self._at]
        if not value.path_in(self._leaf):
            self._leaf = value.told[0][0]
        leaf = self._leaves[self._leaf]
        if self._leaf not in self._made:
            self._made[self._leaf] = None
            number = self._leaf
            self.run_worker(lambda: self._explain(number, leaf), thread=True, exit_on_error=False)
        self._why.show(leaf, value.path_in(self._leaf), self._made[self._leaf], self._leaf in self._failed)
        self.call_after_refresh(self._tell)

    def _explain(self, number: int, leaf: Leaf) -> None:
        """Off the event loop: the parser is loaded, and the document read again."""
        from model.parsing.diagnostics.explanations import explanation_of

        try:
            made = explanation_of(leaf.report, leaf.document)
        except Exception:  # a document that the parser now fails on must not cost the reader the app
            made = None
        self.app.call_from_thread(self._explained, number, made)

    def _explained(self, number: int, made: Explanation | None) -> None:
        self._made[number] = made
        if made is None:
            self._failed.add(number)
        if self.is_attached:
            self._show()

    def _tell(self) -> None:
        parts = [f"value {self._at + 1} of {len(self._values)}"]
        told = self._values[self._at].told
        if len(told) > 1:
            place = [number for number, _ in told].index(self._leaf) + 1
            parts.append(f"report {place} of {len(told)} that tell it")
        self.status.show([*parts, self.glyphs.shown(self._leaves[self._leaf].report.document)])
        self.footer.show(self.pane, "reports" if len(told) > 1 else "")

    def action_value(self, way: int) -> None:
        """The next value (1) or the previous one (-1)."""
        self._at = (self._at + way) % len(self._values)
        self._show()

    def action_other_report(self, way: int) -> None:
        """The next report that tells the value (1), or the previous one (-1)."""
        numbers = [number for number, _ in self._values[self._at].told]
        self._leaf = numbers[(numbers.index(self._leaf) + way) % len(numbers)]
        self._show()
