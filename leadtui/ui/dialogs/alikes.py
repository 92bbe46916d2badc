"""How a look-alike is told in a form: who it is, whose it is, when it was last contacted, and the ways on (R2)."""

from collections.abc import Sequence

from textual.content import Content

from leadtui.desk import Desk
from leadtui.domain.text import visible
from leadtui.i18n import _
from leadtui.services import people
from leadtui.services.people import LookAlike
from leadtui.ui import render
from leadtui.ui.glyphs import glyphs

MOST = 3


def told(found: Sequence[LookAlike], desk: Desk, *, opens: bool = True) -> Content:
    """The likest leads, one a line, and the key that `opens` the first where there is one."""
    if not found:
        return Content("")
    lines = [_line(each, desk) for each in found[:MOST]]
    more = len(found) - MOST
    last = [_("{count} more").format(count=more)] if more > 0 else []
    if opens and any(each.lead_id for each in found):
        last.append(_("Ctrl+o opens the first"))
    if last:
        lines.append(Content.styled(f" {glyphs().dot} ".join(last), "$muted"))
    return Content("\n").join(lines)


def _line(each: LookAlike, desk: Desk) -> Content:
    if not each.lead_id:
        return Content.styled(_("Exists · owner {owner}").format(owner=visible(each.owner)), "$warning")
    is_sure = each.likeness == people.SURE
    last = render.moment(each.last_contact_at, desk) if each.last_contact_at else _("no contact yet")
    parts = (each.customer, each.contact, each.owner, each.lead_no)
    text = f" {glyphs().dot} ".join([*(visible(part) for part in parts if part), last])
    said = _("In the book: {lead}") if is_sure else _("Similar: {lead}")
    return Content.styled(said.format(lead=text), "$warning" if is_sure else "$muted")


def warning(*, opens: bool = True) -> str:
    """What the first save says where the lead is surely in the book already."""
    if not opens:
        return _("This customer is in the book already; save again to add another lead.")
    return _("This customer is in the book already. Ctrl+o opens that lead; save again to add another one.")
