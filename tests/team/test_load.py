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

import psycopg
import pytest

from leadtui.services import roster
from tests.team.conftest import Team

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("LEADTUI_LOAD_SECONDS", "8"))
REPS = 20
WORK = """
import json, random, sys, time
from leadtui import config
from leadtui.domain import servers
from leadtui.domain.filters import Filter
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.terms import Stage
from leadtui.services import capture, followups, leads, moves, today
from leadtui.services.book import close_book, open_book, plainly
from leadtui.services.followups import FollowUpDraft

url, number, until, shared, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
desk = open_book(servers.read(url), config.load(environ={"LEADTUI_TIMEZONE": "Asia/Shanghai"}).desk)
random.seed(number)
mine, took, errors, logged, numbers, bumps = [], [], [], 0, [], 0

def timed(call, *args, **more):
    began = time.monotonic()
    done = plainly(call)(*args, **more)
    took.append(time.monotonic() - began)
    return done

def bump(desk):
    from leadtui.store import journal
    from leadtui.store.models import Lead
    with journal.change(desk, "Bump") as change:
        row = Lead.get_by_id(shared)
        change.update(Lead, shared, satisfaction=(row.satisfaction or 0) + 1)

while time.time() < until:
    act = random.random()
    try:
        if act < 0.15 or not mine:
            told = {"customer": f"客户{number}号{len(mine)}厂", "phone": f"139{number:03d}{len(mine):05d}", "source": "行业展会"}
            lead_no = timed(capture.add, desk, told)
            numbers.append(lead_no)
            mine.append(leads.find(lead_no))
        elif act < 0.45:
            timed(followups.record, desk, random.choice(mine), FollowUpDraft(summary="谈过报价"))
            logged += 1
        elif act < 0.6:
            timed(capture.edit, desk, random.choice(mine), {"price": str(random.randint(1, 10**6))})
        elif act < 0.7:
            timed(bump, desk)
            bumps += 1
        elif act < 0.8:
            timed(leads.ids, desk, Filter(words=f"{number}号"))
        else:
            timed(lambda: leads.rows(desk, today.due_list(desk, everyone=False).sections[0][1][:40] if today.due_list(desk, everyone=False).sections else []))
    except LeadtuiError as error:
        errors.append(str(error))
    time.sleep(random.uniform(0, 2 * pause))
close_book()
print(json.dumps({"took": took, "errors": errors, "logged": logged, "numbers": numbers, "bumps": bumps}))
"""


@pytest.mark.parametrize("killing", [False, True], ids=["calm", "killed every half second"])
def test_r36_twenty_reps_at_once(team: Team, killing: bool, record_property: pytest.RecordProperty) -> None:
    logins = []
    with team.owned() as desk:
        for number in range(REPS):
            logins.append(f"rep{number}_{team.place.database}")
            roster.add(desk, f"销售{number}", role="manager", login=logins[-1])
    begin, pause = time.time(), 0.5
    until = begin + REPS * 0.35 + SECONDS
    at_work = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, str(team.at("李娜")).replace(team.login("李娜"), login), str(number),
             str(until), str(team.lead), str(pause)],
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
        assert recorded == sum(each["logged"] for each in told), "a record was lost or doubled"
        (bumped,) = admin.execute("SELECT satisfaction FROM lead WHERE id = %s", (team.lead,)).fetchone()
        assert bumped == sum(each["bumps"] for each in told), "an update was lost or doubled"
        for login in logins:
            admin.execute(f'DROP OWNED BY "{login}"')
