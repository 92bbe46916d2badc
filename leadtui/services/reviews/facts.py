"""What a period brought, a sentence a fact, read from the panels; a rate is told only where there are enough cases."""

from collections.abc import Iterator, Mapping, Sequence

from leadtui.domain.statistics import MINIMUM
from leadtui.i18n import _, ngettext
from leadtui.services import brief
from leadtui.services.reviews import telling
from leadtui.services.reviews.shape import Panel, Row

NAMED = 3
"""How many of the most frequent are named."""


def sentences(panels: Mapping[str, Panel]) -> Iterator[str]:
    """The facts in the order in which one tells them; a panel without cases says nothing."""
    tellers = (
        ("conversion_by_source", _created),
        ("activity", _work),
        ("lost_reasons", _lost),
        ("answer_time", _answered),
        ("record_lag", _recorded),
        ("needs", _needs),
        ("forecast", _forecast),
        ("satisfaction", _satisfied),
    )
    if not any(panel.n for panel in panels.values()):
        yield _("Nothing was noted in this period.")
    for key, teller in tellers:
        panel = panels.get(key)
        if panel is not None and panel.rows:
            yield from map(brief.plain, filter(None, teller(panel)))


def value(panel: Panel, row: Row | None, key: str, *, before: bool = False) -> object:
    """A figure of a row by the key of its column; None where there is none."""
    values = None if row is None else row.before if before else row.values
    if values is None:
        return None
    return next((each for column, each in zip(panel.columns, values, strict=True) if column.key == key), None)


def count(panel: Panel, row: Row | None, key: str, *, before: bool = False) -> int:
    """A count of a row, 0 where there is none."""
    found = value(panel, row, key, before=before)
    return found if isinstance(found, int) else 0


def _listed(panel: Panel, key: str, rows: Sequence[Row]) -> str:
    """The first rows with their counts: website 5, trade show 3."""
    found = [f"{row.label} {count(panel, row, key):,}" for row in rows if count(panel, row, key)]
    return _(", ").join(found[:NAMED])


def _created(panel: Panel) -> Iterator[str]:
    total = panel.total
    leads = count(panel, total, "leads")
    if not leads:
        return
    told = ngettext("{count} new lead: {sources}.", "{count} new leads, most of them from: {sources}.", leads)
    yield told.format(count=f"{leads:,}", sources=_listed(panel, "leads", panel.rows))
    won, lost, still = (count(panel, total, key) for key in ("won", "lost", "open"))
    yield _("Of the leads that came in, {won} are won by now, {lost} lost and {open} open.").format(
        won=won, lost=lost, open=still
    )
    if leads >= MINIMUM:
        rate, sure = (telling.shown(*_typed(panel, total, key)) for key in ("rate", "interval"))
        yield _("That is a conversion of {rate} (95% interval {interval}).").format(rate=rate, interval=sure)
    if invalid := count(panel, total, "invalid"):
        yield ngettext("{count} more was invalid.", "{count} more were invalid.", invalid).format(count=invalid)


def _typed(panel: Panel, row: Row | None, key: str) -> tuple[str, object]:
    kind = next(column.kind for column in panel.columns if column.key == key)
    return kind, value(panel, row, key)


def _work(panel: Panel) -> Iterator[str]:
    contacts, customers, moved, won = (
        count(panel, panel.total, key) for key in ("contacts", "customers", "moved", "won")
    )
    if contacts:
        told = ngettext("{count} contact was made", "{count} contacts were made", contacts)
        reached = ngettext("{count} customer reached", "{count} customers reached", customers)
        yield _("{contacts}, {customers}.").format(
            contacts=told.format(count=f"{contacts:,}"), customers=reached.format(count=f"{customers:,}")
        )
    if moved:
        told = ngettext("{count} step to a later stage", "{count} steps to a later stage", moved)
        deals = ngettext("{count} of them a win.", "{count} of them wins.", won)
        yield _("{moves}, {wins}").format(moves=told.format(count=moved), wins=deals.format(count=won))


def _lost(panel: Panel) -> Iterator[str]:
    leads = count(panel, panel.total, "leads")
    if leads:
        told = ngettext("{count} lead was lost: {reasons}.", "{count} leads were lost: {reasons}.", leads)
        yield told.format(count=f"{leads:,}", reasons=_listed(panel, "leads", panel.rows))


def _answered(panel: Panel) -> Iterator[str]:
    """What the panel itself finds, where it found something: both groups have decided leads enough."""
    decided = [
        count(panel, row, "won") + count(panel, row, "lost")
        for row in panel.rows
        if row.key in ("all/within", "all/late")
    ]
    if panel.note and len(decided) == 2 and min(decided) >= MINIMUM:
        yield panel.note


def _recorded(panel: Panel) -> Iterator[str]:
    contacts, on_time = count(panel, panel.total, "contacts"), count(panel, panel.total, "on_time")
    if contacts:
        yield _("{on_time} of {contacts} contacts were recorded within 24 hours.").format(
            on_time=f"{on_time:,}", contacts=f"{contacts:,}"
        )


def _needs(panel: Panel) -> Iterator[str]:
    key = next((column.key for column in panel.columns if column.bar), "leads")
    if listed := _listed(panel, key, panel.rows):
        yield _("What customers asked for most: {needs}.").format(needs=listed)


def _forecast(panel: Panel) -> Iterator[str]:
    leads = count(panel, panel.total, "leads")
    amount, weighted = (telling.shown(*_typed(panel, panel.total, key)) for key in ("amount", "weighted"))
    if leads:
        told = ngettext("{count} lead is open today", "{count} leads are open today", leads)
        yield _("{leads}, worth {amount}; weighted by the odds of their stages {weighted}.").format(
            leads=told.format(count=f"{leads:,}"), amount=amount, weighted=weighted
        )


def _satisfied(panel: Panel) -> Iterator[str]:
    leads = count(panel, panel.total, "leads")
    if leads:
        yield ngettext("{count} order was delivered.", "{count} orders were delivered.", leads).format(
            count=f"{leads:,}"
        )
        yield panel.note or ""
