"""The app: three views over one book, what they share, and the commands that work everywhere."""

import asyncio
import gc
import time
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from textual import events, work
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.signal import Signal
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker

from leadtui import i18n
from leadtui.config import Settings
from leadtui.domain import filters
from leadtui.i18n import _
from leadtui.services import leads
from leadtui.ui import glyphs, render, themes
from leadtui.ui.book import Book, FirstPage
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.screen import DataScreen
from leadtui.ui.screens.today import TodayScreen
from leadtui.ui.widgets.lines import Heading, KeyLine

if TYPE_CHECKING:
    from leadtui.services.views import View

SMALLEST = (44, 10)
"""Columns and lines under which nothing useful can be shown."""
WATCH_SECONDS = 2.0
HOLD_SECONDS = 2.0
CHECK_AFTER_SECONDS = 5.0
AFTER_START_SECONDS = 0.4
"""What need not stand in the way of the first keys waits for this long."""
DAYS_AFTER_SECONDS = 2.0
FILTER_SECONDS = 0.08


def _leads() -> Screen[Any]:
    from leadtui.ui.screens.leads import LeadsScreen

    return LeadsScreen()


def _board() -> Screen[Any]:
    from leadtui.ui.screens.board import BoardScreen

    return BoardScreen()


def _palette() -> type:
    from leadtui.ui.palette import Commands

    return Commands


class LeadTui(App[None], inherit_bindings=False):
    """The full screen."""

    TITLE = "leadtui"
    BINDINGS = [Binding("ctrl+q", "quit", id="app.leave")]  # noqa: RUF012
    MODES = {"today": TodayScreen, "leads": _leads, "board": _board}  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_MODE = "today"
    COMMANDS = {_palette}  # noqa: RUF012

    CSS = """
    CommandPalette SearchIcon { display: none; }
    """

    def __init__(self, settings: Settings, book: Book, first: FirstPage, *, is_demo: bool = False) -> None:
        super().__init__()
        glyphs.use(settings.glyphs)
        self.settings = settings
        self.book = book
        self.first = first
        self.is_demo = is_demo
        self.data_changed: Signal[None] = Signal(self, "data changed")
        self.shows_everyone = not settings.desk.known
        self.current_lead: int | None = None
        self.filter_text = ""
        self.view_name = ""
        self.filter = filters.EVERYTHING
        self.done: set[int] = set()
        self.counts: dict[str, int] = {"today": first.due.total}
        self._filtering: Timer | None = None
        self._seen = first.seen
        self._held: list[events.Event] | None = None
        for theme in themes.OURS:
            self.register_theme(theme)
        self.theme = settings.theme if settings.theme in self.available_themes else themes.DARK.name
        self.set_keymap(dict(settings.keymap))

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.ANSI if self.current_theme.ansi else themes.FALLBACK

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)
        self.set_interval(WATCH_SECONDS, self._watch)
        self.set_timer(CHECK_AFTER_SECONDS, self._check_file)
        self.set_timer(AFTER_START_SECONDS, self._after_start)
        self.set_timer(DAYS_AFTER_SECONDS, self._set_days_right)
        if self.settings.asks_zone and not self.is_demo:
            self.call_after_refresh(self._ask_zone)

    @work(thread=True, exit_on_error=False)
    def _check_file(self) -> None:
        """Look whether the file is sound, once a day and after an unclean end, when the first work is done."""
        from leadtui.services import health

        if health.begin(self.settings.database) and (trouble := health.check(self.settings.database)):
            text = _("The database file is damaged: {trouble}. Close leadtui and restore a copy.")
            self.call_from_thread(self.tell, text.format(trouble=trouble), is_trouble=True, seconds=60)

    @work(exclusive=True, group="days")
    async def _set_days_right(self) -> None:
        """Compute the leads' days anew where they were found under another zone or calendar, a few at a time."""
        from leadtui.services import days

        behind = await self.book.ask(days.behind, self.book.desk)
        has_moved = False
        for start in range(0, len(behind), days.AT_ONCE):
            has_moved |= await self.book.ask(days.recompute, self.book.desk, behind[start : start + days.AT_ONCE])
        if behind:
            await self.book.ask(days.settle, self.book.desk)
        if has_moved:
            self.data_changed.publish(None)

    @work
    async def _ask_zone(self) -> None:
        """Ask in which zone the rep works, once."""
        from leadtui.ui.dialogs.zone import ZoneQuestion

        zone = await self.push_screen_wait(ZoneQuestion(self.book.desk))
        if zone is not None:
            self.change_zone(zone)

    def change_zone(self, zone: tzinfo) -> None:
        """Work in another zone from now on: the rep's day is its day."""
        desk = self.book.desk = replace(self.book.desk, zone=zone)
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                if hasattr(widget, "desk"):
                    widget.desk = desk
        self.data_changed.publish(None)
        self._set_days_right()

    def _after_start(self) -> None:
        from leadtui.ui.reminders import Reminders

        self._offer_drafts()
        Reminders(self, self.settings.reminders).begin()

    def write_raw(self, sequence: str) -> None:
        """Send the terminal a sequence that draws nothing."""
        if self._driver is not None:
            self._driver.write(sequence)

    @work
    async def _offer_drafts(self) -> None:
        """Say what was typed and never saved; the cursor goes to its lead where that stands in the list."""
        from leadtui.ui import drafts

        kept = await asyncio.to_thread(drafts.all_kept, self.settings.database)
        if not kept or not isinstance(self.screen, LeadScreen):
            return
        newest = kept[0]
        place = next(iter((await self.book.ask(leads.present, [newest.lead_no])).values()), None)
        screen = self.screen
        if not isinstance(screen, LeadScreen):
            return
        is_shown = place in screen.cursor_list.items and newest.form == "followup"
        is_here = is_shown and self.current_lead in (None, place)
        if is_here:
            self.current_lead = place
            screen.refresh_rows()
        self.tell(drafts.told(kept, self.book.desk, key="f" if is_here else "W"), seconds=60)

    def on_unmount(self) -> None:
        from leadtui.services import health

        health.end(self.settings.database)

    async def _watch(self) -> None:
        """Show what another window or process has changed."""
        from leadtui.services import history

        seen = await self.book.ask(history.seen)
        if self._seen is not None and seen != self._seen:
            self.data_changed.publish(None)
        self._seen = seen

    # What the views share

    def heading(self, view: str) -> Heading:
        """What the top line says on a view."""
        desk = self.book.desk
        whose = _("everyone") if self.shows_everyone else desk.me
        if self.is_demo:
            whose = _("sample data") + f" {glyphs.glyphs().dot} " + whose
        day = render.date_line(desk.today())
        shown = f"@{self.view_name}" if self.view_name else self.filter_text
        return Heading(view, dict(self.counts), shown, f"{whose} {glyphs.glyphs().dot} {day}")

    def progress(self) -> str:
        """How much of today is done, as 3/12."""
        return f"{self.done_today}/{self.done_today + self.counts['today']}"

    @property
    def done_today(self) -> int:
        """Leads settled in this sitting."""
        return len(self.done)

    def note_done(self, lead_id: int) -> None:
        """Count a lead as settled."""
        self.done.add(lead_id)

    def note_due(self, count: int) -> None:
        """Remember how many leads are due."""
        self.counts["today"] = count

    def note_leads(self, count: int) -> None:
        """Remember how many leads the list holds."""
        self.counts["leads"] = count

    def set_filter(self, text: str) -> None:
        """Filter every view by these words, once the typing pauses."""
        self.filter_text = text
        self.view_name = ""
        if self._filtering is not None:
            self._filtering.stop()
        self._filtering = self.set_timer(FILTER_SECONDS, self._apply_filter)

    def _apply_filter(self) -> None:
        self.filter = filters.parse(self.filter_text)
        self.data_changed.publish(None)

    def show_saved(self, view: "View") -> None:
        """Filter every view by a saved one, and name it in the top line."""
        self.set_filter(view.filter)
        self.view_name = view.name

    def tell(self, text: str, *, is_trouble: bool = False, seconds: float = 6) -> None:
        """Say what happened at the bottom of the screen. Customers' text in it is never markup."""
        self.screen.query_one(KeyLine).say(text, is_trouble=is_trouble, seconds=seconds)

    # Keys typed ahead

    def hold_keys(self, act: Worker[None] | None = None) -> None:
        """Keep keys back until the focus has moved to what is being opened, or the act is over."""
        if self._held is None:
            self._held = []
            self.run_worker(self._release_keys(self.focused, act), group="keys")

    async def _release_keys(self, had_focus: Widget | None, act: Worker[None] | None) -> None:
        patience = time.monotonic() + HOLD_SECONDS
        while self.focused in (None, had_focus) and not (act and act.is_finished) and time.monotonic() < patience:
            await asyncio.sleep(0.005)
        held, self._held = self._held or [], None
        for event in held:
            self.post_message(event)

    async def on_event(self, event: events.Event) -> None:
        if self._held is not None and isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._held.append(event)
        else:
            await super().on_event(event)

    # Commands that work everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit names a column, not a view, while a card of the board is in the hand."""
        if action not in ("show_view", "recall_view"):
            return True
        if not isinstance(self.screen, LeadScreen):
            return action == "show_view"
        return not self.screen.takes_digits

    def action_show_view(self, view: str) -> None:
        """Show one of the views, with the cursor on the same lead where it is there too."""
        if isinstance(self.screen, LeadScreen) and self.screen.row is not None:
            self.current_lead = self.screen.row.id
        self.switch_mode(view)

    async def action_recall_view(self, key: str) -> None:
        """Filter by the view saved on a digit."""
        from leadtui.services import views

        view = await self.book.ask(views.on_key, self.book.desk, key)
        if view is None:
            self.tell(_("No view lies on {key} · F saves the present filter there").format(key=key))
        else:
            self.show_saved(view)

    def go_to(self, lead_id: int) -> None:
        """Show one lead in the list of all, whatever filter was in force."""
        self.current_lead = lead_id
        self.set_filter("")
        self.switch_mode("leads")

    def action_show_help(self) -> None:
        """Show all keys of what has the focus."""
        from leadtui.ui.dialogs.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(dict(self.screen.active_bindings)))

    def action_command_palette(self) -> None:
        """Show the palette."""
        from textual.command import CommandPalette

        if isinstance(self.screen, DataScreen):
            self.hold_keys()
            self.push_screen(CommandPalette(placeholder=_("a command, or a customer by name, pinyin or phone")))

    def action_switch_language(self) -> None:
        """Speak the other language from now on."""
        i18n.speak("en" if i18n.language() == "zh_CN" else "zh_CN")
        self.refresh_all()

    def action_switch_theme(self) -> None:
        """Switch between the dark and the light theme."""
        self.theme = themes.LIGHT.name if self.current_theme.dark else themes.DARK.name

    def refresh_all(self) -> None:
        """Say everything anew."""
        self.data_changed.publish(None)
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh()

    def action_everyone(self) -> None:
        """Show mine only, or every owner's."""
        self.shows_everyone = not self.shows_everyone
        self.data_changed.publish(None)

    # A terminal too small to work in

    def on_resize(self, event: events.Resize) -> None:
        from leadtui.ui.dialogs.too_small import TooSmall

        is_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if is_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not is_small and isinstance(self.screen, TooSmall):
            self.pop_screen()
