"""A choice out of a few words on one line; arrows, a digit or a click choose. Where the line is too short for all of
them it shows those around the chosen one, a mark at each end that hides some."""

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
        words, shown = self._words(), self._shown()
        parts = [Content(glyphs().before if shown.start else "")]
        for place in shown:
            style = "bold $accent" if place == self.place else ""
            parts.append(Content.styled(words[place], style) if style else Content(words[place]))
        parts.append(Content(glyphs().after if shown.stop < len(words) else ""))
        return Content("").join(parts)

    def _words(self) -> list[str]:
        return [
            f"[{term.label}]" if place == self.place else f" {term.label} " for place, term in enumerate(self.choices)
        ]

    def _shown(self) -> range:
        """The places that fit on the line: from the first on, as far as the chosen one and its neighbour allow."""
        widths = [cell_len(word) for word in self._words()]
        room, count = self.size.width, len(widths)
        if not room or sum(widths) <= room:
            return range(count)
        room -= 2
        first, wanted = 0, min(self.place + 2, count)
        while first < self.place and sum(widths[first:wanted]) > room:
            first += 1
        stop = first + 1
        while stop < count and sum(widths[first : stop + 1]) <= room:
            stop += 1
        return range(first, stop)

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
        if event.character and event.character.isdecimal() and 1 <= int(event.character) <= last + 1:
            return int(event.character) - 1
        return None

    def on_click(self, event: events.Click) -> None:
        words, shown = self._words(), self._shown()
        at = 0
        if shown.start:
            at = cell_len(glyphs().before)
            if event.x < at:
                self.choose(shown.start - 1)
                return
        for place in shown:
            at += cell_len(words[place])
            if event.x < at:
                if place is not None:
                    self.choose(place)
                return
        if shown.stop < len(words):
            self.choose(shown.stop)
