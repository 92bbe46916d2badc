"""Twenty reps at once as real processes, with connections killed under them: nothing lost, doubled or shared (R36).

LEADTUI_LOAD_SECONDS lengthens the run to the sixty that the figures are told for.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import replace

import psycopg
import pytest

from leadtui.services import roster
from tests.team.conftest import Team

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("LEADTUI_LOAD_SECONDS", "8"))
REPS = 20


@pytest.mark.parametrize("killing", [False, True], ids=["calm", "killed every half second"])
def test_r36_twenty_reps_at_once(team: Team, killing: bool) -> None:
    logins = []
    with team.owned() as desk:
        for number in range(REPS):
            logins.append(f"rep{number}_{team.place.database}")
            roster.add(desk, f"销售{number}", role="manager", login=logins[-1])
    until = time.time() + REPS * 0.35 + SECONDS
    at_work = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.team.at_work", str(replace(team.place, user=login)), str(number), str(until),
             str(team.lead)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number, login in enumerate(logins)
    ]  # fmt: skip
    with psycopg.connect(**team.place.parameters(), autocommit=True) as admin:
        while killing and time.time() < until - 1:
            time.sleep(0.5)
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (random.choice(logins),)
            )
        told = []
        for each in at_work:
            out, err = each.communicate(timeout=120)
            assert each.returncode == 0, err
            told.append(json.loads(out))
        took = sorted(seconds for each in told for seconds in each["took"])
        numbers = [number for each in told for number in each["numbers"]]
        slow = statistics.quantiles(took, n=20)[-1]
        print(f"{len(took)} actions, median {statistics.median(took) * 1000:.0f} ms, 95 % {slow * 1000:.0f} ms")
        assert [error for each in told for error in each["errors"]] == []
        assert len(numbers) == len(set(numbers)), "two leads share a number"
        (recorded,) = admin.execute("SELECT count(*) FROM follow_up").fetchone()
        assert recorded == sum(len(each["logged"]) for each in told), "a record was lost or doubled"
        (bumped,) = admin.execute("SELECT satisfaction FROM lead WHERE id = %s", (team.lead,)).fetchone()
        assert bumped == sum(len(each["bumps"]) for each in told), "an update was lost or doubled"
        for login in logins:
            admin.execute(f'DROP OWNED BY "{login}"')
