"""Words at hand in the full screen: a talk track into what is being written, a message into the clipboard."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import messages
from leadtui.services.leads import LeadRow
from leadtui.services.messages import Message
from leadtui.ui.book import Book
from leadtui.ui.dialogs.picker import Pick, Picker
from leadtui.ui.widgets.echo import WhenInput

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui
    from leadtui.ui.lead_screen import LeadScreen


async def insert_talk_track(screen: Screen[Any], book: Book) -> None:
    """Put a talk track where the cursor is; where that is no line for text, into the form's one note."""
    field = _written_in(screen)
    if field is None:
        cast("LeadTui", screen.app).tell(_("Put the cursor into a line of text first."))
        return
    tracks = await book.ask(messages.talk_tracks)
    picks = [Pick(each.title, each.group, each.text) for each in tracks]

    def matches(typed: str) -> list[int]:
        found = messages.matching(tracks, typed)
        return [place for place, each in enumerate(tracks) if each in found]

    picked = await screen.app.push_screen_wait(Picker(_("Talk tracks"), picks, matches))
    if picked is None:
        return
    if isinstance(field, TextArea):
        field.insert(tracks[picked].text)
    elif isinstance(field, Input):
        field.insert_text_at_cursor(" ".join(tracks[picked].text.split("\n")))
    field.focus()


def _written_in(screen: Screen[Any]) -> Widget | None:
    focused = screen.focused
    is_day = focused is not None and isinstance(focused.parent, WhenInput)
    if isinstance(focused, Input | TextArea) and not is_day:
        return focused
    notes = screen.query(TextArea)
    return notes.first() if len(notes) == 1 else None


async def message(screen: "LeadScreen", row: LeadRow) -> None:
    """Fill a template in for a lead and send it to the clipboard; recorded where it holds a person's name."""
    made = await write_to(screen, (row.id,), visible(row.customer))
    if made:
        screen.tell(_sent(made))


async def write_to(screen: "LeadScreen", chosen: Sequence[int], named: str) -> list[Message]:
    """Have a template chosen for these leads, `named` in words, and send its texts to the clipboard; what was sent."""
    templates = await screen.ask(messages.templates)
    if not templates:
        screen.tell(_("There are no messages; the settings (,) hold them."))
        return []
    picks = [Pick(each.name, "", each.text) for each in templates]

    def matches(typed: str) -> list[int]:
        return [place for place, each in enumerate(templates) if messages.fits(each, typed)]

    title = _("Message to {customer}").format(customer=named)
    picked = await screen.app.push_screen_wait(Picker(title, picks, matches))
    if picked is None:
        return []
    made = await screen.ask(messages.filled, screen.desk, templates[picked], chosen) or []
    texts = [each.text if len(made) == 1 else f"{each.customer}\n{each.text}" for each in made]
    screen.app.copy_to_clipboard(visible("\n\n".join(texts), multiline=True))
    return made


def _sent(made: Sequence[Message]) -> str:
    said = _("The message was sent to the terminal's clipboard.")
    lacks = dict.fromkeys(hole for each in made for hole in each.lacks)
    if lacks:
        holes = " ".join("{" + hole + "}" for hole in lacks)
        said += "\n" + _("Nothing is known for {holes}; it was left empty.").format(holes=holes)
    return said
