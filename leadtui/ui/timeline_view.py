"""The timeline as text on the screen: one event after the other, and the line that says which kinds are shown."""

from collections.abc import Iterable, Sequence

from textual.content import Content

from leadtui.desk import Desk
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import timeline
from leadtui.services.timeline import Event, Kind
from leadtui.ui import render
from leadtui.ui.glyphs import glyphs

_TONES = {Kind.FOLLOW_UP: "", Kind.MILESTONE: "$accent", Kind.CORRECTED: "$muted"}


def event(happened: Event, desk: Desk) -> Content:
    """One event: its line in bold where a contact was made, then what was said, indented."""
    tone = _TONES.get(happened.kind, "$muted")
    head = f"{render.moment(happened.at, desk)} {_title(happened)}"
    style = "bold" if happened.kind is Kind.FOLLOW_UP else tone
    lines = [Content.assemble((head, style), ("  " + visible(happened.by) if happened.by else "", "$muted"))]
    for text in happened.texts:
        shown = "\n".join("  " + line for line in visible(text, multiline=True).split("\n"))
        lines.append(Content.styled(shown, tone) if tone else Content(shown))
    return Content("\n").join(lines)


def _title(happened: Event) -> str:
    change = happened.new
    if happened.old:
        change = f"{happened.old} {glyphs().arrow} {happened.new}"
    mark = glyphs().milestone + " " if happened.kind is Kind.MILESTONE else ""
    card = happened.card
    number = f"#{card.no} " if card and (card.corrects or card.corrected_by) else ""
    title = happened.title.replace("·", glyphs().dot)
    return mark + number + visible(" ".join(filter(None, (title, change))))


def kinds_line(happened: Sequence[Event], chosen: Kind | None) -> Content:
    """All kinds with their counts, the one that is shown in brackets."""
    parts = [_choice(_("All"), len(happened), is_on=chosen is None)]
    parts += [_choice(kind.label, count, is_on=kind is chosen) for kind, count in timeline.counts(happened).items()]
    return Content("  ").join(parts)


def chosen_line(happened: Sequence[Event], chosen: Kind) -> Content:
    """The kind that is shown, and how many events there are in all: for where there is little room."""
    count = len(timeline.of_kind(happened, chosen))
    return Content("  ").join([_choice(_("All"), len(happened), is_on=False), _choice(chosen.label, count, is_on=True)])


def _choice(word: str, count: int, *, is_on: bool) -> Content:
    text = f"{word} {count}"
    return Content.styled(f"[{text}]", "bold $accent") if is_on else Content.styled(text, "$muted")


def next_kind(happened: Iterable[Event], chosen: Kind | None) -> Kind | None:
    """The kind that is shown after this one: all of them, then each that occurs."""
    order: list[Kind | None] = [None, *timeline.counts(happened)]
    return order[(order.index(chosen) + 1) % len(order)] if chosen in order else None
