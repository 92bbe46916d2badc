"""Who changed what and when, for everything or for one lead with all that belongs to it."""

import sqlite3
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.terms import Stage
from leadtui.services import capture, followups, history, moves
from leadtui.services.book import seen
from leadtui.services.detail import reveal_contacts
from leadtui.store import journal
from leadtui.store.models import Contact, Customer, FollowUp, Lead
from tests.services.captured import colleague, later, lead, reached, step


def names(lead_id: int | None = None) -> list[str]:
    """Names of entries, newest first, without whom they are about."""
    return [entry.name.partition(":")[0] for entry in history.entries(lead_id)]


@pytest.mark.usefixtures("book")
class TestEntries:
    def test_each_says_who_and_when(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲")
        other = later(colleague(desk), hours=1)
        capture.edit(other, lead_id, {"intent": "high"})
        newest, oldest = history.entries()
        assert (oldest.name, oldest.by, oldest.at) == ("Add lead: 甲", "李娜", desk.now())
        assert (newest.name, newest.by, newest.at, newest.kind) == ("Edit: 甲", "王强", other.now(), "change")

    def test_a_lead_has_the_entries_of_all_that_belongs_to_it(self, desk: Desk) -> None:
        one, two = lead(desk, "甲"), lead(desk, "乙")
        reached(desk, one, next_step=step(desk, 1))
        followups.complete(desk, one)
        capture.edit(desk, two, {"customer": "丙"})
        capture.edit(desk, one, {"phone": "13700000000"})
        moves.move(desk, one, Stage.LOST, reason="价格")
        assert names(one) == ["Move to Lost", "Edit", "Mark done", "Log follow-up", "Add lead"]
        assert names(two) == ["Edit", "Add lead"]
        assert len(names()) == 7

    def test_undo_and_redo_stand_in_it_too(self, desk: Desk) -> None:
        one = lead(desk, "甲")
        capture.edit(desk, one, {"intent": "high"})
        assert history.undo(desk) == "Edit: 甲"
        assert [(entry.kind, entry.is_live) for entry in history.entries(one)] == [
            ("undo", True), ("change", False), ("change", True),
        ]  # fmt: skip
        assert history.redo(desk) == "Edit: 甲"
        assert [entry.kind for entry in history.entries(one)] == ["redo", "undo", "change", "change"]
        assert history.redo(desk) is None

    def test_an_import_is_in_the_history_of_each_lead_of_its_run(self, desk: Desk) -> None:
        """Every row of an imported run knows its entry; its neighbours' edits are not its own."""
        before = lead(desk, "先来")
        now = desk.now()
        with journal.change(desk, "Import: {count}", count=5) as change:
            customers = change.insert_many(
                Customer,
                [{"customer_no": f"{n}", "name": f"{n}", "name_key": f"{n}", "created_at": now} for n in range(5)],
            )
            ids = change.insert_many(
                Lead,
                [
                    {"lead_no": f"{n}", "customer": customers[n], "created_at": now, "stage_since": now}
                    for n in range(5)
                ],
            )
            change.insert_many(Contact, [{"customer": each, "name": "王"} for each in customers])
            change.insert_many(FollowUp, [{"lead": each, "at": now, "recorded_at": now} for each in ids])
        capture.edit(desk, ids[2], {"intent": "high"})
        assert [names(each) for each in ids] == [
            ["Import"],
            ["Import"],
            ["Edit", "Import"],
            ["Import"],
            ["Import"],
        ]
        assert names(before) == ["Add lead"]

    def test_the_newest_come_first_and_no_more_than_asked(self, desk: Desk) -> None:
        for name in "甲乙丙":
            lead(desk, name)
        assert [entry.name[-1] for entry in history.entries(limit=2)] == ["丙", "乙"]

    def test_r37_a_reveal_is_on_record(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", contact="周建国")
        shown = reveal_contacts(desk, lead_id)
        assert (shown.contacts[0].name, shown.contacts[0].phone) == ("周建国", "13862012345")
        newest = history.entries()[0]
        assert (newest.kind, newest.name, newest.by) == ("act", "Reveal contacts: 甲", "李娜")
        assert history.undo(desk) == "Add lead: 甲"

    def test_x3_no_entry_holds_a_contact_detail_in_its_name(self, desk: Desk) -> None:
        lead_id = lead(desk, "甲", contact="周建国", phone="13862012345")
        capture.edit(desk, lead_id, {"phone": "13700000000", "contact": "吴敏"})
        reveal_contacts(desk, lead_id)
        told = " ".join(entry.name for entry in history.entries())
        assert [word for word in ("周建国", "吴敏", "13862012345", "13700000000") if word in told] == []


@pytest.mark.file
def test_m9_it_is_seen_that_another_window_wrote(book: Path) -> None:
    before = seen()
    with sqlite3.connect(book) as other:
        other.execute("INSERT INTO number_sequence VALUES ('x', 1)")
    other.close()
    assert seen() != before


@pytest.mark.usefixtures("book")
def test_nothing_to_undo_is_said_as_nothing(desk: Desk) -> None:
    assert history.undo(desk) is None
    assert history.redo(desk) is None
    assert history.entries() == []
