"""Between which values each input is tried, and who says so.

In this order of trust: a range that the user chose; the P10 and P90 of an uncertain number of the deal, which moves
all inputs that it moves; the lowest and the highest that the plan and the scenarios of the file state; and where
nobody says anything, a convention, which is no evidence and is marked as one.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sibmodel.analysis.sensitivity.levers import Lever, lever_of, of_uncertain
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.part import date_of, serial
from sibmodel.deal.termination import is_no_end
from sibmodel.graph.units import DATE, MONTHS
from sibmodel.risk.priors import distribution_of

Basis = Literal["chosen", "uncertain", "scenarios", "convention"]

LOW, HIGH = 0.10, 0.90
"""The probabilities of an uncertain number between which it is tried."""
SHARE_OF_VALUE: Final = 0.10
"""By convention an input is tried a tenth below and above what it is,"""
POINTS: Final = 0.01
"""a rate a year one percentage point,"""
FEWEST_MONTHS: Final = 3
"""and what counts months, or is a date, three months: a tenth of the months where that is more."""
_HIGHEST_RATE: Final = 10.0
"""The most that a rate a year may be, 1,000 %: by that it is told from other shares."""


@dataclass(frozen=True, slots=True)
class Range:
    """Between which numbers a lever is tried.

    Args:
        lever: What is moved.
        low: The low number.
        high: The high number.
        basis: Who says so.
        rule: The same in words.
        is_clipped: Whether an input would have left what it may be, and was held there.
    """

    lever: Lever
    low: float
    high: float
    basis: Basis
    rule: str
    is_clipped: bool = False

    @property
    def has_width(self) -> bool:
        """Whether anything is moved at all."""
        ends = self.lever.at(self.low), self.lever.at(self.high)
        return any(end[each.path] != each.planned for end in ends for each in self.lever.moved)


Chosen = Mapping[str, tuple[float, float]]


def ranges_of(deal: Deal, scenario: str = PLAN, chosen: Chosen | None = None) -> tuple[Range, ...]:
    """A range for every input of a deal; those that an uncertain number moves share one.

    Args:
        deal: The deal.
        scenario: The scenario that is moved.
        chosen: Ranges that the user chose, by the path of an input or the name of an uncertain number.

    Example:
        >>> import sibmodel
        >>> found = ranges_of(sibmodel.read_deal("deal_templates/starter.yaml"))
        >>> [(each.lever.label, each.basis) for each in found][:2]
        [('Share in work', 'uncertain'), ('People who start', 'uncertain')]
        >>> round(found[0].low, 3), round(found[0].high, 3)
        (0.41, 0.59)
    """
    base = deal.changed_numbers(scenario)
    found = [*_chosen(deal, base, chosen or {})]
    done = {path for each in found for path in each.lever.paths}
    found += _uncertain(deal, base, done, {each.lever.key for each in found})
    done |= {path for each in found for path in each.lever.paths}
    for path, entry in deal.written.inputs.items():
        if path not in done and not is_no_end(path, entry.value):
            found.append(_stated(deal, path, base))
    return tuple(found)


def range_over(lever: Lever, low: float, high: float, basis: Basis, rule: str) -> Range:
    """A range; a lever of one input is held within what that input may be."""
    is_clipped = lever.is_held(low) or lever.is_held(high)
    if lever.how == "value" and len(lever.moved) == 1:
        low, high = (lever.at(number)[lever.paths[0]] for number in (low, high))
    return Range(lever, low, high, basis, rule, is_clipped)


def _chosen(deal: Deal, base: Mapping[str, float], chosen: Chosen) -> Iterator[Range]:
    for name, (low, high) in chosen.items():
        yield range_over(lever_of(deal, name, base), low, high, "chosen", "chosen")


def _uncertain(deal: Deal, base: Mapping[str, float], done: set[str], keys: set[str]) -> Iterator[Range]:
    """P10 and P90 of each uncertain number, over the inputs for which nobody chose a range of their own."""
    for name, term in deal.risk.uncertain.items():
        paths = [path for path in term.moves if path not in done]
        lever = of_uncertain(deal, name, paths or term.moves, base)
        if not paths or lever.key in keys:
            continue
        low, high = distribution_of(term).quantile(np.array([LOW, HIGH])).tolist()
        yield range_over(lever, low, high, "uncertain", "P10 to P90")


def _stated(deal: Deal, path: str, base: Mapping[str, float]) -> Range:
    """What scenarios state, or else a convention."""
    lever, planned = lever_of(deal, path, base), deal.written.inputs[path].value
    values = [planned, *(serial(each.changes[path]) for each in deal.scenarios.values() if path in each.changes)]
    if len(set(values)) > 1:
        return range_over(lever, min(values), max(values), "scenarios", "scenarios")
    low, high, rule = _by_convention(lever)
    return range_over(lever, low, high, "convention", rule)


def _by_convention(lever: Lever) -> tuple[float, float, str]:
    """Low, high, and the convention in words."""
    planned = lever.planned
    if lever.unit == DATE:
        low, high = (float(months_later(planned, months)) for months in (-FEWEST_MONTHS, FEWEST_MONTHS))
        return low, high, f"±{FEWEST_MONTHS} months"
    if lever.unit == MONTHS:
        months = max(FEWEST_MONTHS, round(abs(planned) * SHARE_OF_VALUE))
        return planned - months, planned + months, f"±{months} months"
    if lever.moved[0].high == _HIGHEST_RATE:
        return planned - POINTS, planned + POINTS, "±1 point"
    aside = abs(planned) * SHARE_OF_VALUE
    return planned - aside, planned + aside, f"±{SHARE_OF_VALUE:.0%}"


def months_later(number: float, months: int) -> float:
    """A date as a day number, some months later or earlier; the last of a shorter month where there is no such day.

    Example:
        >>> date_of(months_later(serial(dt.date(2027, 11, 30)), 3))
        datetime.date(2028, 2, 29)
    """
    date = date_of(number)
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    return serial(dt.date(year, month + 1, min(date.day, monthrange(year, month + 1)[1])))
