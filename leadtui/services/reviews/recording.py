"""Whether contacts are recorded within 24 h (R33), per rep; later ones are 补录."""

from collections.abc import Sequence
from datetime import timedelta

from peewee import JOIN, ModelSelect

from leadtui.domain.statistics import median, share, wilson
from leadtui.i18n import NP_
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope, Span
from leadtui.services.reviews.shape import HOURS, INTERVAL, LABEL, SHARE, Column, Panel, Row, Values
from leadtui.store.models import FollowUp, Lead, Rep, db

RECORD_WITHIN = timedelta(hours=24)
_LATE = int(RECORD_WITHIN.total_seconds() * 1000)
_HOUR = 3_600_000

_COLUMNS = (
    Column("rep", NP_("review", "Rep"), LABEL),
    Column("contacts", NP_("review", "Contacts")),
    Column("on_time", NP_("review", "Within 24 h")),
    Column("late", NP_("review", "Late entries")),
    Column("share", NP_("review", "Within 24 h, share"), SHARE, bar=True),
    Column("interval", NP_("review", "95% interval"), INTERVAL),
    Column("hours", NP_("review", "Median lag"), HOURS),
)

_DEFINITION = NP_(
    "review",
    "Counted are the contacts made in the period, by who recorded them and whether they were recorded within 24 h; one"
    " that came later is a late entry (补录). A contact that was corrected counts once, by its first record. Imported"
    " records are left out: nobody knows when they were written down. With an owner chosen, the contacts of that rep"
    " are counted, whoever the lead belongs to now.",
)

_Lags = Sequence[int]


class RecordLag:
    """The panel: contacts per rep, on time and late."""

    key = "record_lag"

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""
        now, before = _by_rep(scope, scope.now), _by_rep(scope, scope.before)
        names = sorted({**now, **before}, key=lambda name: (-len(now.get(name, ())), name))
        everything = [lag for lags in now.values() for lag in lags]
        then = [lag for lags in before.values() for lag in lags]
        return Panel(
            key=self.key,
            title=NP_("review", "Recorded in time"),
            columns=_COLUMNS,
            rows=tuple(_row(name, words.rep(name), now.get(name, ()), before.get(name)) for name in names),
            n=len(everything),
            definition=_DEFINITION,
            note=words.too_few(len(everything)),
            total=_row("", words.everything(), everything, then),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads whose contacts a number counts."""
        query = _contacts(scope, scope.now).select(Lead.id)
        if row is not None:
            query = query.where(Rep.name == row if row else Rep.name.is_null())
        is_late = FollowUp.recorded_at - FollowUp.at > _LATE
        wanted = {"late": is_late, "on_time": ~is_late}.get(column or "")
        if wanted is not None:
            query = query.where(wanted)
        query = query.group_by(Lead.id, Lead.created_at).order_by(Lead.created_at.desc(), Lead.id.desc())
        return [lead for (lead,) in db.execute(query)]


def _contacts(scope: Scope, span: Span) -> ModelSelect:
    return (
        FollowUp.select()
        .join(Lead)
        .switch(FollowUp)
        .join(Rep, JOIN.LEFT_OUTER, on=FollowUp.by)
        .where(
            span.holds(FollowUp.at),
            FollowUp.corrects.is_null(),
            ~FollowUp.is_imported,
            *scope.done_by(FollowUp.by),
            *scope.leads(of_owner=False),
        )
    )


def _by_rep(scope: Scope, span: Span) -> dict[str, list[int]]:
    """The lags in milliseconds of each rep's contacts."""
    scope.go_on()
    found: dict[str, list[int]] = {}
    for name, lag in db.execute(_contacts(scope, span).select(Rep.name, FollowUp.recorded_at - FollowUp.at)):
        found.setdefault(name or "", []).append(lag)
    return found


def _row(key: str, label: str, now: _Lags, before: _Lags | None) -> Row:
    return Row(key, label, (label, *_figures(now)), None if before is None else (label, *_figures(before)))


def _figures(lags: _Lags) -> Values:
    late = sum(lag > _LATE for lag in lags)
    on_time = len(lags) - late
    middle = median(lags)
    hours = None if middle is None else max(middle, 0) / _HOUR
    return len(lags), on_time, late, share(on_time, len(lags)), wilson(on_time, len(lags)), hours
