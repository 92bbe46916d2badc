"""The one way to write: a change is one transaction and one entry, undone and redone to the letter."""

import json
from datetime import date
from pathlib import Path

import pytest
from peewee import IntegrityError

from leadtui import i18n
from leadtui.desk import Desk
from leadtui.domain.errors import ConflictError
from leadtui.services import capture
from leadtui.store import database, derived, journal
from leadtui.store.models import (
    Customer,
    ImportedRow,
    JournalEntry,
    JournalRow,
    Lead,
    Plan,
    Rep,
)
from tests.services.captured import colleague, lead, reached
from tests.store.tables import AWKWARD, contents


def entries() -> list[tuple[str, str]]:
    """Kind and name of every entry, oldest first."""
    return [(row.kind, journal.told_name(row)) for row in JournalEntry.select().order_by(JournalEntry.id)]


def bare_lead(change: journal.Change, number: str = "1", **values: object) -> int:
    """A lead that only the store made."""
    now = change.desk.now()
    customer = change.insert(Customer, customer_no=number, name=number, name_key=number, created_at=now)
    return change.insert(Lead, lead_no=number, customer=customer, created_at=now, stage_since=now, **values)


@pytest.mark.usefixtures("book")
class TestChange:
    def test_it_is_one_entry_with_a_name_and_an_author(self, desk: Desk) -> None:
        with journal.change(desk, "Add: {customer}", customer="甲") as change:
            lead_id = bare_lead(change)
            change.update(Lead, lead_id, initial_need="扩容")
        assert entries() == [("change", "Add: 甲")]
        entry = JournalEntry.get()
        assert (entry.by, entry.at, entry.live) == ("李娜", desk.now(), True)

    def test_an_exception_inside_leaves_nothing(self, desk: Desk) -> None:
        before = contents()

        def breaks_off() -> None:
            with journal.change(desk, "Add") as change:
                bare_lead(change)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            breaks_off()
        assert contents() == before
        assert entries() == []

    def test_a_change_that_changes_nothing_is_no_entry(self, desk: Desk) -> None:
        lead_id = lead(desk, initial_need="扩容")
        with journal.change(desk, "Edit") as change:
            assert not change.update(Lead, lead_id, initial_need="扩容")
        assert [kind for kind, _name in entries()] == ["change"]
        assert Lead.get_by_id(lead_id).version == 1

    def test_only_what_is_different_is_kept(self, desk: Desk) -> None:
        lead_id = lead(desk, initial_need="扩容")
        with journal.change(desk, "Edit") as change:
            assert change.update(Lead, lead_id, initial_need="扩容", must_have="三年质保")
        row = JournalRow.select().order_by(JournalRow.id.desc()).get()
        assert (json.loads(row.before), json.loads(row.after)) == (
            {"must_have": ""},
            {"must_have": "三年质保"},
        )

    def test_m8_an_older_version_is_a_conflict_and_nothing_is_written(self, desk: Desk) -> None:
        lead_id = lead(desk)
        seen = Lead.get_by_id(lead_id).version
        capture.edit(colleague(desk), lead_id, {"intent": "high"}, expected=seen)
        before = contents()
        with pytest.raises(ConflictError, match="changed this meanwhile") as refusal:
            capture.edit(desk, lead_id, {"intent": "low"}, expected=seen)
        assert refusal.value.exit_code == 1
        assert contents() == before

    def test_a_row_that_is_gone_is_a_conflict(self, desk: Desk) -> None:
        with pytest.raises(ConflictError), journal.change(desk, "Edit") as change:
            change.update(Lead, 99, initial_need="x")

    def test_a_field_nobody_knows_is_refused(self, desk: Desk) -> None:
        with pytest.raises(ValueError, match="nickname"), journal.change(desk, "Add") as change:
            change.insert(Rep, name="王", nickname="小王")

    def test_a_row_breaking_a_rule_of_the_tables_is_refused_whole(self, desk: Desk) -> None:
        with pytest.raises(IntegrityError), journal.change(desk, "Add") as change:
            change.insert_many(Rep, [{"name": "王"}, {"name": "王"}])
        assert Rep.select().count() == 0

    def test_an_act_is_recorded_but_is_no_undo_step(self, desk: Desk) -> None:
        """§3 Undo: reveals and exports are in the journal but are no undo step."""
        journal.act(desk, "Export: {count}", count=3)
        assert entries() == [("act", "Export: 3")]
        assert journal.undo(desk) is None

    @pytest.mark.parametrize("name", ["{x}", "{", "}{0}{customer.name!r:>9}", "%s %(a)d"])
    def test_braces_in_a_customers_name_are_only_text(self, desk: Desk, name: str) -> None:
        lead(desk, name)
        assert entries() == [("change", f"Add lead: {name}")]
        undone = journal.undo(desk)
        assert undone is not None
        assert journal.told_name(undone) == f"Add lead: {name}"

    def test_a_name_is_told_in_the_language_that_is_spoken_now(self, desk: Desk) -> None:
        lead(desk, "甲")
        i18n.speak("zh_CN")
        (kind, told), *_rest = entries()
        assert kind == "change"
        assert told.endswith("甲")
        assert not told.startswith("Add lead")


@pytest.mark.usefixtures("book")
class TestUndo:
    def test_there_is_nothing_at_first(self, desk: Desk) -> None:
        assert journal.undo(desk) is None
        assert journal.redo(desk) is None

    def test_each_kind_of_step_goes_back_and_forth(self, desk: Desk) -> None:
        """Insert, update, delete and a row that is kept."""
        first = lead(desk, "甲")
        plan = Plan.insert(uid=b"1" * 16, lead=first, created_at=desk.now(), action=AWKWARD).execute()
        derived.refresh([first], desk)
        before = contents()
        with journal.change(desk, "Everything") as change:
            change.insert_many(Rep, [{"name": "王强"}], keep=True)
            second = bare_lead(change, "2", initial_need=AWKWARD)
            change.update(Lead, second, must_have=AWKWARD)
            change.update(Lead, first, expected_close=date(2026, 12, 1), decision_maker="张总", assigned_at=None)
            change.delete(Plan, plan)
        after = contents()
        journal.undo(desk)
        undone = contents()
        assert [row[2] for row in undone.pop("rep")] == ["李娜", "王强"]
        before.pop("rep")
        assert undone == before
        journal.redo(desk)
        assert contents() == after
        journal.undo(desk)
        assert contents() | {"rep": []} == before | {"rep": []}

    def test_a_deleted_row_comes_back_with_its_bytes(self, desk: Desk) -> None:
        lead_id = lead(desk)
        with journal.change(desk, "Import") as change:
            row = change.insert(ImportedRow, fingerprint=bytes(range(256)), lead=lead_id)
        before = contents()
        with journal.change(desk, "Forget") as change:
            change.delete(ImportedRow, row)
        journal.undo(desk)
        assert contents() == before
        assert bytes(ImportedRow.get().fingerprint) == bytes(range(256))

    @pytest.mark.parametrize("text", [AWKWARD, "\n", "\n\n末", "]\n[", "null"])
    def test_text_survives_the_journal(self, desk: Desk, text: str) -> None:
        with journal.change(desk, "Add") as change:
            bare_lead(change, "1", initial_need=text)
            bare_lead(change, "2", initial_need=text)
        for _again in range(2):
            journal.undo(desk)
            assert Lead.select().count() == 0
            journal.redo(desk)
        assert [row.initial_need for row in Lead.select()] == [text, text]

    def test_it_goes_on_after_the_file_was_closed(self, desk: Desk, book: Path) -> None:
        lead_id = lead(desk)
        before = contents()
        reached(desk, lead_id)
        after = contents()
        database.close()
        database.open_place(book)
        journal.undo(desk)
        assert contents() == before
        database.close()
        database.open_place(book)
        journal.redo(desk)
        assert contents() == after

    def test_it_takes_back_the_last_change_of_the_same_rep(self, desk: Desk) -> None:
        """§3: undo takes back the last change of the same rep, from whichever window."""
        other = colleague(desk)
        mine, theirs = lead(desk, "甲"), lead(other, "乙")
        capture.edit(desk, mine, {"intent": "high"})
        capture.edit(other, theirs, {"intent": "low"})
        journal.undo(desk)
        assert [row.intent for row in Lead.select().order_by(Lead.id)] == [None, "low"]
        journal.undo(other)
        assert [row.intent for row in Lead.select().order_by(Lead.id)] == [None, None]
        journal.redo(desk)
        assert [row.intent for row in Lead.select().order_by(Lead.id)] == ["high", None]

    def test_several_are_redone_in_their_order(self, desk: Desk) -> None:
        lead_id = lead(desk)
        for intent in ("low", "medium", "high"):
            capture.edit(desk, lead_id, {"intent": intent})
        for _each in range(3):
            journal.undo(desk)
        found = []
        while journal.redo(desk):
            found.append(Lead.get_by_id(lead_id).intent)
        assert found == ["low", "medium", "high"]
        assert journal.redo(desk) is None

    def test_a_new_change_drops_what_could_be_redone(self, desk: Desk) -> None:
        lead_id = lead(desk)
        capture.edit(desk, lead_id, {"intent": "low"})
        journal.undo(desk)
        capture.edit(desk, lead_id, {"intent": "high"})
        assert journal.redo(desk) is None
        journal.undo(desk)
        journal.undo(desk)
        assert Lead.select().count() == 0
        journal.redo(desk)
        journal.redo(desk)
        assert Lead.get_by_id(lead_id).intent == "high"
        assert journal.redo(desk) is None

    def test_a_colleagues_change_drops_nothing(self, desk: Desk) -> None:
        lead_id = lead(desk)
        capture.edit(desk, lead_id, {"intent": "low"})
        journal.undo(desk)
        lead(colleague(desk), "乙")
        assert journal.redo(desk) is not None
        assert Lead.get_by_id(lead_id).intent == "low"

    def test_undoing_counts_as_a_change_for_whoever_looks_at_the_lead(self, desk: Desk) -> None:
        """M8: a form opened before the undo does not overwrite what the undo brought back."""
        lead_id = lead(desk)
        capture.edit(desk, lead_id, {"intent": "low"})
        seen = Lead.get_by_id(lead_id).version
        journal.undo(desk)
        with pytest.raises(ConflictError):
            capture.edit(colleague(desk), lead_id, {"intent": "high"}, expected=seen)


@pytest.mark.usefixtures("book")
class TestInTheWay:
    """Something newer stands on it: refused with its name, nothing changed."""

    def assert_refused(self, desk: Desk, name: str) -> None:
        before, told = contents(), entries()
        with pytest.raises(ConflictError, match="something newer") as refusal:
            journal.undo(desk)
        assert name in str(refusal.value)
        assert (contents(), entries()) == (before, told)

    def test_the_same_field_edited_by_another_rep(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        capture.edit(desk, lead_id, {"intent": "low"})
        capture.edit(colleague(desk), lead_id, {"intent": "high"})
        self.assert_refused(desk, "Edit: 甲")

    def test_another_field_of_the_same_lead_is_not_in_the_way(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        capture.edit(desk, lead_id, {"intent": "low"})
        capture.edit(colleague(desk), lead_id, {"priority": "high"})
        journal.undo(desk)
        row = Lead.get_by_id(lead_id)
        assert (row.intent, row.priority) == (None, "high")

    def test_a_follow_up_on_the_lead_whose_adding_is_undone(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        reached(colleague(desk), lead_id)
        self.assert_refused(desk, "Add lead: 甲")

    def test_an_edit_of_the_lead_whose_adding_is_undone(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        capture.edit(colleague(desk), lead_id, {"intent": "low"})
        self.assert_refused(desk, "Add lead: 甲")
        journal.undo(colleague(desk))
        journal.undo(desk)
        assert Lead.select().count() == 0

    def test_another_lead_of_the_customer_whose_adding_is_undone(self, desk: Desk) -> None:
        lead(desk, "甲")
        lead(colleague(desk), "甲")
        self.assert_refused(desk, "Add lead: 甲")

    def test_a_name_taken_meanwhile_stops_the_redo(self, desk: Desk) -> None:
        """What a redo brings back may not be there twice; the refusal is a sentence, not a driver's error."""
        with journal.change(desk, "Add lead: {customer}", customer="甲") as change:
            bare_lead(change, "展会-20261122-001")
        journal.undo(desk)
        with journal.change(colleague(desk), "Import") as change:
            bare_lead(change, "展会-20261122-001")
        before = contents()
        with pytest.raises(ConflictError, match="Add lead: 甲"):
            journal.redo(desk)
        assert contents() == before

    def test_the_field_edited_before_a_redo(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        capture.edit(desk, lead_id, {"intent": "low"})
        journal.undo(desk)
        capture.edit(colleague(desk), lead_id, {"intent": "high"})
        before = contents()
        with pytest.raises(ConflictError, match="Edit: 甲"):
            journal.redo(desk)
        assert contents() == before
