"""Every figure of a review against plain Python over generated lives: no lead, one, lost, returned, handed over …"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadtui.desk import Desk
from leadtui.domain.periods import KINDS, RANGE, Period, period
from leadtui.services import reviews
from leadtui.services.reviews.shape import Panel, named_values
from leadtui.store.models import db
from tests.services import by_hand
from tests.services.by_hand import Days, Figures
from tests.services.lives import NOW, REPS, ZONES, Life, lives, write

Told = Callable[[Sequence[Life], Days], Figures]

Case = tuple[ZoneInfo, Period, str | None, bool, list[Life]]
"""A zone, a period, an owner or all, whether only website leads, and what happened."""


class Asked(NamedTuple):
    """Which leads a review is asked for."""

    filter: str
    owner: str | None


OF_OWNERS: dict[str, Told] = {
    "conversion_by_source": by_hand.by_source,
    "conversion_by_grade": by_hand.by_grade,
    "repurchase_and_referral": by_hand.by_customers,
    "funnel": by_hand.funnel,
    "answer_time": by_hand.answer_time,
    "lost_reasons": by_hand.lost_reasons,
    "competitors": by_hand.competitors,
    "forecast": lambda told, days: by_hand.forecast(told, days.zone),
    "effort": by_hand.effort,
    "satisfaction": by_hand.satisfaction,
}
"""Counted of the leads that an owner has now."""
OF_ACTORS = {"record_lag": by_hand.record_lag, "activity": by_hand.activity}
"""Counted of what a rep did, whoever has the lead now."""
LEAD_COUNTS = frozenset({"leads", "won", "lost", "open", "invalid", "entered", "went_on", "dropped", "without"})
"""Columns that count leads, so that as many stand behind them."""


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case; most of what happens lies at the edges of the period."""
    zone = draw(st.sampled_from(ZONES))
    today = NOW.astimezone(zone).date()
    kind = draw(st.sampled_from((*KINDS, RANGE)))
    back = draw(st.integers(0, 2))
    start = today - timedelta(days=draw(st.integers(0, 60)))
    days = Period(start, start + timedelta(days=draw(st.integers(0, 70))))
    chosen = days if kind == RANGE else period(kind, today, back)
    return (
        zone,
        chosen,
        draw(st.sampled_from(REPS)),
        draw(st.booleans()),
        draw(st.lists(lives(zone, chosen), max_size=6)),
    )


def checked(case: Case) -> None:
    """Write the lives, compare all panels and what stands behind their numbers, and take the lives back."""
    zone, chosen, owner, is_filtered, told = case
    desk = Desk("李娜", zone, True, lambda: NOW)
    with db.atomic() as transaction:
        ids = write(desk, told)
        kept = [life for life in told if not life.is_deleted and (life.source == "website" or not is_filtered)]
        asked = Asked("source:website" if is_filtered else "", owner)
        mine = [life for life in kept if owner is None or life.owner == owner]
        for panel in reviews.review(desk, chosen, filter=asked.filter, owner=owner).panels:
            now, before = (
                _by_hand(panel.key, Days(days.start, days.end, zone), kept, mine, owner)
                for days in (chosen, chosen.previous())
            )
            if panel.key == "needs":
                _check_needs(panel, mine, Days(chosen.start, chosen.end, zone))
            else:
                _check(panel, now, before)
                _check_behind(desk, panel, chosen, asked, ids)
        transaction.rollback()


def _by_hand(key: str, days: Days, kept: Sequence[Life], mine: Sequence[Life], owner: str | None) -> Figures:
    if key in OF_ACTORS:
        return OF_ACTORS[key](kept, days, owner)
    return OF_OWNERS[key](mine, days) if key in OF_OWNERS else {}


def _check(panel: Panel, now: Figures, before: Figures) -> None:
    """Rows of this period and of the one before, column by column; a row that only one has is nothing in the other."""
    rows = {row.key: row for row in panel.rows}
    expected = {*now, *before} if panel.key != "forecast" else {*now}
    assert {*rows} == expected, panel.key
    for key, row in rows.items():
        _agree(panel, named_values(panel, row), now.get(key, {}), key)
        if key in before and panel.key != "forecast":
            _agree(panel, named_values(panel, row, before=True), before[key], key)


def _agree(panel: Panel, found: Mapping[str, object], expected: Mapping[str, object], key: str) -> None:
    for column, value in list(found.items())[1:]:
        wanted = expected.get(column, 0 if isinstance(value, int) else None)
        if isinstance(value, float) and not expected:
            wanted = 0.0
        assert value == (pytest.approx(wanted, abs=1e-7) if isinstance(wanted, float) else wanted), (
            f"{panel.key} {key} {column}"
        )


def _check_behind(desk: Desk, panel: Panel, chosen: Period, asked: Asked, ids: Sequence[int]) -> None:
    """As many leads stand behind a number as it says, all of them written; of a whole panel those of its rows."""
    everything: set[int] = set()
    for row in panel.rows:
        for column, value in named_values(panel, row).items():
            if column in LEAD_COUNTS and value is not None and panel.key != "activity":
                behind = reviews.leads_behind(
                    desk, panel.key, row.key, chosen, column=column, filter=asked.filter, owner=asked.owner
                )
                assert len(behind) == len(set(behind)) == value, f"{panel.key} {row.key} {column}"
        everything |= {*reviews.leads_behind(desk, panel.key, row.key, chosen, filter=asked.filter, owner=asked.owner)}
    assert (
        everything
        == {*reviews.leads_behind(desk, panel.key, None, chosen, filter=asked.filter, owner=asked.owner)}
        <= {*ids}
    ), panel.key


def _check_needs(panel: Panel, mine: Sequence[Life], days: Days) -> None:
    """A word counts as many leads as name it."""
    for row in panel.rows:
        assert named_values(panel, row)["leads"] == by_hand.naming(mine, days, row.key), row.key


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(cases())
def test_r28_every_figure_is_what_plain_python_finds(book: Path, case: Case) -> None:
    checked(case)


@pytest.mark.slow
@settings(max_examples=500, deadline=None, suppress_health_check=[*HealthCheck])
@given(cases())
def test_r28_every_figure_over_many_lives(book: Path, case: Case) -> None:
    checked(case)
