"""Searching a team's server: the functions that find words among what the asker sees, in one look at one index.

Who sees a lead stands beside its words, kept there by the server itself; 0 stands for everybody, as in the pool.
"""

FUNCTIONS = """
CREATE OR REPLACE FUNCTION team_found(wanted TSQUERY, most BIGINT) RETURNS SETOF BIGINT LANGUAGE plpgsql
STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE me BIGINT := team_me();
BEGIN
  IF team_is_manager() OR team_is_owner() THEN
    RETURN QUERY SELECT lead_id FROM lead_search WHERE words @@ wanted ORDER BY lead_id DESC LIMIT most;
  ELSIF me IS NOT NULL THEN
    RETURN QUERY SELECT lead_id FROM lead_search WHERE words @@ wanted AND seen_by && ARRAY[me, 0]
      ORDER BY lead_id DESC LIMIT most;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION team_seen() RETURNS TRIGGER LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.seen_by := ARRAY(SELECT coalesce(owner_id, 0) FROM lead WHERE id = NEW.lead_id
    UNION SELECT rep_id FROM collaborator WHERE lead_id = NEW.lead_id ORDER BY 1);
  IF TG_OP = 'UPDATE' AND (NEW.text, NEW.words, NEW.seen_by) = (OLD.text, OLD.words, OLD.seen_by) THEN
    RETURN NULL;  -- two hundred words would go into the index anew
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION team_passed() RETURNS TRIGGER LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'lead' THEN
    UPDATE lead_search SET seen_by = '{}' WHERE lead_id = NEW.id;
  ELSE
    UPDATE lead_search SET seen_by = '{}' WHERE lead_id IN (OLD.lead_id, NEW.lead_id);
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS team_seen ON lead_search;
CREATE TRIGGER team_seen BEFORE INSERT OR UPDATE ON lead_search FOR EACH ROW EXECUTE FUNCTION team_seen();
DROP TRIGGER IF EXISTS team_passed ON lead;
CREATE TRIGGER team_passed AFTER UPDATE OF owner_id ON lead FOR EACH ROW
  WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id) EXECUTE FUNCTION team_passed();
DROP TRIGGER IF EXISTS team_passed ON collaborator;
CREATE TRIGGER team_passed AFTER INSERT OR UPDATE OR DELETE ON collaborator FOR EACH ROW
  EXECUTE FUNCTION team_passed();

UPDATE lead_search SET seen_by = '{}' WHERE seen_by = '{}';
"""
"""What finds, and what keeps in step who sees what, whoever writes and by whatever program."""
