"""The days on which a customer is greeted: fixed ones and those of the lunar calendar."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from leadtui.i18n import NP_, Marked, told

# 清明 and 中元 are days of mourning and stay out: nobody sends greetings for them.
_SOLAR = (
    (1, 1, NP_("festival", "New Year's Day")),
    (5, 1, NP_("festival", "Labour Day")),
    (10, 1, NP_("festival", "National Day")),
)
_LUNAR = (
    (1, 1, NP_("festival", "Spring Festival")),
    (1, 15, NP_("festival", "Lantern Festival")),
    (5, 5, NP_("festival", "Dragon Boat Festival")),
    (8, 15, NP_("festival", "Mid-Autumn Festival")),
    (9, 9, NP_("festival", "Double Ninth Festival")),
)


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival on a day of one year."""

    day: date
    marked: Marked

    @property
    def label(self) -> str:
        """Its name in the language being spoken."""
        return told(self.marked)


@cache
def of_year(year: int) -> tuple[Festival, ...]:
    """The festivals that fall into a year, by day; only the fixed ones where the lunar calendar is not known."""
    found = [Festival(date(year, month, day), marked) for month, day, marked in _SOLAR]
    for month, day, marked in _LUNAR:
        fallen = _from_lunar(year, month, day)
        if fallen is not None:
            found.append(Festival(fallen, marked))
    return tuple(sorted(found, key=lambda festival: festival.day))


def _from_lunar(year: int, month: int, day: int) -> date | None:
    from tyme4py.lunar import LunarDay

    try:
        solar = LunarDay.from_ymd(year, month, day).get_solar_day()
    except ValueError:
        return None
    return date(solar.get_year(), solar.get_month(), solar.get_day())


def between(first: date, last: date) -> tuple[Festival, ...]:
    """The festivals from one day to another, both included, by day."""
    years = range(first.year, last.year + 1)
    return tuple(each for year in years for each in of_year(year) if first <= each.day <= last)


def nearest(day: date, within: int) -> Festival | None:
    """The festival nearest to `day`, at most so many days before or after it; of two as near, the earlier."""
    near = between(day - timedelta(within), day + timedelta(within))
    return min(near, key=lambda festival: abs((festival.day - day).days), default=None)
