"""Reviews (R27–R30, R39): what a period brought, panel by panel, beside the period before; and the leads behind it."""

from collections.abc import Callable, Iterable
from typing import Protocol

from leadtui.desk import Desk
from leadtui.domain.errors import UsageError
from leadtui.domain.filters import parse
from leadtui.domain.periods import Period
from leadtui.i18n import N_
from leadtui.services.reviews.activity import Activity
from leadtui.services.reviews.answering import AnswerTime
from leadtui.services.reviews.conversion import BY_CUSTOMERS, BY_GRADE, BY_SOURCE
from leadtui.services.reviews.effort import Effort
from leadtui.services.reviews.forecast import Forecast
from leadtui.services.reviews.funnel import Funnel
from leadtui.services.reviews.losing import COMPETITORS, LOST_REASONS
from leadtui.services.reviews.needs import Needs
from leadtui.services.reviews.recording import RecordLag
from leadtui.services.reviews.satisfaction import SATISFACTION
from leadtui.services.reviews.scope import Scope
from leadtui.services.reviews.shape import Panel, Review
from leadtui.store.watching import stoppable


class Figure(Protocol):
    """One panel: how it is counted, and which leads stand behind its numbers."""

    @property
    def key(self) -> str:
        """What scripts call it."""

    def panel(self, scope: Scope) -> Panel:
        """The panel for a period, with the previous one beside it."""

    def behind(self, scope: Scope, row: str | None, column: str | None) -> list[int]:
        """The ids of the leads behind a number, or behind a row or all rows where None."""


_FIGURES: tuple[Figure, ...] = (
    BY_SOURCE,
    BY_GRADE,
    Funnel(),
    AnswerTime(),
    RecordLag(),
    Needs(),
    LOST_REASONS,
    COMPETITORS,
    Activity(),
    Forecast(),
    Effort(),
    SATISFACTION,
    BY_CUSTOMERS,
)
PANELS = tuple(figure.key for figure in _FIGURES)
"""The key of every panel, in the order they are shown."""

Progress = Callable[[int, int], None]


def review(
    desk: Desk,
    period: Period,
    *,
    filter: str = "",
    owner: str | None = None,
    panels: Iterable[str] | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Review:
    """All panels, or those named, of a period: the leads that pass the filter line, of one owner or of all.

    `progress` is told how many panels of how many are done. Where `cancelled` turns true, StoppedError comes.
    """
    wanted = PANELS if panels is None else tuple(panels)
    found = []
    for done, key in enumerate(wanted):
        if progress:
            progress(done, len(wanted))
        found.append(panel(desk, key, period, filter=filter, owner=owner, cancelled=cancelled))
    if progress:
        progress(len(wanted), len(wanted))
    return Review(period, period.previous(), owner, filter, tuple(found))


def panel(
    desk: Desk,
    key: str,
    period: Period,
    *,
    filter: str = "",
    owner: str | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Panel:
    """One panel of a period; UsageError where there is none of this name."""
    figure = _figure(key)
    if cancelled is None:
        return figure.panel(Scope(desk, period, parse(filter), owner))
    with stoppable(cancelled):
        return figure.panel(Scope(desk, period, parse(filter), owner, cancelled))


def leads_behind(
    desk: Desk,
    panel_key: str,
    row_key: str | None,
    period: Period,
    *,
    column: str | None = None,
    filter: str = "",
    owner: str | None = None,
) -> list[int]:
    """The ids of the leads behind a number of a panel, newest first: of a row (None: of all), of a column or of any."""
    return _figure(panel_key).behind(Scope(desk, period, parse(filter), owner), row_key, column)


def _figure(key: str) -> Figure:
    for figure in _FIGURES:
        if figure.key == key:
            return figure
    raise UsageError(N_("There is no panel {name}. There are: {names}"), name=key, names=", ".join(PANELS))
