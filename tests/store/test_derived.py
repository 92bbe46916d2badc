"""What is computed from other rows stays true; any sequence of changes is taken back whole."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import parse
from leadtui.domain.terms import Outcome, Stage
from leadtui.domain.when import When
from leadtui.services import capture, followups, leads, moves
from leadtui.services.followups import FollowUpDraft
from leadtui.store import derived, journal
from leadtui.store.models import JournalEntry, Lead, Plan, db
from tests.conftest import NOW, SHANGHAI
from tests.services.captured import lead, reached, step
from tests.store.tables import contents, opened_copy


@pytest.mark.usefixtures("book")
class TestDerived:
    def test_it_follows_every_change(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", budget_min="10万", budget_max="30万")

        def now() -> tuple[object, ...]:
            row = Lead.get_by_id(lead_id)
            return (
                row.amount,
                row.next_due,
                row.last_contact_at,
                row.first_touch_on,
                row.idle_on,
                row.attend_on,
            )

        today = desk.today()
        assert now() == (20_000_000, None, None, today, today, today)
        reached(desk, lead_id, next_step=step(desk, 3))
        assert now() == (20_000_000, today + timedelta(3), desk.now(), None, None, today + timedelta(3))
        capture.edit(desk, lead_id, {"quote_amount": "25万"})
        followups.snooze(desk, lead_id, today + timedelta(9), "放假")
        assert now() == (25_000_000, today + timedelta(3), desk.now(), None, None, today + timedelta(9))
        moves.move(desk, lead_id, Stage.LOST, reason="价格")
        assert now() == (25_000_000, today + timedelta(3), desk.now(), None, None, None)

    def test_an_unanswered_call_is_no_contact_but_stops_the_first_touch_clock(self, desk: Desk) -> None:
        lead_id = lead(desk)
        followups.record(desk, lead_id, FollowUpDraft(outcome=Outcome.NO_ANSWER))
        row = Lead.get_by_id(lead_id)
        assert (row.last_contact_at, row.first_touch_on) == (None, None)

    def test_of_two_plans_on_a_day_the_timed_one_is_next_as_it_is_for_completing(self, desk: Desk) -> None:
        lead_id = lead(desk)
        due = When(desk.today())
        with journal.change(desk, "Plan") as change:
            for clock, action in ((None, "发资料"), ("15:00", "下午"), ("10:00", "上午")):
                change.insert(Plan, lead=lead_id, due=due.day, due_time=clock, action=action, created_at=desk.now())
        order = []
        while (row := leads.rows(desk, [lead_id])[0]).next_due:
            order.append(row.action)
            followups.complete(desk, lead_id)
        assert order == ["上午", "下午", "发资料"]

    def test_words_of_what_was_undone_are_found_no_more(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        reached(desk, lead_id, "想看激光切割机")
        assert leads.ids(desk, parse("激光切割")) == [lead_id]
        journal.undo(desk)
        assert leads.ids(desk, parse("激光切割")) == []
        journal.undo(desk)
        assert db.execute_sql("SELECT count(*) FROM lead_search").fetchone() == (0,)


MOVES = st.sampled_from([stage for stage in Stage if stage is not Stage.CAPTURED])
ACTIONS = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(["甲", "乙", "丙公司"]), st.sampled_from(["30万", ""])),
    st.tuples(st.just("log"), st.integers(0, 9), st.sampled_from(list(Outcome)), st.integers(-3, 5)),
    st.tuples(st.just("move"), st.integers(0, 9), MOVES),
    st.tuples(
        st.just("edit"),
        st.integers(0, 9),
        st.sampled_from(["intent", "customer", "phone", "owner", "quote_amount"]),
    ),
    st.tuples(st.just("plan"), st.integers(0, 9), st.integers(-2, 4)),
    st.tuples(st.just("snooze"), st.integers(0, 9), st.integers(1, 4)),
    st.tuples(st.just("complete"), st.integers(0, 9)),
)
EDITS = {
    "intent": "high",
    "customer": "丁公司",
    "phone": "13700001111",
    "owner": "王强",
    "quote_amount": "8万",
}


def perform(desk: Desk, action: tuple[object, ...]) -> None:
    """Do one thing a rep can do; on the n-th lead where it needs one."""
    if action[0] == "add":
        entered = {"customer": str(action[1]), "phone": "13900000000", "budget_max": str(action[2])}
        capture.add(desk, entered, step(desk, 1))
    elif known := leads.ids(desk, sort="lead_no"):
        tend(desk, known[int(str(action[1])) % len(known)], action)


def tend(desk: Desk, lead_id: int, action: tuple[object, ...]) -> None:
    """Do one thing to a lead."""
    match action:
        case ("log", _, Outcome() as outcome, int(days)):
            plan = step(desk, days) if days > 0 else followups.NextStep()
            followups.record(desk, lead_id, FollowUpDraft(outcome=outcome, summary="聊过", next_step=plan))
        case ("move", _, Stage() as stage):
            moves.move(desk, lead_id, stage, reason="老板说的")
        case ("edit", _, str(key)):
            capture.edit(desk, lead_id, {key: EDITS[key]})
        case ("plan", _, int(days)):
            followups.plan(desk, lead_id, step(desk, days))
        case ("snooze", _, int(days)):
            followups.snooze(desk, lead_id, desk.today() + timedelta(days), "等预算")
        case ("complete", _):
            with suppress(LeadtuiError):
                followups.complete(desk, lead_id)


@settings(max_examples=8, deadline=None)
@given(before=st.lists(ACTIONS, max_size=4), actions=st.lists(ACTIONS, min_size=1, max_size=10))
def test_any_sequence_of_changes_is_undone_and_redone_to_the_letter(
    empty_book: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[object, ...]],
    actions: list[tuple[object, ...]],
) -> None:
    """§3 Undo: every change is one undoable step; what is derived is true at every point."""
    li, wang = Desk("李娜", SHANGHAI, True, lambda: NOW), Desk("王强", SHANGHAI, True, lambda: NOW)
    with opened_copy(empty_book, tmp_path_factory.mktemp("undo") / "leads.db"):
        for action in before:
            perform(wang, action)
        states = [whole(li)]
        for action in actions:
            count = JournalEntry.select().count()
            perform(li, action)
            if JournalEntry.select().count() > count:
                states.append(whole(li))
        for state in reversed(states[:-1]):
            assert journal.undo(li) is not None
            assert whole(li) == state
        assert journal.undo(li) is None
        for state in states[1:]:
            assert journal.redo(li) is not None
            assert whole(li) == state
        assert journal.redo(li) is None


def whole(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """The tables but the people in them, proven to be what a rebuild of everything derived would leave."""
    found = contents()
    derived.rebuild(desk)
    assert contents() == found
    del found["rep"]
    return found
