"""What a person asks costs what is on the screen, not what is in the file: no question walks a large table."""

import logging
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from leadtui.desk import Desk
from leadtui.domain.filters import parse
from leadtui.domain.when import When
from leadtui.services import (
    board,
    capture,
    days,
    demo,
    detail,
    followups,
    history,
    leads,
    people,
    pool,
    reminders,
    suggesting,
    timeline,
    today,
    trash,
)
from leadtui.services.followups import FollowUpDraft, NextStep
from leadtui.store import database
from leadtui.store.models import Lead, db
from tests.conftest import NOW, SHANGHAI

SIZES = (250, 1000)
SMALL_TABLES = {"rep", "setting", "tag", "number_sequence", "journal_entry"}
DESK = Desk("李娜", SHANGHAI, True, lambda: NOW)
DRAFT = FollowUpDraft(summary="电话沟通", next_step=NextStep(action="回访", due=When(date(2027, 3, 1))))


def cards() -> object:
    """The first cards of each column of a board that was counted a moment ago."""
    counted = dict.fromkeys(("captured", "solution"), board.Tally())
    return board.columns(DESK, by=board.By.STAGE, tallied=counted, depths=dict.fromkeys(counted, 5))


def put_by_hand(lead: int, place: int) -> object:
    """A card before another one of its column, or at the column's end for 0."""
    key = str(board.column_of(lead, board.By.STAGE))
    other = Lead.select(Lead.id).where(Lead.stage == key, Lead.id != lead).order_by(Lead.id.desc()).limit(1).scalar()
    spot = board.Spot(board.By.STAGE, key, by_hand=True, before=other if place else None)
    return board.put(DESK, {lead: None}, spot)


ASKED: dict[str, Callable[[int], object]] = {
    "due list": lambda _lead: today.due_list(DESK, everyone=False),
    "everyone's due list": lambda _lead: today.due_list(DESK, everyone=True),
    "due and filtered": lambda _lead: today.due_list(DESK, everyone=True, wanted=parse("grade:A")),
    "done today": lambda _lead: today.done_today(DESK),
    "next reminder": lambda _lead: reminders.following(DESK, NOW, everyone=False),
    "first leads of the list": lambda _lead: leads.ids(DESK, limit=30),
    "first cards of the board": lambda _lead: cards(),
    "lines": lambda lead: leads.rows(DESK, [lead]),
    "lead whole": lambda lead: detail.detail(DESK, lead),
    "story": lambda lead: timeline.told(DESK, lead),
    "owners": lambda _lead: leads.owners(),
    "look-alikes by phone and handle": lambda _lead: people.look_alikes("", ["13862012345"], ["WX_0000001"]),
    "trash": lambda _lead: trash.discarded(),
    "days behind": lambda _lead: days.behind(DESK),
    "what goes back to the pool": lambda _lead: pool.recycle(DESK),
    "words to complete": lambda _lead: suggesting.known_words(),
    "save a follow-up": lambda lead: followups.record(DESK, lead, DRAFT),
    "undo": lambda _lead: history.undo(DESK),
    "redo": lambda _lead: history.redo(DESK),
    "another day": lambda lead: followups.reschedule(DESK, lead, When(date(2027, 3, 2))),
    "new lead": lambda _lead: capture.add(DESK, {"customer": "扬州新客机械厂", "phone": "13800019999"}),
    "a card put by hand": lambda lead: put_by_hand(lead, 0),
    "a card put by hand before another": lambda lead: put_by_hand(lead, 1),
    "put away": lambda lead: trash.delete(DESK, lead),
}
"""In the order of a day: the ones that write build on each other."""

Told = dict[str, tuple[int, list[tuple[str, list[str]]]]]


@pytest.fixture
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    """For each size of book what each question cost: hundreds of steps of SQLite, and its statements with plans."""
    patched = pytest.MonkeyPatch()
    patched.setattr(suggesting, "_LATELY", 100)
    found = []
    for size in SIZES:
        path = tmp_path_factory.mktemp("growth") / "book.db"
        demo.write(path, DESK, leads=size)
        database.open_file(path)
        # The first of the story is the same lead in a book of any size.
        lead = Lead.select(Lead.id).where(Lead.lead_no == "展会-20261103-001").scalar()
        found.append({name: asked(act, lead) for name, act in ASKED.items()})
        database.close()
    patched.undo()
    return found


def asked(act: Callable[[int], object], lead: int) -> tuple[int, list[tuple[str, list[str]]]]:
    """Hundreds of steps that a question takes, and the plan of each of its statements."""
    said: list[tuple[str, object]] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.msg)  # type: ignore[arg-type]

    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    logger, heard = logging.getLogger("peewee"), Heard()
    logger.addHandler(heard)
    level = logger.level
    logger.setLevel(logging.DEBUG)
    db.connection().set_progress_handler(count, 100)
    try:
        act(lead)
    finally:
        db.connection().set_progress_handler(None, 0)
        logger.setLevel(level)
        logger.removeHandler(heard)
    return steps, [(sql, plan(sql, given)) for sql, given in list(said) if sql.startswith("SELECT")]


def plan(sql: str, given: object) -> list[str]:
    """How SQLite answers a statement."""
    return [row[3] for row in db.connection().execute(f"EXPLAIN QUERY PLAN {sql}", given or ())]


def walks(sql: str, steps: list[str]) -> list[str]:
    """The steps that walk a whole large table, or sort what an index could have in order."""
    tables = dict((alias, name) for name, alias in re.findall(r'"(\w+)" AS "(\w+)"', sql))
    scans = (re.match(r"SCAN (\w+)(.*)", step) for step in steps)
    is_bounded = " LIMIT " in sql and not any("TEMP B-TREE FOR ORDER" in step for step in steps)
    return [
        each[0]
        for each in scans
        if each and each[1] in tables and tables[each[1]] not in SMALL_TABLES and "(0 = 1)" not in sql
        if not (is_bounded and ("COVERING INDEX" in each[2] or '."id" DESC LIMIT' in sql))
    ]


def test_no_question_walks_a_large_table_or_grows_dear_with_the_book(told: list[Told]) -> None:
    """Plans, and steps of SQLite in a book four times as large; a hundred or two either way is how full a page is."""
    small, large = told
    walked = {name: [sql for sql, steps in large[name][1] if walks(sql, steps)] for name in ASKED}
    assert {name: found for name, found in walked.items() if found} == {}
    assert {name: (small[name][0], large[name][0]) for name in ASKED if large[name][0] > small[name][0] * 1.3 + 5} == {}
    for name in ("first leads of the list", "first cards of the board"):
        for sql, steps in large[name][1]:
            assert not [step for step in steps if "TEMP B-TREE" in step], sql


@pytest.mark.file
@pytest.mark.parametrize(
    "term", ["stage:solution", "region:华东", "industry:制造业", "source:论坛", "owner:李娜", "grade:A"]
)
def test_a_filter_walks_the_lists_index_in_its_order(book: Path, term: str) -> None:
    """The first leads that pass are found where the list begins; nothing is sorted, no wide row is read for it."""
    _steps, said = asked(lambda _lead: leads.ids(DESK, parse(term), limit=30), 0)
    walk = [step for sql, steps in said if '"lead"' in sql for step in steps]
    assert any("COVERING INDEX lead_listed" in step for step in walk), walk
    assert not [step for step in walk if "TEMP B-TREE" in step or ("SCAN" in step and "COVERING INDEX" not in step)]
