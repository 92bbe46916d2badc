"""What a team's server allows whom, enforced by the server itself: functions, roles, row security, grants, the audit.

Who asks is `session_user`, which nobody can pretend to be. A rep sees their own leads, those they work on beside the
owner, and the pool without its contacts; a manager sees everything; who was removed sees nothing.
"""

from collections.abc import Iterator

from leadtui.store import claiming, sealed
from leadtui.store.models import JOURNALLED, Lead

KEEPER = "leadtui"
"""In whose name the program itself writes: leads that go back to the pool by rule."""
_OF_LEAD = [model._meta.table_name for model in JOURNALLED if "lead" in model._meta.fields]
_TABLES = [*(model._meta.table_name for model in JOURNALLED), "journal_entry", "journal_row", "number_sequence"]
_WRITTEN_ONCE = {"follow_up": ["lead_id", "corrects_id", "version"], "stage_change": ["lead_id", "version"]}
"""What was said and done stays as it was written: a correction is a row of its own, a merge moves it elsewhere."""
_CHANGEABLE = _WRITTEN_ONCE | {
    "lead": [field.column_name for field in Lead._meta.sorted_fields if field.name not in ("id", "uid", "created_by")]
}
_SAFELY = "STABLE SECURITY DEFINER SET search_path = public, pg_temp"

FUNCTIONS = f"""
CREATE TABLE IF NOT EXISTS team_member (login TEXT PRIMARY KEY, rep_id BIGINT NOT NULL UNIQUE REFERENCES rep (id),
  role TEXT NOT NULL CHECK (role IN ('rep', 'manager')), is_active BOOLEAN NOT NULL DEFAULT true);

CREATE TABLE IF NOT EXISTS team_audit (id BIGSERIAL PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  login TEXT NOT NULL, op TEXT NOT NULL, "table" TEXT NOT NULL, row_id BIGINT, lead_id BIGINT, columns TEXT[]);

CREATE INDEX IF NOT EXISTS team_audit_of_row ON team_audit ("table", row_id) WHERE op = 'insert';

-- In plpgsql, whose plans a line keeps: an older server plans the body of an SQL function for each statement.
CREATE OR REPLACE FUNCTION team_me() RETURNS BIGINT LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN RETURN (SELECT rep_id FROM team_member WHERE login = session_user AND is_active); END $$;

CREATE OR REPLACE FUNCTION team_is_manager() RETURNS BOOLEAN LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM team_member WHERE login = session_user AND is_active AND role = 'manager');
END $$;

CREATE OR REPLACE FUNCTION team_name() RETURNS TEXT LANGUAGE sql {_SAFELY} AS $$
  SELECT name FROM rep WHERE id = (SELECT team_me()) $$;

CREATE OR REPLACE FUNCTION team_is_owner() RETURNS BOOLEAN LANGUAGE sql {_SAFELY} AS $$
  SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'lead'::regclass $$;

CREATE OR REPLACE FUNCTION team_beside() RETURNS SETOF BIGINT LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN RETURN QUERY SELECT lead_id FROM collaborator WHERE rep_id = (SELECT team_me()); END $$;

CREATE OR REPLACE FUNCTION team_tends(of_customer BIGINT) RETURNS BOOLEAN LANGUAGE sql {_SAFELY} AS $$
  SELECT team_is_manager() OR team_me() IS NOT NULL AND (
    EXISTS (SELECT 1 FROM lead WHERE customer_id = of_customer
      AND (owner_id = team_me() OR id IN (SELECT team_beside())))
    OR NOT EXISTS (SELECT 1 FROM lead WHERE customer_id = of_customer)) $$;

CREATE OR REPLACE FUNCTION team_is_bare(of_customer BIGINT) RETURNS BOOLEAN LANGUAGE sql {_SAFELY} AS $$
  SELECT NOT EXISTS (SELECT 1 FROM lead WHERE customer_id = of_customer) $$;

CREATE OR REPLACE FUNCTION team_may_pass(lead_ BIGINT, new_owner BIGINT, new_customer BIGINT) RETURNS BOOLEAN
LANGUAGE sql {_SAFELY} AS $$
  SELECT (owner_id IS NOT DISTINCT FROM new_owner OR owner_id IS NULL AND new_owner = team_me()
      OR owner_id = team_me() AND new_owner IS NULL)
    AND (customer_id = new_customer OR team_tends(new_customer)) FROM lead WHERE id = lead_ $$;

CREATE OR REPLACE FUNCTION team_wrote(entry BIGINT) RETURNS BOOLEAN LANGUAGE sql {_SAFELY} AS $$
  SELECT EXISTS (SELECT 1 FROM journal_entry WHERE id = entry AND by IN ((SELECT team_name()), '{KEEPER}')) $$;

CREATE OR REPLACE FUNCTION team_made(of_table TEXT, row_ BIGINT) RETURNS BOOLEAN LANGUAGE sql {_SAFELY} AS $$
  SELECT EXISTS (SELECT 1 FROM team_audit
    WHERE op = 'insert' AND "table" = of_table AND row_id = row_ AND login = session_user) $$;

CREATE OR REPLACE FUNCTION team_pulse() RETURNS NUMERIC LANGUAGE sql {_SAFELY} AS $$
  SELECT coalesce(sum(id), 0) FROM (SELECT id FROM journal_entry ORDER BY id DESC LIMIT 200) AS latest $$;

CREATE OR REPLACE FUNCTION team_taken_lead(wanted TEXT[]) RETURNS SETOF TEXT LANGUAGE sql {_SAFELY} AS $$
  SELECT lead_no FROM lead WHERE lead_no = ANY (wanted) $$;

CREATE OR REPLACE FUNCTION team_taken_customer(wanted TEXT[]) RETURNS SETOF TEXT LANGUAGE sql {_SAFELY} AS $$
  SELECT customer_no FROM customer WHERE customer_no = ANY (wanted) $$;

CREATE OR REPLACE FUNCTION team_elsewhere(key TEXT, phones TEXT[]) RETURNS TABLE (owner TEXT)
LANGUAGE sql {_SAFELY} AS $$
  SELECT DISTINCT left(rep.name, 1) || '*' FROM lead JOIN customer ON customer.id = lead.customer_id
    JOIN rep ON rep.id = lead.owner_id
  WHERE team_me() IS NOT NULL AND lead.deleted_at IS NULL AND lead.owner_id <> team_me()
    AND lead.id NOT IN (SELECT team_beside()) AND customer.id IN (
      SELECT id FROM customer WHERE key <> '' AND name_key = key
      UNION SELECT customer_id FROM contact WHERE phone_key <> '' AND phone_key = ANY (phones)) $$;

CREATE OR REPLACE FUNCTION team_note() RETURNS TRIGGER LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE old_row JSONB := to_jsonb(OLD); new_row JSONB := to_jsonb(NEW); either JSONB := coalesce(new_row, old_row);
BEGIN
  INSERT INTO team_audit (login, op, "table", row_id, lead_id, columns) VALUES (
    session_user, lower(TG_OP), TG_TABLE_NAME, (either ->> 'id')::bigint,
    CASE TG_TABLE_NAME WHEN 'lead' THEN (either ->> 'id')::bigint ELSE (either ->> 'lead_id')::bigint END,
    CASE TG_OP WHEN 'UPDATE' THEN (SELECT array_agg(key ORDER BY key) FROM jsonb_each(new_row)
      WHERE value IS DISTINCT FROM old_row -> key) END);
  RETURN NULL;
END $$;
{sealed.FUNCTIONS}{claiming.FUNCTIONS}"""
"""What the program asks a server beside tables; none of it tells more than the asker may know."""

_ME = "(SELECT team_me())"
_BOSS = "(SELECT team_is_manager())"
_MY_LEAD = f"(owner_id = {_ME} OR id IN (SELECT team_beside()))"
# What holds for most rows stands first: what comes after it is then not even asked for.
_SEEN_LEAD = f"(owner_id = {_ME} OR {_BOSS} OR owner_id IS NULL AND {_ME} IS NOT NULL OR id IN (SELECT team_beside()))"
_OF_SEEN = "EXISTS (SELECT 1 FROM lead WHERE lead.id = lead_id)"
_MINE_OR_BOSS = f"({_ME} IS NOT NULL)"
_OWN_SETTING = (
    "(key IN ('views:' || (SELECT team_name()), 'days:' || (SELECT team_name()))"
    f" OR {_ME} IS NOT NULL AND key = 'import_mappings')"
)

_BARE = "(\"table\" <> 'contact' OR before IS NULL AND archive IS NULL)"

_INWARD = (
    "team_known_by(BIGINT)",
    "team_last_act(BIGINT)",
    "team_note_pool(TEXT, BIGINT, BIGINT)",
    "team_check_claim(BIGINT)",
    "team_named_by_rule(BIGINT)",
)
"""Functions for the other functions alone: they tell what no rep may know, or write the audit."""


def _runs() -> str:
    """Whether one of the rows that a line of the journal names can be seen by whoever asks."""
    cases = " ".join(
        f"""WHEN '{table}' THEN EXISTS (SELECT 1 FROM "{table}" AS seen WHERE seen.id BETWEEN row_id AND last_id)"""
        for table in (model._meta.table_name for model in JOURNALLED)
    )
    return f'CASE "table" {cases} ELSE false END'


def _rules() -> Iterator[tuple[str, str, str, str]]:
    """Table, command, whom of the rows one sees or changes, what they may become."""
    yield "lead", "SELECT", _SEEN_LEAD, ""
    yield "lead", "INSERT", "", f"{_SEEN_LEAD} AND team_tends(customer_id)"
    # The function still sees the row as it was: owners change through the pool, or by a manager.
    yield "lead", "UPDATE", _SEEN_LEAD, f"{_BOSS} OR {_SEEN_LEAD} AND team_may_pass(id, owner_id, customer_id)"
    yield "lead", "DELETE", f"({_BOSS} OR owner_id = {_ME} AND created_by_id = {_ME})", ""
    customer = (
        f"({_MINE_OR_BOSS} AND (EXISTS (SELECT 1 FROM lead WHERE customer_id = customer.id) OR team_is_bare(id)))"
    )
    yield "customer", "ALL", customer, _MINE_OR_BOSS
    # What team_tends says, in words that are asked without a call for every row.
    tended = f"EXISTS (SELECT 1 FROM lead WHERE lead.customer_id = contact.customer_id AND {_MY_LEAD})"
    contact = f"({tended} OR {_BOSS} OR {_ME} IS NOT NULL AND team_is_bare(customer_id))"
    yield "contact", "SELECT", contact, ""
    owns = f"({_BOSS} OR EXISTS (SELECT 1 FROM lead WHERE lead.id = lead_id AND owner_id = {_ME}))"
    yield "collaborator", "SELECT", _OF_SEEN, ""
    yield "collaborator", "INSERT", "", owns
    yield "collaborator", "UPDATE", owns, owns
    yield "collaborator", "DELETE", owns, ""
    for table in (*_OF_LEAD, "lead_search"):
        if table not in _WRITTEN_ONCE and table != "collaborator":
            yield table, "ALL", _OF_SEEN, _OF_SEEN
    for table in _WRITTEN_ONCE:
        yield table, "SELECT", _OF_SEEN, ""
        yield table, "INSERT", "", _OF_SEEN
        yield table, "UPDATE", _OF_SEEN, _OF_SEEN
        # An undo takes back what one has written oneself.
        yield table, "DELETE", f"({_BOSS} OR team_made('{table}', id))", ""
    yield "rep", "SELECT", "true", ""
    yield "rep", "INSERT", "", f"{_BOSS} OR {_ME} IS NOT NULL AND role = 'rep'"
    yield "rep", "UPDATE", _BOSS, _BOSS
    yield "rep", "DELETE", f"{_BOSS} OR {_ME} IS NOT NULL AND role = 'rep' AND NOT is_active", ""
    yield "tag", "ALL", _MINE_OR_BOSS, _MINE_OR_BOSS
    yield "number_sequence", "ALL", _MINE_OR_BOSS, _MINE_OR_BOSS
    yield "setting", "SELECT", _MINE_OR_BOSS, ""
    yield "setting", "INSERT", "", f"{_BOSS} OR {_OWN_SETTING}"
    yield "setting", "UPDATE", f"{_BOSS} OR {_OWN_SETTING}", f"{_BOSS} OR {_OWN_SETTING}"
    yield "setting", "DELETE", f"{_BOSS} OR {_OWN_SETTING}", ""
    mine = f"by IN ((SELECT team_name()), '{KEEPER}') AND {_ME} IS NOT NULL"
    told = f"{_BOSS} OR {mine} OR EXISTS (SELECT 1 FROM journal_row WHERE entry_id = journal_entry.id)"
    yield "journal_entry", "SELECT", told, ""
    yield "journal_entry", "INSERT", "", mine
    yield "journal_entry", "UPDATE", f"{_BOSS} OR {mine}", f"{_BOSS} OR {mine}"
    wrote = f"({_BOSS} OR {_ME} IS NOT NULL AND team_wrote(entry_id))"
    # What a contact was before stands in full in the lines of who changed it, who had it revealed for that.
    yield "journal_row", "SELECT", f"{wrote} OR {_BARE} AND {_runs()}", ""
    yield "journal_row", "INSERT", "", wrote
    yield "journal_row", "UPDATE", wrote, wrote


def statements(database: str) -> Iterator[str]:
    """Everything that makes a database with the schema a team's, in order; done again it changes nothing.

    Names of roles begin with the database's, since a server's roles are shared by its databases.
    """
    owner, app, boss = (f'"{role}"' for role in roles(database))
    yield f'REVOKE ALL ON DATABASE "{database}" FROM PUBLIC'
    yield f'GRANT CONNECT ON DATABASE "{database}" TO {app}'
    yield "REVOKE ALL ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {app}"
    yield f"GRANT {app} TO {boss}"
    for table in (*_TABLES, "lead_search", "team_member", "team_audit", "schema_migration"):
        yield f"REVOKE ALL ON {table} FROM {app}, {boss}, PUBLIC"
    for table in (*(model._meta.table_name for model in JOURNALLED), "lead_search"):
        yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {app}"
    for table, columns in _CHANGEABLE.items():
        yield f"REVOKE UPDATE ON {table} FROM {app}"
        yield f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {app}"
        yield f"GRANT UPDATE ON {table} TO {boss}"
    yield f"GRANT SELECT, INSERT, UPDATE ON number_sequence TO {app}"
    # What was written into the journal stays: of a line only its standing moves, of a row only what an undo put away.
    yield f"GRANT SELECT, INSERT, UPDATE (live) ON journal_entry TO {app}"
    yield f"GRANT SELECT, INSERT, UPDATE (archive) ON journal_row TO {app}"
    yield f"GRANT UPDATE ON journal_entry, journal_row TO {boss}"
    yield f"GRANT SELECT ON team_member, schema_migration TO {app}"
    yield f"GRANT SELECT ON team_audit TO {boss}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {app}"
    yield f"REVOKE ALL ON SEQUENCE team_audit_id_seq FROM {app}"
    yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC"
    yield f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app}"
    yield f"REVOKE EXECUTE ON FUNCTION {', '.join(_INWARD)} FROM {app}"
    for table in (*_TABLES, "lead_search"):
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        yield f"DROP POLICY IF EXISTS owner ON {table}"
        yield f"CREATE POLICY owner ON {table} TO {owner} USING (true) WITH CHECK (true)"
        for command in ("all", "select", "insert", "update", "delete"):
            yield f"DROP POLICY IF EXISTS team_{command} ON {table}"
    for table, command, using, check in _rules():
        name = f"team_{command.lower()}"
        rule = f"CREATE POLICY {name} ON {table} FOR {command} TO {app}"
        yield rule + (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
    yield from sealed.statements(owner, app)
    yield from claiming.statements()
    for model in JOURNALLED:
        table = model._meta.table_name
        yield f"DROP TRIGGER IF EXISTS team_note ON {table}"
        yield (
            f"CREATE TRIGGER team_note AFTER INSERT OR UPDATE OR DELETE ON {table} FOR EACH ROW"
            " EXECUTE FUNCTION team_note()"
        )


def roles(database: str) -> tuple[str, str, str]:
    """The roles of a team: who owns its tables, what its reps may, what its managers may beside; none can log in."""
    return f"{database}_owner", f"{database}_rep", f"{database}_manager"
