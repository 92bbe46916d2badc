"""`leadtui team`: a team on one server, set up and looked after."""

from argparse import Namespace
from pathlib import Path

from leadtui.cli import output, pool
from leadtui.config import Settings
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.terms import Role
from leadtui.exchange import importing
from leadtui.i18n import N_, _, ngettext
from leadtui.services import roster
from leadtui.services.book import close_book, open_book, plainly

recycle = pool.recycle


def nothing(settings: Settings, wanted: Namespace) -> int:
    """`team` alone says what there is."""
    raise UsageError(N_("Say what: team init, add, list, remove, join, leave or recycle (`leadtui team --help`)."))


def init(settings: Settings, wanted: Namespace) -> int:
    """Make the database a team's."""
    place = roster.server(settings.database)
    roster.init(place)
    output.narrate(_("The team is set up in {url}. Let people in with `leadtui team add REP`.").format(url=place))
    return DONE


def add(desk: Desk, wanted: Namespace) -> int:
    """Let somebody in and print their pass file's line: standard output holds it alone, this once."""
    login, password = roster.add(desk, wanted.rep, role=wanted.role, login=wanted.login)
    output.narrate(
        _(
            "{rep} is in the team as {login}. This line belongs into their ~/.pgpass (chmod 600); it is told once:"
        ).format(rep=wanted.rep, login=login)
    )
    output.line(f"*:*:*:{login}:{password}")
    return DONE


def list(desk: Desk, wanted: Namespace) -> int:
    """Who belongs to the team."""
    found = roster.members()
    if wanted.json:
        output.document(
            [
                {
                    "name": each.name,
                    "login": each.login,
                    "role": each.role,
                    "active": each.is_active,
                    "leads": each.leads,
                }
                for each in found
            ]
        )
        return DONE
    for each in found:
        standing = Role(each.role).label if each.is_active else _("left")
        leads = ngettext("{count} lead", "{count} leads", each.leads).format(count=each.leads)
        output.line(f"{each.name}  {each.login}  {standing}  {leads}")
    return DONE


def remove(desk: Desk, wanted: Namespace) -> int:
    """Let somebody in no more."""
    count = roster.remove(desk, wanted.rep, None if wanted.to_pool else wanted.to)
    text = ngettext("{rep} has left; {count} lead handed over", "{rep} has left; {count} leads handed over", count)
    output.narrate(text.format(rep=wanted.rep, count=count))
    return DONE


def join(settings: Settings, wanted: Namespace) -> int:
    """Bring a private book into the team's."""
    place = roster.server(settings.database)
    path = Path(wanted.file)
    found = plainly(roster.private)(path, settings.desk)
    desk = open_book(place, settings.desk)
    try:
        result = plainly(roster.join)(desk, found, path.name)
        twins = plainly(roster.twins)(found)
    finally:
        close_book()
    output.narrate(importing.told(result))
    for customer, owner in twins:
        output.narrate(_("{customer}: exists · owner {owner}").format(customer=customer, owner=owner))
    return DONE


def leave(desk: Desk, wanted: Namespace) -> int:
    """Put one's own leads into a private book."""
    found = roster.mine(desk)
    roster.note_leaving(desk, Path(wanted.file).name, len(found))
    close_book()
    result = plainly(roster.take_home)(desk, Path(wanted.file), found)
    output.narrate(importing.told(result))
    return DONE
