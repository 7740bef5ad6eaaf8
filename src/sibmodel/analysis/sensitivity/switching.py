"""Switching values: how far an input may go before the answer turns.

A line is met where the result is at it or above it. Each input is tried over what it may be, all else as planned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.asked import Result
from sibmodel.analysis.columns import UNFUNDED
from sibmodel.analysis.sensitivity.crossings import Crossing, crossings
from sibmodel.analysis.sensitivity.levers import Lever
from sibmodel.analysis.sensitivity.ranges import Range
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.wording import percent
from sibmodel.engine.program import compile_lines
from sibmodel.engine.roots import summed
from sibmodel.graph.units import DATE, MONEY, MONTHS
from sibmodel.graph.words import is_nil

Array = NDArray[np.float64]

_TIMES: Final = 5.0
"""An input that may be anything is tried from nothing to so many times what it is,"""
_HIGHEST_RATE: Final = 0.25
"""a rate a year to a quarter at least."""
_GUARD: Final = 1e-8
"""A rate that is so little below a line is at it: internal rates agree to the ninth digit."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a result may cross: its number, and what it is called."""

    number: float
    label: str


@dataclass(frozen=True, slots=True)
class Switching:
    """Where a lever makes a result cross a line.

    Args:
        lever: What is moved.
        low: Where the search began.
        high: Where it ended.
        is_met: Whether the line is met where nothing is moved; None where the result has no number there.
        crossings: Where it is crossed; none where it is not.
        unfunded: For each crossing, costs that no funding covers there, beyond those where nothing is moved,
        at_ends: and the same at both ends of the search.
    """

    lever: Lever
    low: float
    high: float
    is_met: bool | None
    crossings: tuple[Crossing, ...]
    unfunded: tuple[float, ...]
    at_ends: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Switches:
    """The switching values of a result.

    Args:
        deal: The deal.
        scenario: The scenario that is moved.
        result: The result.
        line: The line.
        found: For each lever, in the order in which they were asked for.
    """

    deal: Deal
    scenario: str
    result: Result
    line: Line
    found: tuple[Switching, ...]


def usual_lines(deal: Deal, result: Result) -> tuple[Line, ...]:
    """The lines that matter of a result; none where no number of it is a turn of anything."""
    family, _, what = result.name.rpartition(".")
    if result.is_rate:
        hurdle = deal.plan.discount.get("investors")
        return (Line(0.0, "0%"), *((Line(hurdle.rate, f"the hurdle, {percent(hurdle.rate)}"),) if hurdle else ()))
    if family.startswith("investors.") and what == "multiple":
        return (Line(1.0, "1x"),)
    is_net = family == "government" and what.removeprefix("pv_").startswith("net_")
    return (Line(0.0, "0"),) if is_net or what == "npv" else ()


def switches(
    deal: Deal, result: Result, lines: Sequence[Line], levers: Sequence[Range], scenario: str = PLAN
) -> tuple[Switches, ...]:
    """Where each of some levers makes a result cross each of some lines.

    Args:
        deal: The deal.
        result: What is asked for.
        lines: The lines.
        levers: What is moved; a range that was chosen is the range of the search, any other is searched over what the
            input may be.
        scenario: The scenario that is moved.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.asked import result_of
        >>> from sibmodel.analysis.sensitivity.ranges import ranges_of
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> irr = result_of(deal.written, "investors.total.irr")
        >>> found = switches(deal, irr, [Line(0.0, "0%")], ranges_of(deal)[:1])[0].found[0]
        >>> found.lever.label, [round(each.met, 4) for each in found.crossings]
        ('Share in work', [0.425])
    """
    moved = Moving(deal, result, [each.lever for each in levers], scenario)
    return tuple(
        Switches(deal, scenario, result, line, tuple(_switching(deal, moved, line, each) for each in levers))
        for line in lines
    )


class Moving:
    """A result as a function of one lever at a time, with all that no lever moves worked out beforehand."""

    def __init__(self, deal: Deal, result: Result, levers: Sequence[Lever], scenario: str) -> None:
        self.result = result
        paths = dict.fromkeys(path for each in levers for path in each.paths)
        base = deal.changed_numbers(scenario)
        self.base = {path: base.get(path, deal.written.inputs[path].value) for path in paths}
        self.program = compile_lines(deal.written, list(paths), [*result.lines, UNFUNDED], fixed=base)

    def ranked(self, lever: Lever, numbers: Array) -> Array:
        """The result by which changes are compared, at many numbers of a lever."""
        rows = self.program.run({**self.base, **lever.over(numbers)})
        return np.broadcast_to(self.result.ranked(rows), numbers.shape)

    def unfunded(self, lever: Lever, number: float) -> float:
        """Costs that no funding covers at a number of a lever, beyond those where it is not moved."""
        numbers = np.array([lever.planned, number])
        rows = self.program.run({**self.base, **lever.over(numbers)})[UNFUNDED]
        before, there = np.broadcast_to(summed(rows), (2,)).tolist()
        return 0.0 if there < before or is_nil(there - before, MONEY) else there - before


def _switching(deal: Deal, moved: Moving, line: Line, tried: Range) -> Switching:
    lever = tried.lever
    guard = moved.result.nothing if moved.result.unit == MONEY else _GUARD

    def beyond(numbers: Array) -> Array:
        return moved.ranked(lever, numbers) - line.number + guard

    low, high = (tried.low, tried.high) if tried.basis == "chosen" else searched(deal, lever)
    planned = float(beyond(np.array([lever.planned]))[0])
    found = crossings(beyond, low, high, is_whole=lever.is_whole)
    unfunded = tuple(moved.unfunded(lever, each.met) for each in found)
    at_ends = moved.unfunded(lever, low), moved.unfunded(lever, high)
    return Switching(lever, low, high, None if np.isnan(planned) else planned >= 0, tuple(found), unfunded, at_ends)


def searched(deal: Deal, lever: Lever) -> tuple[float, float]:
    """Between which numbers of a lever is searched where nobody says.

    A share or an effect: all that it may be. Months: as long as the deal lasts. A date: five years to each side. Any
    other: from nothing to five times what it is, and a rate a year to a quarter at least.
    """
    first, months = lever.moved[0], deal.terms.timeline.months
    if lever.how == "factor":
        return 0.0, _TIMES
    if lever.how == "shift":
        width = float(months) if lever.unit == MONTHS else _TIMES * max(abs(first.planned), 1.0)
        return -width, width
    if lever.unit == DATE:
        return first.planned - _TIMES * 365, first.planned + _TIMES * 365
    if lever.unit == MONTHS:
        return max(first.low, 0.0), min(first.high, float(months))
    if lever.unit != MONEY and first.high <= 1:
        return max(first.low, -1.0), first.high
    least = _HIGHEST_RATE if lever.unit.shown_as == "share" else 0.0
    return max(first.low, 0.0), min(first.high, max(_TIMES * first.planned, least))
