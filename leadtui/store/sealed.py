"""Contact details on a team's server: masked for everybody, in full for a minute once a reveal stands in the audit.

Reps and managers read `contact` through a view of the same name in the schema `team`, which comes first in their search
path; of the table itself they may read keys alone. `team_reveal` writes who, when and which contact, never the value,
and opens nothing before that is committed: whoever rolls back has seen nothing. Their words stand in the search index
beside a lead's own, where they can be asked for and not read.
"""

from collections.abc import Iterator

from leadtui.store.models import Contact

_SAFELY = "SECURITY DEFINER SET search_path = public, pg_temp"
_COLUMNS = [field.column_name for field in Contact._meta.sorted_fields]
_MASKS = {
    "name": "team_masked_name(name)",
    "phone": "team_masked_phone(phone)",
    "phone_key": "''",
    "wechat": "team_masked_handle(wechat)",
    "email": "team_masked_handle(email)",
}
_KEYS = ("id", "customer_id")
"""What the rules of other tables look at in the name of whoever asks."""
_NAMES, _NEW = ", ".join(_COLUMNS), ", ".join(f"NEW.{column}" for column in _COLUMNS)
_CHANGED = ", ".join(
    f"{column} = CASE WHEN NEW.{column} IS DISTINCT FROM OLD.{column} THEN NEW.{column} ELSE {column} END"
    for column in _COLUMNS[1:]
)
"""What comes back as it was shown was not touched, so that no mask is ever stored."""
_TENDED = """(EXISTS (SELECT 1 FROM public.lead WHERE lead.customer_id = contact.customer_id
    AND (owner_id = (SELECT public.team_me()) OR lead.id IN (SELECT public.team_beside())))
  OR (SELECT public.team_is_manager())
  OR (SELECT public.team_me()) IS NOT NULL AND public.team_is_bare(contact.customer_id))"""
"""What team_tends says, in words that are asked without a call for every row."""
OPEN_FOR = "1 minute"

FUNCTIONS = f"""
ALTER TABLE team_audit ADD COLUMN IF NOT EXISTS xact XID8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX IF NOT EXISTS team_audit_shown ON team_audit (login, at) WHERE op = 'reveal';
CREATE INDEX IF NOT EXISTS team_audit_made ON team_audit (xact) WHERE op = 'insert' AND "table" IN ('contact', 'lead');

CREATE TABLE IF NOT EXISTS contact_words
  (contact_id BIGINT PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE, words TSVECTOR NOT NULL);

CREATE OR REPLACE FUNCTION team_masked_name(given TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN given ~ '[*＊]' THEN given
    WHEN given ~ '^[\\x01-\\x7f]*$' THEN regexp_replace(given, '(?<=\\S)\\S|(?<!\\S)\\S(?!\\S)', '*', 'g')
    ELSE regexp_replace(regexp_replace(given, '(?<!\\S)(\\S)\\S(?!\\S)', '\\1*', 'g'),
      '(?<=\\S)\\S(?=\\S)|(?<!\\S)\\S(?!\\S)', '*', 'g') END $$;

CREATE OR REPLACE FUNCTION team_masked_number(given TEXT, digits TEXT) RETURNS TEXT
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN given = '' OR given ~ '[*＊]' AND digits !~ '[0-9]{{7}}' THEN given
    WHEN digits ~ '^(0|86|0086)?1[3-9][0-9]{{9}}$' THEN left(right(digits, 11), 3) || '****' || right(digits, 4)
    WHEN digits ~ '^0[12][0-9]{{8}}' THEN left(digits, 3) || '****' || right(digits, 4)
    WHEN digits ~ '^0[0-9]{{9}}' THEN left(digits, 4) || '****' || right(digits, 4)
    ELSE '****' || right(digits, least(4, greatest(length(digits) - 3, length(digits) / 2))) END $$;

CREATE OR REPLACE FUNCTION team_masked_phones(given TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(team_masked_number(part, regexp_replace(part, '[^0-9]', '', 'g')), '/'), '')
  FROM regexp_split_to_table(given, '\\s*[/、;；,，\\n]\\s*') AS part $$;

-- What most are, without a call for each: the server writes an expression as plain as this one into the query.
CREATE OR REPLACE FUNCTION team_masked_phone(given TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN given ~ '^1[3-9][0-9]{{9}}$' THEN left(given, 3) || '****' || right(given, 4)
    ELSE team_masked_phones(given) END $$;

CREATE OR REPLACE FUNCTION team_masked_handle(given TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN given ~ '[*＊]' OR given = '' THEN given
    WHEN given ~ '@' THEN left(given, 1) || repeat('*', greatest(1, length(substring(given from '^(.*)@')) - 1))
      || substring(given from '@[^@]*$')
    WHEN length(given) < 3 THEN left(given, 1) || '*'
    ELSE left(given, 1) || repeat('*', length(given) - 2) || right(given, 1) END $$;

CREATE OR REPLACE FUNCTION team_opened() RETURNS SETOF BIGINT LANGUAGE plpgsql STABLE {_SAFELY} AS $$
BEGIN RETURN QUERY SELECT row_id FROM team_audit WHERE op = 'reveal' AND login = session_user
    AND at > now() - interval '{OPEN_FOR}' AND xact IS DISTINCT FROM pg_current_xact_id_if_assigned()
  UNION ALL SELECT row_id FROM team_audit WHERE op = 'insert' AND "table" = 'contact'
    AND xact = pg_current_xact_id_if_assigned(); END $$;

CREATE OR REPLACE FUNCTION team_closed(customers BIGINT[]) RETURNS SETOF BIGINT LANGUAGE sql STABLE {_SAFELY} AS $$
  SELECT id FROM contact WHERE team_me() IS NOT NULL AND customer_id = ANY (customers) AND team_tends(customer_id)
    AND id NOT IN (SELECT team_opened()) $$;

CREATE OR REPLACE FUNCTION team_reveal(customers BIGINT[]) RETURNS BIGINT LANGUAGE sql VOLATILE {_SAFELY} AS $$
  WITH shown AS (INSERT INTO team_audit (login, op, "table", row_id)
    SELECT session_user, 'reveal', 'contact', id FROM contact
    WHERE team_me() IS NOT NULL AND customer_id = ANY (customers) AND team_tends(customer_id) RETURNING 1)
  SELECT count(*) FROM shown $$;

CREATE OR REPLACE FUNCTION team_reached(phones TEXT[], handles TEXT[])
RETURNS TABLE (way TEXT, customer BIGINT) LANGUAGE sql STABLE {_SAFELY} AS $$
  SELECT way, customer FROM (
    SELECT phone_key AS way, customer_id AS customer FROM contact WHERE phone_key <> '' AND phone_key = ANY (phones)
    UNION ALL SELECT lower(wechat), customer_id FROM contact WHERE wechat <> '' AND lower(wechat) = ANY (handles)
    UNION ALL SELECT lower(email), customer_id FROM contact WHERE email <> '' AND lower(email) = ANY (handles)) AS found
  WHERE team_is_owner() OR team_tends(customer) $$;

CREATE OR REPLACE FUNCTION team_write_contact() RETURNS TRIGGER LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND NOT team_tends(OLD.customer_id) OR TG_OP <> 'DELETE' AND NOT team_tends(NEW.customer_id) THEN
    RAISE insufficient_privilege USING MESSAGE = 'this customer is not yours';
  END IF;
  CASE TG_OP
    WHEN 'INSERT' THEN INSERT INTO contact ({_NAMES}) VALUES ({_NEW});
    WHEN 'DELETE' THEN DELETE FROM contact WHERE id = OLD.id; RETURN OLD;
    ELSE UPDATE contact SET {_CHANGED} WHERE id = OLD.id;
  END CASE;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION team_known_by(lead_ BIGINT) RETURNS TSVECTOR LANGUAGE plpgsql STABLE {_SAFELY} AS $$
DECLARE known TSVECTOR := ''; each RECORD;
BEGIN
  FOR each IN SELECT words FROM contact_words JOIN contact ON contact.id = contact_id
    JOIN lead ON lead.customer_id = contact.customer_id
    WHERE lead.id = lead_ AND owner_id IS NOT NULL ORDER BY contact_id
  LOOP known := known || each.words; END LOOP;
  RETURN known;
END $$;

CREATE OR REPLACE FUNCTION team_index() RETURNS TRIGGER LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN
  NEW.words := team_known_by(NEW.lead_id) || NEW.words;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS team_index ON lead_search;
CREATE TRIGGER team_index BEFORE INSERT OR UPDATE OF words ON lead_search FOR EACH ROW EXECUTE FUNCTION team_index();

CREATE OR REPLACE FUNCTION team_know(contact_ BIGINT, said TSVECTOR) RETURNS VOID LANGUAGE sql VOLATILE {_SAFELY} AS $$
  INSERT INTO contact_words SELECT id, said FROM contact
    WHERE id = contact_ AND (team_is_owner() OR team_tends(customer_id))
  ON CONFLICT (contact_id) DO UPDATE SET words = excluded.words $$;

CREATE OR REPLACE FUNCTION team_is_indexed(lead_ BIGINT, said TSVECTOR) RETURNS BOOLEAN
LANGUAGE sql STABLE {_SAFELY} AS $$
  SELECT NOT team_is_owner() OR words = team_known_by(lead_id) || said FROM lead_search WHERE lead_id = lead_ $$;
"""


def statements(owner: str, app: str) -> Iterator[str]:
    """The view in place of the table; role names come quoted."""
    shown = ", ".join(
        f"CASE WHEN is_open THEN {column} ELSE {_MASKS[column]} END AS {column}" if column in _MASKS else column
        for column in _COLUMNS
    )
    yield "CREATE SCHEMA IF NOT EXISTS team"
    yield f"GRANT USAGE ON SCHEMA team TO {app}, {owner}"
    yield "DROP VIEW IF EXISTS team.contact"
    yield (
        f"CREATE VIEW team.contact WITH (security_barrier) AS SELECT {shown} FROM"
        # Asked once for a contact, not once for each of its masks.
        f" (SELECT contact.*, is_open FROM public.contact,"
        f" LATERAL (SELECT contact.id IN (SELECT public.team_opened()) AS is_open OFFSET 0) AS opened"
        f" WHERE {_TENDED}) AS contact"
    )
    yield f"ALTER VIEW team.contact OWNER TO {owner}"
    yield (
        "CREATE TRIGGER team_write INSTEAD OF INSERT OR UPDATE OR DELETE ON team.contact FOR EACH ROW"
        " EXECUTE FUNCTION team_write_contact()"
    )
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON team.contact TO {app}"
    yield f"REVOKE ALL ON contact, contact_words, lead_search FROM {app}"
    yield f"GRANT SELECT ({', '.join(_KEYS)}) ON contact TO {app}"
    yield f"GRANT SELECT (lead_id, text), INSERT, UPDATE (text, words), DELETE ON lead_search TO {app}"
