"""Owners on a server: limits of the pool past the program, releases with a reason, new leads for others (R36, R54)."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import psycopg
import pytest

from leadtui.domain.errors import LeadtuiError
from leadtui.domain.filters import parse
from leadtui.services import assignment, capture, days, history, leads, pool
from leadtui.services import team as settings
from leadtui.services.book import plainly
from tests.team.conftest import Team

pytestmark = pytest.mark.slow

OWNER, BESIDE, OTHER, MANAGER = "李娜", "王强", "赵敏", "陈静"
CLAIM = "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '{me}') WHERE {which}"


def pooled(team: Team, count: int) -> list[int]:
    """So many more leads of the pool."""
    with team.sits(MANAGER) as desk:
        made = [
            leads.find(plainly(capture.add)(desk, {"customer": f"公海{n}厂", "phone": f"1390000000{n}"}))
            for n in range(count)
        ]
        plainly(pool.release)(desk, made, "no time")
    return made


def test_r36_psql_claims_no_more_than_the_team_allows(team: Team) -> None:
    """One by one, all in one statement, and again after giving back: a day's limit, the holding, the cool-down."""
    more = pooled(team, 4)
    with team.sits(MANAGER) as desk:
        settings.put(desk, "pool_limits", {"daily": 2, "holding": 3, "cool_down": 30})
    with team.psql(OTHER) as line:
        with pytest.raises(psycopg.Error, match="at most 2 leads a day"):
            line.execute(CLAIM.format(me=OTHER, which="owner_id IS NULL"))
        for lead in more[:2]:
            assert line.execute(CLAIM.format(me=OTHER, which=f"id = {lead}")).rowcount == 1
        with pytest.raises(psycopg.Error, match="at most 2 leads a day"):
            line.execute(CLAIM.format(me=OTHER, which=f"id = {more[2]}"))
        for given in (
            "owner_id = NULL",
            "owner_id = NULL, release_reason = 'x', released_at = 1, former_owner_id = NULL",
        ):
            with psycopg.connect(**team.place.parameters(), autocommit=True) as clock:
                clock.execute("UPDATE team_audit SET at = at - interval '16 minutes'")
            with pytest.raises(psycopg.Error, match="for a reason"):
                line.execute(f"UPDATE lead SET {given} WHERE id = {more[0]}")
    with psycopg.connect(**team.place.parameters(), autocommit=True) as clock:
        clock.execute("UPDATE team_audit SET at = at - interval '1 day'")
    with team.psql(OWNER) as line, pytest.raises(psycopg.Error, match="within 30 days"):
        line.execute(CLAIM.format(me=OWNER, which=f"id = {team.pooled}"))
    with team.psql(OTHER) as line:
        line.execute(CLAIM.format(me=OTHER, which=f"id = {more[2]}"))
        with pytest.raises(psycopg.Error, match="at most 3 open leads"):
            line.execute(CLAIM.format(me=OTHER, which=f"id = {more[3]}"))


def test_r36_two_lines_of_one_rep_claim_one_after_the_other(team: Team) -> None:
    """What the first has not yet written for good is counted all the same: the second waits for it."""
    more = pooled(team, 2)
    with team.sits(MANAGER) as desk:
        settings.put(desk, "pool_limits", {"daily": 1, "holding": 5, "cool_down": 30})
    with team.psql(OTHER) as one, team.psql(OTHER) as two:
        two.execute("SET lock_timeout = '300ms'")
        with one.transaction():
            assert one.execute(CLAIM.format(me=OTHER, which=f"id = {more[0]}")).rowcount == 1
            with pytest.raises(psycopg.errors.LockNotAvailable):
                two.execute(CLAIM.format(me=OTHER, which=f"id = {more[1]}"))
        with pytest.raises(psycopg.Error, match="at most 1 leads a day"):
            two.execute(CLAIM.format(me=OTHER, which=f"id = {more[1]}"))


def test_r36_who_worked_beside_the_owner_and_gives_the_lead_back_is_out(team: Team) -> None:
    """Claimed by a collaborator it is theirs alone; what they release they see as everybody does."""
    with team.sits(OWNER) as desk:
        plainly(pool.release)(desk, [team.lead], "no time")
    with team.sits(BESIDE) as desk:
        plainly(pool.claim)(desk, [team.lead])
        plainly(history.undo)(desk)
        plainly(history.redo)(desk)
        plainly(pool.release)(desk, [team.lead], "no time")
    with team.psql(BESIDE) as line:
        assert line.execute("SELECT 1 FROM collaborator").fetchall() == []


def test_r36_the_program_claims_releases_and_takes_back_as_before(team: Team) -> None:
    with team.sits(MANAGER) as desk:
        settings.put(desk, "pool_limits", {"daily": 1, "holding": 5, "cool_down": 7})
    with team.sits(OTHER) as zhao:
        plainly(pool.claim)(zhao, [team.pooled])
        plainly(history.undo)(zhao)
        plainly(history.redo)(zhao)
        plainly(pool.release)(zhao, [team.pooled], "no budget")
        plainly(history.undo)(zhao)
        assert leads.rows(zhao, [team.pooled])[0].owner == OTHER


def test_r54_a_rep_adds_a_lead_that_the_rule_gives_to_another(team: Team) -> None:
    """By region and in turns it goes over whole: its owner sees it, its maker need not. Without a rule: refused."""
    with team.sits(MANAGER) as desk:
        assignment.set_rules(desk, [assignment.Rule("王强, 赵敏", region="华东")])
    new = {"customer": "绍兴越城纺织", "phone": "13300003333", "region": "华东", "tags": "重点"}
    with team.sits(OWNER) as lina:
        first = plainly(capture.add)(lina, new)
        second = plainly(capture.add)(lina, new | {"customer": "湖州南浔木业"})
        assert set(leads.ids(lina)) == {team.lead, team.pooled}
        with pytest.raises(LeadtuiError):
            plainly(history.undo)(lina)
        with pytest.raises(LeadtuiError, match="assignment rule"):
            plainly(capture.add)(lina, {"customer": "无锡惠山", "phone": "13300004444", "owner": "赵敏"})
    owners = {}
    for person in ("王强", "赵敏"):
        with team.sits(person) as desk:
            for row in leads.rows(desk, leads.ids(desk, parse("region:华东"))):
                owners[row.lead_no] = row.owner
                assert row.tags == ("重点",)
                assert leads.ids(desk, parse("1330000")) == [row.id]
    assert owners == {first: "王强", second: "赵敏"}
    with team.psql(OWNER) as line:
        assert line.execute(
            "SELECT team_hand_over(%s, (SELECT id FROM rep WHERE name = '赵敏'))", (team.lead,)
        ).fetchone() == (0,)


def test_each_rep_computes_the_days_of_the_leads_they_see(team: Team) -> None:
    for person in (OWNER, OTHER, MANAGER):
        with team.sits(person) as desk:
            abroad = replace(desk, zone=ZoneInfo("Asia/Tokyo"))
            assert plainly(days.refresh_days)(abroad) > 0, person
            assert plainly(days.refresh_days)(abroad) == 0, person
