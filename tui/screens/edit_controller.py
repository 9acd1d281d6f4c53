"""The user's edits on the timeline screen: what the keys of the group "Your work" do to the current strike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from model.edits.errors import EditError
from model.library import Library, LibraryError
from model.library.timeline.flags import BOOKMARKED_FLAG, HIDDEN_FLAG
from model.phrasing import NOT_STATED
from tui.screens.base import BaseScreen
from tui.widgets.strike_detail import StrikeDetail
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from model.event import Strike
    from model.library.edits.edit_step import EditStep
    from tui.rendering.strike_text import StrikeText

KEY_BUSY_TIMEOUT_SECONDS: Final = 3.0  # how long a key waits for other processes that write
SESSION_ONLY_NOTE: Final = "; only `strikeview add` and --library save edits: this one lasts for the session"
_NAMED_CORRECTION_HINT: Final = "Correct: a name and a value; v chooses one. Enter applies it, Esc leaves"
_NAMED_CORRECTION_EXAMPLE: Final = "killed=>=5, when=night of 2024-03-01, places=Kyiv; Lviv"
_VALUE_HINTS: Final = {
    "scope": "strike or summary",
    "side": "russia, ukraine, other or unknown",
    "when": "2024-03-01, night of 2024-03-01, 2024-03, 2024-03-01..2024-03-05, or unknown",
    "places": "names with ; between them, a region or degrees in brackets after one: Kyiv; Pokrovsk (Donetsk)",
    "weapons": "kinds and models with ; between them: drone Shahed; missile",
}
_FIGURE_HINT: Final = "5, >=5, <=5, 5-7, about 50, or nothing if none is stated"
_MERGE_HINT: Final = "Merge: go to the strike that is the same one and press M there; M here again cancels"
_DATE_HINT: Final = "The day on which the source was published, YYYY-MM-DD; its times are counted from it again"


class EditController:
    """Applies edits to the strike under the cursor, and reports each step in the status bar."""

    def __init__(
        self,
        screen: BaseScreen,
        library: Library,
        timeline: Timeline,
        detail: StrikeDetail,
        load_strike_text: Callable[[], StrikeText | None],
        reload_library: Callable[[str], None],
    ) -> None:
        """`reload_library` shows the library after a change, the cursor on the strike with the id it is given."""
        self._screen = screen
        self._status_bar = screen.status_bar
        self._library = library
        self._timeline = timeline
        self._detail = detail
        self._load_strike_text = load_strike_text
        self._reload_library = reload_library
        self.merge_key = ""  # id of the strike marked for merging
        self.last_message = ""  # what the last step did
        self._last_message_key = ""  # id of the strike that was under the cursor then

    def _run_step(self, edit: Callable[[EditStep], None], key: str) -> None:
        """Apply one step to a strike and report what it did; raises EditError or LibraryError."""
        self._library.set_busy_timeout(KEY_BUSY_TIMEOUT_SECONDS)
        if self._library.is_read_only:
            self._library.switch_to_memory()
            self._reload_library(key)
        with self._library.edit_step() as step:
            edit(step)
        self._reload_library(key)
        message = "; ".join(step.messages).replace(f"{key}: ", "")
        self._show_message(message + SESSION_ONLY_NOTE * (self._library.path == ":memory:"))

    def _try_step(self, edit: Callable[[EditStep], None], key: str) -> None:
        try:
            self._run_step(edit, key)
        except (EditError, LibraryError) as error:
            self._show_message(str(error))

    def _show_message(self, message: str) -> None:
        """Show a message until the cursor moves to another strike."""
        self.last_message = self._screen.glyphs.sanitize_text(message)
        self._last_message_key = self._timeline.current_key
        self.repeat_message()

    def repeat_message(self) -> None:
        """Show the last step's message again, unless the cursor has moved to another strike."""
        if self._last_message_key != self._timeline.current_key:
            self.last_message = ""
        if self.last_message:
            self._status_bar.show_message(self.last_message)

    def _open_prompt(self, text: str, placeholder: str, hint: str, accept_text: Callable[[str], None]) -> None:
        """Ask for a line; if `accept_text` raises EditError or LibraryError, the prompt stays open to correct it."""
        from tui.widgets.prompt import Prompt

        focused = self._screen.focused or self._timeline

        def handle_answer(typed: str | None) -> None:
            try:
                if typed is not None:
                    accept_text(typed)
            except (EditError, LibraryError) as error:
                self._status_bar.show_message(self._screen.glyphs.sanitize_text(str(error)))
            else:
                focused.focus()
                self._screen.close_prompt()

        self._screen.open_prompt(Prompt(text, placeholder, handle_answer), self._screen.glyphs.sanitize_text(hint))

    def _load_strike(self) -> Strike | None:
        text = self._load_strike_text()
        return text.strike if text else None

    # What the keys do

    def correct_value(self) -> None:
        """Correct the chosen value; if none is chosen, ask for its name too."""
        from model.edits.value_paths import correction_path

        if not (strike := self._load_strike()):
            return
        if not (value := self._detail.chosen_value):
            accept_text = partial(self._correct_by_name, strike)
            self._open_prompt("", _NAMED_CORRECTION_EXAMPLE, _NAMED_CORRECTION_HINT, accept_text)
        elif path := correction_path(value.path, strike):
            self._correct_at_path(strike, path)
        else:
            name = value.path.partition(".")[0]
            self._status_bar.show_message(f"{name} cannot be corrected; a note can mention it: a")

    def _correct_by_name(self, strike: Strike, typed: str) -> None:
        name, equals, value = typed.partition("=")
        if typed and not equals:
            raise EditError(f"{typed!r} sets nothing; write a name, = and a value, for example killed=5")
        if typed:
            self._run_step(lambda step: step.correct_value(strike.id, name, value), strike.id)

    def _correct_at_path(self, strike: Strike, path: str) -> None:
        from model.edits.value_syntax import describe_value, format_value, value_at

        value = value_at(strike, path)
        before = format_value(path, value)
        correction = strike.work.find_correction(path)
        parsed = correction.parsed if correction else describe_value(path, value)
        hint = f"{path}, parsed: {parsed}. Type {_VALUE_HINTS.get(path, _FIGURE_HINT)}"

        def accept_text(typed: str) -> None:
            if typed != before:
                self._run_step(lambda step: step.correct_value(strike.id, path, typed), strike.id)

        self._open_prompt(before, NOT_STATED, hint + "; parsed restores it" * bool(correction), accept_text)

    def toggle_bookmark(self) -> None:
        """Bookmark the strike, or remove its bookmark."""
        if row := self._timeline.current_row:
            self._try_step(lambda step: step.set_bookmarked(row.key, not row.flags & BOOKMARKED_FLAG), row.key)

    def toggle_hidden(self) -> None:
        """Hide the strike, or show it again."""
        if row := self._timeline.current_row:
            self._try_step(lambda step: step.set_hidden(row.key, not row.flags & HIDDEN_FLAG), row.key)

    def edit_tags(self) -> None:
        """Ask for the strike's tags."""
        if not (strike := self._load_strike()):
            return
        before = strike.work.tags

        def accept_text(typed: str) -> None:
            tags = dict.fromkeys(" ".join(tag.split()) for tag in typed.split(",") if tag.strip())

            def set_tags(step: EditStep) -> None:
                for tag in [*tags, *before]:
                    if (tag in tags) != (tag in before):
                        step.set_tag(strike.id, tag, tagged=tag in tags)

            if set(tags) != set(before):
                self._run_step(set_tags, strike.id)

        self._open_prompt(", ".join(before), "checked, to publish", "Tags, separated by commas", accept_text)

    def add_note(self) -> None:
        """Ask for a note on the strike."""
        if not (row := self._timeline.current_row):
            return

        def accept_text(typed: str) -> None:
            if typed:
                self._run_step(lambda step: step.add_note(row.key, typed), row.key)

        self._open_prompt("", "what you know of it", "Your note; it appears in the detail and in exports", accept_text)

    def split_report(self) -> None:
        """Ask which report to split off the strike; the one that alone gives the chosen value is suggested."""
        if not (strike := self._load_strike()):
            return
        count = len(strike.reports)
        if count < 2:
            self._status_bar.show_message("It has only one report; there is nothing to split off")
            return

        def accept_text(typed: str) -> None:
            number = _parse_report_number(typed, count)
            self._run_step(lambda step: step.split_report(strike.id, number - 1), strike.id)

        value = self._detail.chosen_value
        number = value.report_paths[0][0] + 1 if value and len(value.report_paths) == 1 else count
        hint = f"Which report, [1] to [{count}] in the detail, is of another strike?"
        self._open_prompt(str(number), "its number", hint, accept_text)

    def merge_strike(self) -> None:
        """Mark the strike for merging; on another strike, merge the two."""
        if not (key := self._timeline.current_key):
            return
        other, self.merge_key = self.merge_key, ""
        if not other:
            self.merge_key = key
            self._status_bar.show_message(_MERGE_HINT)
        elif other == key:
            self._status_bar.show_message("Nothing is merged")
        else:
            self._try_step(lambda step: step.merge_strikes(key, other), key)

    def set_publication_date(self) -> None:
        """Ask for the publication date of one of the strike's sources."""
        if not (strike := self._load_strike()):
            return
        value, reports = self._detail.chosen_value, strike.reports
        number = value.report_paths[0][0] + 1 if value and len(value.report_paths) < len(reports) else 1
        published = reports[number - 1].published
        before, hint = published.isoformat() if published else "", _DATE_HINT
        if len(reports) > 1:
            before, hint = f"{number} {before}".rstrip(), f"The number of the source, then its day. {hint}"

        def accept_text(typed: str) -> None:
            first, _, rest = typed.partition(" ")
            document = reports[(_parse_report_number(first, len(reports)) if rest else number) - 1].document
            if typed != before:
                self._run_step(lambda step: step.set_publication_date(document, rest or first), strike.id)

        self._open_prompt(before, "YYYY-MM-DD", hint, accept_text)

    def undo_step(self) -> None:
        """Undo the last step."""
        self._undo_or_redo(self._library.undo_step, "Undone", "undo")

    def redo_step(self) -> None:
        """Redo the step last undone."""
        self._undo_or_redo(self._library.redo_step, "Redone", "redo")

    def _undo_or_redo(self, change: Callable[[], list[str]], done: str, verb: str) -> None:
        if self._library.is_read_only:
            self._status_bar.show_message(f"There is nothing to {verb}")
            return
        self._library.set_busy_timeout(KEY_BUSY_TIMEOUT_SECONDS)
        key = self._timeline.current_key
        try:
            steps = change()
        except LibraryError as error:
            self._show_message(str(error))
            return
        if steps:
            self._reload_library(key)
        self._show_message(f"{done}: {', '.join(steps)}" if steps else f"There is nothing to {verb}")


def _parse_report_number(typed: str, count: int) -> int:
    number = typed.strip(" []")
    if not number.isdecimal() or not 1 <= int(number[:9]) <= count:
        raise EditError(f"{typed!r} is not a report of it; write a number from 1 to {count}")
    return int(number)
