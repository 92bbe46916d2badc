"""How full the coming days are, told to every line of a form that asks for a day."""

from typing import TYPE_CHECKING, Any, cast

from textual import work
from textual.screen import Screen

from leadtui.services import today
from leadtui.ui.widgets.echo import WhenInput

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

DAYS = 92
"""How far ahead the load is worth knowing."""


@work(group="load")
async def show_load(screen: Screen[Any]) -> None:
    """Ask once how many leads are due on the coming days; each line then says it of the day it understood."""
    tui = cast("LeadTui", screen.app)
    load = await tui.book.ask(today.load, tui.book.desk, everyone=tui.shows_everyone, days=DAYS)
    for line in screen.query(WhenInput):
        line.show_load(load)
