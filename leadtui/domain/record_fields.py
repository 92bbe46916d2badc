"""The fields of what hangs on a lead, and of where it stands; `attach`, `log`, `plan` and `move` set them."""

from leadtui.domain.field_types import Entity, Kind, RecordSection, declare
from leadtui.domain.terms import (
    Attitude,
    Channel,
    Confirmed,
    IntentChange,
    MilestoneKind,
    ObjectionState,
    Outcome,
    PlanState,
    Stage,
    Status,
    TagDimension,
)
from leadtui.i18n import NP_

STATE_FIELDS = declare(
    Entity.LEAD,
    RecordSection.STATE,
    (
        "stage",
        Stage,
        NP_("field", "Stage"),
        NP_("about", "Where the lead stands on its road; moved through the gates"),
        NP_("example", "Solution"),
    ),
    ("status", Status, NP_("field", "Status"), NP_("about", "How warm the customer is"), NP_("example", "Interested")),
    (
        "status_reason",
        Kind.LINE,
        NP_("field", "Status reason"),
        NP_("about", "Why the status changed last"),
        NP_("example", "Asked for a proposal"),
    ),
    (
        "snooze_until",
        Kind.DAY,
        NP_("field", "Snoozed until"),
        NP_("about", "Keeps the lead off the due list until this day"),
        NP_("example", "2026-12-01"),
    ),
    (
        "snooze_reason",
        Kind.LINE,
        NP_("field", "Snooze reason"),
        NP_("about", "Why it waits"),
        NP_("example", "Budget comes next month"),
    ),
)

FOLLOW_UP_FIELDS = declare(
    Entity.FOLLOW_UP,
    RecordSection.FOLLOW_UP,
    (
        "at",
        Kind.INSTANT,
        NP_("field", "Followed up at"),
        NP_("about", "When the contact was made"),
        NP_("example", "2026-11-20 15:00"),
    ),
    ("channel", Channel, NP_("field", "Channel"), NP_("about", "How the contact was made"), NP_("example", "Call")),
    (
        "outcome",
        Outcome,
        NP_("field", "Outcome"),
        NP_("about", "Whether somebody was reached; calls without an answer leave the clocks running"),
        NP_("example", "Reached"),
    ),
    (
        "summary",
        Kind.NOTE,
        NP_("field", "Summary"),
        NP_("about", "What was said"),
        NP_("example", "Presented the core functions"),
    ),
    (
        "new_need",
        Kind.NOTE,
        NP_("field", "New need"),
        NP_("about", "A need not known before"),
        NP_("example", "Also wants reports"),
    ),
    (
        "concern",
        Kind.NOTE,
        NP_("field", "Concern"),
        NP_("about", "What the customer doubts"),
        NP_("example", "Data security"),
    ),
    (
        "decision_progress",
        Kind.NOTE,
        NP_("field", "Decision progress"),
        NP_("about", "How far the decision is"),
        NP_("example", "With the purchasing board"),
    ),
    (
        "feedback",
        Kind.NOTE,
        NP_("field", "Feedback"),
        NP_("about", "What the customer said to it"),
        NP_("example", "Wants cases from the trade"),
    ),
    (
        "attitude",
        Attitude,
        NP_("field", "Attitude"),
        NP_("about", "How the customer sounded"),
        NP_("example", "Positive"),
    ),
    (
        "intent_change",
        IntentChange,
        NP_("field", "Intent change"),
        NP_("about", "Whether the wish to buy went up or down"),
        NP_("example", "Up"),
    ),
    (
        "by",
        Kind.REP,
        NP_("field", "By"),
        NP_("about", "Who made the contact; given by leadtui"),
        NP_("example", "Wang Lei"),
    ),
    (
        "recorded_at",
        Kind.INSTANT,
        NP_("field", "Recorded at"),
        NP_("about", "When it was noted down; given by leadtui"),
        NP_("example", "2026-11-20 15:30"),
    ),
)

PLAN_FIELDS = declare(
    Entity.PLAN,
    RecordSection.PLAN,
    ("due", Kind.DAY, NP_("field", "Due"), NP_("about", "The day the next step is due"), NP_("example", "2026-11-25")),
    (
        "channel",
        Channel,
        NP_("field", "Channel"),
        NP_("about", "How the contact is to be made"),
        NP_("example", "Visit"),
    ),
    (
        "points",
        Kind.NOTE,
        NP_("field", "Talking points"),
        NP_("about", "What to talk about"),
        NP_("example", "Need in detail, solution, budget"),
    ),
    (
        "goal",
        Kind.NOTE,
        NP_("field", "Goal"),
        NP_("about", "What the contact is to achieve"),
        NP_("example", "Agree on a demo"),
    ),
    (
        "action",
        Kind.LINE,
        NP_("field", "Next step"),
        NP_("about", "What to do"),
        NP_("example", "Send cases and the quote"),
    ),
    ("owner", Kind.REP, NP_("field", "Owner"), NP_("about", "Who does it"), NP_("example", "Wang Lei")),
    ("state", PlanState, NP_("field", "State"), NP_("about", "What became of it"), NP_("example", "Planned")),
)

OBJECTION_FIELDS = declare(
    Entity.OBJECTION,
    RecordSection.OBJECTION,
    (
        "text",
        Kind.NOTE,
        NP_("field", "Objection"),
        NP_("about", "What the customer objects to"),
        NP_("example", "Fears a long introduction"),
    ),
    (
        "progress",
        Kind.NOTE,
        NP_("field", "Progress"),
        NP_("about", "What was done about it"),
        NP_("example", "Three cases of the trade were sent"),
    ),
    (
        "state",
        ObjectionState,
        NP_("field", "State"),
        NP_("about", "How far it is resolved"),
        NP_("example", "In progress"),
    ),
)

MILESTONE_FIELDS = declare(
    Entity.MILESTONE,
    RecordSection.MILESTONE,
    (
        "kind",
        MilestoneKind,
        NP_("field", "Milestone"),
        NP_("about", "What was reached"),
        NP_("example", "Budget approved"),
    ),
    (
        "on",
        Kind.DAY,
        NP_("field", "Day"),
        NP_("about", "The day it was reached, today if left out"),
        NP_("example", "2026-11-20"),
    ),
    ("note", Kind.LINE, NP_("field", "Note"), NP_("about", "A word about it"), NP_("example", "200,000 for this year")),
)

AMENDMENT_FIELDS = declare(
    Entity.AMENDMENT,
    RecordSection.AMENDMENT,
    (
        "text",
        Kind.NOTE,
        NP_("field", "Amended terms"),
        NP_("about", "What was changed in the contract"),
        NP_("example", "Payment in three parts"),
    ),
    (
        "reason",
        Kind.NOTE,
        NP_("field", "Reason"),
        NP_("about", "Why"),
        NP_("example", "The customer's accounting year"),
    ),
)

CONFIRMATION_FIELDS = declare(
    Entity.CONFIRMATION,
    RecordSection.CONFIRMATION,
    (
        "subject",
        Confirmed,
        NP_("field", "Subject"),
        NP_("about", "What the customer confirmed"),
        NP_("example", "Budget"),
    ),
    (
        "on",
        Kind.DAY,
        NP_("field", "Day"),
        NP_("about", "The day it was confirmed, today if left out"),
        NP_("example", "2026-11-20"),
    ),
    ("by", Kind.REP, NP_("field", "By"), NP_("about", "Who heard it; you if left out"), NP_("example", "Wang Lei")),
)

TAG_FIELDS = declare(
    Entity.TAG,
    RecordSection.TAG,
    (
        "dimension",
        TagDimension,
        NP_("field", "Dimension"),
        NP_("about", "Industry, region, kind of need or other"),
        NP_("example", "Kind of need"),
    ),
    ("name", Kind.LINE, NP_("field", "Tag"), NP_("about", "The label itself"), NP_("example", "New customer")),
)

COLLABORATOR_FIELDS = declare(
    Entity.COLLABORATOR,
    RecordSection.COLLABORATOR,
    (
        "rep",
        Kind.REP,
        NP_("field", "Collaborator"),
        NP_("about", "Who sees and tends the lead beside its owner"),
        NP_("example", "Wang Lei"),
    ),
)

STAGE_CHANGE_FIELDS = declare(
    Entity.STAGE_CHANGE,
    RecordSection.STAGE_CHANGE,
    (
        "from_stage",
        Stage,
        NP_("field", "From stage"),
        NP_("about", "Where the lead stood; given by leadtui"),
        NP_("example", "Qualifying"),
    ),
    (
        "to_stage",
        Stage,
        NP_("field", "To stage"),
        NP_("about", "Where it went; given by leadtui"),
        NP_("example", "Solution"),
    ),
    (
        "from_status",
        Status,
        NP_("field", "From status"),
        NP_("about", "The status before; given by leadtui"),
        NP_("example", "Prospect"),
    ),
    (
        "to_status",
        Status,
        NP_("field", "To status"),
        NP_("about", "The status after; given by leadtui"),
        NP_("example", "Interested"),
    ),
    (
        "reason",
        Kind.LINE,
        NP_("field", "Reason"),
        NP_("about", "Why it moved, or why a gate was skipped"),
        NP_("example", "Asked for a proposal"),
    ),
    ("by", Kind.REP, NP_("field", "By"), NP_("about", "Who moved it; given by leadtui"), NP_("example", "Wang Lei")),
    (
        "at",
        Kind.INSTANT,
        NP_("field", "Moved at"),
        NP_("about", "When; given by leadtui"),
        NP_("example", "2026-11-21 16:00"),
    ),
)
