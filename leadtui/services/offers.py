"""The next step a cadence proposes for a lead that is being contacted right now (R13–R16)."""

from datetime import timedelta

from leadtui.desk import Desk
from leadtui.domain import cadence, stages, workdays
from leadtui.domain.cadence import Contacts
from leadtui.domain.terms import Channel, Grade, Outcome, PlanState, Stage
from leadtui.domain.when import When
from leadtui.i18n import _
from leadtui.services.followups import NOTHING_PLANNED, NextStep
from leadtui.store import derived, settings
from leadtui.store.models import Lead, Plan


def offer(desk: Desk, lead_id: int, channel: Channel = Channel.CALL, outcome: Outcome = Outcome.REACHED) -> NextStep:
    """What to plan next once today's contact by `channel` came to `outcome`; nothing where no cadence asks for it.

    A lead that is planned for a coming day already, is closed or has no grade is offered nothing, nor is one that
    was not reached: its cadence and its plan run on.
    """
    if not outcome.is_effective:
        return NOTHING_PLANNED
    today = desk.today()
    lead = Lead.select(Lead.stage, Lead.grade, Lead.created_at).where(Lead.id == lead_id).get()
    is_planned = (
        Plan.select(Plan.id).where(Plan.lead == lead_id, Plan.state == PlanState.PLANNED, Plan.due > today).exists()
    )
    if is_planned or not lead.grade or Stage(lead.stage) not in stages.OPEN:
        return NOTHING_PLANNED
    known = derived.contacts(lead_id, desk)
    made = dict.fromkeys(cadence.kinds(channel, outcome), today)
    after = Contacts(since=known.since, first=known.first or today, last={**known.last, **made})
    grade, rhythm = Grade(lead.grade), settings.team_cadence()
    touch = cadence.next_touch(grade, after, rhythm)
    if touch is None:
        return NOTHING_PLANNED
    # A track that is late already is due on the next working day: nobody is contacted twice a day.
    day = max(touch.offered_on, workdays.next_workday(today + timedelta(days=1)))
    return NextStep(
        action=_("{festival} greeting").format(festival=touch.festival.label) if touch.festival else "",
        due=When(day),
        points=cadence.points(grade, rhythm),
        channel=touch.track.channels[0],
    )
