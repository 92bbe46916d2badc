"""Any number of lead lines, for output beside the full screen; contacts in full only on the record."""

from collections.abc import Iterator, Sequence

from leadtui.desk import Desk
from leadtui.i18n import N_
from leadtui.services import leads
from leadtui.services.leads import LeadRow

PAGE = 500


def lines(desk: Desk, ids: Sequence[int], *, reveal: bool = False) -> Iterator[LeadRow]:
    """The lines of these leads in order, read page by page; a reveal is recorded before the first (R37)."""
    if reveal and ids:
        from leadtui.store import journal  # only to write: reading takes no part of it

        journal.act(desk, N_("Reveal contacts: {count} leads"), count=len(ids))
    for start in range(0, len(ids), PAGE):
        yield from leads.rows(desk, ids[start : start + PAGE], reveal=reveal)
