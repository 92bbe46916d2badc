"""The review: what a period brought, panel by panel beside the period before, each number a way to its leads."""

from datetime import timedelta
from threading import Event
from types import ModuleType

from textual import on
from textual.app import ComposeResult

from leadtui.domain import periods
from leadtui.domain.periods import Period
from leadtui.i18n import _
from leadtui.services import reviews
from leadtui.services.leads import LeadRow
from leadtui.services.reviews.shape import Panel, Review
from leadtui.ui.commands import APP, MOVE, REVIEW, bindings, only
from leadtui.ui.lead_screen import LeadScreen
from leadtui.ui.widgets.lines import KeyLine, TopLine
from leadtui.ui.widgets.period_line import PeriodLine, Told
from leadtui.ui.widgets.review_body import ReviewBody, Spot

QUIET_SECONDS = 0.3
"""How long nothing is shown of counting: what is over sooner needs no bar."""

Asked = tuple[Period, str, str | None]
"""What is counted: the period, the filter line, whose leads."""


class ReviewScreen(LeadScreen, inherit_bindings=False):
    """The panels of one period. No lead is under the cursor here, so the keys of a lead do nothing."""

    VIEW = "review"
    AUTO_FOCUS = "ReviewBody"
    BINDINGS = [  # noqa: RUF012 -- Textual's own declaration
        *bindings(REVIEW, APP, MOVE),
        *only("list.everyone", "list.filter", "view.saved", "app.back"),
    ]
    DEFAULT_CSS = """
    ReviewScreen > ReviewBody { border-bottom: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.kind, self.back = periods.WEEK, 0
        self.days: Period | None = None
        """Days from and to where these were typed; else the kind and how many back say which."""
        self._counted: Asked | None = None
        self._progress: tuple[int, int] | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PeriodLine()
        yield ReviewBody()
        yield KeyLine()

    @property
    def body(self) -> ReviewBody:
        """The panels."""
        return self.query_one(ReviewBody)

    @property
    def row(self) -> LeadRow | None:
        return None

    @property
    def period(self) -> Period:
        """The period that is looked at."""
        return self.days or periods.period(self.kind, self.desk.today(), self.back)

    @property
    def asked(self) -> Asked:
        """What is to be counted."""
        return self.period, self.tui.filter_text, None if self.tui.shows_everyone else self.desk.me

    @property
    def counted(self) -> Review | None:
        """The review on the screen, where all of it has been counted."""
        period, line, owner = asked = self.asked
        if self._counted != asked or self._progress is not None:
            return None
        return Review(period, period.previous(), owner, line, self.body.panels)

    def panel(self, spot: Spot | None) -> Panel | None:
        """The panel under the cursor."""
        return next((each for each in self.body.panels if spot and each.key == spot.panel), None)

    def take_focus(self) -> None:
        self.body.focus()

    def leave(self) -> None:
        if self._progress is not None:
            self.workers.cancel_group(self, "reload")
            self.is_stale = True

    # Reading

    async def reload(self) -> None:
        asked, stopped, found = self.asked, Event(), list[Panel]()
        self._progress = None
        quiet = self.set_timer(QUIET_SECONDS, lambda: self._show_progress(asked, found))
        try:
            for key in reviews.PANELS:
                found.append(await self._count(key, asked, stopped))
                if self._progress is not None:
                    self._show_progress(asked, found)
        finally:
            quiet.stop()
            stopped.set()
        self._progress = None
        self._show_counted(asked, found)
        self._counted = asked

    async def _count(self, key: str, asked: Asked, stopped: Event) -> Panel:
        period, line, owner = asked
        return await self.book.ask_counting(
            reviews.panel, self.desk, key, period, filter=line, owner=owner, cancelled=stopped.is_set
        )

    # Showing

    def _show_heading(self, asked: Asked) -> None:
        self.query_one(TopLine).show(self.tui.heading(self.VIEW))
        period, _line, owner = asked
        self.query_one(PeriodLine).show(Told(period, self.desk.today(), owner, self._progress))

    def _show_progress(self, asked: Asked, found: list[Panel]) -> None:
        """Counting takes its time: from now on it is seen, and panels come as they are counted."""
        self._progress = len(found), len(reviews.PANELS)
        self._show_counted(asked, found)

    def _show_counted(self, asked: Asked, found: list[Panel]) -> None:
        """Panels of another question than the last stand at once; of the same one the old stay until all are new."""
        self._show_heading(asked)
        if self._progress is None or self._counted != asked:
            self.body.show(found)

    # Which period

    def action_turn_to(self, kind: str) -> None:
        """Look at the present week, month or quarter; where that is shown already, at the one before."""
        is_shown = self.days is None and (self.kind, self.back) == (kind, 0)
        self._look(kind, 1 if is_shown else 0)

    def action_shift(self, back: int) -> None:
        """Look at the period before, or after."""
        if self.days is not None:
            length = timedelta(days=self.days.days) * -back
            self.days = Period(self.days.start + length, self.days.end + length)
            self.refresh_rows()
        elif self.back + back >= 0:
            self._look(self.kind, self.back + back)

    def _look(self, kind: str, back: int) -> None:
        self.kind, self.back, self.days = kind, back, None
        self.refresh_rows()

    def look_at(self, days: Period) -> None:
        """Look at a period as it was typed."""
        today, back = self.desk.today(), 0
        if days.kind == periods.RANGE or days.start > today:
            self.days = days
            self.refresh_rows()
            return
        while periods.period(days.kind, today, back).start > days.start:
            back += 1
        self._look(days.kind, back)

    # Keys

    def action_step(self, count: int) -> None:
        self.body.step(count)

    def action_page(self, pages: int) -> None:
        self.body.page(pages)

    def action_first(self) -> None:
        self.body.end(last=False)

    def action_last(self) -> None:
        self.body.end(last=True)

    def action_column(self, step: int) -> None:
        """Move the cursor to the panels beside."""
        self.body.column(step)

    @on(ReviewBody.Chosen)
    def _clicked(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Show the leads behind the number under the cursor."""
        self._start(_acts().show_leads, self)

    def action_define(self) -> None:
        """Show what the figures of the panel under the cursor mean."""
        self._start(_acts().define, self)

    def action_other_days(self) -> None:
        """Ask for days from and to."""
        self._start(_acts().other_days, self)

    def action_written(self) -> None:
        """Show the period in sentences."""
        self._start(_acts().show_written, self)

    def action_report(self) -> None:
        """Write the review into a file."""
        self._start(_acts().report, self)

    def action_back(self) -> None:
        """Stop counting; else leave the filter."""
        if self._progress is not None:
            self.workers.cancel_group(self, "reload")
            self._progress = None
            self._show_heading(self.asked)
            self.tell(_("Stopped; w, m or Q counts anew"))
        else:
            super().action_back()


def _acts() -> ModuleType:
    """The acts with their pages and forms, imported when the first of them is wanted."""
    from leadtui.ui import review_acts

    return review_acts
