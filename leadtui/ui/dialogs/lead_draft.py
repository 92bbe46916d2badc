"""The draft of a lead form: taken up when the form opens, kept on every change, gone once it was saved."""

from collections.abc import Mapping

from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services.detail import LeadDetail
from leadtui.ui.book import Book
from leadtui.ui.drafts import Draft
from leadtui.ui.widgets.field_line import FieldLine

NEW, CALLER, EDIT = "new", "caller", "edit"
"""What a draft of the lead form belongs to: a new lead, one with the contact that brought it, a lead as it stands."""


class LeadDraft:
    """What differs from how the form opened, line by line."""

    def __init__(
        self, book: Book, lines: Mapping[str, FieldLine], edits: LeadDetail | None, *, with_record: bool
    ) -> None:
        self.lines = lines
        self.edits = edits
        self.zone = book.desk.zone
        form = EDIT if edits else CALLER if with_record else NEW
        lead_no, customer = (edits.row.lead_no, edits.row.customer) if edits else ("", "")
        self.draft = Draft(book.database, form, lead_no, customer, book.desk.now)

    @property
    def is_held(self) -> bool:
        """Whether anything is kept."""
        return self.draft.is_held

    def take_up(self) -> str:
        """Enter what was typed before; what to say about it, nothing where there is no draft."""
        kept = self.draft.kept()
        if kept is None:
            return ""
        for key, text in kept.values.items():
            line = self.lines.get(key)
            if line is None or line.text == text:
                continue
            line.put(text)
            if self.edits is not None and line.initial:
                line.note(_("In the book now: {text}").format(text=visible(line.initial)))
        time = f"{kept.typed_at.astimezone(self.zone):%m-%d %H:%M}"
        return _("Draft of {time} · ctrl+n starts anew").format(time=time)

    def keep(self) -> None:
        """Keep what differs by now; a new lead's draft goes by the name that is typed for its customer."""
        changed = {key: line.text for key, line in self.lines.items() if line.text != line.initial}
        if self.edits is None:
            name = self.lines["customer"].text.strip()
            self.draft.customer = name
            if changed and name:
                changed["customer"] = name  # it may have come from the filter
        self.draft.keep(changed)

    def drop(self) -> None:
        """Forget it, and stand as the form opened."""
        for line in self.lines.values():
            if line.text != line.initial:
                line.put(line.initial)
                line.note("")
        self.draft.drop()

    def close(self) -> None:
        """Forget it for good: it was saved."""
        self.draft.close()
