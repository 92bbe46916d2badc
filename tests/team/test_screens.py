"""Two full screens on one team's book: what one does the other sees, and a server that is gone comes back (R36)."""

import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from leadtui.services import capture, leads
from tests.team.conftest import Team
from tests.terminal.driver import Terminal

pytestmark = pytest.mark.slow


def test_r36_two_screens_show_each_others_moves(team: Team, tmp_path: Path) -> None:
    """What 李娜 changes elsewhere, she and 陈静, who manages, see within 2 s and what a loaded machine adds."""
    env = {"LEADTUI_LANG": "zh_CN"}
    with (
        Terminal(tmp_path, "--database", str(team.at("李娜")), env=env) as lina,
        Terminal(tmp_path, "--database", str(team.at("陈静")), env=env) as chenjing,
    ):
        lina.wait_for("杭州天行")
        lina.press("2")
        chenjing.wait_for("今日清零")
        chenjing.press("2", "a")
        for each in (lina, chenjing):
            each.wait_for("杭州天行")
        with team.sits("李娜") as desk:
            capture.edit(desk, team.lead, {"customer": "天行新材"})
            began = time.monotonic()
        for each in (lina, chenjing):
            each.wait_for("天行新材", timeout=4)
        assert time.monotonic() - began < 4
        with team.sits("赵敏") as desk:
            assert team.lead not in leads.ids(desk)


def test_a_server_that_is_gone_and_back(team: Team, tmp_path: Path) -> None:
    """The screen says so, keeps what it shows, and goes on by itself."""
    with (
        Terminal(tmp_path, "--database", str(team.at("李娜")), env={"LEADTUI_LANG": "en"}) as lina,
        psycopg.connect(**replace(team.place, database="postgres").parameters(), autocommit=True) as admin,
    ):
        lina.wait_for("杭州天行")
        database, login = team.place.database, team.login("李娜")
        admin.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (login,))
        lina.wait_for("out of reach", timeout=10)
        assert "杭州天行" in lina.text()
        admin.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')
        lina.wait_gone("out of reach", timeout=10)
        with team.sits("王强") as desk:
            capture.edit(desk, team.lead, {"customer": "天行新材"})
        lina.wait_for("天行新材", timeout=4)
