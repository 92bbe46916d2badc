"""Owners on a team's server, with the program or past it: what may be claimed from the pool, that a release has a
reason, and that a new lead goes over to the rep whom the team's rules name. By the server's clock, and its day."""

from collections.abc import Iterator

from leadtui.domain import pool, stages
from leadtui.store.server_trouble import REFUSED

_SAFELY = "SECURITY DEFINER SET search_path = public, pg_temp"
_OPEN = ", ".join(f"'{stage.value}'" for stage in stages.OPEN)
_AFTERTHOUGHT = "15 minutes"
"""For so long a claim or a release can be taken back: it counts for nothing then, and takes no reason."""

FUNCTIONS = f"""
CREATE INDEX IF NOT EXISTS team_audit_pool ON team_audit (lead_id, at) WHERE op IN ('claim', 'unclaim', 'release');
CREATE INDEX IF NOT EXISTS team_audit_claims ON team_audit (login, at) WHERE op IN ('claim', 'unclaim');

DO $do$ BEGIN EXECUTE format('CREATE OR REPLACE FUNCTION team_midnight() RETURNS TIMESTAMPTZ LANGUAGE sql STABLE AS
  $$ SELECT date_trunc(''day'', now() AT TIME ZONE %L) AT TIME ZONE %L $$',
  current_setting('TimeZone'), current_setting('TimeZone')); END $do$;

CREATE OR REPLACE FUNCTION team_last_act(of_lead BIGINT) RETURNS team_audit LANGUAGE sql VOLATILE {_SAFELY} AS $$
  SELECT * FROM team_audit WHERE lead_id = of_lead AND op IN ('claim', 'unclaim', 'release')
  ORDER BY id DESC LIMIT 1 $$;

CREATE OR REPLACE FUNCTION team_note_pool(act TEXT, of_lead BIGINT, of_rep BIGINT) RETURNS VOID
LANGUAGE sql VOLATILE {_SAFELY} AS $$
  INSERT INTO team_audit (login, op, "table", row_id, lead_id) VALUES (session_user, act, 'lead', of_rep, of_lead) $$;

CREATE OR REPLACE FUNCTION team_check_claim(of_lead BIGINT) RETURNS VOID LANGUAGE plpgsql {_SAFELY} AS $$
DECLARE
  limits JSONB := (SELECT value FROM setting WHERE key = '{pool.LIMITS.key}')::jsonb;
  claimed BIGINT;
  held BIGINT;
  released TIMESTAMPTZ := (SELECT max(at) FROM team_audit
    WHERE lead_id = of_lead AND op = 'release' AND row_id = team_me());
BEGIN
  -- Claims of one rep go one after the other, over however many lines: the second counts the first.
  UPDATE team_member SET role = role WHERE login = session_user;
  claimed := (SELECT coalesce(sum(CASE op WHEN 'claim' THEN 1 ELSE -1 END), 0) FROM team_audit
    WHERE login = session_user AND op IN ('claim', 'unclaim') AND at >= team_midnight());
  held := (SELECT count(*) FROM lead WHERE owner_id = team_me() AND deleted_at IS NULL AND stage IN ({_OPEN}));
  IF claimed >= (limits ->> 'daily')::bigint THEN
    RAISE EXCEPTION 'at most % leads a day may be claimed', limits ->> 'daily' USING ERRCODE = '{REFUSED}';
  ELSIF held >= (limits ->> 'holding')::bigint THEN
    RAISE EXCEPTION 'at most % open leads may be held', limits ->> 'holding' USING ERRCODE = '{REFUSED}';
  ELSIF released >= team_midnight() - make_interval(days => (limits ->> 'cool_down')::int - 1) THEN
    RAISE EXCEPTION 'its former owner may not claim a lead within % days', limits ->> 'cool_down'
      USING ERRCODE = '{REFUSED}';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION team_owner_changes() RETURNS TRIGGER LANGUAGE plpgsql {_SAFELY} AS $$
DECLARE last team_audit := team_last_act(OLD.id); is_afterthought BOOLEAN := coalesce(last.login = session_user
  AND last.at > clock_timestamp() - interval '{_AFTERTHOUGHT}', false);
BEGIN
  IF team_me() IS NULL OR (OLD.owner_id IS NULL) = (NEW.owner_id IS NULL) THEN
    RETURN NEW;
  ELSIF NEW.owner_id IS NULL AND is_afterthought AND last.op = 'claim' THEN
    PERFORM team_note_pool('unclaim', OLD.id, OLD.owner_id);
    RETURN NEW;
  ELSIF NEW.owner_id IS NULL THEN
    IF NEW.release_reason = '' OR NEW.released_at IS NULL OR NEW.released_at IS NOT DISTINCT FROM OLD.released_at
        OR NEW.former_owner_id IS DISTINCT FROM OLD.owner_id THEN
      RAISE EXCEPTION 'a lead goes to the pool for a reason' USING ERRCODE = '{REFUSED}';
    END IF;
    PERFORM team_note_pool('release', OLD.id, OLD.owner_id);
    RETURN NEW;
  ELSIF is_afterthought AND last.op = 'release' AND last.row_id = NEW.owner_id THEN
    RETURN NEW;
  ELSIF NOT team_is_manager() THEN
    PERFORM team_check_claim(OLD.id);
  END IF;
  PERFORM team_note_pool('claim', OLD.id, NEW.owner_id);
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION team_leaves_pooled() RETURNS TRIGGER LANGUAGE plpgsql {_SAFELY} AS $$
BEGIN
  IF team_me() IS NOT NULL AND NOT team_is_manager() AND OLD.owner_id IS NULL AND NEW.owner_id IS NULL
      AND (OLD.customer_id, OLD.deleted_at) IS DISTINCT FROM (NEW.customer_id, NEW.deleted_at) THEN
    RAISE EXCEPTION 'a lead in the pool is claimed first' USING ERRCODE = '{REFUSED}';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION team_named_by_rule(of_lead BIGINT) RETURNS SETOF TEXT LANGUAGE sql STABLE {_SAFELY} AS $$
  SELECT unnest(regexp_split_to_array(rule ->> 'owner', '\\s*[,，、]\\s*')) FROM (
    SELECT rule FROM lead JOIN customer ON customer.id = lead.customer_id, setting,
      jsonb_array_elements(setting.value::jsonb) WITH ORDINALITY AS each (rule, turn)
    WHERE lead.id = of_lead AND key = 'assignment'
      AND coalesce(rule ->> 'region', '') IN ('', '*', region)
      AND coalesce(rule ->> 'industry', '') IN ('', '*', industry) ORDER BY turn LIMIT 1) AS first $$;

CREATE OR REPLACE FUNCTION team_hand_over(new_lead BIGINT, heir BIGINT) RETURNS BIGINT
LANGUAGE sql VOLATILE {_SAFELY} AS $$
  WITH handed AS (UPDATE lead SET owner_id = heir WHERE id = new_lead AND (team_is_owner() OR team_is_manager()
    OR owner_id = team_me() AND created_by_id = team_me()
      AND EXISTS (SELECT 1 FROM team_audit WHERE xact = pg_current_xact_id() AND op = 'insert'
        AND "table" = 'lead' AND row_id = new_lead)
      AND ((SELECT name FROM rep WHERE id = heir AND is_active) IN (SELECT team_named_by_rule(new_lead))
        OR heir = (SELECT owner_id FROM lead AS before WHERE before.id = lead.repurchase_of_id))) RETURNING 1)
  SELECT count(*) FROM handed $$;

CREATE OR REPLACE FUNCTION team_latest_of(names TEXT[]) RETURNS TEXT LANGUAGE sql STABLE {_SAFELY} AS $$
  SELECT name FROM lead JOIN rep ON rep.id = owner_id
  WHERE name = ANY (names) AND (team_is_owner() OR team_me() IS NOT NULL) ORDER BY lead.id DESC LIMIT 1 $$;
"""


def statements() -> Iterator[str]:
    """What holds owners to it. The team's day begins where the server's time zone says when its owner sets it up."""
    yield "DROP TRIGGER IF EXISTS team_owner_changes ON lead"
    yield (
        "CREATE TRIGGER team_owner_changes BEFORE UPDATE OF owner_id ON lead FOR EACH ROW"
        " EXECUTE FUNCTION team_owner_changes()"
    )
    # Its customer and its place in the list are nobody's to change: contacts would open with another customer.
    yield "DROP TRIGGER IF EXISTS team_leaves_pooled ON lead"
    yield (
        "CREATE TRIGGER team_leaves_pooled BEFORE UPDATE OF customer_id, deleted_at ON lead FOR EACH ROW"
        " EXECUTE FUNCTION team_leaves_pooled()"
    )
