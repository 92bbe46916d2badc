"""Changes of thousands of rows: one entry, undone and redone to the letter, and found at once."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.filters import parse
from leadtui.services import leads
from leadtui.store import journal
from leadtui.store.models import Contact, Customer, FollowUp, Lead, Rep
from tests.services.captured import lead
from tests.store.tables import AWKWARD, contents


class TestBulk:
    COUNT = 3000

    @pytest.mark.slow
    def test_i9_an_import_of_thousands_is_undone_and_redone_to_the_letter(self, book: Path, desk: Desk) -> None:
        """I9: one run each of customers, contacts, leads and follow-ups, in one entry."""
        lead(desk, "先来的")
        before = contents(without=())
        with journal.change(desk, "Import: {count} leads", count=self.COUNT) as change:
            self.insert(change)
        after = contents(without=())
        assert len(after["lead"]) == len(before["lead"]) + self.COUNT
        size = book.stat().st_size
        journal.undo(desk)
        assert contents(without=()) == before
        journal.redo(desk)
        assert contents(without=()) == after
        assert book.stat().st_size < size * 2

    def insert(self, change: journal.Change) -> None:
        now = change.desk.now()
        each = range(self.COUNT)
        customers = change.insert_many(
            Customer,
            [
                {
                    "customer_no": f"导入{n}",
                    "name": f"客户{n}",
                    "name_key": f"客户{n}",
                    "created_at": now,
                    "remark": AWKWARD,
                }
                for n in each
            ],
        )
        change.insert_many(
            Contact, [{"customer": customers[n], "name": f"联系人{n}", "phone": f"138{n:08d}"} for n in each]
        )
        ids = change.insert_many(
            Lead,
            [{"lead_no": f"导入-{n}", "customer": customers[n], "created_at": now, "stage_since": now} for n in each],
        )
        change.insert_many(
            FollowUp, [{"lead": ids[n], "at": now, "recorded_at": now, "summary": AWKWARD} for n in each]
        )

    def test_q4_leads_of_many_customers_are_found_by_what_one_change_added(self, book: Path, desk: Desk) -> None:
        """A change may touch more customers than one query names; the index of all their leads follows."""
        with journal.change(desk, "Import") as change:
            now, owner = desk.now(), change.insert(Rep, name=desk.me)
            customers = change.insert_many(
                Customer,
                [{"customer_no": f"{n}", "name": f"{n}", "name_key": f"{n}", "created_at": now} for n in range(1200)],
            )
            change.insert_many(
                Lead,
                [
                    {"lead_no": f"L{n}", "customer": customer, "owner": owner, "created_at": now, "stage_since": now}
                    for n, customer in enumerate(customers)
                ],
            )
        with journal.change(desk, "Import people") as change:
            change.insert_many(Contact, [{"customer": customer, "name": "欧阳锋"} for customer in customers])
        assert len(leads.ids(desk, parse("欧阳锋"))) == 1200
