"""A list to pick one text from: what is typed narrows it, the text under the cursor is shown whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.ui.commands import leaving
from leadtui.ui.widgets.lines import KeyLine


@dataclass(frozen=True, slots=True)
class Pick:
    """One text to pick: its name, a word about it, and the text itself."""

    name: str
    about: str
    text: str


class Picker(ModalScreen[int | None]):
    """Picks one; the result is its place among all, None when it was left."""

    BINDINGS = leaving()
    DEFAULT_CSS = """
    Picker {
        align: center middle;
        background: transparent;
        & > #picker {
            width: 76; max-width: 96%; height: auto; max-height: 90%; padding: 1 2;
            background: $panel; border: solid $rule;
        }
        & .picker-title { text-style: bold; margin-bottom: 1; height: auto; }
        & Input { height: 1; border: none; padding: 0; background: $tint; }
        & OptionList {
            height: auto; max-height: 8; background: $panel; margin: 1 0; scrollbar-size-vertical: 1;
            & > .option-list--option-highlighted { background: $tint; color: $foreground; text-style: bold; }
        }
        & .picker-text { height: auto; max-height: 7; color: $muted; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, title: str, picks: Sequence[Pick], matches: Callable[[str], Sequence[int]]) -> None:
        super().__init__()
        self.asked = title
        self.picks = tuple(picks)
        self.matches = matches
        self.found: Sequence[int] = range(len(self.picks))

    def compose(self) -> ComposeResult:
        with Vertical(id="picker"):
            yield Static(self.asked, classes="picker-title", markup=False)
            yield Input(placeholder=_("type to narrow; Enter takes it"), compact=True)
            choices = OptionList(compact=True, markup=False)
            choices.can_focus = False
            yield choices
            yield Static("", classes="picker-text", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False
        self._show()

    def _show(self) -> None:
        choices = self.query_one(OptionList)
        choices.clear_options()
        for place in self.found:
            pick = self.picks[place]
            choices.add_option(Content.assemble((visible(pick.name), ""), ("  " + visible(pick.about), "$muted")))
        choices.highlighted = 0 if self.found else None
        self._show_text()

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.found = self.matches(event.value)
        self._show()

    @on(OptionList.OptionHighlighted)
    def _show_text(self) -> None:
        pick = self._picked()
        text = _("Nothing fits.") if pick is None else visible(self.picks[pick].text, multiline=True)
        self.query_one(".picker-text", Static).update(text)

    def _picked(self) -> int | None:
        place = self.query_one(OptionList).highlighted
        return self.found[place] if place is not None and place < len(self.found) else None

    def on_key(self, event: events.Key) -> None:
        """Arrows move in the list while one goes on typing."""
        choices = self.query_one(OptionList)
        if event.key in ("down", "up"):
            event.stop()
            if event.key == "down":
                choices.action_cursor_down()
            else:
                choices.action_cursor_up()

    @on(Input.Submitted)
    @on(OptionList.OptionSelected)
    def _take(self) -> None:
        picked = self._picked()
        if picked is not None:
            self.dismiss(picked)

    def action_cancel(self) -> None:
        """Leave without picking."""
        self.dismiss(None)
