"""Saved views: a rep's own, undone like any change, and asked for by name on the command line."""

from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.services import history, views
from leadtui.services.views import View
from leadtui.store import database
from tests.services.captured import colleague, lead


def test_a_view_is_kept_on_its_digit_for_its_rep_and_undone(book: Path, desk: Desk) -> None:
    views.save(desk, View("6", "@逾期A", "grade:A due:overdue"))
    views.save(desk, View("5", "hot", "grade:A 科技"))
    assert [(each.key, each.name, each.filter) for each in views.saved(desk)] == [
        ("5", "hot", "grade:A 科技"),
        ("6", "逾期A", "grade:A due:overdue"),
    ]
    assert views.saved(colleague(desk)) == ()
    views.rename(desk, "5", "warm")
    views.remove(desk, "6")
    assert [each.name for each in views.saved(desk)] == ["warm"]
    for _each in range(3):
        history.undo(desk)
    assert [each.name for each in views.saved(desk)] == ["逾期A"]


@pytest.mark.parametrize(
    ("view", "why"),
    [
        (View("5", "", "grade:A"), "one word"),
        (View("5", "two words", "grade:A"), "one word"),
        (View("5", "x", "  "), "no filter"),
        (View("5", "x", "grade:Z"), "none of"),
        (View("4", "x", "grade:A"), "5 6 7 8 9"),
        (View("5", "TAKEN", "grade:A"), "Another view"),
    ],
)
def test_what_is_no_view_is_refused(book: Path, desk: Desk, view: View, why: str) -> None:
    views.save(desk, View("9", "taken", "grade:B"))
    with pytest.raises(LeadtuiError, match=why):
        views.save(desk, view)
    assert [each.key for each in views.saved(desk)] == ["9"]


def test_what_is_not_there_is_refused(book: Path, desk: Desk) -> None:
    for act in (lambda: views.remove(desk, "5"), lambda: views.rename(desk, "5", "x")):
        with pytest.raises(LeadtuiError, match="No view lies on 5"):
            act()
    with pytest.raises(LeadtuiError, match="no view @x"):
        views.expanded(desk, "@x")


def test_a_name_stands_for_its_filter(book: Path, desk: Desk) -> None:
    views.save(desk, View("5", "Hot", "grade:A 科技"))
    assert views.expanded(desk, "owner:me @hot @") == "owner:me grade:A 科技 @"


def test_saving_a_view_computes_no_lead_anew(book: Path, desk: Desk) -> None:
    """Only the cadence moves the leads' days; a view on a digit costs the same in a book of any size."""
    lead(desk, "甲公司", grade="A", grade_basis="急")
    database.db.execute_sql("UPDATE lead SET cadence_on = '2000-01-01'")
    views.save(desk, View("5", "hot", "grade:A"))
    assert str(database.db.execute_sql("SELECT cadence_on FROM lead").fetchone()[0]) == "2000-01-01"
