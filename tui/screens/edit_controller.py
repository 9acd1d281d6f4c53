"""The user's own work in the app: what the keys of the group "Your work" do to the strike under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from textual.widget import Widget

from model.library import Library, LibraryError
from model.library.timeline.flags import BOOKMARKED, HIDDEN
from model.query import Query
from tui.background.library_watcher import Following
from tui.background.query_counter import Counting
from tui.rendering.glyphs import Glyphs
from tui.screens.base import Ground
from tui.screens.strike_loader import Teller
from tui.widgets.status_bar import Status
from tui.widgets.strike_detail import Detail
from tui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from model.event import Strike
    from model.library.edits.edit_step import Step
    from tui.rendering.strike_text import Telling
    from tui.widgets.prompt import WorkPrompt

PATIENCE: Final = 3.0  # seconds that a key waits for others that write
KEPT: Final = "; only `strikeview add` and --library keep work: this is for this session"
_HINTS: Final = {
    "scope": "strike or summary",
    "side": "russia, ukraine, other or unknown",
    "when": "2024-03-01, night of 2024-03-01, 2024-03, 2024-03-01..2024-03-05, or unknown",
    "places": "names with ; between them, a region or degrees in brackets behind one: Kyiv; Pokrovsk (Donetsk)",
    "weapons": "kinds and models with ; between them: drone Shahed; missile",
}
_COUNT: Final = "5, >=5, <=5, 5-7, about 50, or nothing where none is told"


class Working(Ground):
    """What can be done to strikes; the main screen says which one, and shows what became of it."""

    timeline: Timeline
    detail: Detail
    status: Status
    _library: Library
    _glyphs: Glyphs
    _query: Query
    _counting: Counting
    _following: Following
    _teller: Teller
    joining: str = ""  # the id of the strike that is to be merged with another one
    _word: str = ""  # what was said of the last step
    _word_on: str = ""  # the id of the strike under the cursor then
    _asked_from: Widget | None = None

    def _telling(self) -> Telling | None:
        """The strike under the cursor."""
        raise NotImplementedError

    def _show(self, seek: int | None = None) -> None:
        """Show what was asked of the library, the cursor on the strike of this row id."""
        raise NotImplementedError

    def _tell_status(self) -> None:
        """Say where the cursor stands."""
        raise NotImplementedError

    # Doing

    def _do(self, act: Callable[[Step], None], key: str) -> None:
        """One step on one strike, and what it did on the status line; raises EditError."""
        with self._writing() as step:
            act(step)
        self._show_work(key)
        self._tell("; ".join(step.done).replace(f"{key}: ", "") + KEPT * (self._library.path == ":memory:"))

    def _show_work(self, key: str) -> None:
        """Show the library as it is now, the cursor on this strike."""
        self._following.stop()
        self._teller.forget()
        self._counting.ask(self._query)
        self._show(self._library.row_id(key))

    def _writing(self) -> AbstractContextManager[Step]:
        self._library.be_patient(PATIENCE)
        if self._library.read_only:
            row = self.timeline.row
            self._library.go_on_in_memory()
            self._show_work(row.key if row else "")
        return self._library.step()

    def _try(self, act: Callable[[Step], None], key: str) -> None:
        from model.edits.errors import EditError

        try:
            self._do(act, key)
        except (EditError, LibraryError) as error:
            self._tell(str(error))

    def _tell(self, line: str) -> None:
        """Say a line, until the cursor stands on another strike."""
        row = self.timeline.row
        self._word, self._word_on = self._glyphs.shown(line), row.key if row else ""
        self.repeat_word()

    def repeat_word(self) -> None:
        """Say again what became of the last step, while the cursor stands where it stood."""
        row = self.timeline.row
        if self._word and self._word_on == (row.key if row else ""):
            self.status.say(self._word)
        else:
            self._word = ""

    def _ask(self, text: str, placeholder: str, hint: str, take: Callable[[str], None]) -> None:
        """Ask for a line."""
        from tui.widgets.prompt import Prompt, WorkPrompt

        if asked := self.query(Prompt):
            asked.first().focus()
            return
        self._asked_from = self.focused
        self.mount(prompt := WorkPrompt(text, placeholder, take))
        prompt.focus()
        self.status.say(self._glyphs.shown(hint))

    def on_work_prompt_answered(self, message: WorkPrompt.Answered) -> None:
        """Do what was typed; what is wrong with it is said, and the prompt stays."""
        from model.edits.errors import EditError
        from tui.widgets.prompt import WorkPrompt

        assert isinstance(message.prompt, WorkPrompt)
        try:
            if message.words is not None:
                message.prompt.take(message.words)
        except (EditError, LibraryError) as error:
            self.status.say(self._glyphs.shown(str(error)))
            return
        (self._asked_from or self.timeline).focus()
        message.prompt.remove()
        self._tell_status()

    # The keys

    def action_correct(self) -> None:
        """Correct the chosen value."""
        from model.edits.value_paths import correctable
        from model.edits.value_syntax import said, value_at, written

        if (strike := self._strike()) is None:
            return
        value = self.detail.value
        if value is None:
            hint = "Correct: a name and a value; v chooses one. Enter takes it, Esc leaves"
            self._ask("", "killed=>=5, when=night of 2024-03-01, places=Kyiv; Lviv", hint, self._named(strike.id))
            return
        if not (path := correctable(value.path, strike)):
            self.status.say(f"{value.path.partition('.')[0]} cannot be corrected; a note can tell it: a")
            return
        correction = strike.work.correction(path)
        parsed = correction.parsed if correction else said(path, value_at(strike, path))
        hint = f"{path}, parsed: {parsed}. Type {_HINTS.get(path, _COUNT)}" + "; parsed gives it back" * bool(
            correction
        )
        before = written(path, value_at(strike, path))

        def take(typed: str) -> None:
            if typed != before:
                self._do(lambda step: step.correct(strike.id, path, typed), strike.id)

        self._ask(before, "not told", hint, take)

    def _named(self, key: str) -> Callable[[str], None]:
        from model.edits.errors import EditError

        def take(typed: str) -> None:
            name, equals, value = typed.partition("=")
            if typed and not equals:
                raise EditError(f"{typed!r} sets nothing; write a name, = and a value, for example killed=5")
            if typed:
                self._do(lambda step: step.correct(key, name, value), key)

        return take

    def action_bookmark(self) -> None:
        """Bookmark the strike, or no longer."""
        if row := self.timeline.row:
            self._try(lambda step: step.bookmark(row.key, not row.marks & BOOKMARKED), row.key)

    def action_hide(self) -> None:
        """Hide the strike, or show it again."""
        if row := self.timeline.row:
            self._try(lambda step: step.hide(row.key, not row.marks & HIDDEN), row.key)

    def action_tag(self) -> None:
        """Ask for the strike's tags."""
        if (strike := self._strike()) is None:
            return
        tags = strike.work.tags

        def take(typed: str) -> None:
            wanted = dict.fromkeys(" ".join(tag.split()) for tag in typed.split(",") if tag.strip())

            def act(step: Step) -> None:
                for tag in (each for each in wanted if each not in tags):
                    step.tag(strike.id, tag)
                for tag in (each for each in tags if each not in wanted):
                    step.tag(strike.id, tag, tagged=False)

            if set(wanted) != set(tags):
                self._do(act, strike.id)

        self._ask(", ".join(tags), "checked, to publish", "Tags, with commas between them", take)

    def action_note(self) -> None:
        """Ask for a note."""
        if row := self.timeline.row:

            def take(typed: str) -> None:
                if typed:
                    self._do(lambda step: step.note(row.key, typed), row.key)

            self._ask("", "what you know of it", "A note of yours; it stands in the detail and in exports", take)

    def action_split(self) -> None:
        """Split a report off the strike."""
        if (strike := self._strike()) is None:
            return
        reports = strike.reports
        if len(reports) < 2:
            self.status.say("It has one report only; there is nothing to split off")
            return

        def take(typed: str) -> None:
            number = self._number(typed, len(reports))
            self._do(lambda step: step.split_off(strike.id, number - 1), strike.id)

        value = self.detail.value
        first = value.told[0][0] + 1 if value and len(value.told) == 1 else len(reports)
        hint = f"Which report, [1] to [{len(reports)}] in the detail, is of another strike?"
        self._ask(str(first), "its number", hint, take)

    def _number(self, typed: str, most: int) -> int:
        from model.edits.errors import EditError

        number = typed.strip(" []")
        if not number.isdecimal() or not 1 <= int(number[:9]) <= most:
            raise EditError(f"{typed!r} is no report of it; write a number from 1 to {most}")
        return int(number)

    def action_merge(self) -> None:
        """Mark the strike for merging; on another one, make the two one."""
        if (row := self.timeline.row) is None:
            return
        one, self.joining = self.joining, ""
        if not one:
            self.joining = row.key
            self.status.say("Merge: go to the strike that is the same one and press M there; M here again gives up")
        elif one == row.key:
            self.status.say("Nothing is merged")
        else:
            self._try(lambda step: step.merge(row.key, one), row.key)

    def action_date(self) -> None:
        """Ask for the day of publication of a source of the strike."""
        if (strike := self._strike()) is None:
            return
        value, reports = self.detail.value, strike.reports
        number = value.told[0][0] + 1 if value and len(value.told) < len(reports) else 1
        published = reports[number - 1].published
        day = published.isoformat() if published else ""

        def take(typed: str) -> None:
            first, _, rest = typed.partition(" ")
            which = self._number(first, len(reports)) if rest else number
            name = reports[which - 1].document
            if typed != before:
                self._do(lambda step: step.date(name, rest or first), strike.id)

        several = len(reports) > 1
        before = f"{number} {day}".rstrip() if several else day
        hint = "The day on which the source was published, YYYY-MM-DD; its times are counted from it anew"
        self._ask(before, "YYYY-MM-DD", f"The number of the source, then its day. {hint}" if several else hint, take)

    def action_undo(self) -> None:
        """Undo the last step."""
        self._again(self._library.undo, "Undone", "undo")

    def action_redo(self) -> None:
        """Do it again."""
        self._again(self._library.redo, "Done again", "redo")

    def _again(self, act: Callable[[], list[str]], done: str, what: str) -> None:
        if self._library.read_only:
            self.status.say(f"There is nothing to {what}")
            return
        self._library.be_patient(PATIENCE)
        row = self.timeline.row
        try:
            told = act()
        except LibraryError as error:
            self._tell(str(error))
            return
        if told:
            self._show_work(row.key if row else "")
        self._tell(f"{done}: {', '.join(told)}" if told else f"There is nothing to {what}")

    def _strike(self) -> Strike | None:
        telling = self._telling()
        return telling.strike if telling else None
