"""Copies, their way back and the doctor, as a person at a prompt and a script meet them."""

import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from leadtui.cli import surroundings
from leadtui.services import copies
from leadtui.store import backups, database, files
from tests.cli.conftest import Run
from tests.store.tables import digest, mode
from tests.terminal.driver import Terminal

FINE = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "LEADTUI_USER": "李娜"}


@pytest.fixture(autouse=True)
def _closed(path: Path) -> None:
    """Commands open and close the book themselves."""
    database.close()


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Surroundings with nothing to complain of."""
    for name, value in FINE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("TMUX", raising=False)


class TestCopies:
    def test_s9_a_copy_is_named_and_brought_back(self, run: Run, path: Path, lead: str, tmp_path: Path) -> None:
        said = run("backup", str(tmp_path / "copy.db"))
        assert (said.code, said.out) == (0, f"{tmp_path / 'copy.db'}\n")
        assert "1 leads" in said.err
        assert mode(tmp_path / "copy.db") == 0o600
        assert run("delete", lead).code == 0
        said = run("restore", str(tmp_path / "copy.db"))
        assert said.code == 0
        assert "What was there before" in said.err
        assert run("show", lead).code == 0

    def test_s12_generations_are_listed_and_the_newest_sound_one_is_found(
        self, run: Run, path: Path, lead: str
    ) -> None:
        assert run("restore").code == 1
        older = Path(run("backup").out.strip())
        run("edit", lead, "--set", "grade=C")
        newer = Path(run("backup").out.strip())
        listed = run("restore").out.splitlines()
        assert len(listed) == 2
        assert "asked for" in listed[0]
        os.truncate(newer, 1000)
        assert run("restore", "--newest").code == 0
        assert run("show", lead, "--json").json["grade"] == "A"  # type: ignore[call-overload, index]
        assert older.exists()
        assert run("restore", "--newest", str(older)).code == 2

    def test_s6_what_is_no_copy_is_refused_by_name(self, run: Run, path: Path, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("dear")
        before = digest(path)
        for words in (("restore", str(tmp_path / "letter.txt")), ("restore", str(tmp_path / "nothing.db"))):
            said = run(*words)
            assert said.code in (1, 2)
            assert words[1] in said.err
        assert run("backup", str(tmp_path / "letter.txt")).code == 2
        assert run("--database", str(tmp_path / "none.db"), "backup").code == 2
        assert digest(path) == before

    def test_s8_a_damaged_file_names_the_way_out(self, run: Run, path: Path, lead: str) -> None:
        run("backup")
        with path.open("r+b") as file:
            file.write(b"\0" * 200)
        said = run("today")
        assert said.code == 1
        assert "leadtui restore --newest" in said.err
        assert len(said.err.splitlines()) == 1
        assert run("restore", "--newest").code == 0
        assert run("show", lead).code == 0
        assert len(list(path.parent.glob(f"{path.name}.damaged-*"))) == 1

    @pytest.mark.slow
    def test_s8_the_full_screen_offers_the_copy_before_it_opens(self, run: Run, path: Path, lead: str) -> None:
        """One question; no leaves everything as it is, yes restores and goes on into the screen."""
        run("backup")
        os.truncate(path, 0)
        with Terminal(path.parent, "--database", str(path), cols=160, env={"LEADTUI_LANG": "en"}) as screen:
            screen.wait_for("Bring back the copy")
            screen.type("n\r")
            assert screen.leave() == 1
            assert path.stat().st_size == 0
        with Terminal(path.parent, "--database", str(path), cols=160, env={"LEADTUI_LANG": "en"}) as screen:
            screen.wait_for("Bring back the copy")
            screen.type("y\r")
            screen.wait_for("1 Today")
            screen.wait_until(lambda text: "All clear" in text or "恒远" in text)
            screen.press("q")
            assert screen.leave() == 0

    def test_s12_an_import_is_preceded_by_a_copy(self, run: Run, path: Path, lead: str, tmp_path: Path) -> None:
        sheet = tmp_path / "new.csv"
        sheet.write_text("客户名称,联系人,联系电话,线索等级\n新客户,王五,13800138000,A\n", "utf-8")
        assert run("import", str(sheet)).code == 0
        (made,) = copies.generations(path)
        assert (made.why, made.rows["lead"]) == ("import", 1)

    def test_s13_erased_data_is_known_to_stand_in_older_copies(self, run: Run, path: Path, lead: str) -> None:
        run("backup")
        number = run("show", lead, "--json").json["customer_no"]  # type: ignore[call-overload, index]
        said = run("erase", number, "--yes")
        assert said.code == 0
        assert "Older copies that still hold it: 1" in said.err
        assert str(backups.folder(path)) in said.err


@pytest.mark.usefixtures("healthy")
class TestDoctor:
    def found(self, run: Run) -> dict[str, dict[str, object]]:
        """The findings by topic."""
        said = run("doctor", "--json")
        findings = said.json["findings"]  # type: ignore[call-overload, index]
        assert said.code == (0 if all(each["ok"] for each in findings) else 1)
        assert all(each["ok"] or each["way_out"] for each in findings), "no trouble without a way out"
        return {each["topic"]: each for each in findings}

    def test_all_is_well(self, run: Run, path: Path, lead: str) -> None:
        run("backup")
        said = run("doctor")
        assert (said.code, said.err) == (0, "All is well.\n")
        assert "!!" not in said.out
        assert {"versions", "terminal", "locale", "integrity", "derived", "search", "copies", "holidays"} <= set(
            self.found(run)
        )

    def test_a_used_book_without_copies(self, run: Run, path: Path, lead: str) -> None:
        assert self.found(run)["copies"]["way_out"] == "leadtui backup"

    def test_x2_files_that_others_can_read(self, run: Run, path: Path, lead: str) -> None:
        Path(run("backup").out.strip()).chmod(0o644)
        assert "chmod go=" in str(self.found(run)["permissions"]["way_out"])

    def test_s7_s8_a_damaged_file_is_told_with_exit_code_1(self, run: Run, path: Path, lead: str) -> None:
        run("backup")
        with path.open("r+b") as file:
            for page in range(2, 30):
                file.seek(page * 4096)
                file.write(b"\xa5" * 200)
        before = digest(path)
        said = run("doctor")
        assert said.code == 1
        assert "restore --newest" in said.out
        assert digest(path) == before

    def test_q4_due_days_and_index_out_of_step_are_repaired(self, run: Run, path: Path, lead: str) -> None:
        """Somebody wrote behind leadtui's back."""
        with sqlite3.connect(path) as other:
            other.execute("UPDATE lead SET attend_on = '2030-01-01', next_due = NULL")
            other.execute("UPDATE lead_search SET text = 'nothing'")
        other.close()
        assert self.found(run)["derived"]["way_out"] == "leadtui doctor --repair"
        run("doctor", "--repair")
        assert self.found(run)["derived"]["ok"]
        assert run("list", "恒远", "--json").json

    def test_s10_a_network_home(self, run: Run, path: Path, lead: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Named with its danger, worked on without WAL; nothing else is worse for it."""
        monkeypatch.setattr(files, "is_on_network", lambda _path, _mounts=None: True)
        assert "network" in str(self.found(run)["place"]["says"])
        assert run("add", "--customer", "乙", "--phone", "13900000001").code == 0
        with sqlite3.connect(path) as reader:
            assert reader.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        reader.close()

    @pytest.mark.parametrize(
        ("name", "value", "topic"),
        [("LANG", "zh_CN.GBK", "locale"), ("LANG", "C", "locale"), ("TERM", "dumb", "terminal")],
    )
    def test_p8_p9_surroundings_that_hinder(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, topic: str
    ) -> None:
        monkeypatch.setenv(name, value)
        assert not self.found(run)[topic]["ok"]

    def test_without_a_database_it_makes_none(self, run: Run, tmp_path: Path) -> None:
        place = tmp_path / "none" / "leads.db"
        assert run("--database", str(place), "doctor").code == 0
        assert not place.parent.exists()

    def test_t5_a_terminal_is_asked_how_wide_it_draws(self) -> None:
        """A pseudo-terminal that answers as one would whose ambiguous glyphs take two cells."""
        code = "from leadtui.cli import surroundings; print('|', [surroundings._drawn_width(each) for each in '─ab'])"
        reader, writer = pty.openpty()
        asked = subprocess.Popen([sys.executable, "-c", code], stdin=writer, stdout=writer, stderr=writer)
        os.close(writer)
        for column in (3, 2, 2):
            heard = b""
            while not heard.endswith(b"\x1b[6n"):
                heard += os.read(reader, 1)
            os.write(reader, f"\x1b[1;{column}R".encode())
        heard = b""
        while b"]" not in heard:
            heard += os.read(reader, 100)
        assert asked.wait(10) == 0
        os.close(reader)
        assert b"[2, 1, 1]" in heard
        assert surroundings.AMBIGUOUS.startswith("▌")


def test_no_copy_is_made_where_the_demo_writes(run: Run, tmp_path: Path) -> None:
    assert run("demo", "--write", str(tmp_path / "sample.db"), "--leads", "30").code == 0
    assert not backups.folder(tmp_path / "sample.db").exists()
