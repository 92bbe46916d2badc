"""What goes wrong between a program and a team's server: a clear line, and nothing is lost, leaked or doubled."""

import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from leadtui.desk import Desk, present
from leadtui.domain.errors import ConflictError, GoneError, LeadtuiError, UsageError
from leadtui.domain.servers import Server, read
from leadtui.services import book, capture, clocks, history, leads, pool, roster
from leadtui.services.book import close_book, open_book, plainly
from leadtui.services.pool import due_back
from leadtui.store import database
from leadtui.store.models import JournalEntry, Lead, db
from tests import servers
from tests.team import between
from tests.team.conftest import Team

NEW = {"customer": "杭州天行科技有限公司", "phone": "13800005678", "source": "行业展会"}


def refused(place: Server, desk: Desk, kind: type[LeadtuiError]) -> str:
    """What opening is refused with; nothing stays open."""
    with pytest.raises(kind) as refusal:
        open_book(place, desk)
    assert type(refusal.value) is kind
    assert db.is_closed()
    return str(refusal.value)


class TestWays:
    """No way in: what is wrong, and the way out."""

    @pytest.mark.slow
    def test_g2_a_host_that_is_not_there_or_says_nothing(self, desk: Desk) -> None:
        """A call that nobody answers ends after five seconds."""
        assert "Connection refused" in refused(read("postgresql://li@127.0.0.1:1/crm"), desk, GoneError)
        with between.silent_host() as port:
            told = refused(read(f"postgresql://li@127.0.0.1:{port}/crm"), desk, GoneError)
        assert "127.0.0.1 is out of reach" in told
        assert "timeout" in told

    @pytest.mark.slow
    def test_g3_a_wrong_password(self, tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Never told, neither the one given nor where it fits."""
        with servers.own() as machine:
            with psycopg.connect(**machine.place.parameters(), autocommit=True) as admin:
                admin.execute("CREATE ROLE li LOGIN PASSWORD 'richtig'")
            machine.lets_in("local all li scram-sha-256", "local all all trust")
            passes = tmp_path / "passes"
            asking = replace(machine.place, user="li", database="postgres")
            monkeypatch.setenv("PGPASSFILE", str(passes))
            assert "~/.pgpass" in refused(asking, desk, UsageError)  # none at all
            passes.write_text("*:*:*:li:geheim\n")
            passes.chmod(0o600)
            told = refused(asking, desk, UsageError)
            assert "does not let li in" in told
            assert "~/.pgpass" in told
            assert "geheim" not in told
            passes.write_text("*:*:*:li:richtig\n")
            assert "No team" in refused(asking, desk, UsageError)

    @pytest.mark.slow
    def test_g4_a_certificate_that_does_not_verify(self, tmp_path: Path, desk: Desk) -> None:
        """One that nobody vouches for, and one of another host; the line is not opened."""
        key, certificate, other = (tmp_path / name for name in ("key", "certificate", "other"))
        for made in (other, certificate):
            made_by = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db.example"
            subprocess.run([*made_by.split(), "-keyout", key, "-out", made], check=True, capture_output=True)
        with between.unknown_host(certificate, key) as port:
            for root, why in (
                (tmp_path / "none", "does not exist"),
                (other, "certificate verify failed"),
                (certificate, "db.example"),
            ):
                told = refused(read(f"postgresql://li@127.0.0.2:{port}/crm?sslrootcert={root}"), desk, UsageError)
                assert "is not safe" in told
                assert why in told
                assert "sslmode" not in told, "the way out is never less safety"

    @pytest.mark.slow
    def test_g5_a_role_without_rights(self, team: Team) -> None:
        """At the door, in the house, and at the work of its owner."""
        stranger = f"stranger_{team.place.database}"
        asking = replace(team.place, user=stranger)
        with psycopg.connect(**team.place.parameters(), autocommit=True) as admin:
            admin.execute(f'CREATE ROLE "{stranger}" LOGIN')
            try:
                assert "does not let" in refused(asking, team.desk, UsageError)
                admin.execute(f'GRANT CONNECT ON DATABASE "{team.place.database}" TO "{stranger}"')
                assert "has no rights" in refused(asking, team.desk, LeadtuiError)
                with pytest.raises(LeadtuiError, match="Only the owner"):
                    roster.init(asking)
                admin.execute(f'GRANT "{team.place.database}_rep" TO "{stranger}"')
                assert "does not belong to this team" in refused(asking, team.desk, LeadtuiError)
            finally:
                admin.execute(f'DROP OWNED BY "{stranger}"')
                admin.execute(f'DROP ROLE "{stranger}"')


class TestTogether:
    """What one does the others hear, and where two do the same one is done."""

    def test_g13_a_line_hears_of_others_changes_and_of_nothing_else(self, place: Server, desk: Desk) -> None:
        """Not what was changed nor whose, nothing of one's own, and nothing that was taken back."""
        line = book.listen()
        assert line is not None
        payloads = []
        with psycopg.connect(**place.parameters(), autocommit=True) as other:
            other.execute("LISTEN leadtui")
            capture.add(desk, NEW)
            payloads += [(note.channel, note.payload) for note in other.notifies(timeout=1, stop_after=1)]
            assert not line.heard()
            entry = "INSERT INTO journal_entry (uid, kind, name, params, by, at, live) VALUES"
            entry += " ('x', 'change', 'Edit', '{}', 'li', 1, true)"
            with other.transaction(force_rollback=True):
                other.execute(entry)
            other.execute("SELECT 1")
            assert not line.heard()
            other.execute(entry)
            wait_until(line.heard)
        assert payloads == [("leadtui", "")]
        line.close()

    def test_g16_a_server_that_does_not_tell_is_asked(self, place: Server, desk: Desk) -> None:
        """As CockroachDB does not, and a database that an older program set up."""
        db.execute_sql("DROP TRIGGER team_tell ON journal_entry")
        assert book.listen() is None
        seen = book.seen()
        capture.add(desk, NEW)
        assert book.seen() != seen

    @pytest.mark.slow
    def test_g16_a_server_that_knows_no_listen_is_asked(self, server: Server, desk: Desk) -> None:
        with servers.fresh(server) as fresh, between.relay(fresh, outward=no_listen) as relay:
            open_book(relay.place, desk)
            assert book.listen() is None
            capture.add(desk, NEW)
            close_book()

    def test_g14_two_edits_of_one_lead_on_a_server(self, place: Server, desk: Desk) -> None:
        """M8: the second is told who, theirs and mine; nothing is written over."""
        lead = leads.find(capture.add(desk, NEW))
        seen = leads.rows(desk, [lead])[0].version
        plainly(capture.edit)(replace(desk, me="王强"), lead, {"grade": "C", "region": "江苏"}, expected=seen)
        with pytest.raises(ConflictError) as refusal:
            plainly(capture.edit)(desk, lead, {"grade": "B"}, expected=seen)
        told = {each.key: (each.theirs, each.mine) for each in refusal.value.differences}
        assert told == {"grade": ("C", "B"), "region": ("江苏", None)}
        assert str(refusal.value).startswith("王强 changed this meanwhile")
        assert Lead.get_by_id(lead).grade == "C"

    @pytest.mark.parametrize("has_locks", [True, False])
    def test_g17_two_programs_send_leads_back_once(self, place: Server, desk: Desk, has_locks: bool) -> None:
        """Each lead once, in one entry; also on a server that knows no advisory locks."""
        if not has_locks:
            db.execute_sql("REVOKE EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) FROM PUBLIC")
        for count in range(3):
            capture.add(desk, {"customer": f"客户{count}", "phone": f"1380000567{count}"})
        later = replace(desk, clock=lambda: desk.now() + timedelta(days=900))
        Lead.update(recycle_on=later.today()).execute()
        counts, start = [], threading.Barrier(2)

        def goes() -> None:
            with database.connected():
                start.wait()
                counts.append(plainly(pool.recycle)(later))

        both = [threading.Thread(target=goes) for _each in range(2)]
        for each in both:
            each.start()
        for each in both:
            each.join()
        assert sorted(counts) == [0, 3]
        assert not due_back(later).exists()
        assert JournalEntry.select().where(JournalEntry.name.startswith("Back to the pool")).count() == 1

    @pytest.mark.slow
    def test_g17_a_reps_program_sends_back_what_is_the_reps(self, team: Team) -> None:
        """王强 tends 李娜's lead beside her: his program leaves it alone, hers or a manager's sends it back."""
        with team.owned():
            Lead.update(recycle_on=team.desk.today()).where(Lead.id == team.lead).execute()
        for who, count in (("王强", 0), ("赵敏", 0), ("李娜", 1), ("陈静", 0)):
            with team.sits(who) as desk:
                assert plainly(pool.recycle)(desk) == count, who
        with team.sits("李娜") as desk:
            assert plainly(history.undo)(desk)  # her own last change, not the rule's
            assert Lead.get_by_id(team.lead).owner is None


@pytest.mark.slow
def test_g10_two_set_a_team_up_at_once(server: Server, desk: Desk, tmp_path: Path) -> None:
    """Both are told that it is done; it is done once and whole."""
    with servers.bare(server) as place:
        both = [servers.leadtui(tmp_path, "team", "init", "--database", str(place)) for _each in range(2)]
        for each in both:
            out, err = each.communicate(timeout=60)
            assert each.returncode == 0, out + err
        open_book(place, desk)
        capture.add(desk, NEW)
        close_book()


@pytest.mark.slow
def test_g11_a_clock_off_by_a_day(team: Team, tmp_path: Path) -> None:
    """It is said, and the server's counts: in the journal, in the due list, for what goes back to the pool."""
    login = team.login("李娜")
    with psycopg.connect(**team.place.parameters(), autocommit=True) as admin:
        # The server's clock a day behind is this computer's a day ahead.
        admin.execute(
            "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS"
            " $$ SELECT pg_catalog.clock_timestamp() - interval '1 day' $$;"
            "GRANT EXECUTE ON FUNCTION public.clock_timestamp() TO PUBLIC"
        )
        admin.execute(f'ALTER ROLE "{login}" SET search_path = public, pg_catalog')
    own = Desk("nobody", team.desk.zone)
    desk = open_book(team.at("李娜"), own)
    assert clocks.off(desk).startswith("The clock of this computer is 24 h 0 min fast")
    assert abs(present() - timedelta(days=1) - desk.now()) < timedelta(minutes=1)
    capture.edit(desk, team.lead, {"grade": "C"})
    at = JournalEntry.select(JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1).scalar()
    assert abs(at - desk.now()) < timedelta(minutes=1)
    close_book()
    told = servers.leadtui(tmp_path, "today", "--database", str(team.at("李娜"))).communicate(timeout=60)
    assert "24 h 0 min fast" in told[1]
    desk = open_book(team.at("王强"), own)
    assert clocks.off(desk) == ""
    close_book()


def no_listen(data: bytes) -> bytes:
    """What a program sends, so that the server finds no LISTEN in it."""
    return data.replace(b'LISTEN "', b'LISTFN "')


def wait_until(holds: Callable[[], bool]) -> None:
    """Until it holds, and not for ever."""
    end = time.monotonic() + 5
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)
