"""The tables, and nothing but the tables. Keys are integers, `uid` names a row across databases, `version` counts
its changes; instants are UTC, days are local, money is fen, choices are stored by key."""

import logging

import peewee
from peewee import (
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DatabaseProxy,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from leadtui.store.columns import DayField, InstantField, KeyField, UidField

db = DatabaseProxy()
# At DEBUG Peewee logs every statement with what stands in it, which is customers' data.
peewee.logger.setLevel(logging.INFO)


class Table(Model):
    """A table of the database, named after its model in snake_case."""

    class Meta:
        database = db
        legacy_table_names = False


class Row(Table):
    """What every table of the journal has: key, uid and version."""

    id = KeyField()
    uid = UidField(unique=True)
    version = IntegerField(default=1)


class Rep(Row):
    """A person who sells."""

    name = CharField(unique=True)
    role = CharField(default="rep")
    is_active = BooleanField(default=True)


class Customer(Row):
    """A company or person, long-lived; each sales cycle is a Lead."""

    customer_no = CharField(unique=True)
    name = CharField()
    name_key = CharField(index=True)
    industry = CharField(default="")
    region = CharField(default="")
    employees = CharField(default="")
    annual_revenue = CharField(default="")
    remark = TextField(default="")
    created_at = InstantField()
    deleted_at = InstantField(null=True)


class Contact(Row):
    """A person at a customer."""

    customer = ForeignKeyField(Customer, backref="contacts")
    name = CharField(default="")
    title = CharField(default="")
    phone = CharField(default="")
    phone_key = CharField(default="", index=True)
    wechat = CharField(default="")
    email = CharField(default="")
    decision_authority = BooleanField(null=True)
    is_primary = BooleanField(default=False)


class Lead(Row):
    """One sales cycle of one customer."""

    lead_no = CharField(unique=True)
    customer = ForeignKeyField(Customer, backref="leads")
    created_at = InstantField()
    created_by = ForeignKeyField(Rep, null=True, index=False)
    is_imported = BooleanField(default=False)
    deleted_at = InstantField(null=True)
    repurchase_of = ForeignKeyField("self", null=True, index=False)
    referred_by = ForeignKeyField("self", null=True, index=False)

    source = CharField(default="other")
    source_detail = CharField(default="")
    first_contact_at = InstantField(null=True)
    initial_need = TextField(default="")
    budget_min = BigIntegerField(null=True)
    budget_max = BigIntegerField(null=True)
    intent = CharField(null=True)
    priority = CharField(null=True)

    validity = CharField(default="unverified")
    invalid_reason = CharField(null=True)
    need_fit = CharField(null=True)
    budget_fit = CharField(null=True)
    grade = CharField(null=True)
    grade_basis = TextField(default="")
    expected_close = DayField(null=True)
    owner = ForeignKeyField(Rep, null=True, index=False)
    assigned_at = InstantField(null=True)
    first_due_at = InstantField(null=True)

    pain_point = TextField(default="")
    decision_process = TextField(default="")
    decision_maker = CharField(default="")
    purchase_timing = CharField(default="")
    need_detail = TextField(default="")
    proposal = TextField(default="")
    proposal_file = CharField(default="")
    proposal_sent_at = InstantField(null=True)
    quote_amount = BigIntegerField(null=True)
    proposal_feedback = TextField(default="")

    max_budget = BigIntegerField(null=True)
    must_have = TextField(default="")
    concession_plan = TextField(default="")
    price = BigIntegerField(null=True)
    payment_terms = CharField(default="")
    delivery_cycle = CharField(default="")
    service_terms = CharField(default="")
    negotiation_progress = CharField(default="not_started")
    contract_amount = BigIntegerField(null=True)
    contract_sent_on = DayField(null=True)
    signed_on = DayField(null=True)

    delivered_on = DayField(null=True)
    acceptance = CharField(null=True)
    survey_due_on = DayField(null=True)
    satisfaction = IntegerField(null=True)
    after_feedback = TextField(default="")
    repurchase_intent = TextField(default="")
    referral_info = TextField(default="")

    stage = CharField(default="captured")
    stage_since = InstantField()
    status = CharField(default="prospect")
    status_reason = CharField(default="")
    lost_reason = CharField(null=True)
    closing_note = CharField(default="")
    competitor = CharField(default="")
    snooze_until = DayField(null=True)
    snooze_reason = CharField(default="")

    former_owner = ForeignKeyField(Rep, null=True, index=False)
    released_at = InstantField(null=True)
    release_reason = CharField(default="")
    claimed_at = InstantField(null=True)

    # Derived from other rows by store/derived.py in the same transaction; not in the journal's images.
    place = BigIntegerField(null=True)
    amount = BigIntegerField(null=True)
    next_plan = BigIntegerField(null=True)
    next_due = DayField(null=True)
    next_owner = BigIntegerField(null=True)
    last_contact_at = InstantField(null=True)
    first_touch_on = DayField(null=True)
    cadence_on = DayField(null=True)
    survey_on = DayField(null=True)
    unsigned_on = DayField(null=True)
    missing_on = DayField(null=True)
    idle_on = DayField(null=True)
    recycling_on = DayField(null=True)
    recycle_on = DayField(null=True)
    attend_on = DayField(null=True)
    derived_by = IntegerField(default=0)


class Collaborator(Row):
    """A rep who may see and tend a lead beside its owner (R36)."""

    lead = ForeignKeyField(Lead)
    rep = ForeignKeyField(Rep)


class FollowUp(Row):
    """One contact made. Append-only: a correction is a new row that names the one it `corrects`."""

    lead = ForeignKeyField(Lead, backref="follow_ups")
    at = InstantField()
    channel = CharField(default="other")
    outcome = CharField(default="reached")
    summary = TextField(default="")
    new_need = TextField(default="")
    concern = TextField(default="")
    decision_progress = TextField(default="")
    feedback = TextField(default="")
    attitude = CharField(null=True)
    intent_change = CharField(null=True)
    by = ForeignKeyField(Rep, null=True, index=False)
    recorded_at = InstantField()
    is_imported = BooleanField(default=False)
    corrects = ForeignKeyField("self", null=True, index=False)


class Plan(Row):
    """A next step: what, when, by whom. Without a `due` day it is a note of intent, not a plan that can be due.

    `marked_at`: when it was marked done without a record of the contact; a follow-up that settles it leaves this empty.
    """

    lead = ForeignKeyField(Lead, backref="plans")
    due = DayField(null=True)
    due_time = CharField(null=True)
    channel = CharField(null=True)
    points = TextField(default="")
    goal = TextField(default="")
    action = TextField(default="")
    owner = ForeignKeyField(Rep, null=True, index=False)
    state = CharField(default="planned")
    follow_up = ForeignKeyField(FollowUp, null=True, index=False)
    created_at = InstantField()
    marked_at = InstantField(null=True)


class StageChange(Row):
    """A move between stages or statuses, with its reason (R25); `skipped` names the gate fields left open."""

    lead = ForeignKeyField(Lead)
    from_stage = CharField(null=True)
    to_stage = CharField()
    from_status = CharField(null=True)
    to_status = CharField()
    reason = CharField(default="")
    skipped = CharField(default="")
    by = ForeignKeyField(Rep, null=True, index=False)
    at = InstantField()


class Milestone(Row):
    """关键节点 reached on a day (R26)."""

    lead = ForeignKeyField(Lead)
    kind = CharField()
    on = DayField()
    note = CharField(default="")


class Objection(Row):
    """A customer's objection and how far it is resolved (R62)."""

    lead = ForeignKeyField(Lead)
    text = TextField()
    progress = TextField(default="")
    state = CharField(default="open")
    created_at = InstantField()


class Amendment(Row):
    """A change of contract terms with its reason (R69)."""

    lead = ForeignKeyField(Lead)
    text = TextField()
    reason = TextField(default="")
    created_at = InstantField()


class Confirmation(Row):
    """The customer confirmed need or budget (R34)."""

    lead = ForeignKeyField(Lead)
    subject = CharField()
    on = DayField()
    by = ForeignKeyField(Rep, null=True, index=False)


class Tag(Row):
    """A label in a dimension (R35)."""

    dimension = CharField(default="other")
    name = CharField()


class LeadTag(Row):
    """A tag on a lead."""

    lead = ForeignKeyField(Lead)
    tag = ForeignKeyField(Tag)


class ImportedRow(Row):
    """A row of a sheet that was taken once, by the fingerprint of its words: it is not taken twice."""

    fingerprint = BlobField(unique=True)
    lead = ForeignKeyField(Lead)
    follow_up = BigIntegerField(null=True)


class Setting(Row):
    """A setting of the team, as JSON."""

    key = CharField(unique=True)
    value = TextField()


class JournalEntry(Table):
    """One change, undo, redo or act worth recording: its name, who and when. `live`: its effects stand."""

    id = KeyField()
    uid = UidField(unique=True)
    kind = CharField()
    name = CharField()
    params = TextField()
    by = CharField(index=True)
    at = InstantField()
    target = BigIntegerField(null=True)
    live = BooleanField(default=True)


class JournalRow(Table):
    """What one entry did to one row, or to a run of rows inserted together (`row_id` to `last_id`).

    An inserted row is its own after image for as long as it stands; `archive` keeps it while the insert is undone.
    """

    id = KeyField()
    entry = ForeignKeyField(JournalEntry, on_delete="CASCADE")
    table = CharField()
    op = CharField()
    row_id = BigIntegerField()
    last_id = BigIntegerField()
    before = TextField(null=True)
    after = TextField(null=True)
    archive = BlobField(null=True)


class NumberSequence(Table):
    """The last sequence given out for a number prefix; never taken back, so no number is given twice."""

    scope = CharField(primary_key=True)
    last = BigIntegerField()


JOURNALLED: tuple[type[Row], ...] = (
    Rep,
    Customer,
    Contact,
    Lead,
    Collaborator,
    FollowUp,
    Plan,
    StageChange,
    Milestone,
    Objection,
    Amendment,
    Confirmation,
    Tag,
    LeadTag,
    ImportedRow,
    Setting,
)
"""Every table the journal writes, parents before children."""

BY_TABLE: dict[str, type[Row]] = {model._meta.table_name: model for model in JOURNALLED}

DERIVED = frozenset(
    {
        "amount",
        "next_plan",
        "next_due",
        "next_owner",
        "last_contact_at",
        "first_touch_on",
        "cadence_on",
        "survey_on",
        "unsigned_on",
        "missing_on",
        "idle_on",
        "recycling_on",
        "recycle_on",
        "attend_on",
        "derived_by",
    }
)
"""Lead columns that store/derived.py computes."""
