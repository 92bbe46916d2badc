"""Commands that write files for others: exports, bundles, calendars, cards."""

from argparse import Namespace
from pathlib import Path

from leadtui.cli import output
from leadtui.cli.words import usage
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.filters import parse
from leadtui.exchange import exporting
from leadtui.exchange.layouts import Template
from leadtui.i18n import N_, ngettext
from leadtui.services import exports


def export(desk: Desk, wanted: Namespace) -> int:
    """Write the leads that pass the filter into a file by its ending."""
    path = Path(wanted.file)
    template = Template(wanted.template) if wanted.template else None
    ids = _chosen(desk, wanted)
    _tell(exporting.export_file(desk, path, ids, template=template, reveal=wanted.reveal, force=wanted.force), path)
    return DONE


def bundle(desk: Desk, wanted: Namespace) -> int:
    """Write chosen leads whole, contacts in full, for a colleague to import."""
    path = Path(wanted.file)
    _tell(exporting.write_bundle(desk, path, _chosen(desk, wanted), force=wanted.force), path)
    return DONE


def calendar(desk: Desk, wanted: Namespace) -> int:
    """Write the open plans as one calendar, or as a folder of events."""
    from leadtui.exchange import calendar as calendars

    if bool(wanted.file) == bool(wanted.folder):
        raise UsageError(N_("Give either a FILE or a folder with --folder."))
    everyone = not wanted.mine
    if wanted.folder:
        count = calendars.write_folder(desk, Path(wanted.folder), everyone=everyone)
    else:
        count = calendars.write_file(desk, Path(wanted.file), everyone=everyone)
    told = ngettext("{count} plan: {path}", "{count} plans: {path}", count)
    output.narrate(told.format(count=count, path=wanted.folder or wanted.file))
    return DONE


def contacts(desk: Desk, wanted: Namespace) -> int:
    """Write the contacts of the leads that pass the filter as cards; only in full are they of use."""
    from leadtui.exchange import cards

    if not wanted.reveal:
        raise UsageError(N_("A card without a number calls nobody: say --reveal. That contacts went out is recorded."))
    count = cards.write_file(desk, Path(wanted.file), _chosen(desk, wanted))
    told = ngettext("{count} contact: {path}", "{count} contacts: {path}", count)
    output.narrate(told.format(count=count, path=wanted.file))
    return DONE


def _chosen(desk: Desk, wanted: Namespace) -> list[int]:
    with usage():
        return exports.chosen(desk, parse(" ".join(wanted.filter)))


def _tell(count: int, path: Path) -> None:
    output.narrate(ngettext("{count} lead: {path}", "{count} leads: {path}", count).format(count=count, path=path))
