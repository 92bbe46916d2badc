"""Commands of who looks after leads: giving them to others, and what each rep has in hand."""

from argparse import Namespace
from dataclasses import asdict

from leadtui.cli import output
from leadtui.cli.words import usage
from leadtui.desk import Desk
from leadtui.domain.errors import DONE, UsageError
from leadtui.domain.filters import parse
from leadtui.i18n import N_, _, ngettext, told
from leadtui.services import handover, leads, views
from leadtui.services.workload import COUNTED
from leadtui.services.workload import workload as loads


def assign(desk: Desk, wanted: Namespace) -> int:
    """Give leads, by number or filter, to a rep or by turns to several."""
    if bool(wanted.leads) == bool(wanted.filter):
        raise UsageError(N_("Give either the numbers of leads, or a --filter."))
    with usage():
        heirs = handover.heirs(desk, wanted.rep)
        found = leads.ids(desk, parse(views.expanded(desk, wanted.filter))) if wanted.filter else None
    if found is None:
        found = [leads.find(lead_no) for lead_no in wanted.leads]
    given = handover.hand_over(desk, found, heirs)
    for name, count in given.items():
        output.narrate(ngettext("{rep}: {count} lead", "{rep}: {count} leads", count).format(rep=name, count=count))
    if not given:
        output.narrate(_("No lead changes hands."))
    return DONE


def workload(desk: Desk, wanted: Namespace) -> int:
    """What each rep has in hand, the pool last."""
    found = loads(desk)
    if wanted.json:
        output.document([asdict(each) for each in found])
        return DONE
    head = ["", *(told(label) for label in COUNTED.values())]
    rows = [[each.owner or _("public pool"), *(str(getattr(each, key)) for key in COUNTED)] for each in found]
    output.table([head, *rows])
    return DONE
