"""The two lines around every screen: views and day at the top, the keys of what has the focus at the bottom."""

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from leadtui.i18n import _, told
from leadtui.ui.commands import BOARD, BY_ID, PAGE, REVIEW

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

    def render(self) -> Content:
        parts = []
        for number, view in enumerate(VIEWS, 1):
            count = self.heading.counts.get(view)
            text = f" {number} {told(BY_ID[f'view.{view}'].title)}" + (f" {count:,}" if count is not None else "")
            style = "bold $foreground" if view == self.heading.view else "$muted"
            parts.append(Content.styled(text + " ", style))
        if self.heading.filter:
            parts.append(Content.styled("  " + _("filter") + f" {self.heading.filter}", "$accent"))
        parts += [Content.styled(f"  {note}", "$accent") for note in self.heading.notes]
        left = Content("").join(parts)
        right = Content.styled(f"{self.heading.right} ", "$muted")
        gap = self.size.width - left.cell_length - right.cell_length
        if gap < 1:
            return left
        return Content("").join([left, Content(" " * gap), right])


class KeyLine(Widget):
    """At most eight keys of what has the focus; the rest is one `?` away. What just happened is said here too.

    Not a toast: one line costs a thin connection little, and Textual cuts wide characters of a toast in two where
    the edge of a widget lies under them.
    """

    MOST = 8
    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: auto; max-height: 4; background: $background; color: $muted; }
    """
    right = ""
    _said = Content("")
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
        self._said = Content.styled(text, "$warning" if is_trouble else "$accent")
        self._silence = self.set_timer(seconds, self.hush)
        self.refresh(layout=True)

    def hush(self) -> None:
        """Show the keys again."""
        self._said = Content("")
        self.refresh(layout=True)

    def render(self) -> Content:
        if self._said.plain:
            return Content("\n").join([Content(" ") + line for line in self._said.split("\n")])
        right = Content.styled(self.right, "$muted")
        room = self.size.width - right.cell_length - 2
        hints = [self._hint(key, word) for key, word in self.hints()]
        # Where not all fit, the way to the rest (the last one) stays.
        while len(hints) > 1 and sum(hint.cell_length for hint in hints) > room:
            del hints[-2]
        gap = max(0, room + 1 - sum(hint.cell_length for hint in hints))
        return Content("").join([*hints, Content(" " * gap), right])

    def _hint(self, key: str, word: str) -> Content:
        return Content.assemble((f" {key} ", "bold $foreground"), (word + " ", "$muted"))

    def hints(self) -> list[tuple[str, str]]:
        """Key and word of at most MOST commands, the board's or the page's own first, the way to the rest last."""
        shown: dict[str, str] = {}
        for key, active in self.screen.active_bindings.items():
            command = BY_ID.get(active.binding.id or "")
            if command and command.in_footer and active.enabled:
                shown.setdefault(command.id, self.app.get_key_display(active.binding.with_key(key)))
        order = sorted(
            (each for each in BY_ID if each in shown), key=lambda each: BY_ID[each].scope not in (BOARD, PAGE, REVIEW)
        )
        if len(order) > self.MOST and "app.help" in order:
            order = [*order[: self.MOST - 1], "app.help"]
        return [(shown[command_id], BY_ID[command_id].label) for command_id in order]
