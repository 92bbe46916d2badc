"""What `doctor` finds out about the book: the file, what is in it, its copies, what it is derived from."""

import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from leadtui.desk import Desk
from leadtui.domain import workdays
from leadtui.domain.errors import DamagedError, LeadtuiError
from leadtui.domain.servers import Place, Server
from leadtui.i18n import _
from leadtui.services.book import close_book, open_book, plainly
from leadtui.store import backups, database, derived, files, search
from leadtui.store.models import Lead, db

STALE = timedelta(days=7)
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `topic` is its key, `says` the verdict; `way_out` is empty where all is well."""

    topic: str
    says: str
    way_out: str = ""

    @property
    def is_fine(self) -> bool:
        """Whether there is nothing to do."""
        return not self.way_out


def examine(place: Place, desk: Desk) -> Iterator[Finding]:
    """Everything about the book, most basic first; where it cannot be opened, what is left to look at."""
    if not isinstance(place, Path):
        yield from _on_server(place, desk)
        return
    path = place.expanduser().resolve()
    if not files.exists(path):
        yield Finding("database", _("There is no database yet: {path}").format(path=path))
        return
    yield from _permissions(path)
    yield _place(path)
    try:
        database.check(path)
        if trouble := backups.problems(path):
            yield Finding(
                "integrity",
                _("The file is damaged: {why}").format(why=trouble[0]),
                _("Leave leadtui everywhere, then `leadtui restore --newest`."),
            )
        else:
            yield Finding("integrity", _("The file is sound: structure and references."))
            yield from _contents(path, desk)
    except DamagedError as error:
        yield Finding("integrity", str(error), _("Leave leadtui everywhere, then `leadtui restore --newest`."))
    except LeadtuiError as error:
        yield Finding("database", str(error), _("Do what the line above says, then ask the doctor again."))
    yield _copies(path, desk)
    yield _holidays(desk)


def _on_server(place: Server, desk: Desk) -> Iterator[Finding]:
    """Whether the team's book can be reached by this login, and what is derived there holds."""
    try:
        yield from _contents(place, desk)
        yield Finding("database", _("The team's book answers: {url}").format(url=place))
    except LeadtuiError as error:
        yield Finding("database", str(error), _("Do what the line above says, then ask the doctor again."))
    yield _holidays(desk)


def _permissions(path: Path) -> Iterator[Finding]:
    open_to_others = [each for each in (path.parent, path, *_beside(path)) if stat.S_IMODE(each.stat().st_mode) & 0o077]
    # A folder like /srv/sales is somebody else's to close; what is in it is what counts.
    loose = [each for each in open_to_others if each != path.parent or each.name == "leadtui"]
    if loose:
        yield Finding(
            "permissions",
            _("Others may read {path}.").format(path=loose[0]),
            f"chmod go= {' '.join(map(str, loose))}",
        )
    else:
        yield Finding("permissions", _("Database and copies are readable by you alone: {path}").format(path=path))


def _beside(path: Path) -> Iterator[Path]:
    yield from path.parent.glob(f"{path.name}-*")
    yield from path.parent.glob(f"{path.name}.*")
    yield from backups.folder(path).glob("*")


def _place(path: Path) -> Finding:
    if files.is_on_network(path):
        return Finding(
            "place",
            _("The database lies on a network file system, where two hosts at once can damage it."),
            _("Move it to a disk of this machine (`leadtui backup FILE`), or use it from one host only."),
        )
    version = sqlite3.sqlite_version_info
    journal = "WAL" if database.wal_is_safe((version[0], version[1], version[2])) else "DELETE"
    return Finding("place", _("On a disk of this machine; SQLite {version}, journal {journal}.").format(
        version=sqlite3.sqlite_version, journal=journal
    ))  # fmt: skip


def _contents(place: Place, desk: Desk) -> Iterator[Finding]:
    desk = open_book(place, desk)
    try:
        yield plainly(_derived)(desk)
        yield plainly(_index)()
    finally:
        close_book()


def _derived(desk: Desk) -> Finding:
    newest = [lead for (lead,) in Lead.select(Lead.id).order_by(-Lead.id).limit(SAMPLE).tuples()]
    wrong = derived.out_of_step(newest, desk)
    if wrong:
        return Finding(
            "derived",
            _("{wrong} of {count} leads stand under wrong days or words.").format(wrong=len(wrong), count=len(newest)),
            "leadtui doctor --repair",
        )
    return Finding("derived", _("Due days and search words are right ({count} leads compared).").format(
        count=len(newest)
    ))  # fmt: skip


def _index() -> Finding:
    with db.atomic() as transaction:
        is_sound = search.is_sound()
        transaction.rollback()
    if is_sound:
        return Finding("search", _("The search index is sound."))
    return Finding("search", _("The search index is out of step."), "leadtui doctor --repair")


def _copies(path: Path, desk: Desk) -> Finding:
    known = backups.known(path)
    if not known and not _is_used(path):
        return Finding("copies", _("There is nothing to copy yet."))
    if not known:
        return Finding("copies", _("There are no copies yet."), "leadtui backup")
    newest = backups.newest_good(path)
    if newest is None:
        return Finding("copies", _("None of the {count} copies is sound.").format(count=len(known)), "leadtui backup")
    when = f"{newest.made_at.astimezone(desk.zone):%Y-%m-%d %H:%M}"
    if any(each.made_at > datetime.now(UTC) + timedelta(days=1) for each in known):
        return Finding("copies", _("A copy bears a time to come: the clock was wrong."), _("Set the clock right."))
    if datetime.now(UTC) - newest.made_at > STALE:
        return Finding("copies", _("The newest sound copy is of {when}.").format(when=when), "leadtui backup")
    return Finding("copies", _("{count} copies; the newest sound one is of {when}.").format(
        count=len(known), when=when
    ))  # fmt: skip


def _is_used(path: Path) -> bool:
    try:
        return backups.entries(path) > 0
    except sqlite3.DatabaseError:
        return True


def _holidays(desk: Desk) -> Finding:
    year = desk.today().year
    known = [each for each in (year, year + 1) if workdays.is_known(date(each, 1, 1))]
    if year in known:
        return Finding("holidays", _("Working days are known for {years}.").format(years=", ".join(map(str, known))))
    return Finding(
        "holidays",
        _("The holidays of {year} are not known; weekends alone count as off.").format(year=year),
        _("Upgrade chinesecalendar, or name your own days with `holidays` in the configuration."),
    )


def repair(place: Place, desk: Desk) -> None:
    """Compute due days and search index anew, after a copy was made; a damaged file is restored, not repaired."""
    place = place.expanduser().resolve() if isinstance(place, Path) else place
    desk = open_book(place, desk)
    try:
        plainly(_rebuild)(place, desk)
    finally:
        close_book()


def _rebuild(place: Place, desk: Desk) -> None:
    if isinstance(place, Path):
        backups.make(place, "asked", datetime.now(UTC))
    search.rebuild()
    derived.rebuild(desk)
