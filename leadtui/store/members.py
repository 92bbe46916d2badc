"""Who belongs to a team, kept by the server: setting it up, its roles and logins, who asks, who is where."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

import peewee
from psycopg import sql

from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.i18n import N_
from leadtui.store import policies, search_on_server, server, server_trouble
from leadtui.store.models import Lead, Rep, db

PATIENCE = {"lock_timeout": "5s", "statement_timeout": "60s", "idle_in_transaction_session_timeout": "10s"}
"""How long one rep's transaction may hold up the others; a stalled line ends it."""
_LONGEST_LOGIN = 63


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the team."""

    name: str
    login: str
    role: str
    is_active: bool
    leads: int


def set_up() -> None:
    """Make the open database a team's, or bring it to this program's schema; LeadtuiError for who may not do that."""
    database, team = db.obj, _name()
    try:
        with server.alone(database, server.MIGRATING):
            owner, app, boss = policies.roles(team)
            for role in (owner, app, boss):
                if not _has_role(role):
                    _say(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
            _say(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(owner)))
            database.connection().execute("DROP VIEW IF EXISTS team.contact")  # a migration may change its columns
            server.set_up(database)
            _say(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(owner)))
            for (statement,) in database.execute_sql(_OWNED, (owner, owner)).fetchall():
                database.connection().execute(statement)
            for statement in policies.statements(team):
                database.connection().execute(statement)
            for (login,) in database.execute_sql("SELECT login FROM team_member").fetchall():
                _lead_to_view(login)
            search_on_server.know_all()
    except peewee.ProgrammingError as error:
        if "42501" in server_trouble.state(error):
            raise LeadtuiError(
                N_("Only the owner of the database sets a team up, with the right to make roles ({why})."), why=error
            ) from error
        raise


_OWNED = """
SELECT format('ALTER %%s %%I OWNER TO %%I', CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, relname, %s::text)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
  AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype IN ('a', 'i') AND relkind = 'S')
UNION ALL SELECT format('ALTER FUNCTION %%s OWNER TO %%I', oid::regprocedure, %s::text)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'team\\_%%'
"""
"""Tables, sequences and functions go to a role that nobody logs in as; a table takes its own sequences along."""


def add(rep: int, name: str, login: str, role: str) -> str:
    """Let somebody in: a login of their own, with the rights of their role; its password, told this once.

    Somebody who was removed comes back under the same login. LeadtuiError where another database has that login.
    """
    if len(login.encode()) > _LONGEST_LOGIN:
        raise UsageError(N_("{login} is too long for a login; give a shorter one with --login."), login=login)
    other = db.execute_sql("SELECT login FROM team_member WHERE rep_id = %s AND login <> %s", (rep, login)).fetchone()
    if other:
        raise UsageError(N_("{name} has a login already: give --login {login}."), name=name, login=other[0])
    _owner, app, boss = policies.roles(_name())
    password = secrets.token_urlsafe(18)
    connection = db.obj.connection()
    hashed = connection.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()
    known = db.execute_sql("SELECT 1 FROM team_member WHERE login = %s", (login,)).fetchone()
    if _has_role(login) and not known:
        raise LeadtuiError(
            N_("{login} is the login of something else on this server; give another with --login."), login=login
        )
    verb = sql.SQL("ALTER" if _has_role(login) else "CREATE")
    who = sql.Identifier(login)
    _say(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, who, sql.Literal(hashed)))
    for setting, value in PATIENCE.items():
        _say(sql.SQL("ALTER ROLE {} SET {} = {}").format(who, sql.Identifier(setting), sql.Literal(value)))
    _lead_to_view(login)
    _say(sql.SQL("GRANT {} TO {}").format(sql.Identifier(boss if role == server.MANAGER else app), who))
    if role != server.MANAGER:
        _say(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(boss), who))
    db.execute_sql(
        "INSERT INTO team_member (login, rep_id, role) VALUES (%s, %s, %s)"
        " ON CONFLICT (login) DO UPDATE SET role = excluded.role, is_active = true",
        (login, rep, role),
    )
    return password


def _lead_to_view(login: str) -> None:
    """Let this login's `contact` be the view that masks; the table itself gives nothing away in any case."""
    _say(sql.SQL("ALTER ROLE {} SET search_path = team, public").format(sql.Identifier(login)))


def remove(login: str) -> None:
    """Let somebody in no more, and end what they have open."""
    for role in policies.roles(_name())[1:]:
        _say(sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(role), sql.Identifier(login)))
    _say(sql.SQL("ALTER ROLE {} NOLOGIN").format(sql.Identifier(login)))
    db.execute_sql("UPDATE team_member SET is_active = false WHERE login = %s", (login,))
    db.execute_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()",
        (login,),
    )


def members() -> list[Member]:
    """Everybody who belongs or belonged to the team, with the leads they own."""
    rows = db.execute_sql(
        "SELECT rep.name, login, team_member.role, team_member.is_active,"
        " (SELECT count(*) FROM lead WHERE owner_id = rep.id AND deleted_at IS NULL)"
        " FROM team_member JOIN rep ON rep.id = rep_id ORDER BY rep.name"
    )
    return [Member(*row) for row in rows]


def leads_of(rep: int) -> list[int]:
    """The leads that somebody owns, deleted ones left out."""
    owned = Lead.select(Lead.id).where(Lead.owner == rep, Lead.deleted_at.is_null())
    return [lead for (lead,) in owned.tuples()]


def elsewhere(key: str, phones: list[str]) -> list[str]:
    """The owners, masked, of leads that I do not see and that are the same customer; nothing more is told of them."""
    return [owner for (owner,) in db.execute_sql("SELECT team_elsewhere(%s, %s)", (key, phones))]


def latest_owner(names: Sequence[str]) -> str | None:
    """Who of these owns the newest lead that any of them has, also one that I do not see."""
    found = db.execute_sql("SELECT team_latest_of(%s)", (list(names),)).fetchone()[0]
    return None if found is None else str(found)


def rep_called(name: str) -> int | None:
    """The id of the rep with this name."""
    found = Rep.select(Rep.id).where(Rep.name == name).scalar()
    return None if found is None else int(found)


def _name() -> str:
    return str(db.execute_sql("SELECT current_database()").fetchone()[0])


def _has_role(role: str) -> bool:
    return db.execute_sql("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def _say(statement: sql.Composed) -> None:
    with peewee.__exception_wrapper__:
        db.obj.connection().execute(statement)
