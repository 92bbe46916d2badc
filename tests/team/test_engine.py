"""The same book on a server: what was in the way is done again, what is lost is said, nothing is done twice (R36)."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import GoneError, LeadtuiError, UsageError
from leadtui.domain.filters import Filter
from leadtui.domain.servers import Server, read
from leadtui.services import capture, followups, history, leads
from leadtui.services.book import close_book, open_book, plainly
from leadtui.services.followups import FollowUpDraft
from leadtui.store import database
from leadtui.store.models import FollowUp, JournalEntry, Lead, db

NEW = {"customer": "杭州天行科技有限公司", "phone": "13800005678", "source": "行业展会"}


def test_the_morning_on_a_server(place: Server, desk: Desk) -> None:
    """Added, found by two characters, by initials and by the phone's end, logged, taken back and brought back."""
    lead = leads.find(capture.add(desk, NEW))
    for words in ("天行", "hztx", "5678", "杭州 科技"):
        assert leads.ids(desk, Filter(words=words)) == [lead], words
    assert leads.ids(desk, Filter(words="行天")) == []
    followups.record(desk, lead, FollowUpDraft(summary="谈过报价"))
    assert leads.ids(desk, Filter(words="报价")) == [lead]
    assert history.undo(desk)
    assert leads.ids(desk, Filter(words="报价")) == []
    history.redo(desk)
    assert leads.ids(desk, Filter(words="报价")) == [lead]
    seen = database.data_version()
    followups.record(desk, lead, FollowUpDraft(summary="再谈"))
    assert database.data_version() != seen


def beside(place: Server, act: Callable[[psycopg.Connection], None]) -> threading.Thread:
    """Something done on another connection meanwhile."""

    def run() -> None:
        with psycopg.connect(**place.parameters()) as other:
            act(other)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_change_that_another_was_in_the_way_of_is_done_again(place: Server, desk: Desk) -> None:
    lead = leads.find(capture.add(desk, NEW))
    tries = []

    def edit() -> None:
        with db.atomic():
            stood = Lead.get_by_id(lead).grade
            tries.append(stood)
            if len(tries) == 1:
                beside(place, lambda other: other.execute("UPDATE lead SET grade = 'B' WHERE id = %s", (lead,))).join()
            capture.edit(desk, lead, {"region": "华东"})
            Lead.update(closing_note=f"{stood}").where(Lead.id == lead).execute()

    plainly(edit)()
    assert tries == [None, "B"]
    assert Lead.get_by_id(lead).closing_note == "B"
    assert JournalEntry.select().where(JournalEntry.name.startswith("Edit")).count() == 1


def test_a_connection_that_was_killed_is_made_anew(place: Server, desk: Desk) -> None:
    lead = leads.find(capture.add(desk, NEW))
    log = plainly(followups.record)
    for when in ("idle", "at work"):
        pid = db.execute_sql("SELECT pg_backend_pid()").fetchone()[0]
        kill = beside(place, lambda other, pid=pid: other.execute("SELECT pg_terminate_backend(%s)", (pid,)))
        kill.join()
        log(desk, lead, FollowUpDraft(summary=when))
    assert sorted(each.summary for each in FollowUp.select()) == ["at work", "idle"]


def test_a_commit_whose_answer_was_lost_is_not_done_twice(
    place: Server, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = leads.find(capture.add(desk, NEW))
    connection = db.obj.connection()
    execute = psycopg.Cursor.execute
    lost = []

    def losing(cursor: psycopg.Cursor, query: str, *more: object, **named: object) -> psycopg.Cursor:
        done = execute(cursor, query, *more, **named)
        if query == "COMMIT" and not lost:
            lost.append(1)
            connection.close()
            raise psycopg.OperationalError("the connection is lost")
        return done

    monkeypatch.setattr(psycopg.Cursor, "execute", losing)
    plainly(followups.record)(desk, lead, FollowUpDraft(summary="once"))
    assert lost
    assert [each.summary for each in FollowUp.select()] == ["once"]


class TestWays:
    """A wrong way to the server is a clear line, and no password is ever repeated."""

    @pytest.mark.parametrize(
        ("url", "told"),
        [
            ("postgresql://li:geheim@db.example/crm", "~/.pgpass"),
            ("postgresql://li@db.example/crm?password=geheim", "~/.pgpass"),
            ("postgresql://db.example/crm?sslmode=disable", "sslmode=disable"),
            ("postgresql://db.example/crm?sslmode=require", "sslmode=require"),
            ("postgresql://db.example/crm?options=-crole%3Downer", "options"),
            ("postgresql://db.example", "no database"),
            ("postgresql://db.example:xx/crm", "no PostgreSQL URL"),
        ],
    )
    def test_g1_a_url_is_refused_with_the_way_out(self, url: str, told: str) -> None:
        with pytest.raises(UsageError) as refusal:
            read(url)
        assert told in str(refusal.value)
        assert "geheim" not in str(refusal.value)

    @pytest.mark.parametrize(
        ("url", "mode"),
        [
            ("postgresql://db.example/crm", "verify-full"),
            ("postgresql:///?service=crm", "verify-full"),
            ("postgresql:///crm?host=/run/postgresql", None),
            ("postgresql://localhost/crm", None),
            ("postgresql://[::1]:5433/crm?sslmode=disable", "disable"),
        ],
    )
    def test_every_other_host_has_to_prove_who_it_is(self, url: str, mode: str | None) -> None:
        assert read(url).parameters().get("sslmode") == mode
        assert read(str(read(url))) == read(url)

    def test_nobody_answers(self, desk: Desk, tmp_path: Path) -> None:
        with pytest.raises(GoneError) as refusal:
            open_book(read(f"postgresql:///crm?host={tmp_path}"), desk)
        assert "out of reach" in str(refusal.value)
        assert refusal.value.exit_code == 3

    def test_g6_no_team_an_older_and_a_newer_schema(self, server: Server, place: Server, desk: Desk) -> None:
        close_book()
        for change, told in (
            ("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', now())", "newer"),
            ("DELETE FROM schema_migration WHERE name IN ('9999_later', '0003_place')", "older"),
            ("DROP TABLE schema_migration", "No team"),
        ):
            with psycopg.connect(**place.parameters(), autocommit=True) as other:
                other.execute(change)
            with pytest.raises(LeadtuiError) as refusal:
                open_book(place, desk)
            assert told in str(refusal.value)
        with pytest.raises(UsageError, match="no such database"):
            open_book(replace(server, database="nothing"), desk)


def test_a_private_book_never_loads_the_driver(tmp_path: Path) -> None:
    """What the team's extra installs costs a private book nothing."""
    code = (
        "import sys; from pathlib import Path; from leadtui import config; from leadtui.services.book import open_book;"
        "open_book(Path(sys.argv[1]), config.load(environ={}).desk);"
        "print([name for name in sys.modules if 'psycopg' in name or name == 'leadtui.store.server'])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "own.db")],
        capture_output=True, text=True, check=True, env=os.environ | {"XDG_CONFIG_HOME": str(tmp_path)},
    )  # fmt: skip
    assert told.stdout.strip() == "[]"
