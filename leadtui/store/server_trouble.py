"""What a team's server says on a bad day, and as a sentence a rep can act on."""

from leadtui.domain.errors import BusyError, GoneError, LeadtuiError, UsageError
from leadtui.domain.servers import Server
from leadtui.i18n import N_
from leadtui.store import without_versions

with without_versions():
    import psycopg

_TRY_AGAIN = {"40001", "40P01", "55P03", "25P03", "23505"}
"""Serialization failure, deadlock, lock timeout, idle in transaction, a row that another was first to insert."""
_LOST = ("08", "57P")
REFUSED = "TM001"
"""The SQLSTATE of a refusal by the team's rules that is told in words."""
IN_THE_WAY = N_("Somebody else is changing the same just now. Nothing was lost; try again.")
_READ_ONLY = "25006"
_NOT_LET_IN = (
    "password",
    "pg_hba",
    "FATAL:  role",
    "FATAL:  permission denied for database",
    "not permitted to log in",
)


def state(error: BaseException) -> str:
    """The five characters by which the server tells what is wrong; empty where it was the line."""
    return getattr(_said(error), "sqlstate", None) or ""


def is_lost(error: BaseException) -> bool:
    """Whether the line to the server is gone, rather than the statement refused."""
    found = _said(error)
    said = state(error)
    if not said:
        return isinstance(found, psycopg.OperationalError | psycopg.InterfaceError)
    return said.startswith(_LOST)


def is_in_the_way(error: BaseException) -> bool:
    """Whether another transaction was in the way, so that the same done again may succeed."""
    return state(error) in _TRY_AGAIN


def _said(error: BaseException) -> BaseException:
    """What the driver said, which Peewee's own error holds, or one that it holds."""
    while isinstance(within := getattr(error, "orig", None), BaseException):
        error = within
    return error


def plain(error: BaseException, server: Server, *, is_open: bool = True) -> LeadtuiError | None:
    """What the server said, as a sentence with a way out; None where it is a mistake of the program."""
    found = _said(error)
    code = state(error)
    said = _words(found)
    place = server.host or server.options.get("host") or server.options.get("service") or "localhost"
    if code.startswith("28") or any(sign in said for sign in _NOT_LET_IN):
        # Somebody who was sent away while working keeps what is shown and typed, and may be let in again.
        return (GoneError if is_open else UsageError)(
            N_("{place} does not let {user} in ({why}). Look at your name in the URL and at ~/.pgpass; a manager sees"
               " who belongs with `leadtui team list`."),
            place=place, user=server.user or "you", why=said,
        )  # fmt: skip
    if "certificate" in said or "SSL" in said:
        return UsageError(
            N_("The line to {place} is not safe ({why}); it was not opened. Name the server's root certificate with"
               " ?sslrootcert=FILE, and the host as its certificate does."),
            place=place, why=said,
        )  # fmt: skip
    if code == "3D000" or ("does not exist" in said and "database" in said):
        return UsageError(N_("There is no such database on {place} ({why})."), place=place, why=said)
    if code in ("42501", REFUSED, _READ_ONLY):
        return _refused(code, found)
    if code == "42P01":
        return no_team(server)
    if is_in_the_way(error):
        return BusyError(IN_THE_WAY)
    if is_lost(error) or isinstance(found, psycopg.OperationalError):
        return _gone(place, said, is_open=is_open)
    return None


def _gone(place: str, said: str, *, is_open: bool) -> GoneError:
    if is_open:
        return GoneError(
            N_("The server {place} is out of reach ({why}). What is shown can be read, what you type is kept; it goes"
               " on when the server is back."),
            place=place, why=said,
        )  # fmt: skip
    return GoneError(
        N_("The server {place} is out of reach ({why}). Look at host and port in the URL; else try again later."),
        place=place, why=said,
    )  # fmt: skip


def _words(found: BaseException) -> str:
    """What the driver said in one line, without the way it tried."""
    lines = str(found).strip().splitlines() or [type(found).__name__]
    told = next((line for line in lines if "failed: " in line), lines[0])
    return told.rpartition("failed: ")[2].strip()


def _refused(code: str, found: BaseException) -> LeadtuiError:
    if code == _READ_ONLY:
        return LeadtuiError(
            N_("This server is for reading alone, as a replica is; what is written goes to the team's own.")
        )
    if code == REFUSED:
        return LeadtuiError(N_("The team's server refuses that: {why}."), why=str(found).strip().splitlines()[0])
    return LeadtuiError(N_("The team's rules do not allow that: this lead or this field is not yours."))


def no_team(server: Server) -> UsageError:
    """The refusal of a database where no team has been set up."""
    return UsageError(N_("No team is set up in {url}. Its owner does that with `leadtui team init`."), url=server)
