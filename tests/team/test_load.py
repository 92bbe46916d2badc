"""Twenty reps at once as real processes over a hundred thousand leads, with connections killed under them: nothing
lost, doubled or shared (R36). Their logins are those of reps, and row security is on.

LEADTUI_LOAD_SECONDS shortens the run from the sixty that the figures are told for.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest

from leadtui.desk import Desk
from leadtui.domain.servers import Server
from tests.team import crowd, day
from tests.team.crowd import Floor

pytestmark = pytest.mark.slow
SECONDS = float(os.environ.get("LEADTUI_LOAD_SECONDS", "60"))
REPS, LEADS_EACH = 20, 5_000
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def floor(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    """Twenty reps with five thousand leads each."""
    desk = Desk("李娜", SHANGHAI, True, lambda: datetime(2026, 11, 22, 9, tzinfo=SHANGHAI))
    folder: Path = tmp_path_factory.mktemp("floor")
    with crowd.floor(server, desk, folder, leads=LEADS_EACH, reps=REPS) as made:
        yield made


@pytest.mark.parametrize("killing", [False, True], ids=["calm", "killed every half second"])
def test_r36_twenty_reps_at_once(floor: Floor, killing: bool) -> None:
    """G8: what was told as saved stands, once, whoever is killed meanwhile; no number is given twice."""
    with psycopg.connect(**floor.place.parameters(), autocommit=True) as admin:

        def standing() -> tuple[int, int, int]:
            found = admin.execute(
                "SELECT (SELECT count(*) FROM follow_up), (SELECT count(*) FROM lead),"
                " (SELECT coalesce(satisfaction, 0) FROM lead WHERE id = %s)", (floor.shared,)
            ).fetchone()  # fmt: skip
            assert found is not None
            return found

        before = standing()
        assert before[1] >= REPS * LEADS_EACH
        done = day.work(floor, SECONDS if not killing else SECONDS / 3, killing=killing)
        after = standing()
    print(done)
    assert done.errors == []
    assert len(done.numbers) == len(set(done.numbers)), "two leads share a number"
    assert after[0] - before[0] == done.logged, "a record was lost or doubled"
    assert after[1] - before[1] == len(done.numbers), "a lead was lost or doubled"
    assert after[2] - before[2] == done.bumped, "an update was lost or doubled"
    assert done.logged > len(floor.logins), "hardly anything was done"
