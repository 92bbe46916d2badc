"""A choice out of a few words on one line; arrows, a digit or a click choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from leadtui.domain.terms import Term
from leadtui.ui.glyphs import glyphs


class ChoiceLine(Widget, can_focus=True):
    """The chosen word stands in brackets, so that colour is not needed to see it.

    Where not all words fit, those around the chosen one are shown between marks that say there are more.
    """

    DEFAULT_CSS = """
    ChoiceLine { height: 1; width: 1fr; color: $muted; &:focus { color: $foreground; background: $tint; } }
    """

    @dataclass
    class Changed(Message):
        """Another word was chosen."""

        sender: "ChoiceLine"

    def __init__(
        self,
        choices: Sequence[Term],
        chosen: Term | None = None,
        *,
        is_optional: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.place = self.choices.index(chosen) if chosen is not None else -1
        self.is_optional = is_optional

    @property
    def chosen(self) -> Term | None:
        """The chosen word."""
        return self.choices[self.place] if self.place >= 0 else None

    def choose(self, place: int) -> None:
        """Choose by place; the chosen one again takes the choice back where none is needed."""
        self.place = -1 if self.is_optional and place == self.place else place
        self.post_message(self.Changed(self))
        self.refresh()

    def render(self) -> Content:
        parts: list[Content] = []
        for place, word in self._shown():
            style = "bold $accent" if place == self.place else ""
            parts.append(Content.styled(word, style) if style else Content(word))
        return Content("").join(parts)

    def _words(self) -> list[str]:
        return [
            f"[{term.label}]" if place == self.place else f" {term.label} " for place, term in enumerate(self.choices)
        ]

    def _shown(self) -> list[tuple[int | None, str]]:
        """The words that fit, each with its place, and marks without a place."""
        words = self._words()
        widths = [cell_len(word) for word in words]
        if not self.size.width or sum(widths) <= self.size.width:
            return list(enumerate(words))
        room = self.size.width - cell_len(glyphs().before) - cell_len(glyphs().after)
        first, chosen = 0, max(self.place, 0)
        while first < chosen and sum(widths[first : chosen + 1]) > room:
            first += 1
        end = chosen + 1
        while end < len(words) and sum(widths[first : end + 1]) <= room:
            end += 1
        before = glyphs().before if first else ""
        after = glyphs().after if end < len(words) else ""
        return [(None, before), *list(enumerate(words))[first:end], (None, after)]

    def on_key(self, event: events.Key) -> None:
        place = self._place_for(event)
        if place is None:
            return
        event.stop()
        event.prevent_default()
        self.choose(place)

    def _place_for(self, event: events.Key) -> int | None:
        last = len(self.choices) - 1
        if event.key in ("right", "l", "space"):
            return self.place + 1 if self.place < last else 0
        if event.key in ("left", "h"):
            return self.place - 1 if self.place > 0 else last
        if event.character and event.character.isdigit() and 1 <= int(event.character) <= last + 1:
            return int(event.character) - 1
        return None

    def on_click(self, event: events.Click) -> None:
        at = 0
        for place, word in self._shown():
            at += cell_len(word)
            if event.x < at:
                if place is not None:
                    self.choose(place)
                return
