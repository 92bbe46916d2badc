"""A file from before the days of each reason: it is migrated, and its leads get their days once."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.fields import Entity
from leadtui.domain.filters import parse
from leadtui.domain.terms import Reason
from leadtui.services import leads, records
from leadtui.services.book import open_book
from leadtui.store import database, derived, rules
from leadtui.store.models import Lead, db
from tests.services.captured import at, lead, reached
from tests.store.tables import contents

pytestmark = pytest.mark.file


BEFORE = """
DROP INDEX lead_derived_by;
DROP INDEX plan_marked;
DROP INDEX lead_attend_on;
CREATE INDEX lead_attend_on ON lead (attend_on);
ALTER TABLE lead DROP COLUMN cadence_on;
ALTER TABLE lead DROP COLUMN survey_on;
ALTER TABLE lead DROP COLUMN unsigned_on;
ALTER TABLE lead DROP COLUMN missing_on;
ALTER TABLE lead DROP COLUMN derived_by;
ALTER TABLE plan DROP COLUMN marked_at;
DELETE FROM {migrations} WHERE name LIKE '%due_reasons%';
PRAGMA user_version = 1;
"""


def set_back(path: Path) -> None:
    """Make a closed file what it was before the migration."""
    old = sqlite3.connect(path)
    tables = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migrat%'")]
    old.executescript(BEFORE.format(migrations=next(name for name in tables if not name.startswith("sqlite_"))))
    old.close()


def test_an_upgraded_file_gets_its_days_once(book: Path, desk: Desk) -> None:
    lead_id = lead(desk, grade="A", grade_basis="急")
    reached(desk, lead_id)
    before = contents()
    database.close()
    set_back(book)
    later = at(desk, desk.now() + timedelta(days=3))
    open_book(book, later)
    assert leads.rows(later, [lead_id])[0].reasons == (Reason.CADENCE,)
    assert contents() == before
    assert derived.catch_up(later) == 0


def test_a_new_rule_reaches_every_lead_at_the_next_opening(book: Path, desk: Desk) -> None:
    lead(desk)
    Lead.update(derived_by=0, attend_on=None).execute()
    assert derived.catch_up(desk) == 1
    assert Lead.get().attend_on == desk.today()


def test_words_that_an_older_program_did_not_index_are_found_after_the_upgrade(book: Path, desk: Desk) -> None:
    """An objection's text finds its lead; the upgrade indexes it in slices, the first of them at opening."""
    ids = [lead(desk, f"客户{number}") for number in range(3)]
    records.attach(desk, ids[1], Entity.OBJECTION, {"text": "担心激光头寿命", "progress": "寄样件"})
    assert leads.ids(desk, parse("激光头寿命")) == [ids[1]] == leads.ids(desk, parse("样件"))
    Lead.update(derived_by=rules.SHOWABLE).execute()
    db.execute_sql("DELETE FROM lead_search")
    assert derived.catch_up_words(desk, 0) == 0
    assert leads.ids(desk, parse("激光头寿命")) == []
    assert derived.catch_up(desk) == 3
    assert leads.ids(desk, parse("激光头寿命")) == [ids[1]]
    assert derived.catch_up_words(desk) == 0
