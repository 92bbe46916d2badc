"""The app: four views over one book, what they share, and the commands that work everywhere."""

import asyncio
import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from rich.console import RenderableType
from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.signal import Signal
from textual.timer import Timer
from textual.worker import Worker, WorkerFailed

from leadtui import i18n, terminal
from leadtui.config import Settings, config_file
from leadtui.domain import filters
from leadtui.domain.errors import FAILED, LeadtuiError
from leadtui.i18n import _
from leadtui.ui import glyphs, guards, keymap, render, themes, wanted
from leadtui.ui.book import Book, FirstPage
from leadtui.ui.lead_screen import LeadScreen, leave_pages
from leadtui.ui.painted import Painted, Thin
from leadtui.ui.safety import Safety
from leadtui.ui.screen import DataScreen
from leadtui.ui.screens.today import TodayScreen
from leadtui.ui.tally import Tally
from leadtui.ui.typed_ahead import TypedAhead
from leadtui.ui.upkeep import Upkeep
from leadtui.ui.watch import Watch
from leadtui.ui.widgets.lines import Heading, KeyLine, banner

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from leadtui.services.views import View

SMALLEST = (44, 10)
"""Columns and lines under which nothing useful can be shown."""
MINE = "owner:me"
"""The filter for a rep's own leads."""
FILTER_SECONDS, SLOW_FILTER_SECONDS = 0.02, 0.04
"""Pause in typing after which a list is filtered; on a slow line it is worth waiting for the next letter."""


class LeadTui(App[None], inherit_bindings=False):
    """The full screen."""

    TITLE = "leadtui"
    BINDINGS = [Binding("ctrl+q", "quit", id="app.leave")]  # noqa: RUF012
    # Today is not among the modes until it stands: of those, the first one's styles are read and applied twice.
    MODES = {"leads": wanted.leads, "board": wanted.board, "review": wanted.review}  # noqa: RUF012 -- Textual's own declaration
    DEFAULT_MODE = "today"
    COMMANDS = {wanted.palette}  # noqa: RUF012

    CSS = """
    CommandPalette SearchIcon { display: none; }
    """

    def __init__(self, settings: Settings, book: Book, first: FirstPage, *, is_demo: bool = False) -> None:
        glyphs.use(settings.glyphs)
        super().__init__(driver_class=wanted.driver(settings))
        self.settings = settings
        self.book = book
        self.first = first
        self.is_demo = is_demo
        self.data_changed: Signal[None] = Signal(self, "data changed")
        self.shows_everyone = not book.desk.known
        self.painted = Painted(erases=terminal.erases_with_ground())
        self.current_lead: int | None = None
        self.filter_text = ""
        self.view_name = ""
        self.filter = filters.EVERYTHING
        self.tally = Tally(self, first.due.total)
        self._filtering: Timer | None = None
        self.filter_holds = asyncio.Event()  # the views show what the filter asks for, or are being told to
        self.filter_holds.set()
        self.safety = Safety(self)
        self.upkeep = Upkeep(self)
        self.watching = Watch(self)
        self.typed_ahead = TypedAhead(self)
        self.crashed: Exception | None = None
        self.leaves: Callable[[], None] = lambda: None
        """Called when the end is asked for, before anything is waited for."""
        self.wanted: Settings | None = None
        """What to go on with after this sitting; None for the end."""
        for theme in themes.OURS:
            self.register_theme(theme)
        self._dress(settings.theme if settings.theme in self.available_themes else wanted.theme(settings))
        self.keymap = keymap.read(settings.keymap) if settings.keymap else keymap.Keymap({})
        self.set_keymap(dict(self.keymap.keys))

    def _dress(self, theme: str) -> None:
        """Put on the first theme: nothing is shown yet that it would change, so nothing is told of it."""
        self.set_reactive(LeadTui.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.add_class(f"-theme-{theme}", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> Screen[Any]:
        return TodayScreen()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return themes.ANSI if self.current_theme.ansi else themes.FALLBACK

    def on_mount(self) -> None:
        self.add_mode("today", TodayScreen)
        self.call_after_refresh(gc.enable)
        self.app_resume_signal.subscribe(self, lambda _app: self.action_paint())
        self.tally.start()
        self.watching.start()
        self.safety.start()
        self.upkeep.start()

    def change_zone(self, zone: tzinfo) -> None:
        """Work in another zone from now on: the rep's day is its day."""
        desk = self.book.desk = replace(self.book.desk, zone=zone)
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                if hasattr(widget, "desk"):
                    widget.desk = desk
        self.data_changed.publish(None)
        self.upkeep.set_days_right()

    def write_raw(self, sequence: str) -> None:
        """Send the terminal a sequence that draws nothing."""
        if self._driver is not None:
            self._driver.write(sequence)

    @property
    def is_leaving(self) -> bool:
        """Whether the end has been asked for: what is still being read finds no widgets any more."""
        return self._exit or not self.is_running

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        if self.wanted is None:
            self.leaves()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        self.watching.end()
        self.safety.end()

    # A crash tells no customer's data: Textual would print every variable on the way

    def _handle_exception(self, error: Exception) -> None:
        if isinstance(error, WorkerFailed) and isinstance(error.error, LeadtuiError):
            self.tell(str(error.error), is_trouble=True)
            return
        self._exception = self._exception or error
        self._exception_event.set()
        self.crashed = self.crashed or error
        self._return_code = FAILED
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """Leave after what Textual could not handle; it is told as a crash is."""
        error = sys.exc_info()[1]
        self._handle_exception(error if isinstance(error, Exception) else RuntimeError())

    # Paints

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send only what the terminal does not show yet."""
        driver = self._driver
        batches = self._batch_count
        if not self.painted.is_known and isinstance(renderable, LayoutUpdate):
            self._batch_count = 0  # the first screen is whole two frames before Textual lets anything be shown
        is_shown = driver and not (self._batch_count or self.is_headless or driver.is_inline)
        if is_shown and isinstance(renderable, LayoutUpdate | ChopsUpdate):
            sequence = self.painted.difference(renderable, self.console, self.size)
            is_new = sequence or self.cursor_position != self._previous_cursor_position
            renderable = cast(RenderableType, Thin(sequence)) if is_new else None
        super()._display(screen, renderable)
        self._batch_count = batches

    def action_paint(self) -> None:
        """Draw the whole screen anew, whatever the terminal shows."""
        self.painted.forget()
        self._display(self.screen, self.screen._compositor.render_update(full=True))

    # What the views share

    def heading(self, view: str) -> Heading:
        """What the top line says on a view."""
        desk = self.book.desk
        whose = _("everyone") if self.shows_everyone else desk.me
        day = render.date_line(desk.today())
        shown = f"@{self.view_name}" if self.view_name else self.filter_text
        right = f"{whose} {glyphs.glyphs().dot} {day}"
        return Heading(view, dict(self.tally.counts), shown, right, banner=banner(self))

    def go_on_with(self, settings: Settings) -> None:
        """End this sitting and begin another one with these settings."""
        self.wanted = settings
        self.exit()

    def set_filter(self, text: str) -> None:
        """Filter every view by these words, once the typing pauses."""
        self.filter_text = text
        self.view_name = ""
        self.filter_holds.clear()
        if self._filtering is not None:
            self._filtering.stop()
        pause = SLOW_FILTER_SECONDS if self.settings.slow_link else FILTER_SECONDS
        self._filtering = self.set_timer(pause, self._apply_filter)

    async def _apply_filter(self) -> None:
        from leadtui.services import views

        text = self.filter_text
        try:
            self.filter = filters.parse(await self.book.ask(views.expanded, self.book.desk, text))
        except LeadtuiError as error:
            self.tell(str(error), is_trouble=True)
        else:
            for line in self.screen.query(KeyLine):
                line.hush_trouble()
            self.data_changed.publish(None)
        if text == self.filter_text:
            self.filter_holds.set()

    def show_saved(self, view: "View") -> None:
        """Filter every view by a saved one, and name it in the top line."""
        self.set_filter(view.filter)
        self.view_name = view.name

    def tell(self, text: str, *, is_trouble: bool = False, seconds: float = 6) -> None:
        """Say what happened at the bottom of the screen. Customers' text in it is never markup."""
        for screen in reversed(self.screen_stack):
            if line := next(iter(screen.query(KeyLine)), None):
                line.say(text, is_trouble=is_trouble, seconds=seconds)
                return

    # Keys typed ahead

    def hold_keys(self, act: Worker[None] | None = None) -> None:
        """Keep keys back until the focus has moved to what is being opened, or the act is over."""
        self.typed_ahead.until_opened(act)

    async def on_event(self, event: events.Event) -> None:
        if not guards.is_welcome(event):
            return
        self.safety.notice(event)
        for each in guards.told_apart(event, self):
            if not self.typed_ahead.keep(each):
                await self.take(each)

    async def take(self, event: events.Event) -> None:
        """Deal with an event now. Where one types, keys behind one that may move on wait for that."""
        is_typed = isinstance(event, events.Key) and not event.is_forwarded
        focused = self.focused if is_typed else None
        if focused is not None and isinstance(self.screen, LeadScreen) and not focused.has_class("-typing"):
            focused = None
        await super().on_event(event)
        self.typed_ahead.until_dealt_with(event, focused)

    async def _dispatch_action(self, namespace: "DOMNode", action_name: str, params: Any) -> bool:
        if guards.is_early(self.screen, action_name):
            self.tell(guards.not_yet())
            return True
        try:
            return await super()._dispatch_action(namespace, action_name, params)
        except LeadtuiError as error:  # a refusal that nobody has told ends nothing
            self.tell(str(error), is_trouble=True)
            return True

    # Commands that work everywhere

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A digit names a column, not a view, while a card of the board is in the hand."""
        if action == "remove_sample":
            return self.settings.is_sample and isinstance(self.screen, LeadScreen)
        if action not in ("show_view", "recall_view", "show_pool"):
            return True
        if not isinstance(self.screen, LeadScreen):
            return action == "show_view"
        return not self.screen.takes_digits

    def action_show_view(self, view: str) -> None:
        """Show one of the views, with the cursor on the same lead where it is there too."""
        screen = self.screen
        # A view that was asked for a moment ago has no list yet.
        if isinstance(screen, LeadScreen) and screen.children:
            self.current_lead = screen.row.id if screen.row is not None else self.current_lead
            leave_pages(self)
        self.switch_mode(view)

    async def action_recall_view(self, key: str) -> None:
        """Filter by the view saved on a digit."""
        from leadtui.services import views

        view = await self.book.ask(views.on_key, self.book.desk, key)
        if view is None:
            self.tell(_("No view lies on {key} · F saves the present filter there").format(key=key))
        else:
            self.show_saved(view)

    def action_show_pool(self) -> None:
        """Show the leads that nobody tends."""
        self.action_show_view("leads")
        self.set_filter(_("owner:pool"))

    def show_whose(self, view: str, line: str) -> None:
        """Show a view of every owner's leads, filtered by a line."""
        self.shows_everyone = True
        self.action_show_view(view)
        self.set_filter(line)

    def on_key(self, event: events.Key) -> None:
        """A Chinese character that nothing took: an input method is on where keys are commands."""
        if event.character and cell_len(event.character) == 2:
            self.tell(guards.input_method_on(), is_trouble=True)

    def go_to(self, lead_id: int) -> None:
        """Show one lead in the list of all, whatever filter was in force."""
        self.current_lead = lead_id
        leave_pages(self)
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

    def action_remove_sample(self) -> None:
        """Take the sample data away."""
        from leadtui.ui.welcome import take_sample_away

        self.hold_keys(self.run_worker(partial(take_sample_away, self), exclusive=True, group="act"))

    def action_switch_language(self) -> None:
        """Speak the other language from now on."""
        i18n.speak("en" if i18n.language() == "zh_CN" else "zh_CN")
        self.refresh_all()

    def action_switch_theme(self) -> None:
        """Show the next theme, and say how to keep it."""
        self.theme = themes.after(self.theme)
        self.tell(_('theme = "{name}" · write it into {path} to keep it').format(
            name=self.theme, path=config_file()))  # fmt: skip

    def refresh_all(self) -> None:
        """Say everything anew."""
        self.data_changed.publish(None)
        for screen in self.screen_stack:
            for widget in screen.walk_children():
                widget.refresh()

    def action_everyone(self) -> None:
        """Show mine only, or every owner's; in the list of all leads, which begins with everybody's, by its filter."""
        if self.current_mode != "leads":
            self.shows_everyone = not self.shows_everyone
            self.data_changed.publish(None)
            return
        words = self.filter_text.split()
        others = [each for each in words if each != MINE]
        self.set_filter(" ".join(others if len(others) < len(words) else [*words, MINE]))

    # A terminal too small to work in

    def on_resize(self, event: events.Resize) -> None:
        # A terminal that was resized, or used by somebody else in between, shows nothing that can be relied on. Its
        # size as it was asked for at the start is neither.
        if self.painted.is_known and (self.upkeep.is_at_work or not self.painted.is_of(event.size)):
            self.painted.forget()
            self.call_after_refresh(self.action_paint)
        is_small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        if is_small or len(self.screen_stack) > 1:
            self._cover_when_small(is_small)

    def _cover_when_small(self, is_small: bool) -> None:
        from leadtui.ui.dialogs.too_small import TooSmall

        if is_small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())
        elif not is_small and isinstance(self.screen, TooSmall):
            self.pop_screen()
