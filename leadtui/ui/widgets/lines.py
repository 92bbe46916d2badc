"""The two lines around every screen: views and day at the top, the keys of what has the focus at the bottom."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from leadtui.i18n import _, told
from leadtui.ui.commands import BOARD, BY_ID, PAGE, REVIEW

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

VIEWS = ("today", "leads", "board", "review")


@dataclass(frozen=True, slots=True)
class Heading:
    """What the top line says."""

    view: str
    counts: dict[str, int]
    filter: str = ""
    right: str = ""
    notes: tuple[str, ...] = ()
    """How the list is looked at, where that is not as usual: sorted, marked, another day."""
    banner: str = ""
    """What must not be overlooked: that the data are a sample."""


def banner(app: "LeadTui") -> str:
    """What says that none of this is real, that nothing can be changed, or that the server is gone."""
    if app.watching.is_gone:
        return _("OUT OF REACH")
    if app.settings.is_sample:
        return _("Sample data, Z takes it away")
    if app.first.is_read_only:
        return _("READ ONLY")
    return _("Sample data") if app.is_demo else ""


class TopLine(Widget):
    """Views with their counts, the filter in force, who and which day."""

    DEFAULT_CSS = """
    TopLine { dock: top; height: 1; background: $background; color: $muted; }
    """

    @dataclass
    class ViewChosen(Message):
        """A view's name was clicked."""

        view: str

    heading = Heading("today", {})

    def show(self, heading: Heading) -> None:
        """Show another heading."""
        if heading != self.heading:
            self.heading = heading
            self.refresh()

    def tabs(self) -> list[tuple[int, int, str]]:
        """Where the views' names stand: from which cell to which, and the view."""
        found, start = [], 0
        for number, view in enumerate(VIEWS, 1):
            end = start + cell_len(self._tab(number, view))
            found.append((start, end, view))
            start = end
        return found

    def _tab(self, number: int, view: str) -> str:
        count = self.heading.counts.get(view)
        return f" {number} {told(BY_ID[f'view.{view}'].title)}" + (f" {count:,}" if count is not None else "") + " "

    def on_click(self, event: events.Click) -> None:
        for start, end, view in self.tabs():
            if start <= event.x < end:
                self.post_message(self.ViewChosen(view))

    def render(self) -> Content:
        parts = []
        for number, view in enumerate(VIEWS, 1):
            style = "bold $foreground" if view == self.heading.view else "$muted"
            name = self._tab(number, view).strip()
            parts.append(Content.assemble(" ", (name, style), " "))
        if self.heading.filter:
            parts.append(Content.styled("  " + _("filter") + f" {self.heading.filter}", "$accent"))
        parts += [Content.styled(f"  {note}", "$accent") for note in self.heading.notes]
        if self.heading.banner:
            parts.append(Content.styled(f"  {self.heading.banner} ", "bold $warning"))
        left = Content("").join(parts)
        right = Content.styled(f"{self.heading.right} ", "$muted")
        gap = self.size.width - left.cell_length - right.cell_length
        if gap < 1:
            return left
        return Content("").join([left, Content(" " * gap), right])


@dataclass(frozen=True, slots=True)
class Hint:
    """A key of the bottom line: its name for the program and for a person, and its word."""

    key: str
    shown: str
    word: str


class KeyLine(Widget):
    """At most eight keys of what has the focus; the rest is one `?` away. What just happened is said here too.

    Not a toast: one line costs a thin connection little, and Textual cuts wide characters of a toast in two where
    the edge of a widget lies under them.
    """

    MOST = 8
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; background: $background; color: $muted; }
    KeyLine.-wraps { height: auto; max-height: 4; padding: 0 1; }
    """
    right = ""
    _said = Content("")
    _is_trouble = False
    _silence: Timer | None = None

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def show(self, right: str) -> None:
        """Show something at the right end."""
        if right != self.right:
            self.right = right
            self.refresh()

    def say(self, text: str, *, is_trouble: bool, seconds: float) -> None:
        """Say what happened, in place of the keys, for a while or until something else is said."""
        if self._silence is not None:
            self._silence.stop()
        self._silence = self.set_timer(seconds, self.hush)
        self._is_trouble = is_trouble
        self._put(Content.styled(text, "$warning" if is_trouble else "$accent"))

    def hush_trouble(self) -> None:
        """Take back what was wrong and is not any more."""
        if self._is_trouble:
            self.hush()

    def hush(self) -> None:
        """Show the keys again."""
        self._is_trouble = False
        self._put(Content(""))

    def _put(self, said: Content) -> None:
        # A line for a line needs no new layout of the screen; what is longer wraps between its margins.
        is_line = "\n" not in said.plain and said.cell_length < self.size.width - 1
        was_line = not self.has_class("-wraps")
        self._said = said
        self.set_class(not is_line, "-wraps")
        self.refresh(layout=not (is_line and was_line))

    def render(self) -> Content:
        if self._said.plain:
            return self._said if self.has_class("-wraps") else Content(" ") + self._said
        right = Content.styled(self.right, "$muted")
        hints = [self._hint(hint) for hint in self._fitting()]
        gap = max(0, self.size.width - right.cell_length - 1 - sum(hint.cell_length for hint in hints))
        return Content("").join([*hints, Content(" " * gap), right])

    def _fitting(self) -> list[Hint]:
        """The keys that have room; where not all have, the way to the rest (the last one) stays."""
        room = self.size.width - cell_len(self.right) - 2
        hints = self.hints()
        while len(hints) > 1 and sum(cell_len(hint.shown + hint.word) + 3 for hint in hints) > room:
            del hints[-2]
        return hints

    def on_click(self, event: events.Click) -> None:
        """A click on a key's word is its key."""
        end = 0
        for hint in () if self._said.plain else self._fitting():
            end += self._hint(hint).cell_length
            if event.x < end:
                self.app.simulate_key(hint.key)
                return

    def _hint(self, hint: Hint) -> Content:
        return Content.assemble((f" {hint.shown} ", "bold $foreground"), (hint.word + " ", "$muted"))

    def hints(self) -> list[Hint]:
        """At most MOST keys, the board's or the page's own first, the way to the rest last."""
        shown: dict[str, Hint] = {}
        for key, active in self.screen.active_bindings.items():
            command = BY_ID.get(active.binding.id or "")
            if command and command.in_footer and active.enabled:
                name = self.app.get_key_display(active.binding.with_key(key))
                shown.setdefault(command.id, Hint(key, name, command.label))
        order = sorted(
            (each for each in BY_ID if each in shown), key=lambda each: BY_ID[each].scope not in (BOARD, PAGE, REVIEW)
        )
        if len(order) > self.MOST and "app.help" in order:
            order = [*order[: self.MOST - 1], "app.help"]
        return [shown[command_id] for command_id in order]
