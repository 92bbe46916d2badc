"""Contact details on a server: masked for everybody, in full only after a reveal that stands in the audit (R37)."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from leadtui.domain.errors import ConflictError
from leadtui.domain.fields import Entity
from leadtui.domain.filters import Filter
from leadtui.exchange import cards, exporting
from leadtui.services import capture, detail, history, leads, records
from leadtui.services.book import plainly
from tests.team.conftest import Team

pytestmark = pytest.mark.slow

OWNER, BESIDE, OTHER, MANAGER = "李娜", "王强", "赵敏", "陈静"
TENDERS = {OWNER, BESIDE, MANAGER}
PHONE, MASKED = "13800005678", "138****5678"
REVEAL = "SELECT team_reveal(ARRAY(SELECT customer_id FROM lead WHERE id = {lead}))"
READ = "SELECT phone FROM contact JOIN lead USING (customer_id) WHERE lead.id = {lead}"


def everything(line: psycopg.Connection) -> str:
    """All that a login can read: every column of every table, view and sequence it has a grant on."""
    columns: dict[tuple[str, str], list[str]] = {}
    granted = line.execute(
        "SELECT table_schema, table_name, column_name FROM information_schema.columns"
        " WHERE table_schema IN ('public', 'team')"
        " AND has_column_privilege(format('%I.%I', table_schema, table_name), column_name, 'SELECT')"
    )
    for schema, table, column in granted:
        columns.setdefault((schema, table), []).append(column)
    assert {("public", "lead"), ("team", "contact")} <= columns.keys()
    found = []
    for place, names in columns.items():
        query = sql.SQL("SELECT {} FROM {}").format(
            sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(*place)
        )
        found.append(repr(line.execute(query).fetchall()))
    return "\n".join(found)


def phones(line: psycopg.Connection, lead: int) -> list[Any]:
    return [phone for (phone,) in line.execute(READ.format(lead=lead))]


def reveals(team: Team) -> list[tuple[str, int]]:
    """Who had which contact revealed."""
    with psycopg.connect(**team.place.parameters()) as line:
        found = line.execute("SELECT login, row_id FROM team_audit WHERE op = 'reveal' ORDER BY id").fetchall()
        assert PHONE not in repr(line.execute("SELECT * FROM team_audit").fetchall())
    return found


def test_r37_nothing_that_a_login_can_read_holds_the_number_without_a_reveal(team: Team) -> None:
    """The canary is nowhere, and a reveal that is rolled back shows nothing; one that stands shows it for a minute."""
    for person in (OWNER, BESIDE, OTHER, MANAGER):
        with team.psql(person) as line:
            assert PHONE not in everything(line), person
            line.execute("BEGIN")
            line.execute(REVEAL.format(lead=team.lead))
            assert PHONE not in repr(phones(line, team.lead))
            line.execute("ROLLBACK")
            assert reveals(team) == []
            assert phones(line, team.lead) == ([MASKED] if person in TENDERS else [])
    for place, person in enumerate((OWNER, BESIDE, MANAGER), 1):
        with team.psql(person) as line:
            line.execute(REVEAL.format(lead=team.lead))
            assert phones(line, team.lead) == [PHONE]
            assert [login for login, _contact in reveals(team)][place - 1 :] == [team.login(person)]
    with team.psql(OTHER) as line:
        line.execute("SELECT team_reveal(ARRAY(SELECT generate_series(1, 1000)))")
        assert phones(line, team.lead) == []
        assert len(reveals(team)) == 3
    with psycopg.connect(**team.place.parameters(), autocommit=True) as clock, team.psql(OWNER) as line:
        clock.execute("UPDATE team_audit SET at = at - interval '61 seconds'")
        assert phones(line, team.lead) == [MASKED]


def test_r37_whatever_shows_contacts_in_full_is_recorded(team: Team, tmp_path: Path) -> None:
    with team.sits(OWNER) as lina:
        plain, cards_file = tmp_path / "masked.csv", tmp_path / "cards.vcf"
        assert detail.detail(lina, team.lead).contacts[0].phone == MASKED
        plainly(exporting.export_file)(lina, plain, [team.lead])
        assert PHONE not in plain.read_text("utf-8-sig")
        assert reveals(team) == []
        assert plainly(detail.reveal_contacts)(lina, team.lead).contacts[0].phone == PHONE
        assert [login for login, _contact in reveals(team)] == [team.login(OWNER)]
    with team.sits(BESIDE) as wang:
        plainly(cards.write_file)(wang, cards_file, [team.lead])
        assert PHONE in cards_file.read_text()
        assert [login for login, _contact in reveals(team)] == [team.login(OWNER), team.login(BESIDE)]


def test_r37_an_edit_reveals_to_its_author_alone_and_undo_brings_the_number_back(team: Team) -> None:
    with team.sits(OWNER) as lina:
        plainly(capture.edit)(lina, team.lead, {"phone": "13700001111", "title": "采购总监"})
        assert len(reveals(team)) == 1
        assert leads.ids(lina, Filter(words="13700001111")) == [team.lead]
        assert leads.ids(lina, Filter(words=PHONE)) == []
        plainly(history.undo)(lina)
        assert plainly(detail.reveal_contacts)(lina, team.lead).contacts[0].phone == PHONE
        plainly(history.redo)(lina)
        assert leads.ids(lina, Filter(words="zhangwei")) == [team.lead]
    with team.psql(BESIDE) as line:
        assert PHONE not in everything(line)
    with team.sits(BESIDE) as wang:
        assert any(entry.name.startswith("Edit") and entry.by == OWNER for entry in history.entries(team.lead))
        with pytest.raises(ConflictError, match="Phone"):
            plainly(capture.edit)(wang, team.lead, {"phone": "13600001111"}, expected=1)


def test_r37_what_comes_back_masked_never_replaces_what_is_stored(team: Team) -> None:
    with team.psql(OWNER) as line:
        line.execute("UPDATE contact SET phone = phone, name = name, title = 'x'")
    with team.sits(OWNER) as lina:
        assert plainly(detail.reveal_contacts)(lina, team.lead).contacts[0].phone == PHONE


def test_r37_people_are_added_taken_out_and_brought_back_on_a_server(team: Team) -> None:
    """A whole road of changes to people by a rep ends with every number as it was typed."""
    with team.sits(OWNER) as lina:
        second = plainly(records.attach)(lina, team.lead, Entity.CONTACT, {"name": "周建国", "phone": "13511110000"})
        assert leads.ids(lina, Filter(words="周建国 天行")) == [team.lead]
        plainly(history.undo)(lina)
        assert leads.ids(lina, Filter(words="周建国")) == []
        plainly(history.redo)(lina)
        plainly(records.remove)(lina, team.lead, Entity.CONTACT, second)
        plainly(history.undo)(lina)
        found = plainly(detail.reveal_contacts)(lina, team.lead).contacts
        assert {(each.name, each.phone) for each in found} == {("张伟", PHONE), ("周建国", "13511110000")}
        assert leads.ids(lina, Filter(words="13511110000")) == [team.lead]
        again = leads.find(plainly(capture.add)(lina, {"customer": "杭州天行科技", "phone": PHONE}))
        assert set(leads.ids(lina, Filter(words=PHONE))) == {team.lead, again}
        assert len(plainly(detail.reveal_contacts)(lina, again).contacts) == 2


def test_r36_the_number_of_a_pooled_lead_is_not_found_whoever_wrote_last(team: Team) -> None:
    with team.sits(MANAGER) as chenjing:
        plainly(capture.edit)(chenjing, team.pooled, {"region": "华东"})
    with team.sits(OTHER) as zhao:
        assert leads.ids(zhao, Filter(words="13911112222")) == []
        assert leads.ids(zhao, Filter(words="宁波海曙")) == [team.pooled]
