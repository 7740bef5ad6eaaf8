"""Flows with dates: their internal rate and worth under a day count that is named.

A deal counts in whole months. Statements of a fund have days, and a spreadsheet's XIRR counts them over 365. Which
count it is matters little, a tenth of a point at most, but whoever compares two rates must know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine import measures
from sibmodel.engine.roots import all_growth_roots

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = NDArray[np.float64]
DayCount = Literal["act/365F", "act/360", "30E/360", "act/act ISDA"]
Flows = Sequence[tuple[dt.date, float]]


@dataclass(frozen=True, slots=True)
class InternalRate:
    """The internal rates of a row of flows.

    Args:
        status: ``ok`` for a single one; ``total_loss`` where nothing came back; ``no_outlay`` where nothing was put in;
            ``no_flows``; ``none``; ``multiple``; ``uncertified`` where one was found and may not be the only one.
        roots: Every rate that was found, the lowest first.
        is_financing: Whether money comes in first, so that the rate is what it costs and lower is better.
    """

    status: str
    roots: tuple[float, ...]
    is_financing: bool

    @property
    def headline(self) -> float | None:
        """The rate, where there is one to print; -1 where all was lost."""
        return self.roots[0] if self.status in {"ok", "total_loss"} else None


def internal_rate(flow: ArrayLike, years: ArrayLike) -> InternalRate:
    """The yearly rates at which flows are worth nothing, from -99.999 % to 10,000 %.

    Where the flows change sign once there is one rate at most; otherwise all that a fine grid sees are told.

    Args:
        flow: Flows, to (+) and from (-) the party.
        years: Their years, in order.

    Example:
        >>> internal_rate([-100.0, 0.0, 121.0], [0, 1, 2]).status
        'ok'
        >>> internal_rate([-1000.0, 2300.0, -1320.0], [0, 1, 2]).status
        'multiple'
        >>> internal_rate([-100.0, 0.0, 0.0], [0, 1, 2]).headline
        -1.0
    """
    amounts, at = np.asarray(flow, dtype=float), np.asarray(years, dtype=float)
    moving = np.sign(amounts[amounts != 0])
    if moving.size == 0:
        return InternalRate("no_flows", (), False)
    if np.all(moving < 0):
        return InternalRate("total_loss", (-1.0,), False)
    if np.all(moving > 0):
        return InternalRate("no_outlay", (), False)
    roots = tuple(root - 1 for root in all_growth_roots(amounts, at))
    certain = np.count_nonzero(np.diff(moving)) == 1
    status = {0: "none", 1: "ok" if certain else "uncertified"}.get(len(roots), "multiple")
    return InternalRate(status, roots, bool(moving[0] > 0))


def dated_internal_rate(flows: Flows, count: DayCount = "act/365F") -> InternalRate:
    """The internal rate of dated flows, an effective yearly rate; flows of one day are netted first.

    Example:
        >>> year = [(dt.date(2023, 1, 1), -100.0), (dt.date(2024, 1, 1), 110.0)]
        >>> round(dated_internal_rate(year).headline, 6), round(dated_internal_rate(year, "act/360").headline, 6)
        (0.1, 0.098565)
    """
    return internal_rate(*_placed(flows, count))


def dated_present_value(flows: Flows, rate: float, count: DayCount = "act/365F") -> float:
    """What dated flows are worth on the day of the first, at a yearly rate.

    Example:
        >>> year = [(dt.date(2023, 1, 1), -100.0), (dt.date(2024, 1, 1), 121.0)]
        >>> round(dated_present_value(year, 0.10), 6)
        10.0
    """
    return measures.present_value(*_placed(flows, count), rate)


def years_between(start: dt.date, end: dt.date, count: DayCount = "act/365F") -> float:
    """Years from one day to another.

    Raises:
        ValueError: If the count is none of those there are.

    Example:
        >>> one, other = dt.date(2024, 1, 31), dt.date(2025, 2, 28)
        >>> [round(years_between(one, other, count), 6) for count in DAY_COUNTS]
        [1.079452, 1.094444, 1.077778, 1.076937]
    """
    if count not in DAY_COUNTS:
        raise ValueError(f"'{count}' is no day count; there are {', '.join(DAY_COUNTS)}")
    return DAY_COUNTS[count](start, end)


def _placed(flows: Flows, count: DayCount) -> tuple[Array, Array]:
    """Flows by day, in order, with their years since the first."""
    if not flows:
        return np.zeros(1), np.zeros(1)
    by_day: dict[dt.date, float] = {}
    for day, amount in flows:
        by_day[day] = by_day.get(day, 0.0) + amount
    days = sorted(by_day)
    years = [years_between(days[0], day, count) for day in days]
    return np.array([by_day[day] for day in days]), np.array(years)


def _thirty_days_a_month(start: dt.date, end: dt.date) -> float:
    """30E/360: every month has 30 days, and the 31st is the 30th."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return (30 * months + min(end.day, 30) - min(start.day, 30)) / 360


def _as_each_year_is_long(start: dt.date, end: dt.date) -> float:
    """Act/act ISDA: days of a leap year over 366, the others over 365."""
    return end.year - start.year + _part_of_year(end) - _part_of_year(start)


def _part_of_year(day: dt.date) -> float:
    first, next_first = dt.date(day.year, 1, 1), dt.date(day.year, 12, 31) + dt.timedelta(days=1)
    return (day - first).days / (next_first - first).days


DAY_COUNTS: Final[Mapping[str, Callable[[dt.date, dt.date], float]]] = {
    "act/365F": lambda start, end: (end - start).days / 365,
    "act/360": lambda start, end: (end - start).days / 360,
    "30E/360": _thirty_days_a_month,
    "act/act ISDA": _as_each_year_is_long,
}
"""Day counts by name."""
