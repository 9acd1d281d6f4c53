"""The user's own work in the app: what the keys of the group "Your work" do to the strike under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from model.library import Library, LibraryError
from model.library.timeline.flags import BOOKMARKED_FLAG, HIDDEN_FLAG
from model.query import Query
from tui.background.library_watcher import LibraryWatcher
from tui.background.query_counter import QueryCounter
from tui.rendering.glyphs import Glyphs
from tui.screens.base import BaseScreen
from tui.screens.strike_loader import StrikeLoader
from tui.widgets.status_bar import StatusBar
from tui.widgets.strike_detail import StrikeDetail
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from model.event import Strike
    from model.library.edits.edit_step import EditStep
    from tui.rendering.strike_text import StrikeText
    from tui.widgets.prompt import EditPrompt

KEY_BUSY_TIMEOUT_SECONDS: Final = 3.0  # seconds that a key waits for others that write
SESSION_ONLY_NOTE: Final = "; only `strikeview add` and --library keep work: this is for this session"
_VALUE_HINTS: Final = {
    "scope": "strike or summary",
    "side": "russia, ukraine, other or unknown",
    "when": "2024-03-01, night of 2024-03-01, 2024-03, 2024-03-01..2024-03-05, or unknown",
    "places": "names with ; between them, a region or degrees in brackets behind one: Kyiv; Pokrovsk (Donetsk)",
    "weapons": "kinds and models with ; between them: drone Shahed; missile",
}
_FIGURE_HINT: Final = "5, >=5, <=5, 5-7, about 50, or nothing where none is told"


class EditController(BaseScreen):
    """What can be done to strikes; the main screen says which one, and shows what became of it."""

    timeline: Timeline
    detail: StrikeDetail
    status_bar: StatusBar
    _library: Library
    _glyphs: Glyphs
    _query: Query
    _counter: QueryCounter
    _watcher: LibraryWatcher
    _strike_loader: StrikeLoader
    merge_key: str = ""  # the id of the strike that is to be merged with another one
    _step_message: str = ""  # what was said of the last step
    _step_message_key: str = ""  # the id of the strike under the cursor then
    _focus_before_prompt: Widget | None = None

    def _load_strike_text(self) -> StrikeText | None:
        """The strike under the cursor."""
        raise NotImplementedError

    def _show_query(self, seek: int | None = None) -> None:
        """Show what was asked of the library, the cursor on the strike of this row id."""
        raise NotImplementedError

    def _update_status(self) -> None:
        """Say where the cursor stands."""
        raise NotImplementedError

    # Doing

    def _run_step(self, act: Callable[[EditStep], None], key: str) -> None:
        """One step on one strike, and what it did on the status line; raises EditError."""
        with self._open_step() as step:
            act(step)
        self._reload_library(key)
        self._show_step_message(
            "; ".join(step.messages).replace(f"{key}: ", "") + SESSION_ONLY_NOTE * (self._library.path == ":memory:")
        )

    def _reload_library(self, key: str) -> None:
        """Show the library as it is now, the cursor on this strike."""
        self._watcher.discard_changes()
        self._strike_loader.clear_cache()
        self._counter.count_query(self._query)
        self._show_query(self._library.find_row_id(key))

    def _open_step(self) -> AbstractContextManager[EditStep]:
        self._library.set_busy_timeout(KEY_BUSY_TIMEOUT_SECONDS)
        if self._library.is_read_only:
            row = self.timeline.current_row
            self._library.switch_to_memory()
            self._reload_library(row.key if row else "")
        return self._library.edit_step()

    def _try_step(self, act: Callable[[EditStep], None], key: str) -> None:
        from model.edits.errors import EditError

        try:
            self._run_step(act, key)
        except (EditError, LibraryError) as error:
            self._show_step_message(str(error))

    def _show_step_message(self, line: str) -> None:
        """Say a line, until the cursor stands on another strike."""
        row = self.timeline.current_row
        self._step_message, self._step_message_key = self._glyphs.sanitize_text(line), row.key if row else ""
        self.repeat_step_message()

    def repeat_step_message(self) -> None:
        """Say again what became of the last step, while the cursor stands where it stood."""
        row = self.timeline.current_row
        if self._step_message and self._step_message_key == (row.key if row else ""):
            self.status_bar.show_message(self._step_message)
        else:
            self._step_message = ""

    def _open_prompt(self, text: str, placeholder: str, hint: str, take: Callable[[str], None]) -> None:
        """Ask for a line."""
        from tui.widgets.prompt import EditPrompt, Prompt

        if asked := self.query(Prompt):
            asked.first().focus()
            return
        self._focus_before_prompt = self.focused
        self.mount(prompt := EditPrompt(text, placeholder, take))
        prompt.focus()
        self.status_bar.show_message(self._glyphs.sanitize_text(hint))

    def on_edit_prompt_answered(self, message: EditPrompt.Answered) -> None:
        """Do what was typed; what is wrong with it is said, and the prompt stays."""
        from model.edits.errors import EditError
        from tui.widgets.prompt import EditPrompt

        assert isinstance(message.prompt, EditPrompt)
        try:
            if message.text is not None:
                message.prompt.submit_text(message.text)
        except (EditError, LibraryError) as error:
            self.status_bar.show_message(self._glyphs.sanitize_text(str(error)))
            return
        (self._focus_before_prompt or self.timeline).focus()
        message.prompt.remove()
        self._update_status()

    # The keys

    def action_correct(self) -> None:
        """Correct the chosen value."""
        from model.edits.value_paths import correction_path
        from model.edits.value_syntax import describe_value, format_value, value_at

        if (strike := self._load_strike()) is None:
            return
        value = self.detail.chosen_value
        if value is None:
            hint = "Correct: a name and a value; v chooses one. Enter takes it, Esc leaves"
            self._open_prompt(
                "",
                "killed=>=5, when=night of 2024-03-01, places=Kyiv; Lviv",
                hint,
                self._make_named_correction(strike.id),
            )
            return
        if not (path := correction_path(value.path, strike)):
            self.status_bar.show_message(f"{value.path.partition('.')[0]} cannot be corrected; a note can tell it: a")
            return
        correction = strike.work.find_correction(path)
        parsed = correction.parsed if correction else describe_value(path, value_at(strike, path))
        hint = (
            f"{path}, parsed: {parsed}. Type {_VALUE_HINTS.get(path, _FIGURE_HINT)}"
            + "; parsed gives it back" * bool(correction)
        )
        before = format_value(path, value_at(strike, path))

        def take(typed: str) -> None:
            if typed != before:
                self._run_step(lambda step: step.correct_value(strike.id, path, typed), strike.id)

        self._open_prompt(before, "not told", hint, take)

    def _make_named_correction(self, key: str) -> Callable[[str], None]:
        from model.edits.errors import EditError

        def take(typed: str) -> None:
            name, equals, value = typed.partition("=")
            if typed and not equals:
                raise EditError(f"{typed!r} sets nothing; write a name, = and a value, for example killed=5")
            if typed:
                self._run_step(lambda step: step.correct_value(key, name, value), key)

        return take

    def action_bookmark(self) -> None:
        """Bookmark the strike, or no longer."""
        if row := self.timeline.current_row:
            self._try_step(lambda step: step.set_bookmarked(row.key, not row.flags & BOOKMARKED_FLAG), row.key)

    def action_hide(self) -> None:
        """Hide the strike, or show it again."""
        if row := self.timeline.current_row:
            self._try_step(lambda step: step.set_hidden(row.key, not row.flags & HIDDEN_FLAG), row.key)

    def action_tag(self) -> None:
        """Ask for the strike's tags."""
        if (strike := self._load_strike()) is None:
            return
        tags = strike.work.tags

        def take(typed: str) -> None:
            wanted = dict.fromkeys(" ".join(tag.split()) for tag in typed.split(",") if tag.strip())

            def act(step: EditStep) -> None:
                for tag in (each for each in wanted if each not in tags):
                    step.set_tag(strike.id, tag)
                for tag in (each for each in tags if each not in wanted):
                    step.set_tag(strike.id, tag, tagged=False)

            if set(wanted) != set(tags):
                self._run_step(act, strike.id)

        self._open_prompt(", ".join(tags), "checked, to publish", "Tags, with commas between them", take)

    def action_note(self) -> None:
        """Ask for a note."""
        if row := self.timeline.current_row:

            def take(typed: str) -> None:
                if typed:
                    self._run_step(lambda step: step.add_note(row.key, typed), row.key)

            self._open_prompt(
                "", "what you know of it", "A note of yours; it stands in the detail and in exports", take
            )

    def action_split(self) -> None:
        """Split a report off the strike."""
        if (strike := self._load_strike()) is None:
            return
        reports = strike.reports
        if len(reports) < 2:
            self.status_bar.show_message("It has one report only; there is nothing to split off")
            return

        def take(typed: str) -> None:
            number = self._parse_report_number(typed, len(reports))
            self._run_step(lambda step: step.split_report(strike.id, number - 1), strike.id)

        value = self.detail.chosen_value
        first = value.report_paths[0][0] + 1 if value and len(value.report_paths) == 1 else len(reports)
        hint = f"Which report, [1] to [{len(reports)}] in the detail, is of another strike?"
        self._open_prompt(str(first), "its number", hint, take)

    def _parse_report_number(self, typed: str, most: int) -> int:
        from model.edits.errors import EditError

        number = typed.strip(" []")
        if not number.isdecimal() or not 1 <= int(number[:9]) <= most:
            raise EditError(f"{typed!r} is no report of it; write a number from 1 to {most}")
        return int(number)

    def action_merge(self) -> None:
        """Mark the strike for merging; on another one, make the two one."""
        if (row := self.timeline.current_row) is None:
            return
        one, self.merge_key = self.merge_key, ""
        if not one:
            self.merge_key = row.key
            self.status_bar.show_message(
                "Merge: go to the strike that is the same one and press M there; M here again gives up"
            )
        elif one == row.key:
            self.status_bar.show_message("Nothing is merged")
        else:
            self._try_step(lambda step: step.merge_strikes(row.key, one), row.key)

    def action_date(self) -> None:
        """Ask for the day of publication of a source of the strike."""
        if (strike := self._load_strike()) is None:
            return
        value, reports = self.detail.chosen_value, strike.reports
        number = value.report_paths[0][0] + 1 if value and len(value.report_paths) < len(reports) else 1
        published = reports[number - 1].published
        day = published.isoformat() if published else ""

        def take(typed: str) -> None:
            first, _, rest = typed.partition(" ")
            which = self._parse_report_number(first, len(reports)) if rest else number
            name = reports[which - 1].document
            if typed != before:
                self._run_step(lambda step: step.set_publication_date(name, rest or first), strike.id)

        several = len(reports) > 1
        before = f"{number} {day}".rstrip() if several else day
        hint = "The day on which the source was published, YYYY-MM-DD; its times are counted from it anew"
        self._open_prompt(
            before, "YYYY-MM-DD", f"The number of the source, then its day. {hint}" if several else hint, take
        )

    def action_undo(self) -> None:
        """Undo the last step."""
        self._undo_or_redo(self._library.undo_step, "Undone", "undo")

    def action_redo(self) -> None:
        """Do it again."""
        self._undo_or_redo(self._library.redo_step, "Done again", "redo")

    def _undo_or_redo(self, act: Callable[[], list[str]], done: str, what: str) -> None:
        if self._library.is_read_only:
            self.status_bar.show_message(f"There is nothing to {what}")
            return
        self._library.set_busy_timeout(KEY_BUSY_TIMEOUT_SECONDS)
        row = self.timeline.current_row
        try:
            told = act()
        except LibraryError as error:
            self._show_step_message(str(error))
            return
        if told:
            self._reload_library(row.key if row else "")
        self._show_step_message(f"{done}: {', '.join(told)}" if told else f"There is nothing to {what}")

    def _load_strike(self) -> Strike | None:
        telling = self._load_strike_text()
        return telling.strike if telling else None
