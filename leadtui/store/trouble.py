"""What SQLite says on a bad day, as a sentence a rep can act on."""

import sqlite3

from peewee import DatabaseError

from leadtui.domain.errors import BusyError, DamagedError, LeadtuiError
from leadtui.i18n import N_


def first_said(error: BaseException) -> str:
    """What the database said first: on a full disk it rolls back by itself, and Peewee's rollback fails."""
    while isinstance(error.__context__, DatabaseError | sqlite3.Error):
        error = error.__context__
    return str(error)


def plain(message: str) -> LeadtuiError:
    """The sentence for what the database said."""
    if "locked" in message or "busy" in message:
        return BusyError(N_("The database is busy in another window. Nothing was lost; try again."))
    if "full" in message:
        return LeadtuiError(N_("The disk is full; nothing was saved. Free some space, then try again."))
    if "readonly" in message:
        return LeadtuiError(N_("The database cannot be written. Check the permissions of its file and folder."))
    if "malformed" in message or "not a database" in message:
        return DamagedError(
            N_("The database file is damaged ({why}); it was left as it is. `leadtui doctor` tells the way out."),
            why=message,
        )
    return LeadtuiError(N_("The database could not do that: {message}"), message=message)
