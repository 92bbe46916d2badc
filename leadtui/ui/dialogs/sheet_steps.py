"""The words of the import's steps: columns with their samples, counts, what becomes of each lead."""

from datetime import datetime, tzinfo

from textual.content import Content

from leadtui.domain.cells import cut, pad
from leadtui.domain.fields import LEAD_FIELDS, Kind
from leadtui.domain.money import format_amount
from leadtui.domain.privacy import mask_name, mask_phone
from leadtui.domain.terms import Term
from leadtui.domain.text import visible
from leadtui.domain.values import Value
from leadtui.exchange import sampling
from leadtui.exchange.sampling import Shown
from leadtui.i18n import N_, NP_, _, language, ngettext, told
from leadtui.services.imports import Doubles, Fate, ImportResult, Rejected, Verdict, Wish

FATES = {
    Fate.REJECTED: NP_("import", "rejected"),
    Fate.DUPLICATE: NP_("import", "look-alike"),
    Fate.NEW: NP_("import", "new"),
    Fate.UPDATED: NP_("import", "updated"),
    Fate.UNCHANGED: NP_("import", "unchanged"),
}
DOUBLES = {
    Doubles.CREATE: N_("Look-alikes: create them"),
    Doubles.SKIP: N_("Look-alikes: skip them"),
    Doubles.UPDATE: N_("Look-alikes: update the lead that is there"),
}
STEPS = (N_("1 File"), N_("2 Columns"), N_("3 Preview"), N_("4 Import"))
_HEADER, _FIELD = 20, 18
_AMOUNTS = frozenset(field.key for field in LEAD_FIELDS if field.kind is Kind.MONEY)


def steps(now: int) -> Content:
    """The four steps, the one under way standing out."""
    return Content("   ").join(
        Content.styled(_(name), "bold" if place == now else "$muted") for place, name in enumerate(STEPS, 1)
    )


def column(shown: Shown) -> Content:
    """A column in one line: header, what it holds, samples."""
    mark = "? " if shown.is_doubtful else "  "
    samples = _(", ").join(visible(each) for each in shown.samples)
    return Content.assemble(
        (mark + _padded(visible(shown.name), _HEADER), "$warning" if shown.is_doubtful else ""),
        (_padded(sampling.named(shown.target), _FIELD), "$muted" if shown.is_doubtful else "$accent"),
        (visible(samples), "$muted"),
    )


def counts(result: ImportResult) -> str:
    """The headline of the preview."""
    said = _(
        "{created} new · {updated} updated · {unchanged} unchanged · {duplicates} look-alikes · {rejected} rejected"
    )
    return said.format(
        created=result.created,
        updated=result.updated,
        unchanged=result.unchanged,
        duplicates=result.duplicates,
        rejected=len(result.rejected),
    )


def choices(wish: Wish, overdue: int) -> str:
    """What was chosen for look-alikes, and for next steps that are overdue where there are any."""
    if wish.by_name and wish.by_phone:
        known = _("known by name or phone")
    else:
        known = _("known by name") if wish.by_name else _("known by phone")
    said = _(DOUBLES[wish.doubles]) + " · " + known
    if not overdue:
        return said
    late = ngettext("{count} next step overdue", "{count} next steps overdue", overdue).format(count=overdue)
    return said + " · " + late + _(": ") + (_("spread over working days") if wish.spread else _("days kept"))


def capped(shown: int, whole: int) -> str:
    """That the list does not hold everything, '' where it does."""
    return _("the first {shown} of {whole}").format(shown=f"{shown:,}", whole=f"{whole:,}") if shown < whole else ""


def taken(result: ImportResult) -> str:
    """What was done, in one line with its undo."""
    leads, talks = result.created + result.updated, result.follow_ups
    if not leads:
        return _("Nothing new in the sheet; nothing was changed.")
    said = ngettext("{count} lead brought in", "{count} leads brought in", leads).format(count=leads)
    said += _(", ") + ngettext("{count} follow-up", "{count} follow-ups", talks).format(count=talks)
    return said + " · " + _("u to undo")


def outcome(one: Verdict | Rejected) -> Content:
    """What becomes of a lead or a row, in one line."""
    if isinstance(one, Rejected):
        fate, style, text = Fate.REJECTED, "$warning", one.reason
    else:
        fate, style = one.fate, "$warning" if one.fate is Fate.DUPLICATE else "$muted"
        newest = one.rows[-1]
        number = newest.lead_no or one.other
        text = "  ".join(filter(None, (_name(one), number if one.fate is not Fate.DUPLICATE else newest.lead_no)))
    return Content.assemble((_padded(told(FATES[fate]), 12), style), (visible(text), ""))


def detail(one: Verdict | Rejected, zone: tzinfo) -> str:
    """What would be written of a lead, or the row that is not taken, with its place."""
    if isinstance(one, Rejected):
        header = zip(one.place.header, one.place.cells, strict=False)
        cells = [f"{name}: {sampling.masked(name, str(cell))}" for name, cell in header if cell not in (None, "")]
        return visible(one.reason + "\n" + " · ".join(cells), multiline=True)
    lines = []
    places = _(", ").join(str(row.place.row) for row in one.rows[:8])
    lines.append(_("Rows {rows}").format(rows=places))
    if one.other and one.fate is Fate.DUPLICATE:
        lines[0] += " · " + _("looks like {lead_no}").format(lead_no=one.other)
    row = one.rows[-1]
    person = mask_name(str(row.contact.get("name", ""))), mask_phone(str(row.contact.get("phone", "")))
    told_of = ((key, value) for key, value in row.lead.items() if value not in (None, ""))
    values = [
        f"{sampling.named(key)}: {_money(value) if key in _AMOUNTS else _said(value, zone)}" for key, value in told_of
    ]
    lines.append(" · ".join(filter(None, [_name(one), *person, row.owner, *values])))
    lines += [f"{_said(each.record.at, zone)} {each.record.summary}" for each in one.rows[-3:] if each.record]
    if row.plan and row.plan.action:
        day = f"{row.plan.due.day} " if row.plan.due else ""
        lines.append(f"→ {day}{row.plan.action}")
    return visible("\n".join(lines), multiline=True)


def _money(value: Value) -> str:
    return format_amount(value, language()) if isinstance(value, int) else str(value)


def _said(value: Value, zone: tzinfo) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d}"
    return value.label if isinstance(value, Term) else str(value)


def _name(one: Verdict) -> str:
    return next((row.name for row in reversed(one.rows) if row.name), one.other)


def _padded(text: str, width: int) -> str:
    return pad(cut(text, width - 1), width)


def bar(done: int, total: int, width: int = 40) -> str:
    """How far the import is."""
    filled = width * done // total if total else 0
    return "#" * filled + "-" * (width - filled) + f"  {done:,}/{total:,}"
