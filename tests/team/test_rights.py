"""Who may do what in a team, through the program and through plain SQL: the server decides (R36, R37)."""

from collections.abc import Callable

import psycopg
import pytest

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError
from leadtui.domain.fields import Entity
from leadtui.domain.filters import Filter
from leadtui.domain.terms import Stage
from leadtui.services import (
    capture,
    exports,
    followups,
    history,
    leads,
    moves,
    pool,
    records,
    team,
    trash,
)
from leadtui.services.book import plainly
from leadtui.services.followups import FollowUpDraft
from leadtui.store.models import Customer, db
from tests.team.conftest import Team

pytestmark = pytest.mark.slow

OWNER, BESIDE, OTHER, MANAGER, GONE = PEOPLE = ("李娜", "王强", "赵敏", "陈静", "孙磊")
TENDERS = {OWNER, BESIDE, MANAGER}
MAY = {
    "see it": TENDERS,
    "read its contact": TENDERS,
    "find it by phone": TENDERS,
    "read its journal": TENDERS,
    "log a follow-up": TENDERS,
    "edit it": TENDERS,
    "move it": TENDERS,
    "give it away": {MANAGER},
    "let another tend it": {OWNER, MANAGER},
    "erase what was said": {MANAGER},
    "claim from the pool": {OWNER, BESIDE, OTHER, MANAGER},
    "set the team's rules": {MANAGER},
}
"""Twelve operations and who may; 孙磊 has left and may nothing."""

BY_SQL = {
    "see it": "SELECT 1 FROM lead WHERE id = {lead}",
    "read its contact": "SELECT phone FROM contact JOIN lead USING (customer_id) WHERE lead.id = {lead}",
    "find it by phone": "SELECT 1 FROM lead_search WHERE lead_id = {lead} AND words @@ '''13800005678'''::tsquery",
    "read its journal": "SELECT 1 FROM journal_row WHERE \"table\" = 'lead' AND {lead} BETWEEN row_id AND last_id",
    "log a follow-up": "INSERT INTO follow_up (uid, lead_id, at, channel, outcome, summary, new_need, concern,"
    " decision_progress, feedback, recorded_at, is_imported)"
    " VALUES (gen_random_uuid()::text::bytea, {lead}, 1, 'call', 'reached', '', '', '', '', '', 1, false)",
    "edit it": "UPDATE lead SET grade = 'A' WHERE id = {lead}",
    "move it": "UPDATE lead SET stage = 'qualifying' WHERE id = {lead}",
    "give it away": "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '赵敏') WHERE id = {lead}",
    "let another tend it": "INSERT INTO collaborator (uid, lead_id, rep_id)"
    " SELECT gen_random_uuid()::text::bytea, {lead}, id FROM rep WHERE name = '赵敏'",
    "erase what was said": "UPDATE journal_row SET before = '{{}}' WHERE row_id = {lead}",
    "claim from the pool": "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '{me}') WHERE id = {pooled}",
    "set the team's rules": "INSERT INTO setting (uid, key, value) VALUES ('x', 'unsigned_days', '9')",
}


def by_program(at: Team, desk: Desk) -> dict[str, Callable[[], object]]:
    """The twelve operations as the screens ask for them."""
    lead = at.lead
    return {
        "see it": lambda: lead in leads.ids(desk),
        "read its contact": lambda: any(each.contacts for each in exports.dossiers([lead], reveal=True)),
        "find it by phone": lambda: lead in leads.ids(desk, Filter(words="13800005678")),
        "read its journal": lambda: bool(history.entries(lead)),
        "log a follow-up": lambda: followups.record(desk, lead, FollowUpDraft(summary="谈过")),
        "edit it": lambda: capture.edit(desk, lead, {"region": "华东"}),
        "move it": lambda: moves.move(desk, lead, Stage.QUALIFYING, entered={"validity": "valid"}),
        "give it away": lambda: capture.edit(desk, lead, {"owner": OTHER}),
        "let another tend it": lambda: records.attach(desk, lead, Entity.COLLABORATOR, {"rep": OTHER}),
        "erase what was said": lambda: trash.erase(desk, Customer.get(Customer.name == "杭州天行科技").id),
        "claim from the pool": lambda: pool.claim(desk, [at.pooled]),
        "set the team's rules": lambda: team.put(desk, "unsigned_days", 9),
    }


def test_r36_r37_through_the_program(team: Team) -> None:
    done: dict[str, set[str]] = {act: set() for act in MAY}
    for person in PEOPLE[:-1]:
        with team.sits(person) as desk:
            assert desk.me == person
            for act, call in by_program(team, desk).items():
                with db.atomic() as whole:
                    try:
                        if plainly(call)() is not False:
                            done[act].add(person)
                    except (LeadtuiError, Customer.DoesNotExist):
                        assert person not in MAY[act], act
                    whole.rollback()
    assert done == MAY
    with pytest.raises(LeadtuiError), team.sits(GONE):
        pass


def test_r36_r37_through_plain_sql(team: Team) -> None:
    done: dict[str, set[str]] = {act: set() for act in MAY}
    for person in PEOPLE[:-1]:
        with team.psql(person) as line:
            for act, statement in BY_SQL.items():
                said = statement.format(lead=team.lead, pooled=team.pooled, me=person)
                try:
                    with line.transaction(force_rollback=True):
                        if line.execute(said).rowcount > 0:
                            done[act].add(person)
                except psycopg.Error:
                    assert person not in MAY[act], act
    assert done == MAY
    with pytest.raises(psycopg.OperationalError):
        team.psql(GONE)


@pytest.mark.parametrize(
    ("person", "statement"),
    [
        (BESIDE, "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '王强') WHERE id = {lead}"),
        (BESIDE, "UPDATE lead SET owner_id = NULL WHERE id = {lead}"),
        (OTHER, "UPDATE lead SET customer_id = 1 WHERE id = {pooled}"),
        (OTHER, "INSERT INTO collaborator (uid, lead_id, rep_id) SELECT 'x', {pooled}, id FROM rep"),
        (OTHER, "UPDATE team_member SET role = 'manager'"),
        (OTHER, "SELECT * FROM team_audit"),
        (OTHER, "DELETE FROM journal_entry"),
        (OTHER, "UPDATE journal_entry SET by = '李娜'"),
        (OTHER, "INSERT INTO team_audit (login, op, \"table\") VALUES ('lina', 'update', 'lead')"),
        (OTHER, "SET ROLE {owner}"),
        (OTHER, "SET SESSION AUTHORIZATION {login}"),
        (OTHER, "ALTER TABLE lead DISABLE ROW LEVEL SECURITY"),
        (OTHER, "SELECT phone FROM contact"),
        (OTHER, "SELECT text FROM lead_search WHERE text LIKE '%139%'"),
        (OTHER, "INSERT INTO lead SELECT * FROM lead WHERE id = {pooled}"),
    ],
)  # fmt: skip
def test_r37_what_a_rep_tries_with_psql_gives_nothing(team: Team, person: str, statement: str) -> None:
    """No step leads to a colleague's customer, to a contact of the pool, to another name or another's words."""
    said = statement.format(
        lead=team.lead, pooled=team.pooled, owner=f"{team.place.database}_owner", login=team.login(OWNER)
    )
    with team.psql(person) as line:
        try:
            found = line.execute(said)
        except psycopg.Error:
            return
        assert found.rowcount == 0, found.fetchall() if found.description else said
