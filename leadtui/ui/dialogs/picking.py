"""The base of the pages that show a short list over the whole screen: title, rule, list, what is beneath, keys."""

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from textual.screen import Screen

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import trash
from leadtui.ui.book import Book
from leadtui.ui.widgets.lines import KeyLine
from leadtui.ui.widgets.pick_list import PickList

if TYPE_CHECKING:
    from leadtui.ui.app import LeadTui

T = TypeVar("T")


class PickingPage(Screen[T], Generic[T]):
    """A page with one list that has the cursor."""

    AUTO_FOCUS = "PickList"
    DEFAULT_CSS = """
    PickingPage {
        & > .page-title { height: auto; max-height: 60%; padding: 0 1; }
        & > .page-head { height: 1; padding: 0 1; color: $muted; border: none; }
        & > PickList { border-top: solid $rule; border-bottom: solid $rule; }
        & > .page-beneath { height: auto; max-height: 9; padding: 0 1; }
    }
    """

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.book = book

    @property
    def tui(self) -> "LeadTui":
        """The app, with what it adds."""
        return cast("LeadTui", self.app)

    @property
    def picks(self) -> PickList:
        """The list."""
        return self.query_one(PickList)

    def say(self, text: str, *, is_trouble: bool = False) -> None:
        """Say what happened in place of the keys."""
        self.query_one(KeyLine).say(text, is_trouble=is_trouble, seconds=6)

    def action_step(self, count: int) -> None:
        """Move the cursor by lines."""
        self.picks.step(count)

    def action_page(self, pages: int) -> None:
        """Move the cursor by screenfuls."""
        self.picks.page(pages)

    def action_first(self) -> None:
        """Move the cursor to the first line."""
        self.picks.go_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last line."""
        self.picks.go_to(self.picks.count - 1)

    def action_cancel(self) -> None:
        """Back, with nothing done."""
        self.dismiss(None)

    async def erase(self, customer_id: int) -> bool:
        """Ask twice, then erase a customer's personal data; whether it was done, which every screen is told."""
        from leadtui.ui.dialogs.erase import EraseNotice, type_the_number

        try:
            found = await self.book.ask(trash.erasable, customer_id)
        except LeadtuiError as error:
            self.say(str(error), is_trouble=True)
            return False
        if not await self.app.push_screen_wait(EraseNotice(found)):
            return False
        if not await self.app.push_screen_wait(type_the_number(found, customer_id, self.book)):
            return False
        self.tui.data_changed.publish(None)
        self.say(_("Erased for good: {number}").format(number=visible(found.number)))
        return True
