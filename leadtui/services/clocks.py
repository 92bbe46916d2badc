"""A team's time: the server's clock counts where a computer's own is far from it."""

from dataclasses import replace
from datetime import timedelta

from leadtui.desk import Desk, present
from leadtui.i18n import _
from leadtui.store.models import db

DIFFER_BY = timedelta(minutes=5)
"""What clocks may differ by before it is said and put right."""


def set_right(desk: Desk) -> Desk:
    """The desk by the server's time; a clock that was stopped (LEADTUI_NOW) stays as it was wanted."""
    if desk.clock is not present:
        return desk
    from leadtui.store import server

    ahead = present() - server.now(db.obj)
    return replace(desk, ahead=ahead) if abs(ahead) > DIFFER_BY else desk


def off(desk: Desk) -> str:
    """What is to be said of a computer whose clock is far from the server's; empty where it is not."""
    if not desk.ahead:
        return ""
    hours, minutes = divmod(round(abs(desk.ahead) / timedelta(minutes=1)), 60)
    if desk.ahead > timedelta(0):
        text = _("The clock of this computer is {hours} h {minutes} min fast. The server's counts; set yours right.")
    else:
        text = _("The clock of this computer is {hours} h {minutes} min slow. The server's counts; set yours right.")
    return text.format(hours=hours, minutes=minutes)
