"""The safety net: copies made, listed and brought back."""

from argparse import Namespace
from pathlib import Path

from leadtui.cli import output
from leadtui.config import Settings
from leadtui.domain.errors import DONE, FAILED, LeadtuiError, UsageError
from leadtui.domain.servers import Place
from leadtui.i18n import N_, NP_, Marked, _, told
from leadtui.services import copies
from leadtui.services.copies import Backup, Restored

WHY: dict[str, Marked] = {
    "auto": NP_("copy", "by itself"),
    "asked": NP_("copy", "asked for"),
    "import": NP_("copy", "before an import"),
    "delete": NP_("copy", "before a deletion"),
    "migration": NP_("copy", "before an upgrade"),
    "restore": NP_("copy", "before a restore"),
}


def backup(settings: Settings, wanted: Namespace) -> int:
    """Copy the database, verify the copy and name it."""
    made = copies.back_up(settings.database, Path(wanted.file) if wanted.file else None)
    output.line(str(made.path))
    output.narrate(
        _("Copied and verified: {leads} leads, {size} KB.").format(
            leads=made.rows.get("lead", 0), size=made.size // 1024
        )
    )
    return DONE


def restore(settings: Settings, wanted: Namespace) -> int:
    """Bring a copy back; without one named, list those there are."""
    if wanted.file is None and not wanted.newest:
        return _list(settings)
    if wanted.file and wanted.newest:
        raise UsageError(N_("Name a copy or give --newest, not both."))
    source = Path(wanted.file) if wanted.file else _newest(settings.database)
    tell_restored(source, copies.restore(settings.database, source))
    return DONE


def _newest(database: Place) -> Path:
    found = copies.newest_good(database)
    if found is None:
        raise LeadtuiError(N_("There is no sound copy of {path}."), path=database)
    return found.path


def offer_copy(settings: Settings, trouble: LeadtuiError) -> bool:
    """Ask at the terminal whether the newest sound copy is to be brought back; whether it was."""
    found = copies.newest_good(settings.database)
    if found is None:
        return False
    output.narrate(f"leadtui: {trouble}")
    question = _("Bring back the copy of {when} with {leads} leads? The damaged file is kept beside it.")
    try:
        answer = input(question.format(when=when_made(found, settings), leads=found.rows.get("lead", 0)) + " [y/N] ")
    except EOFError:
        return False
    if answer.strip().lower() not in ("y", "yes", "是"):
        return False
    tell_restored(found.path, copies.restore(settings.database, found.path))
    return True


def tell_restored(source: Path, done: Restored) -> None:
    """Say what was brought back and where what stood there is now."""
    output.narrate(_("Restored from {path}.").format(path=source))
    if done.copied:
        output.narrate(_("What was there before: {path}").format(path=done.copied.path))
    if done.aside:
        output.narrate(_("The damaged file was set aside: {path}").format(path=done.aside))


def when_made(made: Backup, settings: Settings) -> str:
    """The local time of a copy, as a person reads it."""
    return f"{made.made_at.astimezone(settings.desk.zone):%Y-%m-%d %H:%M}"


def _list(settings: Settings) -> int:
    found = copies.generations(settings.database)
    if not found:
        output.narrate(_("There are no copies yet. `leadtui backup` makes one."))
        return FAILED
    output.table(
        [
            [
                when_made(each, settings),
                told(WHY[each.why]) if each.why in WHY else each.why,
                _("{count} leads").format(count=each.rows.get("lead", 0)),
                str(each.path),
            ]
            for each in found
        ]
    )
    return DONE
