"""Commands about the public pool (公海): claim, release, and sending back what nobody tends."""

from argparse import Namespace

from leadtui.cli import output
from leadtui.desk import Desk
from leadtui.domain.errors import DONE
from leadtui.i18n import ngettext
from leadtui.services import leads, pool


def claim(desk: Desk, wanted: Namespace) -> int:
    """Take leads out of the pool."""
    count = pool.claim(desk, [leads.find(lead_no) for lead_no in wanted.leads])
    output.narrate(ngettext("Claimed: {count} lead", "Claimed: {count} leads", count).format(count=count))
    return DONE


def release(desk: Desk, wanted: Namespace) -> int:
    """Put leads into the pool, for a reason."""
    count = pool.release(desk, [leads.find(lead_no) for lead_no in wanted.leads], wanted.reason)
    output.narrate(ngettext("Released: {count} lead", "Released: {count} leads", count).format(count=count))
    return DONE


def recycle(desk: Desk, wanted: Namespace) -> int:
    """Send back to the pool what the team's rule says; for cron."""
    count = pool.recycle(desk)
    text = ngettext("Back to the pool: {count} lead", "Back to the pool: {count} leads", count)
    output.narrate(text.format(count=count))
    return DONE
