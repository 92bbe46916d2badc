"""Logging a follow-up: record and next step on one page, all by keyboard, the cursor in the summary (R17–R22)."""

from dataclasses import replace
from datetime import time

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Attitude, Channel, Outcome
from leadtui.domain.text import NOTE_LIMIT, visible
from leadtui.domain.when import When
from leadtui.i18n import _
from leadtui.services import followups
from leadtui.services.detail import LeadDetail
from leadtui.services.followups import NOTHING_PLANNED, FollowUpDraft, NextStep
from leadtui.ui.book import Book
from leadtui.ui.commands import FORM, bindings
from leadtui.ui.dialogs.ask import understood
from leadtui.ui.dialogs.load import show_load
from leadtui.ui.glyphs import glyphs
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput
from leadtui.ui.widgets.lines import KeyLine


def usual_channel(lead: LeadDetail) -> Channel:
    """The planned channel, else the one of the last contact, else a call."""
    planned = next((plan.channel for plan in lead.open_plans if plan.channel), None)
    last = lead.follow_ups[0].channel if lead.follow_ups else None
    return planned or (last if last not in (None, Channel.OTHER) else None) or Channel.CALL


class FollowUpForm(Screen[bool]):
    """The follow-up form; its result says whether a record was saved."""

    BINDINGS = bindings(FORM)
    AUTO_FOCUS = "#summary"
    DEFAULT_CSS = """
    FollowUpForm {
        & > .form-title { dock: top; height: 1; padding: 0 1; text-style: bold; }
        & > #form { height: 1fr; padding: 0 1; border-top: solid $rule; border-bottom: solid $rule; }
        & .form-points { color: $muted; height: auto; padding: 0 2; margin-bottom: 1; }
        & .form-row { height: 1; }
        & .form-row.-tall { height: 4; }
        & .form-row > Label { width: 14; color: $muted; padding: 0 2; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
        & .form-row > Input, & TextArea, & WhenInput { max-width: 84; }
        & Input:focus, & TextArea:focus { background: $tint; }
        & TextArea {
            width: 1fr; height: 4; border: none; padding: 0; background: $background;
            scrollbar-size-vertical: 1;
            & .text-area--cursor-line { background: $background; }
            &:focus .text-area--cursor-line { background: $tint; }
        }
        & .form-gap { height: 1; color: $rule; margin: 1 0 0 0; padding: 0 2; }
        & .form-error { color: $warning; height: auto; padding: 0 2; }
    }
    """

    def __init__(self, lead: LeadDetail, book: Book, progress: str, offered: NextStep = NOTHING_PLANNED) -> None:
        super().__init__()
        self.offered = offered
        self.lead = lead
        self.book = book
        self.progress = progress

    def compose(self) -> ComposeResult:
        row = self.lead.row
        who = "  ".join(filter(None, (visible(row.contact), visible(row.phone))))
        dot = f" {glyphs().dot} "
        yield Static(dot.join(filter(None, (_("Log"), visible(row.customer), who))), classes="form-title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield Static(self._points(), classes="form-points", markup=False)
            yield self._line(_("Channel"), ChoiceLine(list(Channel), usual_channel(self.lead), id="channel"))
            yield self._line(_("Outcome"), ChoiceLine(list(Outcome), Outcome.REACHED, id="outcome"))
            yield self._line(_("When"), WhenInput(self.book.desk, ahead=False, id="at"))
            yield self._line(_("Summary"), self._summary(), is_tall=True)
            yield self._line(_("Feedback"), Input(id="feedback", compact=True))
            yield self._line(_("Attitude"), ChoiceLine(list(Attitude), is_optional=True, id="attitude"))
            yield Static(glyphs().rule * 60, classes="form-gap", markup=False)
            yield self._line(_("Next step"), Input(self.offered.action, id="action", compact=True))
            yield self._line(_("By when"), WhenInput(self.book.desk, self._offered_day(), id="due"))
            yield self._line(_("Points"), Input(self.offered.points, id="points", compact=True))
            yield self._line(_("Goal"), Input(id="goal", compact=True))
            yield Static("", classes="form-error", markup=False)
        yield KeyLine()

    def _line(self, label: str, widget: Widget, *, is_tall: bool = False) -> Horizontal:
        return Horizontal(Label(label, markup=False), widget, classes="form-row -tall" if is_tall else "form-row")

    def _summary(self) -> TextArea:
        return TextArea(id="summary", tab_behavior="focus", show_line_numbers=False, compact=True)

    def _points(self) -> str:
        """What the plan wanted of this contact."""
        plan = next(iter(self.lead.open_plans), None)
        if plan is None:
            return ""
        parts = [visible(plan.action), visible(plan.points)]
        if plan.goal:
            parts.append(_("Goal: {text}").format(text=visible(plan.goal)))
        said = f" {glyphs().dot} ".join(filter(None, parts))
        return _("This time") + f"  {said}" if said else ""

    def _offered_day(self) -> str:
        return self.offered.due.day.isoformat() if self.offered.due else ""

    def on_mount(self) -> None:
        self.query_one(KeyLine).show(self.progress)
        for line in self.query(Input):
            line.cursor_blink = False
        self.query_one(TextArea).cursor_blink = False
        self.run_worker(show_load(self))

    @on(TextArea.Changed)
    def _keep_within_limit(self, event: TextArea.Changed) -> None:
        if len(event.text_area.text) > NOTE_LIMIT:
            event.text_area.text = event.text_area.text[:NOTE_LIMIT]
            self._say(
                _("The summary holds at most {limit} characters; the rest was left out.").format(limit=NOTE_LIMIT)
            )

    def on_input_submitted(self) -> None:
        """Enter goes on to the next line; only F2 and ctrl+s save."""
        self.focus_next()

    def draft(self) -> FollowUpDraft:
        """What is entered; LeadtuiError where a time was not understood."""
        desk = self.book.desk
        at, due = self.query_one("#at", WhenInput), self.query_one("#due", WhenInput)
        instant = None
        if at.text:
            when = understood(desk, at.text, ahead=False)
            # Midnight stands for a time nobody noted; a contact of today was made just now.
            is_today = when.day == desk.today()
            instant = None if is_today and not when.time else desk.instant(when.day, when.time or time(0))
        step = self._step(understood(desk, due.text) if due.text else None)
        attitude = self._chosen("attitude")
        outcome = Outcome(self._chosen("outcome") or Outcome.REACHED)
        if not outcome.is_effective and step == self.offered:
            # An unanswered call leaves plan and cadence running; what was only offered would stand beside them.
            step = NOTHING_PLANNED
        return FollowUpDraft(
            channel=Channel(self._chosen("channel") or Channel.OTHER),
            outcome=outcome,
            summary=self.query_one(TextArea).text,
            at=instant,
            feedback=self._text("feedback"),
            attitude=Attitude(attitude) if attitude else None,
            next_step=step,
        )

    def _step(self, due: When | None) -> NextStep:
        """The next step as entered. Clearing the offered day declines the offer: what stands beside it is dropped."""
        step = NextStep(action=self._text("action"), due=due, points=self._text("points"), goal=self._text("goal"))
        if due == self.offered.due:
            return replace(step, channel=self.offered.channel)
        is_declined = due is None and replace(step, due=self.offered.due, channel=self.offered.channel) == self.offered
        return NOTHING_PLANNED if is_declined else step

    def _text(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    def _chosen(self, name: str) -> str | None:
        return self.query_one(f"#{name}", ChoiceLine).chosen

    def _say(self, text: str) -> None:
        self.query_one(".form-error", Static).update(text)

    @work(exclusive=True)
    async def action_save(self) -> None:
        """Save record and next step in one change; a refusal is said and everything typed stays."""
        try:
            await self.book.ask(followups.record, self.book.desk, self.lead.row.id, self.draft())
        except LeadtuiError as error:
            self._say(str(error))
            return
        self.dismiss(True)

    def action_cancel(self) -> None:
        """Leave without a record."""
        self.dismiss(False)
