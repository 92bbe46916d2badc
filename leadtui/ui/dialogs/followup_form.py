"""Logging a follow-up: record and next step on one page, all by keyboard, the cursor in the summary (R17–R22).

What every record needs stands first, the next step under it, what is rare last. The same page corrects a record (R18).
"""

from dataclasses import replace
from datetime import datetime, time

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, Label, Static, TextArea

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Attitude, Channel, IntentChange, Outcome
from leadtui.domain.text import NOTE_LIMIT, visible
from leadtui.domain.when import When
from leadtui.i18n import _
from leadtui.services import followups, offers
from leadtui.services.detail import FollowUpCard, LeadDetail
from leadtui.services.followups import NOTHING_PLANNED, FollowUpDraft, NextStep
from leadtui.ui.book import Book
from leadtui.ui.commands import DRAFT, FORM, WRITING, bindings
from leadtui.ui.dialogs.ask import understood
from leadtui.ui.dialogs.load import show_load
from leadtui.ui.dialogs.talking import insert_talk_track
from leadtui.ui.drafted import Drafted
from leadtui.ui.drafts import Draft
from leadtui.ui.glyphs import glyphs
from leadtui.ui.guards import SAVING
from leadtui.ui.widgets.choice_line import ChoiceLine
from leadtui.ui.widgets.echo import WhenInput
from leadtui.ui.widgets.lines import KeyLine

STEP = ("action", "due", "points", "goal", "next_channel", "owner")
"""The lines of the next step."""


def usual_channel(lead: LeadDetail) -> Channel:
    """The planned channel, else the one of the last contact, else a call."""
    planned = next((plan.channel for plan in lead.open_plans if plan.channel), None)
    last = lead.follow_ups[0].channel if lead.follow_ups else None
    return planned or (last if last not in (None, Channel.OTHER) else None) or Channel.CALL


class FollowUpForm(Drafted, Screen[bool]):
    """The follow-up form; its result says whether a record was saved. With `correcting` it replaces that record."""

    BINDINGS = bindings(FORM, WRITING, DRAFT)
    AUTO_FOCUS = "#summary"
    DEFAULT_CSS = """
    FollowUpForm {
        & > .form-title {
            dock: top; height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; text-style: bold;
        }
        & > #form {
            height: 1fr; padding: 0 1; border-top: solid $rule; border-bottom: solid $rule;
            scrollbar-size-vertical: 1; scrollbar-background: $background; scrollbar-color: $rule;
        }
        & .form-points, & .form-draft { color: $muted; height: auto; padding: 0 2; }
        & .form-draft { color: $accent; }
        & .form-row { height: 1; }
        & .form-row.-tall { height: 4; }
        & .form-row > Label { width: 15; color: $muted; padding: 0 1 0 2; }
        & Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
        & .form-row > Input, & TextArea, & WhenInput { max-width: 84; }
        & Input:focus, & TextArea:focus { background: $tint; }
        & TextArea {
            width: 1fr; height: 4; border: none; padding: 0; background: $background;
            scrollbar-size-vertical: 1;
            & .text-area--cursor-line { background: $background; }
            &:focus .text-area--cursor-line { background: $tint; }
        }
        & .form-gap { height: 1; color: $rule; padding: 0 2; }
        & > .form-error { color: $warning; height: auto; max-height: 4; padding: 0 2; display: none; }
        & > .form-error.-said { display: block; }
    }
    """

    def __init__(
        self,
        lead: LeadDetail,
        book: Book,
        progress: str,
        offered: NextStep = NOTHING_PLANNED,
        *,
        correcting: FollowUpCard | None = None,
    ) -> None:
        super().__init__()
        self.offered = NOTHING_PLANNED if correcting else offered
        self.lead = lead
        self.book = book
        self.progress = progress
        self.correcting = correcting

    def compose(self) -> ComposeResult:
        yield Static(self._title(), classes="form-title", markup=False)
        with VerticalScroll(id="form", can_focus=False):
            yield Static("", classes="form-draft", markup=False)
            yield Static(self._points(), classes="form-points", markup=False)
            yield from self._contact_lines()
            yield Static(glyphs().rule * 60, classes="form-gap", markup=False)
            yield from self._step_lines()
            yield Static(glyphs().rule * 60, classes="form-gap", markup=False)
            yield from self._rare_lines()
        yield Static("", classes="form-error", markup=False)
        yield KeyLine()

    def _contact_lines(self) -> ComposeResult:
        card = self.correcting
        channel = card.channel if card else usual_channel(self.lead)
        yield self._line(_("Channel"), ChoiceLine(list(Channel), channel, id="channel"))
        yield self._line(
            _("Outcome"), ChoiceLine(list(Outcome), card.outcome if card else Outcome.REACHED, id="outcome")
        )
        yield self._line(_("When"), WhenInput(self.book.desk, self._corrected_time(), ahead=False, id="at"))
        yield self._line(_("Summary"), self._summary(card.summary if card else ""), is_tall=True)
        yield self._line(_("Feedback"), Input(card.feedback if card else "", id="feedback", compact=True))
        attitude = card.attitude if card else None
        yield self._line(_("Attitude"), ChoiceLine(list(Attitude), attitude, is_optional=True, id="attitude"))

    def _step_lines(self) -> ComposeResult:
        step = self.offered
        yield self._line(_("Next step"), Input(step.action, id="action", compact=True))
        yield self._line(_("By when"), WhenInput(self.book.desk, _day(step), id="due"))
        yield self._line(_("Points"), Input(step.points, id="points", compact=True))
        yield self._line(_("Goal"), Input(step.goal, id="goal", compact=True))
        yield self._line(_("By what"), ChoiceLine(list(Channel), step.channel, is_optional=True, id="next_channel"))
        yield self._line(_("By whom"), Input(placeholder=visible(self.lead.row.owner), id="owner", compact=True))

    def _rare_lines(self) -> ComposeResult:
        card = self.correcting
        change = card.intent_change if card else None
        yield self._line(_("Intent"), ChoiceLine(list(IntentChange), change, is_optional=True, id="intent_change"))
        yield self._line(_("New need"), Input(card.new_need if card else "", id="new_need", compact=True))
        yield self._line(_("Concern"), Input(card.concern if card else "", id="concern", compact=True))
        progress = card.decision_progress if card else ""
        yield self._line(_("Decision"), Input(progress, id="decision_progress", compact=True))

    def _line(self, label: str, widget: Widget, *, is_tall: bool = False) -> Horizontal:
        return Horizontal(Label(label, markup=False), widget, classes="form-row -tall" if is_tall else "form-row")

    def _summary(self, text: str) -> TextArea:
        return TextArea(text, id="summary", tab_behavior="focus", show_line_numbers=False, compact=True)

    def _title(self) -> str:
        row = self.lead.row
        who = "  ".join(filter(None, (visible(row.contact), visible(row.phone))))
        act = _("Correct the record") if self.correcting else _("Log")
        return f" {glyphs().dot} ".join(filter(None, (act, visible(row.customer), who)))

    def _points(self) -> str:
        """What the plan wanted of this contact."""
        plan = next(iter(self.lead.open_plans), None)
        if plan is None or self.correcting:
            return ""
        parts = [visible(plan.action), visible(plan.points)]
        if plan.goal:
            parts.append(_("Goal: {text}").format(text=visible(plan.goal)))
        said = f" {glyphs().dot} ".join(filter(None, parts))
        return _("This time") + f"  {said}" if said else ""

    def _corrected_time(self) -> str:
        if self.correcting is None:
            return ""
        local = self.correcting.at.astimezone(self.book.desk.zone)
        # Midnight stands for a time nobody noted.
        return f"{local:%Y-%m-%d %H:%M}" if (local.hour, local.minute) != (0, 0) else f"{local:%Y-%m-%d}"

    def on_mount(self) -> None:
        self.query_one(KeyLine).show(self.progress)
        for line in self.query(Input):
            line.cursor_blink = False
        self.query_one(TextArea).cursor_blink = False
        show_load(self)
        self._begin_draft()

    def _begin_draft(self) -> None:
        row, desk = self.lead.row, self.book.desk
        form = f"correct:{self.correcting.id}" if self.correcting else "followup"
        kept = self.begin_draft(Draft(self.book.database, form, row.lead_no, row.customer, desk.now))
        if kept is not None:
            note = _("Draft of {time} · ctrl+n starts anew").format(
                time=f"{kept.typed_at.astimezone(desk.zone):%m-%d %H:%M}"
            )
            self.query_one(".form-draft", Static).update(note)
        for name in ("form-draft", "form-points"):
            said = self.query_one(f".{name}", Static)
            said.display = bool(str(said.content))

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

    # The offered next step follows channel and outcome until the rep has touched it

    @on(ChoiceLine.Changed)
    def _offer_anew(self, event: ChoiceLine.Changed) -> None:
        is_asked = event.sender.id in ("channel", "outcome") and self.correcting is None
        if is_asked and self._is_offer_untouched():
            self._ask_offer(Channel(self._chosen("channel")), Outcome(self._chosen("outcome")))

    def _is_offer_untouched(self) -> bool:
        return self.at_first is not None and all(self._entered(name) == self.at_first[name] for name in STEP)

    @work(exclusive=True, group="offer")
    async def _ask_offer(self, channel: Channel, outcome: Outcome) -> None:
        try:
            offered = await self.book.ask(offers.offer, self.book.desk, self.lead.row.id, channel, outcome)
        except LeadtuiError as error:
            self._say(str(error))
            return
        if self._is_offer_untouched():
            self._show_offer(offered)

    def _show_offer(self, offered: NextStep) -> None:
        self.offered = offered
        channel = offered.channel.value if offered.channel else ""
        step = {"action": offered.action, "due": _day(offered), "points": offered.points, "goal": offered.goal}
        self.restate(step | {"next_channel": channel})

    # What is entered

    def entry(self) -> FollowUpDraft:
        """What is entered; LeadtuiError where a time was not understood."""
        due = self._entered("due")
        step = self._step(understood(self.book.desk, due) if due else None)
        outcome = Outcome(self._chosen("outcome"))
        if not outcome.is_effective and step == self.offered:
            # An unanswered call leaves plan and cadence running; what was only offered would stand beside them.
            step = NOTHING_PLANNED
        attitude, change = self._chosen("attitude"), self._chosen("intent_change")
        return FollowUpDraft(
            channel=Channel(self._chosen("channel")),
            outcome=outcome,
            summary=self.query_one(TextArea).text,
            at=self._instant(),
            feedback=self._entered("feedback"),
            attitude=Attitude(attitude) if attitude else None,
            intent_change=IntentChange(change) if change else None,
            new_need=self._entered("new_need"),
            concern=self._entered("concern"),
            decision_progress=self._entered("decision_progress"),
            next_step=step,
        )

    def _instant(self) -> datetime | None:
        desk, text = self.book.desk, self._entered("at")
        if not text or text == self._corrected_time():
            return None
        when = understood(desk, text, ahead=False)
        if self.correcting is None and when.day == desk.today() and not when.time:
            # Midnight stands for a time nobody noted; a contact of today was made just now.
            return None
        return desk.instant(when.day, when.time or time(0))

    def _step(self, due: When | None) -> NextStep:
        """The next step as entered. Clearing the offered day declines the offer: what stands beside it is dropped."""
        channel = self._chosen("next_channel")
        step = NextStep(
            action=self._entered("action"),
            due=due,
            points=self._entered("points"),
            goal=self._entered("goal"),
            owner=self._entered("owner"),
            channel=Channel(channel) if channel else None,
        )
        is_declined = due is None and replace(step, due=self.offered.due) == self.offered
        return NOTHING_PLANNED if is_declined else step

    def _entered(self, name: str) -> str:
        widget = self.query_one(f"#{name}")
        if isinstance(widget, ChoiceLine):
            return self._chosen(name)
        assert isinstance(widget, Input | WhenInput)
        return widget.value if isinstance(widget, Input) else widget.text

    def _chosen(self, name: str) -> str:
        return self.query_one(f"#{name}", ChoiceLine).chosen or ""

    def _say(self, text: str) -> None:
        said = self.query_one(".form-error", Static)
        said.update(text)
        said.set_class(bool(text), "-said")

    @work(group=SAVING)
    async def action_save(self) -> None:
        """Save record and next step in one change; a refusal is said and everything typed stays."""
        desk = self.book.desk
        try:
            if self.correcting:
                await self.book.ask(followups.correct, desk, self.correcting.id, self.entry())
            else:
                await self.book.ask(followups.record, desk, self.lead.row.id, self.entry())
        except LeadtuiError as error:
            self._say(str(error))
            return
        self.draft.close()
        self.dismiss(True)

    @work(exclusive=True, group="talk")
    async def action_talk_track(self) -> None:
        """Put a talk track where the cursor is."""
        await insert_talk_track(self, self.book)

    def action_cancel(self) -> None:
        """Leave without a record; what was typed stays as a draft."""
        self.dismiss(False)


def _day(step: NextStep) -> str:
    return step.due.day.isoformat() if step.due else ""
