"""Searching a team's server: what somebody sees is found, nothing else, whoever changes who sees it and how (R36)."""

import time

import psycopg
import pytest

from leadtui.domain.fields import Entity
from leadtui.domain.filters import Filter
from leadtui.services import detail, leads, people, records
from tests.team.conftest import Team

pytestmark = pytest.mark.slow

FOUND = "SELECT team_found(%s::tsquery, 10)"
WORDS = "('天' <-> '行')"


def _found(team: Team, name: str, words: str = "天行") -> list[int]:
    with team.sits(name) as desk:
        return leads.ids(desk, Filter(words=words))


def test_r36_words_are_found_by_those_who_see_the_lead(team: Team) -> None:
    for name, sees in {"李娜": True, "王强": True, "陈静": True, "赵敏": False}.items():
        assert _found(team, name) == [team.lead] * sees
        assert _found(team, name, "海曙") == [team.pooled], "what is in the pool is everybody's to find"
        with team.sits(name) as desk:
            assert [each.lead_id for each in people.look_alikes("杭州天行科技") if each.lead_id] == [
                team.lead
            ] * sees, desk.me
    with team.owned() as desk:
        assert leads.ids(desk, Filter(words="天行")) == [team.lead]


def test_r36_who_comes_to_see_a_lead_finds_it_at_once(team: Team) -> None:
    with team.sits("李娜") as lina:
        (wang,) = detail.detail(lina, team.lead).collaborators
        records.remove(lina, team.lead, Entity.COLLABORATOR, wang.id)
        records.attach(lina, team.lead, Entity.COLLABORATOR, {"rep": "赵敏"})
    assert (_found(team, "王强"), _found(team, "赵敏")) == ([], [team.lead])
    # Given away by another program: nobody has written its words anew.
    with team.psql("陈静") as manager:
        manager.execute(
            "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '王强') WHERE id = %s", (team.lead,)
        )
    assert (_found(team, "李娜"), _found(team, "王强")) == ([], [team.lead])


def test_r36_plain_sql_finds_no_more_than_the_program(team: Team) -> None:
    def asked(name: str) -> list[tuple[int]]:
        with team.psql(name) as connection:
            return connection.execute(FOUND, (WORDS,)).fetchall()

    assert (asked("李娜"), asked("赵敏")) == ([(team.lead,)], [])
    # Who sees it is the server's to say.
    with team.psql("王强") as beside, pytest.raises(psycopg.errors.InsufficientPrivilege):
        beside.execute(
            "UPDATE lead_search SET seen_by = (SELECT array_agg(id) FROM rep) WHERE lead_id = %s", (team.lead,)
        )
    assert asked("赵敏") == []
    with pytest.raises(psycopg.Error):
        asked("孙磊")


def test_r36_a_rep_searches_by_index(team: Team) -> None:
    """Row security lets no operator of words look at a row first: asked plainly, each search would read every lead."""
    with psycopg.connect(**team.place.parameters(), autocommit=True) as admin:
        # So few rows are read from end to end unless that is forbidden; where no index can be used it is done anyway.
        admin.execute(f'ALTER ROLE "{team.login("赵敏")}" SET enable_seqscan = off')

        def looks() -> int:
            asked = "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'lead_search_words'"
            return sum(count for (count,) in admin.execute(asked))

        before = looks()
        assert _found(team, "赵敏", "海曙") == [team.pooled]
        until = time.monotonic() + 10
        while looks() == before and time.monotonic() < until:
            time.sleep(0.05)  # a server tells what a line has done when that line ends
        assert looks() > before
