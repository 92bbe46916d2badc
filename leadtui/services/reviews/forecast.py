"""What open leads may bring, by the month of their expected close: amount times the odds of the stage (R52)."""

from collections.abc import Iterable
from datetime import date

from peewee import Case, ModelSelect, fn

from leadtui.domain import stages
from leadtui.domain.periods import MONTH, Period, period
from leadtui.i18n import NP_, told
from leadtui.services.reviews import words
from leadtui.services.reviews.scope import Scope
from leadtui.services.reviews.shape import LABEL, MONEY, Column, Panel, Row, Values
from leadtui.store import settings
from leadtui.store.models import Lead, db

_LABELS = {"late": NP_("review", "passed"), "later": NP_("review", "later"), "none": NP_("review", "no day")}

MONTHS = 6
"""Months shown one by one, this one included."""
_LATE, _LATER, _NO_DAY = "late", "later", "none"
_FEN = 100

_COLUMNS = (
    Column("month", NP_("review", "Expected close"), LABEL),
    Column("leads", NP_("review", "Leads")),
    Column("without", NP_("review", "Without an amount")),
    Column("amount", NP_("review", "Amount"), MONEY),
    Column("weighted", NP_("review", "Weighted"), MONEY, bar=True),
)

_DEFINITION = NP_(
    "review",
    "All leads open today, whatever the period, by the month they are expected to close in. Amount: contract, else"
    " price, else quote, else the middle of the budget; leads without any are counted beside it and add nothing."
    " Weighted = amount × the odds of the lead's stage, as the team has set them. Passed: the expected day is over and"
    " the lead still open. Yesterday's forecast is not kept, so there is nothing to compare it with.",
)

_Sums = tuple[int, int, int, int]
"""Leads, leads without an amount, amount and weighted amount in hundredths of a fen."""
_NOTHING: _Sums = (0, 0, 0, 0)


class Forecast:
    """The panel: a row per coming month, and what has passed, comes later or has no day."""

    key = "forecast"

    def panel(self, scope: Scope) -> Panel:
        """The panel as of today."""
        sums = _sums(scope)
        months = [each.start.isoformat()[:7] for each in _months(scope)]
        keys = [key for key in (_LATE, *months, _LATER, _NO_DAY) if key in months or key in sums]
        total = _added(sums.values())
        return Panel(
            key=self.key,
            title=NP_("review", "Forecast"),
            columns=_COLUMNS,
            rows=tuple(_row(key, _label(key), sums.get(key, _NOTHING)) for key in keys) if sums else (),
            n=total[0],
            definition=_DEFINITION,
            total=_row("", words.everything(), total),
        )

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The leads behind a number."""
        query = _open(scope).select(Lead.id, Lead.expected_close, Lead.amount.is_null())
        ordered = db.execute(query.order_by(Lead.created_at.desc(), Lead.id.desc()))
        return [
            lead
            for lead, day, is_without in ordered
            if row in (None, _key(_day(day), scope)) and (is_without or column != "without")
        ]


def _open(scope: Scope) -> ModelSelect:
    return Lead.select().where(Lead.stage << stages.OPEN, *scope.leads())


def _sums(scope: Scope) -> dict[str, _Sums]:
    scope.go_on()
    odds = settings.stage_defaults().probability
    without = fn.SUM(Case(None, [(Lead.amount.is_null(), 1)], 0))
    query = _open(scope).select(
        Lead.expected_close, Lead.stage, fn.COUNT(Lead.id), without, fn.COALESCE(fn.SUM(Lead.amount), 0)
    )
    found: dict[str, list[_Sums]] = {}
    for day, stage, leads, missing, amount in db.execute(query.group_by(Lead.expected_close, Lead.stage)):
        sums = (leads, int(missing), int(amount), int(amount) * odds[stage])
        found.setdefault(_key(_day(day), scope), []).append(sums)
    return {key: _added(each) for key, each in found.items()}


def _added(sums: Iterable[_Sums]) -> _Sums:
    leads, without, amount, weighted = (sum(each) for each in zip(_NOTHING, *sums, strict=True))
    return leads, without, amount, weighted


def _months(scope: Scope) -> list[Period]:
    return [period(MONTH, scope.desk.today(), back=-ahead) for ahead in range(MONTHS)]


def _key(day: date | None, scope: Scope) -> str:
    if day is None:
        return _NO_DAY
    if day < scope.desk.today():
        return _LATE
    last = period(MONTH, scope.desk.today(), back=1 - MONTHS).end
    return _LATER if day > last else day.isoformat()[:7]


def _day(stored: date | str | None) -> date | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored


def _label(key: str) -> str:
    return told(_LABELS[key]) if key in _LABELS else key


def _row(key: str, label: str, sums: _Sums) -> Row:
    return Row(key, label, (label, *_figures(sums)))


def _figures(sums: _Sums) -> Values:
    leads, without, amount, weighted = sums
    return leads, without, amount / _FEN, weighted / (_FEN * 100)
