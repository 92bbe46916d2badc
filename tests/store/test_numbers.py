"""Display numbers: never twice, by however many writers (R7, R43, R77)."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.numbering import CUSTOMER_TEMPLATE
from leadtui.services import capture
from leadtui.store import journal, numbers
from leadtui.store.models import Customer, Lead, NumberSequence, db

DAY = date(2026, 11, 22)
ADD_A_HUNDRED = """
import sys
from leadtui import config
from leadtui.domain import servers
from leadtui.services import capture
from leadtui.store import database

desk = config.load(environ={
    "LEADTUI_NOW": "2026-11-22T09:00+08:00", "LEADTUI_TIMEZONE": "Asia/Shanghai", "LEADTUI_USER": sys.argv[2]
}).desk
database.open_place(servers.place(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(100):
    customer = f"{sys.argv[2]}的客户{number}"
    entered = {"customer": customer, "phone": f"139{number:08d}", "source": "行业展会"}
    print(database.speaks_plainly(capture.add)(desk, entered))
"""


def writer(book: Path, name: str) -> subprocess.Popen[str]:
    """A process of another rep that waits for a line, then adds a hundred leads and prints their numbers."""
    return subprocess.Popen(
        [sys.executable, "-c", ADD_A_HUNDRED, str(book), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_m7_r7_two_processes_adding_at_once_never_share_a_number(book: Path) -> None:
    """R7, M7: 2 × 100 leads, 200 numbers, and nobody is told that the database is busy."""
    both = [writer(book, "李娜"), writer(book, "王强")]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    outcomes = []
    for each in both:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in both:
        told, complaints = each.communicate(timeout=60)
        assert each.returncode == 0, complaints
        outcomes += told.split()
    assert len(set(outcomes)) == 200
    assert {number.rpartition("-")[0] for number in outcomes} == {"展会-20261122"}
    assert Lead.select().count() == 200
    assert Customer.select(Customer.customer_no).distinct().count() == 200


@pytest.mark.usefixtures("book")
class TestSequence:
    def test_the_first_of_a_day_is_001(self) -> None:
        with db.atomic():
            assert numbers.lead_number(DAY, "展会") == "展会-20261122-001"
            assert numbers.lead_number(DAY, "展会") == "展会-20261122-002"
            assert numbers.customer_number(DAY) == "20261122001"

    def test_r7_it_restarts_for_each_day_and_prefix(self) -> None:
        with db.atomic():
            numbers.lead_number(DAY, "展会")
            assert numbers.lead_number(DAY, "官网") == "官网-20261122-001"
            assert numbers.lead_number(date(2026, 11, 23), "展会") == "展会-20261123-001"
            assert numbers.lead_number(DAY, "展会", "ZY-{yyyymmdd}-{seq3}") == "ZY-20261122-001"

    def test_r7_it_grows_past_999(self) -> None:
        with db.atomic():
            numbers.take("lead:展会-20261122-", 998)
            found = [numbers.lead_number(DAY, "展会") for _each in range(3)]
        assert found == ["展会-20261122-999", "展会-20261122-1000", "展会-20261122-1001"]

    def test_r77_lead_and_customer_numbers_of_one_shape_are_counted_apart(self) -> None:
        with db.atomic():
            assert numbers.customer_number(DAY) == "20261122001"
            assert numbers.lead_number(DAY, "", CUSTOMER_TEMPLATE) == "20261122001"

    def test_a_run_is_taken_whole(self) -> None:
        with db.atomic():
            assert numbers.take("lead:官网-20261122-", 50) == 1
            assert numbers.take("lead:官网-20261122-") == 51

    def test_r7_it_never_meets_an_imported_number(self, desk: Desk) -> None:
        """Imported numbers stay as they are; those made here walk around them."""
        taken = [f"展会-20261122-{number:03d}" for number in (1, 2, 4)]
        with journal.change(desk, "Import") as change:
            customer = change.insert(
                Customer, customer_no="20261122001", name="甲", name_key="甲", created_at=desk.now()
            )
            rows = [
                {"lead_no": number, "customer": customer, "created_at": desk.now(), "stage_since": desk.now()}
                for number in taken
            ]
            change.insert_many(Lead, rows)
        entered = {"phone": "13900000000", "source": "行业展会"}
        made = [capture.add(desk, {"customer": name, **entered}) for name in "乙丙"]
        assert made == ["展会-20261122-003", "展会-20261122-005"]
        numbers_ = {row.name: row.customer_no for row in Customer.select()}
        assert numbers_ == {"甲": "20261122001", "乙": "20261122002", "丙": "20261122003"}

    def test_a_number_is_not_given_again_after_its_lead_was_undone(self, desk: Desk) -> None:
        entered = {"customer": "甲", "phone": "13900000000"}
        first = capture.add(desk, entered)
        journal.undo(desk)
        assert capture.add(desk, entered) != first

    @pytest.mark.file
    def test_a_change_that_fails_gives_its_number_back(self, desk: Desk) -> None:
        def breaks_off() -> None:
            with journal.change(desk, "Add"):
                numbers.lead_number(DAY, "展会")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            breaks_off()
        assert NumberSequence.select().count() == 0
