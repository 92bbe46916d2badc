"""A team on one server: set up, who belongs to it, a private book brought into it and one's own leads taken out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from leadtui.desk import Desk
from leadtui.domain.errors import LeadtuiError, UsageError
from leadtui.domain.identity import company_key, phone_key
from leadtui.domain.searchtext import spelled
from leadtui.domain.servers import Place, Server
from leadtui.domain.terms import Role
from leadtui.domain.text import NAME_LIMIT, clean
from leadtui.i18n import N_
from leadtui.services import capture, exports, people
from leadtui.services.exports import Dossier
from leadtui.services.imports import ImportResult, dossiers
from leadtui.store import database, journal
from leadtui.store.models import Lead, Rep

if TYPE_CHECKING:
    from leadtui.store.members import Member

KEEPER = "leadtui"


def role() -> Role:
    """What whoever has opened the book may see: all of it, but for a rep of a team."""
    if not database.is_on_server():
        return Role.MANAGER
    from leadtui.store import members

    found = members.me()
    return Role.MANAGER if found is None else Role(found[1])


def server(place: Place) -> Server:
    """The team's server; UsageError where a file was named."""
    if isinstance(place, Server):
        return place
    raise _no_server()


def init(place: Server) -> None:
    """Make a database a team's, or bring it to this program's schema; done twice it changes nothing."""
    from leadtui.store import members

    database.reach(place)
    try:
        database.speaks_plainly(members.set_up)()
    finally:
        database.close()


def add(desk: Desk, name: str, *, role: str, login: str = "") -> tuple[str, str]:
    """Let somebody in, known from now on as `name`; their login and its password, which is told this once."""
    _check_server()
    from leadtui.store import members

    name = clean(name, limit=NAME_LIMIT)
    login = login or spelled(name).replace(" ", "") or name
    with journal.change(replace(desk, me=KEEPER), N_("Into the team: {rep}"), rep=name) as change:
        rep = people.rep(change, name)
        if rep is None:
            raise UsageError(N_("Who? Give a name."))
        change.update(Rep, rep, role=role, is_active=True)
        password = members.add(rep, name, login, role)
    return login, password


def remove(desk: Desk, name: str, heir: str | None) -> int:
    """Let somebody in no more; their leads go to `heir`, or into the pool where that is None. How many leads.

    LeadtuiError, with nothing changed, where either is not of the team.
    """
    _check_server()
    from leadtui.store import members

    known = {each.name: each for each in members.members() if each.is_active}
    for each in (name, heir):
        if each is not None and each not in known:
            raise LeadtuiError(
                N_("{rep} is not in the team. In it: {names}"), rep=each, names=", ".join(sorted(known)) or "-"
            )
    if name == heir:
        raise UsageError(N_("{rep} cannot inherit from themselves."), rep=name)
    with journal.change(replace(desk, me=KEEPER), N_("Out of the team: {rep}"), rep=name) as change:
        leaving, taking = members.rep_called(name), heir and members.rep_called(heir)
        leads = members.leads_of(int(leaving or 0))
        now = desk.now()
        for lead in leads:
            change.update(Lead, lead, owner=taking, former_owner=leaving, assigned_at=now if taking else None)
        capture.pass_on(change, dict.fromkeys(leads, leaving))
        change.update(Rep, leaving or 0, is_active=False)
        members.remove(known[name].login)
    return len(leads)


def private(path: Path, desk: Desk) -> list[Dossier]:
    """Every lead of a private book with all that hangs on it; the book is closed again."""
    if not path.expanduser().exists():
        raise UsageError(N_("{path}: there is no such file."), path=path)
    database.open_file(path)
    try:
        return list(exports.dossiers(exports.chosen(desk), reveal=True))
    finally:
        database.close()


def join(desk: Desk, found: list[Dossier], file_name: str) -> ImportResult:
    """Take a private book's leads into the team's as one change; they are mine from now on. A second time changes
    nothing: a lead is known by its uid."""
    return dossiers.take(desk, _as_mine(found, desk.me), file_name=file_name)


def _as_mine(found: list[Dossier], me: str) -> Iterator[Dossier]:
    for each in found:
        yield replace(each, lead={**each.lead, "owner": me})


def mine(desk: Desk) -> list[Dossier]:
    """My leads with all that hangs on them, contacts in full."""
    _check_server()
    rep = Rep.select(Rep.id).where(Rep.name == desk.me)
    owned = Lead.select(Lead.id).where(Lead.owner << rep, Lead.deleted_at.is_null()).order_by(Lead.id)
    return list(exports.dossiers([lead for (lead,) in owned.tuples()], reveal=True))


def take_home(desk: Desk, path: Path, found: list[Dossier]) -> ImportResult:
    """Put leads into a private book, made where there is none; known ones by their uid."""
    database.open_file(path)
    try:
        return dossiers.take(desk, found, file_name="team")
    finally:
        database.close()


def note_leaving(desk: Desk, file_name: str, count: int) -> None:
    """Record that leads went out with their contacts in full."""
    exports.record(desk, file_name, count, reveal=True)


def members() -> "list[Member]":
    """Everybody who belongs or belonged to the team."""
    _check_server()
    from leadtui.store import members

    return members.members()


def twins(found: list[Dossier]) -> list[tuple[str, str]]:
    """Those of these customers that somebody else tends, each with its owner, masked; no more is told."""
    from leadtui.store import members

    told = []
    for each in found:
        name = str(each.customer["name"])
        phones = [phone_key(str(person["phone"])) for person in each.contacts if person.get("phone")]
        told += [(name, owner) for owner in members.elsewhere(company_key(name), phones)]
    return list(dict.fromkeys(told))


def _check_server() -> None:
    if not database.is_on_server():
        raise _no_server()


def _no_server() -> UsageError:
    return UsageError(N_("A team's book is on a server: name it with --database postgresql://HOST/DATABASE."))
