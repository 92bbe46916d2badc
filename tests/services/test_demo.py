"""Sample data: the same for the same day, due for every reason on every day, nothing the services refuse."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain import gates, terms
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Outcome, PlanState, Reason, Stage, Status
from leadtui.services import capture, demo, history, leads
from leadtui.services.detail import detail
from leadtui.services.moves import gate_facts
from leadtui.services.today import DueList, due_list
from leadtui.store import database, derived
from leadtui.store.columns import to_millis
from leadtui.store.models import Contact, Customer, FollowUp, Lead, Plan, Rep, db
from tests.conftest import NOW, SHANGHAI

STORY = 26
DUE_REASONS = [
    Reason.OVERDUE,
    Reason.FIRST_TOUCH,
    Reason.PLANNED_TODAY,
    Reason.CADENCE,
    Reason.SURVEY,
    Reason.NO_NEXT_STEP,
]
DAYS = [
    date(2026, 11, 21),  # a Saturday
    date(2026, 11, 23),  # a Monday
    date(2027, 1, 1),
    date(2026, 10, 3),  # in the week of the National Day
    date(2028, 2, 29),
    date(2031, 7, 6),  # past the calendar that is known
]


def desk_on(day: date, me: str = "李娜") -> Desk:
    return Desk(me, SHANGHAI, True, lambda: datetime.combine(day, time(0, 5), SHANGHAI))


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of leadtui without its uid."""
    database.open_file(path)
    try:
        found = {}
        for name in (*db.get_tables(), "lead_search"):
            if name.startswith(("lead_search_", "schema_")):
                continue
            columns = [row[1] for row in db.execute_sql(f'PRAGMA table_info("{name}")') if row[1] != "uid"]
            quoted = ", ".join(f'"{column}"' for column in columns)
            found[name] = db.execute_sql(f'SELECT {quoted} FROM "{name}" ORDER BY 1').fetchall()
        return found
    finally:
        database.close()


def due_on(day: date, path: Path, *, wanted: int = 60) -> DueList:
    desk = desk_on(day)
    demo.write(path, desk, leads=wanted)
    database.open_file(path)
    try:
        return due_list(desk, everyone=True)
    finally:
        database.close()


@pytest.fixture
def sample(tmp_path: Path, desk: Desk) -> Iterator[Path]:
    """An open sample of the usual size."""
    path = tmp_path / "sample.db"
    demo.write(path, desk)
    database.open_file(path)
    yield path
    database.close()


@pytest.fixture(scope="module")
def large_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "sample.db"
    demo.write(path, Desk("李娜", SHANGHAI, True, lambda: NOW), leads=3000)
    return path


@pytest.fixture
def large(large_file: Path) -> Iterator[Path]:
    """An open sample of 3 000 leads, only read."""
    database.open_file(large_file)
    yield large_file
    database.close()


@pytest.mark.slow
def test_two_samples_of_one_day_are_alike(tmp_path: Path, desk: Desk) -> None:
    demo.write(tmp_path / "one.db", desk, leads=300)
    i18n.speak("zh_CN")
    demo.write(tmp_path / "two.db", desk, leads=300)
    one = tables(tmp_path / "one.db")
    assert len(one["lead"]) == len(one["lead_search"]) == 300
    assert one == tables(tmp_path / "two.db")


@pytest.mark.parametrize("day", DAYS)
def test_twelve_are_due_for_six_reasons_on_any_day(tmp_path: Path, day: date) -> None:
    due = due_on(day, tmp_path / "sample.db")
    assert due.total == 12
    assert [reason for reason, _ids in due.sections] == DUE_REASONS


@pytest.mark.slow
@pytest.mark.parametrize("wanted", [0, 1, 11, STORY])
def test_the_leads_with_a_story_are_always_there(tmp_path: Path, desk: Desk, wanted: int) -> None:
    path = tmp_path / "sample.db"
    assert due_on(desk.today(), path, wanted=wanted).total == 12
    assert len(tables(path)["lead"]) == STORY


@pytest.mark.slow
def test_one_in_five_hundred_is_due_in_a_large_sample(tmp_path: Path, desk: Desk) -> None:
    due = due_on(desk.today(), tmp_path / "sample.db", wanted=10_000)
    assert due.total == 20
    assert [reason for reason, _ids in due.sections] == DUE_REASONS


def test_the_morning_begins_with_the_story(sample: Path, desk: Desk) -> None:
    """The lists of the screens: who is due, under which reason, with which next step."""
    sections = dict(due_list(desk, everyone=True).sections)
    shown = {reason: leads.rows(desk, ids, reveal=True) for reason, ids in sections.items()}
    first = shown[Reason.OVERDUE][0]
    assert first.customer == "苏州恒远精密机械有限公司"
    assert (first.contact, first.phone) == ("周建国", "13862012345")
    assert first.lead_no == "展会-20261103-001"
    assert (first.stage, first.status) == (Stage.NEGOTIATION, Status.HIGH_INTENT)
    assert (first.action, first.next_due, first.owner) == ("上门提交报价方案", date(2026, 11, 20), "李娜")
    assert [row.customer for row in shown[Reason.OVERDUE][1:]] == ["杭州云栖智联科技"]
    haian = shown[Reason.FIRST_TOUCH][0]
    assert haian.customer == "南通海安纺织有限公司"
    assert haian.first_due_at == datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
    planned = {row.customer: (row.next_time, row.action) for row in shown[Reason.PLANNED_TODAY]}
    assert planned["北京中关科技发展集团"] == ("10:00", "竞品对比表")
    assert {"無錫創新電子有限公司", "德馨口腔门诊部"} <= planned.keys()
    assert [row.customer for row in shown[Reason.CADENCE]] == ["武汉光谷医疗器械有限公司"]
    assert [row.customer for row in shown[Reason.SURVEY]] == ["合肥晨曦光伏设备有限公司"]


def test_every_lead_can_be_shown(sample: Path, desk: Desk) -> None:
    ids = leads.ids(desk)
    rows = leads.rows(desk, ids, reveal=True)
    assert [row.id for row in rows] == ids
    for row in rows:
        shown = detail(desk, row.id, reveal=True)
        assert shown.row == row
        assert not [each.summary for each in shown.follow_ups if "{" in each.summary + each.feedback]


def test_every_lead_stands_where_its_gates_let_it(sample: Path) -> None:
    """R24: stage and status hold what they demand, so that moving on asks for nothing that lies behind."""
    for row in Lead.select():
        facts = gate_facts(row)
        assert gates.missing_for_stage(Stage(row.stage), facts) == (), row.lead_no
        assert gates.missing_for_status(Status(row.status), facts) == (), row.lead_no


@pytest.mark.slow
def test_contacts_have_settled_the_plans_they_answer(large: Path) -> None:
    reached = [outcome.value for outcome in Outcome if outcome.is_effective]
    left = (
        Plan.select(Plan.due, FollowUp.at)
        .join(FollowUp, on=(FollowUp.lead == Plan.lead) & (FollowUp.at > Plan.created_at))
        .where(Plan.state == PlanState.PLANNED, FollowUp.outcome << reached)
    )
    late = [(due, at) for due, at in left.tuples() if due <= at.astimezone(SHANGHAI).date()]
    assert late == []
    assert Plan.select().where(Plan.state == PlanState.DONE).count() > 1000


@pytest.mark.slow
def test_nothing_happened_in_the_future(large: Path, desk: Desk) -> None:
    """A sample made just after midnight holds no contact or move of that day."""
    midnight = to_millis(desk.instant(desk.today(), time.min))
    for table, column in (
        ("lead", "created_at"), ("lead", "stage_since"), ("follow_up", "at"), ("follow_up", "recorded_at"),
        ("stage_change", "at"), ("plan", "created_at"),
    ):  # fmt: skip
        assert db.execute_sql(f'SELECT max("{column}") FROM "{table}"').fetchone()[0] < midnight, column


@pytest.mark.slow
def test_each_lead_has_its_own_customer_and_phone(large: Path) -> None:
    names = [name for (name,) in Customer.select(Customer.name).tuples()]
    phones = [phone for (phone,) in Contact.select(Contact.phone).tuples()]
    assert len(names) == len(set(names)) == len(set(phones)) == Lead.select().count() - 1
    assert {name for (name,) in Rep.select(Rep.name).tuples()} == {"李娜", "王磊", "刘洋"}


CHOICES = [
    ("lead", "stage", terms.Stage),
    ("lead", "status", terms.Status),
    ("lead", "source", terms.Source),
    ("lead", "grade", terms.Grade),
    ("lead", "priority", terms.Level),
    ("lead", "intent", terms.Level),
    ("lead", "validity", terms.Validity),
    ("lead", "invalid_reason", terms.InvalidReason),
    ("lead", "lost_reason", terms.LostReason),
    ("lead", "acceptance", terms.Acceptance),
    ("lead", "negotiation_progress", terms.NegotiationProgress),
    ("follow_up", "channel", terms.Channel),
    ("follow_up", "outcome", terms.Outcome),
    ("follow_up", "attitude", terms.Attitude),
    ("follow_up", "intent_change", terms.IntentChange),
    ("milestone", "kind", terms.MilestoneKind),
    ("objection", "state", terms.ObjectionState),
    ("confirmation", "subject", terms.Confirmed),
    ("tag", "dimension", terms.TagDimension),
]


@pytest.mark.slow
@pytest.mark.parametrize(("table", "column", "choices"), CHOICES)
def test_every_choice_occurs_and_no_other(large: Path, table: str, column: str, choices: type[terms.Term]) -> None:
    found = db.execute_sql(f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')
    assert {value for (value,) in found} == {term.value for term in choices}


def test_what_is_derived_is_true(sample: Path, desk: Desk) -> None:
    def state() -> list[tuple[object, ...]]:
        query = "SELECT lead.*, text FROM lead JOIN lead_search ON lead_search.rowid = lead.id ORDER BY id"
        return list(db.execute_sql(query).fetchall())

    before = state()
    derived.rebuild(desk)
    assert len(before) == 60
    assert state() == before


def test_the_next_number_of_a_day_follows_on(sample: Path) -> None:
    """R7: leads added on a day that the sample holds leads of get the numbers after those."""
    entered = {"customer": "扬州新客机械厂", "phone": "13800019999", "source": "trade_show"}
    added = capture.add(desk_on(date(2026, 11, 3)), entered)
    same_day = Lead.select(Lead.lead_no).where(Lead.lead_no.startswith("展会-20261103-"))
    taken = [number for (number,) in same_day.tuples()]
    assert sorted(taken) == [f"展会-20261103-{each:03d}" for each in range(1, len(taken) + 1)]
    assert added == f"展会-20261103-{len(taken):03d}"
    assert len(taken) >= 2


def test_the_sample_is_one_step_back_and_forth(sample: Path, desk: Desk) -> None:
    history.undo(desk)
    assert Lead.select().count() == Customer.select().count() == 0
    history.redo(desk)
    assert due_list(desk, everyone=True).total == 12


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "mine.db"
    path.write_bytes(b"mine")
    with pytest.raises(LeadtuiError, match=r"mine\.db is there already"):
        demo.write(path, desk)
    assert path.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupted_sample_leaves_nothing_behind(tmp_path: Path) -> None:
    moments = iter([NOW])

    def clock() -> datetime:
        try:
            return next(moments)
        except StopIteration:
            raise KeyboardInterrupt from None

    with pytest.raises(KeyboardInterrupt):
        demo.write(tmp_path / "sample.db", Desk("李娜", UTC, True, clock))
    assert list(tmp_path.iterdir()) == []
