"""A question with a few answers and nothing else on the screen: what a newcomer is asked."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from leadtui.ui.commands import FORK, MOVE, bindings
from leadtui.ui.render import Role, Run, fit
from leadtui.ui.widgets.pick_list import PickList


@dataclass(frozen=True, slots=True)
class Way:
    """One answer: its key in the program, its name and what is said about it."""

    key: str
    name: str
    about: str = ""


class Fork(Screen[str]):
    """Asks; the result is the key of the answer. Esc takes the last one, which changes nothing."""

    AUTO_FOCUS = "PickList"
    BINDINGS = bindings(FORK, MOVE)
    DEFAULT_CSS = """
    Fork {
        align: center middle;
        & > Vertical { width: 72; max-width: 96%; height: auto; }
        & .fork-title { text-style: bold; height: auto; margin-bottom: 1; padding: 0 1; }
        & PickList { height: auto; }
    }
    """

    def __init__(self, title: str, ways: tuple[Way, ...]) -> None:
        super().__init__()
        self.asked = title
        self.ways = ways
        self.name_width = max(cell_len(each.name) for each in ways) + 3

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self.asked, classes="fork-title", markup=False)
            yield PickList(self._line)

    def on_mount(self) -> None:
        picks = self.query_one(PickList)
        picks.styles.height = len(self.ways)
        picks.show(len(self.ways), 0)

    def _line(self, place: int, room: int) -> list[Run]:
        way = self.ways[place]
        name = fit(way.name, self.name_width)
        about = fit(way.about, max(0, room - 3 - self.name_width))
        return [(f" {place + 1} ", Role.ACCENT), (name, Role.STRONG), (about, Role.MUTED)]

    @on(PickList.Chosen)
    def action_take(self) -> None:
        """Take the answer under the cursor."""
        self.dismiss(self.ways[self.query_one(PickList).cursor].key)

    def action_pick(self, place: int) -> None:
        """Take the answer with this number."""
        if place < len(self.ways):
            self.dismiss(self.ways[place].key)

    def action_leave(self) -> None:
        """Take the last answer."""
        self.dismiss(self.ways[-1].key)

    def action_step(self, count: int) -> None:
        """Move the cursor by answers."""
        self.query_one(PickList).step(count)

    def action_page(self, pages: int) -> None:
        """Move the cursor to the end in this direction."""
        self.query_one(PickList).step(pages * len(self.ways))

    def action_first(self) -> None:
        """Move the cursor to the first answer."""
        self.query_one(PickList).go_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last answer."""
        self.query_one(PickList).go_to(len(self.ways) - 1)
