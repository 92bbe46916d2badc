"""An input for a day in words that says at once what it understood."""

from collections.abc import Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from leadtui.desk import Desk
from leadtui.domain.when import When, describe_when, parse_when
from leadtui.i18n import _
from leadtui.ui.glyphs import glyphs


class WhenInput(Horizontal):
    """A day in words, Chinese or English, with the reading beside it: it refuses rather than guesses."""

    DEFAULT_CSS = """
    WhenInput {
        height: 1;
        & > Input { width: 1fr; }
        & > Static { width: auto; max-width: 80%; color: $muted; padding: 0 1; }
        & > Static.-unread { color: $warning; }
    }
    """

    def __init__(self, desk: Desk, value: str = "", *, ahead: bool = True, id: str | None = None) -> None:
        super().__init__(id=id)
        self.desk = desk
        self.value = value
        self.ahead = ahead
        self._load: Mapping[date, int] = {}

    def compose(self) -> ComposeResult:
        words = _("tomorrow, 下周三, fri 10:00 …") if self.ahead else _("now, 昨天 15:00 …")
        yield Input(self.value, placeholder=words, compact=True)
        yield Static("", markup=False)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.query_one(Input).value.strip()

    @property
    def when(self) -> When | None:
        """What was understood."""
        return parse_when(self.text, self.desk.local_now(), ahead=self.ahead) if self.text else None

    def on_input_changed(self) -> None:
        """Say what is understood so far."""
        echo = self.query_one(Static)
        when = self.when
        echo.set_class(bool(self.text) and when is None, "-unread")
        if not self.text:
            echo.update("")
        elif when is None:
            is_clear = parse_when(self.text, self.desk.local_now(), ahead=not self.ahead) is not None
            wrong_side = _("already past") if self.ahead else _("still to come")
            echo.update(wrong_side if is_clear else _("not understood yet"))
        else:
            echo.update(f"{glyphs().arrow} {describe_when(when, self.desk.today())}{self._due_then(when.day)}")

    def show_load(self, load: Mapping[date, int]) -> None:
        """Say from now on how many leads are due already on the day that was understood."""
        self._load = load
        self.on_input_changed()

    def _due_then(self, day: date) -> str:
        count = self._load.get(day, 0) if self.ahead else 0
        return f" {glyphs().dot} " + _("{count} due then").format(count=count) if count else ""
