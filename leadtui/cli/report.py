"""The review of a period (R27–R30) as text, JSON or a file to show."""

from argparse import Namespace
from pathlib import Path

from leadtui.cli import output
from leadtui.cli.words import usage
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.periods import Period, parse_period
from leadtui.i18n import N_, _
from leadtui.services import leads, reviews, views

PIPED_WIDTH = 100


def report(desk: Desk, wanted: Namespace) -> int:
    """Everybody's review, or one owner's, of the leads that pass the filter."""
    period = parse_period(wanted.period, desk.today())
    with usage():
        line = views.expanded(desk, " ".join(wanted.filter))
        owner = _owner(wanted.owner)
    if wanted.output:
        _write(desk, period, line, owner, wanted)
        return DONE
    if wanted.reveal:
        raise UsageError(N_("Contacts stand in a workbook only: name one with -o FILE.xlsx."))
    review = reviews.review(desk, period, filter=line, owner=owner)
    if wanted.json:
        from leadtui.exchange.reviews.document import document

        output.document(document(review))
        return DONE
    from leadtui.exchange.reviews import text

    for each in text.lines(review, desk.today(), output.screen_width() or PIPED_WIDTH):
        output.line(each)
    return DONE


def _owner(name: str | None) -> str | None:
    if name is None or name in leads.owners():
        return name
    raise UsageError(N_("There is no owner {name}. There are: {names}"), name=name, names=", ".join(leads.owners()))


def _write(desk: Desk, period: Period, line: str, owner: str | None, wanted: Namespace) -> None:
    from leadtui.exchange.reviews import file

    if wanted.json:
        raise UsageError(N_("--json prints on standard output; leave out -o, or name a .json file without --json."))
    path = Path(wanted.output)
    file.write(desk, path, period, filter=line, owner=owner, reveal=wanted.reveal, force=wanted.force)
    output.narrate(_("Review: {path}").format(path=path))
