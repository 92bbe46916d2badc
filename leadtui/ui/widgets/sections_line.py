"""The sections of a form with how much of each is filled, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from leadtui.domain.fields import Section
from leadtui.i18n import _
from leadtui.ui.glyphs import glyphs
from leadtui.ui.render import fit


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the form is: `counts` are filled and all lines by section, `missing` the labels still empty here."""

    counts: dict[Section, tuple[int, int]]
    demanded: Sequence[str] = ()
    missing: Sequence[str] = ()


class SectionsLine(Widget):
    """Two lines: the sections, the one shown in brackets; a meter and what is missing."""

    METER = 10
    DEFAULT_CSS = """
    SectionsLine { height: 2; color: $muted; padding: 0 1; }
    """

    @dataclass
    class Chosen(Message):
        """A section was clicked."""

        section: Section

    progress = Progress({})
    section = Section.LEAD

    def show(self, section: Section, progress: Progress) -> None:
        """Show another state."""
        if (section, progress) != (self.section, self.progress):
            self.section, self.progress = section, progress
            self.refresh()

    def render(self) -> Content:
        parts = [
            Content.styled(word, "bold $foreground" if section is self.section else "$muted")
            for section, word in self._words()
        ]
        return Content("\n").join([Content("").join(parts), self._meter()])

    def _words(self) -> list[tuple[Section, str]]:
        words = self._spelled(short=False)
        return (
            words
            if sum(cell_len(word) for _section, word in words) <= self.content_size.width
            else self._spelled(short=True)
        )

    def _spelled(self, *, short: bool) -> list[tuple[Section, str]]:
        """Every section with its count; `short` leaves out how many lines there are where one is not."""
        words = []
        for section, (filled, of) in self.progress.counts.items():
            is_shown = section is self.section
            word = f"{section.label} {filled}" + ("" if short and not is_shown else f"/{of}")
            words.append((section, f"[{word}]" if is_shown else f" {word} "))
        return words

    def _meter(self) -> Content:
        filled, of = (
            (sum(each) for each in zip(*self.progress.counts.values(), strict=True)) if self.progress.counts else (0, 1)
        )
        full = round(self.METER * filled / of)
        parts = [
            Content.styled("=" * full, "$accent"),
            Content.styled(glyphs().rule * (self.METER - full), "$rule"),
            Content.styled(f" {filled * 100 // of}%  ", "$foreground"),
        ]
        room = self.content_size.width - sum(part.cell_length for part in parts)
        if self.progress.demanded:
            text = _("Needed: {fields}").format(fields=_(", ").join(self.progress.demanded))
            return Content("").join([*parts, Content.styled(fit(text, room), "$warning")])
        text = _(", ").join(self.progress.missing)
        text = _("Missing: {fields}").format(fields=text) if text else _("Nothing is missing here.")
        return Content("").join([*parts, Content.styled(fit(text, room), "$muted")])

    def on_click(self, event: events.Click) -> None:
        at = 1
        for section, word in self._words():
            at += cell_len(word)
            if event.y == 0 and event.x < at:
                self.post_message(self.Chosen(section))
                return
