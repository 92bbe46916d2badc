"""The whole schema of the product. Released migrations are never edited; the next change is the next number."""

from peewee import Database, SqliteDatabase

KEY = "id {key}, uid {bytes} NOT NULL UNIQUE, version INTEGER NOT NULL DEFAULT 1"
LEAD = "lead_id BIGINT NOT NULL REFERENCES lead (id)"

TABLES = f"""
CREATE TABLE rep ({KEY},
  name VARCHAR(255) NOT NULL UNIQUE, role VARCHAR(255) NOT NULL, is_active BOOLEAN NOT NULL);

CREATE TABLE customer ({KEY},
  customer_no VARCHAR(255) NOT NULL UNIQUE, name VARCHAR(255) NOT NULL, name_key VARCHAR(255) NOT NULL,
  industry VARCHAR(255) NOT NULL, region VARCHAR(255) NOT NULL, employees VARCHAR(255) NOT NULL,
  annual_revenue VARCHAR(255) NOT NULL, remark TEXT NOT NULL, created_at BIGINT NOT NULL, deleted_at BIGINT);
CREATE INDEX customer_name_key ON customer (name_key);

CREATE TABLE contact ({KEY},
  customer_id BIGINT NOT NULL REFERENCES customer (id),
  name VARCHAR(255) NOT NULL, title VARCHAR(255) NOT NULL, phone VARCHAR(255) NOT NULL,
  phone_key VARCHAR(255) NOT NULL, wechat VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL,
  decision_authority BOOLEAN, is_primary BOOLEAN NOT NULL);
CREATE INDEX contact_customer_id ON contact (customer_id);
CREATE INDEX contact_phone_key ON contact (phone_key) WHERE phone_key <> '';

CREATE TABLE lead ({KEY},
  lead_no VARCHAR(255) NOT NULL UNIQUE, customer_id BIGINT NOT NULL REFERENCES customer (id),
  created_at BIGINT NOT NULL, created_by_id BIGINT REFERENCES rep (id), is_imported BOOLEAN NOT NULL,
  deleted_at BIGINT, repurchase_of_id BIGINT REFERENCES lead (id), referred_by_id BIGINT REFERENCES lead (id),
  source VARCHAR(255) NOT NULL, source_detail VARCHAR(255) NOT NULL, first_contact_at BIGINT,
  initial_need TEXT NOT NULL, budget_min BIGINT, budget_max BIGINT, intent VARCHAR(255), priority VARCHAR(255),
  validity VARCHAR(255) NOT NULL, invalid_reason VARCHAR(255), need_fit VARCHAR(255), budget_fit VARCHAR(255),
  grade VARCHAR(255), grade_basis TEXT NOT NULL, expected_close DATE, owner_id BIGINT REFERENCES rep (id),
  assigned_at BIGINT, first_due_at BIGINT,
  pain_point TEXT NOT NULL, decision_process TEXT NOT NULL, decision_maker VARCHAR(255) NOT NULL,
  purchase_timing VARCHAR(255) NOT NULL, need_detail TEXT NOT NULL, proposal TEXT NOT NULL,
  proposal_file VARCHAR(255) NOT NULL, proposal_sent_at BIGINT, quote_amount BIGINT, proposal_feedback TEXT NOT NULL,
  max_budget BIGINT, must_have TEXT NOT NULL, concession_plan TEXT NOT NULL, price BIGINT,
  payment_terms VARCHAR(255) NOT NULL, delivery_cycle VARCHAR(255) NOT NULL, service_terms VARCHAR(255) NOT NULL,
  negotiation_progress VARCHAR(255) NOT NULL, contract_amount BIGINT, contract_sent_on DATE, signed_on DATE,
  delivered_on DATE, acceptance VARCHAR(255), survey_due_on DATE, satisfaction INTEGER,
  after_feedback TEXT NOT NULL, repurchase_intent TEXT NOT NULL, referral_info TEXT NOT NULL,
  stage VARCHAR(255) NOT NULL, stage_since BIGINT NOT NULL, status VARCHAR(255) NOT NULL,
  status_reason VARCHAR(255) NOT NULL, lost_reason VARCHAR(255), closing_note VARCHAR(255) NOT NULL,
  competitor VARCHAR(255) NOT NULL, snooze_until DATE, snooze_reason VARCHAR(255) NOT NULL,
  amount BIGINT, next_plan BIGINT, next_due DATE, next_owner BIGINT, last_contact_at BIGINT,
  first_touch_on DATE, idle_on DATE, attend_on DATE);
CREATE INDEX lead_customer_id ON lead (customer_id);
CREATE INDEX lead_repurchase_of_id ON lead (repurchase_of_id) WHERE repurchase_of_id IS NOT NULL;
CREATE INDEX lead_referred_by_id ON lead (referred_by_id) WHERE referred_by_id IS NOT NULL;
CREATE INDEX lead_attend_on ON lead (attend_on) WHERE attend_on IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX lead_stage ON lead (stage, next_due, id) WHERE deleted_at IS NULL;

CREATE TABLE collaborator ({KEY}, {LEAD}, rep_id BIGINT NOT NULL REFERENCES rep (id));
CREATE INDEX collaborator_lead_id ON collaborator (lead_id);
CREATE INDEX collaborator_rep_id ON collaborator (rep_id);

CREATE TABLE follow_up ({KEY}, {LEAD},
  at BIGINT NOT NULL, channel VARCHAR(255) NOT NULL, outcome VARCHAR(255) NOT NULL, summary TEXT NOT NULL,
  new_need TEXT NOT NULL, concern TEXT NOT NULL, decision_progress TEXT NOT NULL, feedback TEXT NOT NULL,
  attitude VARCHAR(255), intent_change VARCHAR(255), by_id BIGINT REFERENCES rep (id),
  recorded_at BIGINT NOT NULL, is_imported BOOLEAN NOT NULL, corrects_id BIGINT REFERENCES follow_up (id));
CREATE INDEX follow_up_lead_id ON follow_up (lead_id, at);
CREATE INDEX follow_up_corrects_id ON follow_up (corrects_id) WHERE corrects_id IS NOT NULL;

CREATE TABLE plan ({KEY}, {LEAD},
  due DATE, due_time VARCHAR(255), channel VARCHAR(255), points TEXT NOT NULL, goal TEXT NOT NULL,
  action TEXT NOT NULL, owner_id BIGINT REFERENCES rep (id), state VARCHAR(255) NOT NULL,
  follow_up_id BIGINT REFERENCES follow_up (id), created_at BIGINT NOT NULL);
CREATE INDEX plan_lead_id ON plan (lead_id, state, due);
CREATE INDEX plan_follow_up_id ON plan (follow_up_id) WHERE follow_up_id IS NOT NULL;

CREATE TABLE stage_change ({KEY}, {LEAD},
  from_stage VARCHAR(255), to_stage VARCHAR(255) NOT NULL, from_status VARCHAR(255),
  to_status VARCHAR(255) NOT NULL, reason VARCHAR(255) NOT NULL, skipped VARCHAR(255) NOT NULL,
  by_id BIGINT REFERENCES rep (id), at BIGINT NOT NULL);
CREATE INDEX stage_change_lead_id ON stage_change (lead_id);

CREATE TABLE milestone ({KEY}, {LEAD}, kind VARCHAR(255) NOT NULL, "on" DATE NOT NULL, note VARCHAR(255) NOT NULL);
CREATE INDEX milestone_lead_id ON milestone (lead_id);

CREATE TABLE objection ({KEY}, {LEAD},
  text TEXT NOT NULL, progress TEXT NOT NULL, state VARCHAR(255) NOT NULL, created_at BIGINT NOT NULL);
CREATE INDEX objection_lead_id ON objection (lead_id);

CREATE TABLE amendment ({KEY}, {LEAD}, text TEXT NOT NULL, reason TEXT NOT NULL, created_at BIGINT NOT NULL);
CREATE INDEX amendment_lead_id ON amendment (lead_id);

CREATE TABLE confirmation ({KEY}, {LEAD},
  subject VARCHAR(255) NOT NULL, "on" DATE NOT NULL, by_id BIGINT REFERENCES rep (id));
CREATE INDEX confirmation_lead_id ON confirmation (lead_id);

CREATE TABLE tag ({KEY}, dimension VARCHAR(255) NOT NULL, name VARCHAR(255) NOT NULL);
CREATE UNIQUE INDEX tag_name ON tag (name, dimension);

CREATE TABLE lead_tag ({KEY}, {LEAD}, tag_id BIGINT NOT NULL REFERENCES tag (id));
CREATE UNIQUE INDEX lead_tag_pair ON lead_tag (lead_id, tag_id);
CREATE INDEX lead_tag_tag_id ON lead_tag (tag_id);

CREATE TABLE imported_row ({KEY},
  fingerprint {{bytes}} NOT NULL UNIQUE, {LEAD}, follow_up BIGINT);
CREATE INDEX imported_row_lead_id ON imported_row (lead_id);

CREATE TABLE source_choice ({KEY},
  key VARCHAR(255) NOT NULL UNIQUE, label VARCHAR(255) NOT NULL, code VARCHAR(255) NOT NULL);

CREATE TABLE setting ({KEY}, key VARCHAR(255) NOT NULL UNIQUE, value TEXT NOT NULL);

CREATE TABLE journal_entry (id {{key}}, uid {{bytes}} NOT NULL UNIQUE,
  kind VARCHAR(255) NOT NULL, name VARCHAR(255) NOT NULL, params TEXT NOT NULL, by VARCHAR(255) NOT NULL,
  at BIGINT NOT NULL, target BIGINT, live BOOLEAN NOT NULL);
CREATE INDEX journal_entry_by ON journal_entry (by, id);

CREATE TABLE journal_row (id {{key}},
  entry_id BIGINT NOT NULL REFERENCES journal_entry (id) ON DELETE CASCADE,
  "table" VARCHAR(255) NOT NULL, op VARCHAR(255) NOT NULL, row_id BIGINT NOT NULL, last_id BIGINT NOT NULL,
  before TEXT, after TEXT, archive {{bytes}});
CREATE INDEX journal_row_entry_id ON journal_row (entry_id);
CREATE INDEX journal_row_row ON journal_row ("table", row_id);
CREATE INDEX journal_row_run ON journal_row ("table", row_id) WHERE last_id > row_id;

CREATE TABLE number_sequence (scope VARCHAR(255) NOT NULL PRIMARY KEY, last BIGINT NOT NULL);
"""

SEARCH = "CREATE VIRTUAL TABLE lead_search USING fts5 (text, tokenize = 'unicode61 remove_diacritics 0')"

SEARCH_ON_SERVER = """
CREATE TABLE lead_search (lead_id BIGINT PRIMARY KEY REFERENCES lead (id) ON DELETE CASCADE,
  text TEXT NOT NULL, words TSVECTOR NOT NULL);
CREATE INDEX lead_search_words ON lead_search USING gin (words);
"""


def up(migrator: object, db: Database) -> None:
    """Create every table; the full-text index is each engine's own."""
    on_sqlite = isinstance(db, SqliteDatabase)
    key = "INTEGER PRIMARY KEY AUTOINCREMENT" if on_sqlite else "BIGSERIAL PRIMARY KEY"
    statements = TABLES.replace("{key}", key).replace("{bytes}", "BLOB" if on_sqlite else "BYTEA")
    for statement in filter(str.strip, statements.split(";")):
        db.execute_sql(statement)
    for statement in [SEARCH] if on_sqlite else filter(str.strip, SEARCH_ON_SERVER.split(";")):
        db.execute_sql(statement)
