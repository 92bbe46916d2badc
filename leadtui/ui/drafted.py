"""A form that keeps a draft of what is entered in it, and takes it up again when it is opened."""

from collections.abc import Mapping

from textual.dom import DOMNode
from textual.widgets import Input, Static, TextArea

from leadtui.ui.drafts import Draft, Kept
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput


def texts(form: DOMNode) -> dict[str, str]:
    """What is entered in a form, by the id of each line."""
    found: dict[str, str] = {}
    for widget in form.query("Input, TextArea, ChoiceLine, WhenInput"):
        if widget.id is not None:
            found[widget.id] = _text(widget)
    return found


def _text(widget: object) -> str:
    if isinstance(widget, Input):
        return widget.value
    if isinstance(widget, TextArea | WhenInput):
        return widget.text
    assert isinstance(widget, ChoiceLine)
    return widget.chosen.value if widget.chosen else ""


def put(form: DOMNode, values: Mapping[str, str]) -> None:
    """Enter texts into a form; a line that it no longer has is left out."""
    for widget in form.query("Input, TextArea, ChoiceLine, WhenInput"):
        if widget.id is not None and widget.id in values:
            _put(widget, values[widget.id])


def _put(widget: object, text: str) -> None:
    if isinstance(widget, Input):
        widget.value = text
    elif isinstance(widget, TextArea):
        widget.text = text
        widget.move_cursor(widget.document.end)
    elif isinstance(widget, WhenInput):
        widget.query_one(Input).value = text
    elif isinstance(widget, ChoiceLine):
        widget.place = next((place for place, term in enumerate(widget.choices) if term.value == text), -1)
        widget.refresh()


class Drafted:
    """A form that keeps a draft. It calls `begin_draft` once it stands, `draft.close()` when it has saved; what was
    entered differently from how the form opened is kept on every change.

    A `Static` with the class `form-draft`, where the form has one, says that a draft was found.
    """

    draft: Draft
    at_first: dict[str, str] | None = None

    def begin_draft(self, draft: Draft) -> Kept | None:
        """Take up what was typed before; from now on what is typed is kept."""
        assert isinstance(self, DOMNode)
        self.draft = draft
        self.at_first = texts(self)
        kept = draft.kept()
        if kept is not None:
            put(self, kept.values)
        return kept

    def restate(self, values: Mapping[str, str]) -> None:
        """Change what the form opened with: it is offered, not typed, and so no part of the draft."""
        assert isinstance(self, DOMNode)
        if self.at_first is not None:
            self.at_first |= values
            put(self, values)

    def keep_draft(self) -> None:
        """Keep what differs from how the form opened."""
        assert isinstance(self, DOMNode)
        if self.at_first is None:
            return
        differing = {name: text for name, text in texts(self).items() if text != self.at_first.get(name)}
        self.draft.keep(differing)

    def on_input_changed(self) -> None:
        """Typing in a line is kept."""
        self.keep_draft()

    def on_text_area_changed(self) -> None:
        """Typing in a text is kept."""
        self.keep_draft()

    def on_choice_line_changed(self) -> None:
        """Another choice is kept."""
        self.keep_draft()

    def action_drop_draft(self) -> None:
        """Forget what was typed and stand as the form opened."""
        assert isinstance(self, DOMNode)
        if self.at_first is not None:
            put(self, self.at_first)
            self.draft.drop()
            for note in self.query(".form-draft").results(Static):
                note.display = False
