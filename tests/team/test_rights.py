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
    detail,
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
from leadtui.store.contacts import Closed
from leadtui.store.models import Customer, db
from tests.team.conftest import Team

OWNER, BESIDE, OTHER, MANAGER, GONE = PEOPLE = ("李娜", "王强", "赵敏", "陈静", "孙磊")
TENDERS = {OWNER, BESIDE, MANAGER}
MAY = {
    "see it": TENDERS,
    "read its contact, masked": TENDERS,
    "have its contact revealed": TENDERS,
    "find it by phone": TENDERS,
    "read its journal": TENDERS,
    "log a follow-up": TENDERS,
    "edit it": TENDERS,
    "move it": TENDERS,
    "give it away": {MANAGER},
    "let another tend it": {OWNER, MANAGER},
    "erase what was said": {MANAGER},
    "claim from the pool": {OWNER, BESIDE, OTHER, MANAGER},
    "release it for a reason": {OWNER, MANAGER},
    "put it in the trash": TENDERS,
    "set the team's rules": {MANAGER},
    "read who did what": {MANAGER},
}
"""Sixteen operations and who may; 孙磊 has left and may nothing."""

BY_SQL = {
    "see it": "SELECT 1 FROM lead WHERE id = {lead}",
    "read its contact, masked": "SELECT phone FROM contact JOIN lead USING (customer_id) WHERE lead.id = {lead}"
    " AND phone = '138****5678'",
    "have its contact revealed": "SELECT 1 FROM team_reveal(ARRAY(SELECT customer_id FROM lead WHERE id = {lead}))"
    " AS shown (contacts) WHERE contacts > 0",
    "find it by phone": "SELECT 1 FROM team_found('13800005678'::tsquery, NULL) AS found (lead) WHERE lead = {lead}",
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
    "release it for a reason": "UPDATE lead SET owner_id = NULL, former_owner_id = owner_id, release_reason = 'x',"
    " released_at = 2 WHERE id = {lead}",
    "put it in the trash": "UPDATE lead SET deleted_at = 1 WHERE id = {lead}",
    "read who did what": "SELECT 1 FROM team_audit LIMIT 1",
    "set the team's rules": "INSERT INTO setting (uid, key, value) VALUES ('x', 'unsigned_days', '9')",
}


def by_program(at: Team, desk: Desk) -> dict[str, Callable[[], object]]:
    """The twelve operations as the screens ask for them."""
    lead = at.lead
    return {
        "see it": lambda: lead in leads.ids(desk),
        "read its contact, masked": lambda: any(
            person["phone"] == "138****5678" for each in exports.dossiers([lead]) for person in each.contacts
        ),
        "have its contact revealed": lambda: detail.reveal_contacts(desk, lead).contacts[0].phone == "13800005678",
        "find it by phone": lambda: lead in leads.ids(desk, Filter(words="13800005678")),
        "read its journal": lambda: bool(history.entries(lead)),
        "log a follow-up": lambda: followups.record(desk, lead, FollowUpDraft(summary="谈过")),
        "edit it": lambda: capture.edit(desk, lead, {"region": "华东"}),
        "move it": lambda: moves.move(desk, lead, Stage.QUALIFYING, entered={"validity": "valid"}),
        "give it away": lambda: capture.edit(desk, lead, {"owner": OTHER}),
        "let another tend it": lambda: records.attach(desk, lead, Entity.COLLABORATOR, {"rep": OTHER}),
        "erase what was said": lambda: trash.erase(desk, Customer.get(Customer.name == "杭州天行科技").id),
        "claim from the pool": lambda: pool.claim(desk, [at.pooled]),
        "release it for a reason": lambda: pool.release(desk, [lead], "no time"),
        "put it in the trash": lambda: trash.delete(desk, lead),
        "read who did what": lambda: db.execute_sql("SELECT 1 FROM team_audit").fetchone() is not None,
        "set the team's rules": lambda: team.put(desk, "unsigned_days", 9),
    }


def tried(call: Callable[[], object]) -> bool:
    """Whether it can be done; nothing of it stays but the reveal that it may take."""
    for _attempt in range(2):
        with db.atomic() as whole:
            try:
                return plainly(call)() is not False
            except (LeadtuiError, Customer.DoesNotExist):
                return False
            except Closed as found:
                closed = found
            finally:
                whole.rollback()
        closed.reveal()
    return False


@pytest.mark.slow
def test_r36_r37_through_the_program(team: Team) -> None:
    done: dict[str, set[str]] = {act: set() for act in MAY}
    for person in PEOPLE[:-1]:
        with team.sits(person) as desk:
            assert desk.me == person
            for act, call in by_program(team, desk).items():
                if tried(call):
                    done[act].add(person)
    assert done == MAY
    with pytest.raises(LeadtuiError), team.sits(GONE):
        pass


@pytest.mark.slow
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


TRIED = [
    (BESIDE, "UPDATE lead SET owner_id = (SELECT id FROM rep WHERE name = '王强') WHERE id = {lead}"),
    (BESIDE, "UPDATE lead SET owner_id = NULL WHERE id = {lead}"),
    (BESIDE, "UPDATE lead SET created_by_id = owner_id WHERE id = {lead}"),
    (BESIDE, "UPDATE lead SET owner_id = NULL, former_owner_id = owner_id, release_reason = 'x', released_at = 2"
             " WHERE id = {lead}"),
    (BESIDE, "DELETE FROM lead WHERE id = {lead}"),
    (BESIDE, "DELETE FROM stage_change WHERE lead_id = {lead}"),
    (BESIDE, "UPDATE stage_change SET reason = 'x' WHERE lead_id = {lead}"),
    (BESIDE, "DELETE FROM collaborator WHERE lead_id = {lead}"),
    (BESIDE, "SELECT phone FROM public.contact"),
    (BESIDE, "UPDATE public.contact SET title = 'x'"),
    (BESIDE, "SELECT 1 FROM public.contact WHERE phone LIKE '138%'"),
    (BESIDE, "SELECT words FROM lead_search"),
    (BESIDE, "SELECT 1 FROM lead_search WHERE words @@ '138:*'"),
    (BESIDE, "SELECT * FROM contact_words"),
    (BESIDE, "SELECT team_known_by({lead})"),
    (BESIDE, "SELECT team_last_act({lead})"),
    (BESIDE, "SELECT 1 FROM team_hand_over({lead}, (SELECT id FROM rep WHERE name = '王强')) AS of (leads)"
             " WHERE leads > 0"),
    (BESIDE, "CREATE VIEW team.mine AS SELECT * FROM lead"),
    (BESIDE, "CREATE TABLE public.mine (id INT)"),
    (OTHER, "UPDATE lead SET customer_id = 1 WHERE id = {pooled}"),
    (BESIDE, "UPDATE lead SET customer_id = (SELECT customer_id FROM lead WHERE id = {lead}) WHERE id = {pooled}"),
    (OTHER, "UPDATE lead SET deleted_at = 1 WHERE id = {pooled}"),
    (OTHER, "INSERT INTO collaborator (uid, lead_id, rep_id) SELECT 'x', {pooled}, id FROM rep"),
    (OTHER, "INSERT INTO collaborator (uid, lead_id, rep_id) SELECT 'x', {lead}, id FROM rep WHERE name = '赵敏'"),
    (OTHER, "SELECT * FROM journal_row WHERE \"table\" = 'lead' AND row_id = {lead}"),
    (OTHER, "SELECT * FROM journal_row WHERE \"table\" = 'contact'"),
    (OTHER, "INSERT INTO journal_entry (uid, kind, name, params, by, at, live)"
            " VALUES ('x', 'change', 'x', '{{}}', '李娜', 1, true)"),
    (OTHER, "INSERT INTO contact SELECT * FROM contact"),
    (OTHER, "SELECT * FROM team_reached(ARRAY['13800005678'], '{{}}')"),
    (OTHER, "SELECT 1 FROM team_found('13800005678'::tsquery, NULL)"),
    (OTHER, "SELECT 1 FROM team_reveal(ARRAY(SELECT generate_series(1, 99)::bigint)) AS shown (contacts)"
            " WHERE contacts > 0"),
    (OTHER, "SELECT team_note_pool('release', {lead}, 1)"),
    (OTHER, "UPDATE setting SET value = '{{}}'"),
    (OTHER, "DELETE FROM setting WHERE key = 'days:李娜'"),
    (OTHER, "SET ROLE {manager}"),
    (OTHER, "UPDATE team_member SET role = 'manager'"),
    (OTHER, "SELECT * FROM team_audit"),
    (OTHER, "DELETE FROM journal_entry"),
    (OTHER, "UPDATE journal_entry SET by = '李娜'"),
    (OTHER, "INSERT INTO team_audit (login, op, \"table\") VALUES ('lina', 'update', 'lead')"),
    (OTHER, "SET ROLE {owner}"),
    (OTHER, "SET SESSION AUTHORIZATION {login}"),
    (OTHER, "ALTER TABLE lead DISABLE ROW LEVEL SECURITY"),
    (OTHER, "SELECT phone FROM contact"),
    (OTHER, "SELECT id FROM public.contact"),
    (OTHER, "SELECT text FROM lead_search WHERE text LIKE '%139%'"),
    (OTHER, "INSERT INTO lead SELECT * FROM lead WHERE id = {pooled}"),
]  # fmt: skip
REFUSED = {"42501", "TM001"}
"""Not allowed; refused by a rule of the pool."""


def test_r37_what_a_rep_tries_with_psql_gives_nothing(team: Team) -> None:
    """G12: no step leads to a colleague's customer, to a contact, to another name, another's words or the audit."""
    names = {"lead": team.lead, "pooled": team.pooled, "login": team.login(OWNER)}
    names |= {role: f"{team.place.database}_{role}" for role in ("owner", "manager")}
    given = []
    for person, statement in TRIED:
        with team.psql(person) as line:
            try:
                with line.transaction(force_rollback=True):
                    if line.execute(statement.format(**names)).rowcount:
                        given.append((person, statement))
            except psycopg.Error as error:
                if error.sqlstate not in REFUSED:
                    given.append((person, statement, str(error)))
    assert given == []
