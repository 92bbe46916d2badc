"""What goes wrong under a full screen: it stays alive, says so, keeps what was typed, and goes on by itself."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import chown, rmtree, which

import psycopg
import pytest

from leadtui.desk import Desk
from leadtui.domain.servers import Server
from leadtui.services import capture, leads, roster
from leadtui.services.book import close_book, open_book, plainly
from leadtui.store.models import FollowUp
from tests import servers
from tests.conftest import Figure
from tests.team import between
from tests.team.conftest import Team
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.slow
POOLER_PORT = 6432
BANNER = "OUT OF REACH"
STALL_SECONDS = 60
SAVING_SECONDS = 2
"""After which a save to a server that is away has given up."""


def screen(home: Path, place: Server) -> Terminal:
    """The full screen of whoever the place names."""
    home.mkdir(exist_ok=True)
    return Terminal(home, "--database", str(place), cols=120, rows=40, env={"LEADTUI_LANG": "en"})


def follow_up(rep: Terminal, text: str) -> None:
    """Begin to log one."""
    rep.press("f")
    rep.wait_for("Log ·")
    rep.type(text)


def summaries(place: Server, desk: Desk) -> list[str]:
    """What was recorded, in order."""
    open_book(place, desk)
    found = [each.summary for each in FollowUp.select().order_by(FollowUp.id)]
    close_book()
    return found


def test_g7_a_rep_removed_while_writing(team: Team, tmp_path: Path) -> None:
    """The screen says so and stays; nothing of theirs is written any more; what was typed is a draft."""
    with screen(tmp_path, team.at("李娜")) as lina:
        lina.wait_for("杭州天行")
        follow_up(lina, "报价单已发")
        with team.owned() as desk:
            roster.remove(desk, "李娜", "王强")
        lina.press("f2")
        lina.wait_for("does not let")
        assert "报价单已发" in lina.text()
        lina.press("esc")
        lina.wait_for(BANNER)
        assert "杭州天行" in lina.text()
        lina.press("2", "3", "u", "1")
        lina.wait_for("does not let")
        lina.press("W")
        lina.wait_for("报价单已发")
        lina.press("esc", "q")
        assert lina.leave() == 0
        assert b"an error in the program" not in lina.received
    assert summaries(team.place, team.desk) == []


def test_g9_a_link_that_stalls_for_a_minute(team: Team, tmp_path: Path, figure: Figure) -> None:
    """Keys are answered, a banner stands; what was to be saved is saved once, however often F2 was pressed."""
    with between.relay(team.at("李娜")) as relay, screen(tmp_path, relay.place) as lina:
        lina.wait_for("杭州天行")
        follow_up(lina, "报价单已发")
        relay.stall()
        stalled = time.monotonic()
        lina.press("f2", "f2", "esc")
        lina.wait_for("still under way")
        lina.wait_for("No answer", timeout=20)
        lina.type("三份")
        lina.wait_for("报价单已发三份")
        while time.monotonic() - stalled < STALL_SECONDS:
            lina.settle(0.5)
        assert "报价单已发" in lina.text()
        relay.go_on()
        began = time.monotonic()
        lina.wait_for("Logged", timeout=10)
        lina.wait_gone(BANNER)
        figure("G9", f"{STALL_SECONDS} s of silence; saved {time.monotonic() - began:.1f} s after the link")
    assert summaries(team.place, team.desk) == ["报价单已发"]


def test_g9_others_are_not_held_up_by_a_stalled_transaction(team: Team, figure: Figure) -> None:
    """The server ends it after ten seconds, as its logins are set."""
    with between.relay(team.at("李娜")) as relay, psycopg.connect(**relay.place.parameters()) as stuck:
        stuck.execute("UPDATE lead SET grade = 'A' WHERE id = %s", (team.lead,))
        relay.stall()
        began = time.monotonic()
        with team.sits("王强") as desk:
            plainly(capture.edit)(desk, team.lead, {"region": "江苏"})
        figure("G9", f"another's edit of the same lead went through {time.monotonic() - began:.0f} s into it")
        relay.go_on()
        with pytest.raises(psycopg.Error, match="idle-in-transaction"):
            stuck.commit()


@pytest.fixture
def machine(desk: Desk) -> Iterator[tuple[servers.Machine, Server]]:
    """A server of the test's own with a team of one, and the place as 李娜 reaches it."""
    with servers.own() as running:
        roster.init(running.place)
        open_book(running.place, desk)
        roster.add(desk, "李娜", role="rep", login="lina")
        close_book()
        at = replace(running.place, user="lina")
        open_book(at, desk)
        capture.add(desk, {"customer": "杭州天行科技", "phone": "13800005678"})
        close_book()
        yield running, at


def test_g15_a_server_that_stops_and_starts(
    machine: tuple[servers.Machine, Server], desk: Desk, tmp_path: Path, figure: Figure
) -> None:
    """A banner, what is shown can be read, what is typed is kept, and it goes on by itself: told and heard again."""
    running, at = machine
    with screen(tmp_path, at) as lina:
        lina.wait_for("杭州天行")
        follow_up(lina, "报价单已发")
        running.stop()
        began = time.monotonic()
        lina.press("f2")
        lina.wait_for("out of reach")
        lina.settle(SAVING_SECONDS)  # a save under way is not left
        lina.press("esc")
        lina.wait_for(BANNER)
        figure("G15", f"said {time.monotonic() - began:.1f} s after the server went")
        assert "杭州天行" in lina.text()
        lina.press("2")
        lina.press("1")
        running.start()
        began = time.monotonic()
        lina.wait_gone(BANNER)
        figure("G15", f"gone on {time.monotonic() - began:.1f} s after it was back")
        lina.press("f")
        lina.wait_for("报价单已发")
        lina.press("f2")
        lina.wait_for("Logged")
        lina.settle(3)
        open_book(at, desk)
        capture.edit(desk, leads.find("其他-20261122-001"), {"customer": "天行新材"})
        close_book()
        lina.wait_for("天行新材", timeout=5)
    assert summaries(at, desk) == ["报价单已发"]


def test_g14_two_edit_one_lead_at_once(team: Team, tmp_path: Path) -> None:
    """M8: the second sees who, theirs and what stood before beside each field, and takes theirs or keeps the own."""
    with screen(tmp_path / "a", team.at("李娜")) as lina, screen(tmp_path / "b", team.at("王强")) as wang:
        for each in (lina, wang):
            each.wait_for("Today")
        lina.wait_for("杭州天行")
        wang.press("2")
        wang.wait_for("杭州天行")
        wang.press("down")
        for each, name in ((lina, "天行甲"), (wang, "天行乙")):
            each.press("e")
            each.wait_for("Customer")
            each.settle(0.5)
            each.press(*["backspace"] * 8)
            each.type(name)
        lina.press("f2")
        lina.wait_gone("Customer")
        wang.press("f2")
        wang.wait_for("李娜 changed this lead meanwhile")
        assert "In the book now: 天行甲 · before: 杭州天行科技" in wang.text()
        wang.press("f8")
        wang.wait_gone("In the book now")
        assert "天行甲" in wang.text()


@contextmanager
def pooler(running: servers.Machine, at: Server) -> Iterator[Server]:
    """PgBouncer in front of a server, handing its lines around after each transaction; the server as it is then."""
    user = running.running.system_user
    folder = Path(tempfile.mkdtemp(prefix="leadtui-"))
    folder.chmod(0o755)
    if user:
        chown(folder, user)
    settings = folder / "pooler.ini"
    settings.write_text(
        f"[databases]\n* = host={running.place.options['host']} user={at.user}\n"
        f"[pgbouncer]\nlisten_addr=\nlisten_port={POOLER_PORT}\nunix_socket_dir={folder}\nauth_type=any\n"
        "pool_mode=transaction\nignore_startup_parameters=extra_float_digits,options\n"
    )
    settings.chmod(0o644)
    between = subprocess.Popen(["pgbouncer", "-q", str(settings)], user=user)
    try:
        while not (folder / f".s.PGSQL.{POOLER_PORT}").exists():
            assert between.poll() is None
            time.sleep(0.05)
        yield replace(at, options={"host": str(folder), "port": str(POOLER_PORT)})
    finally:
        between.terminate()
        between.wait()
        rmtree(folder)


@pytest.mark.skipif(which("pgbouncer") is None, reason="no pgbouncer here")
def test_g16_behind_a_pooler_that_lets_nobody_listen(
    machine: tuple[servers.Machine, Server], desk: Desk, tmp_path: Path, figure: Figure
) -> None:
    """Found out, and asked every second instead; statements that a pooler forgets are said anew."""
    running, at = machine
    with pooler(running, at) as pooled, screen(tmp_path, pooled) as lina:
        lina.wait_for("杭州天行")
        lina.settle(3)  # found out
        took = []
        for count in range(4):
            open_book(at, desk)
            capture.edit(desk, leads.find("其他-20261122-001"), {"customer": f"天行{count}新材"})
            close_book()
            began = time.monotonic()
            lina.wait_for(f"天行{count}新材", timeout=5)
            took.append(time.monotonic() - began)
        figure("G16", f"shown after {max(took):.1f} s at the most")
        for count in range(8):  # as often as it takes until a line is one that others have used
            follow_up(lina, f"第{count}次")
            lina.press("f2")
            lina.wait_for("Logged")
            lina.press("u")
            lina.wait_for("Taken back")
        assert b"an error in the program" not in lina.received
    assert max(took) < 2
