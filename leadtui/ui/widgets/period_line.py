"""The line over a review: which days, compared with which, whose leads; while it is counted, how far that is."""

from dataclasses import dataclass
from datetime import date

from textual.content import Content
from textual.widget import Widget

from leadtui.domain import blocks, periods
from leadtui.domain.periods import Period
from leadtui.domain.text import visible
from leadtui.i18n import NP_, _, told
from leadtui.services.reviews import telling
from leadtui.ui.glyphs import glyphs

BAR = 10
NAMES = {
    (periods.WEEK, 0): NP_("period", "This week"),
    (periods.WEEK, 1): NP_("period", "Last week"),
    (periods.MONTH, 0): NP_("period", "This month"),
    (periods.MONTH, 1): NP_("period", "Last month"),
    (periods.QUARTER, 0): NP_("period", "This quarter"),
    (periods.QUARTER, 1): NP_("period", "Last quarter"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the line says; `owner` None: everybody's leads, `progress`: panels counted of how many."""

    period: Period
    today: date
    owner: str | None
    progress: tuple[int, int] | None = None


class PeriodLine(Widget):
    """One line, and the rule under it."""

    DEFAULT_CSS = """
    PeriodLine { dock: top; margin-top: 1; height: 2; border-bottom: solid $rule; color: $muted; }
    """
    told: Told | None = None

    def show(self, told: Told) -> None:
        """Show something else."""
        if told != self.told:
            self.told = told
            self.refresh()

    def render(self) -> Content:
        if self.told is None:
            return Content("")
        period, today = self.told.period, self.told.today
        before, dot = period.previous(), f" {glyphs().dot} "
        name = name_of(period, today)
        rest = [_("against {days}").format(days=telling.span(before.start, before.end, today))]
        if period.is_running(today):
            rest.append(_("still running"))
        rest.append(_("everyone") if self.told.owner is None else visible(self.told.owner))
        days = telling.span(period.start, period.end, today)
        head = Content.assemble((f" {name} " if name else " ", "bold $foreground"), (days, "$foreground"))
        return Content("").join([head, Content(dot + dot.join(rest)), self._bar()])

    def _bar(self) -> Content:
        if self.told is None or self.told.progress is None:
            return Content("")
        done, total = self.told.progress
        bar = blocks.bar(done / max(total, 1), BAR, is_plain=not glyphs().blocks)
        return Content.assemble(("   " + bar + glyphs().dot * (BAR - len(bar)), "$accent"), "  " + _("Esc stops"))


def name_of(period: Period, today: date) -> str:
    """What a period is called today, such as "last week"; nothing for days from and to."""
    for (kind, back), name in NAMES.items():
        if period == periods.period(kind, today, back):
            return told(name)
    return ""
