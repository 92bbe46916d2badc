"""In which time zone the rep works: asked once, where the host's clock is nobody's."""

from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from leadtui import config
from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.i18n import _
from leadtui.ui.commands import FORM, bindings
from leadtui.ui.widgets.lines import KeyLine

LIKELY = "Asia/Shanghai"


class ZoneQuestion(ModalScreen[tzinfo | None]):
    """Asks for the zone; the result is the one that was written down, None where the host's stays."""

    BINDINGS = bindings(FORM)
    DEFAULT_CSS = """
    ZoneQuestion {
        align: center middle;
        background: transparent;
        & > #zone { width: 76; max-width: 96%; height: auto; padding: 1 2; background: $panel; border: solid $rule; }
        & .zone-title { text-style: bold; margin-bottom: 1; }
        & Input { height: 1; border: none; padding: 0; background: $tint; }
        & .zone-says { height: auto; color: $muted; margin-top: 1; }
        & .zone-says.-unread { color: $warning; }
        & KeyLine { background: $background; }
    }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.now = desk.now()

    def compose(self) -> ComposeResult:
        with Vertical(id="zone"):
            title = _("This machine keeps UTC. In which time zone do you work? Your day decides what is due.")
            yield Static(title, classes="zone-title", markup=False)
            yield Input(LIKELY, compact=True, suggester=SuggestFromList(sorted(available_timezones())))
            yield Static("", classes="zone-says", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self.query_one(Input).cursor_blink = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which time it is there, so that a wrong zone is seen."""
        try:
            zone = ZoneInfo(event.value.strip())
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self._say(_("not understood yet"), is_trouble=True)
        else:
            there = f"{self.now.astimezone(zone):%Y-%m-%d %H:%M}"
            self._say(_("It is {time} there. Esc keeps UTC; you are asked once.").format(time=there))

    def on_input_submitted(self) -> None:
        """Enter takes it."""
        self.action_save()

    def action_save(self) -> None:
        """Write the zone into the configuration and work in it from now on."""
        try:
            zone = config.set_timezone(self.query_one(Input).value.strip())
        except LeadtuiError as error:
            self._say(str(error), is_trouble=True)
            return
        config.note_zone_asked()
        self.dismiss(zone)

    def action_cancel(self) -> None:
        """The host's zone stays, and nobody asks again."""
        config.note_zone_asked()
        self.dismiss(None)

    def _say(self, text: str, *, is_trouble: bool = False) -> None:
        said = self.query_one(".zone-says", Static)
        said.update(text)
        said.set_class(is_trouble, "-unread")
