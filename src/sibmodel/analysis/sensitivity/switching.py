"""Switching values: how far an input may go before the answer turns.

A line is met where the result is at it or above it. Each input is tried over what it may be, all else as planned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.asked import Result
from sibmodel.analysis.columns import UNFUNDED
from sibmodel.analysis.crossings.found import Crossing
from sibmodel.analysis.crossings.search import Search
from sibmodel.analysis.crossings.solver import solve
from sibmodel.analysis.sensitivity.levers import Lever
from sibmodel.analysis.sensitivity.ranges import Range
from sibmodel.deal.deal import PLAN, Deal
from sibmodel.deal.wording import percent
from sibmodel.engine.program import compile_lines
from sibmodel.engine.roots import summed
from sibmodel.graph.units import DATE, MONEY, MONTHS
from sibmodel.graph.words import is_nil

Array = NDArray[np.float64]

POINTS: Final = 401
"""So many values are tried first: what turns and turns back between two of them is not seen."""
_NARROW: Final = 1e-9
"""How close both sides of a turn are, as a share of the range."""
_TIMES: Final = 5.0
"""An input that may be anything is tried from nothing to so many times what it is,"""
_HIGHEST_RATE: Final = 0.25
"""a rate a year to a quarter at least."""
_MET: Final = 1.0
_GUARD: Final = 1e-8
"""A rate that is so little below a line is at it: internal rates agree to the ninth digit."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that a result may cross: its number, and what it is called."""

    number: float
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a line is crossed.

    Args:
        met: The value on the side on which the line is met, next to the crossing.
        missed: The value on the other side.
    """

    met: float
    missed: float

    @property
    def rises(self) -> bool:
        """Whether the line is met by more of the input, and not by less."""
        return self.met > self.missed


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
    crossings: tuple[Turn, ...]
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
    found = turns(beyond, low, high, is_whole=lever.is_whole)
    unfunded = tuple(moved.unfunded(lever, each.met) for each in found)
    at_ends = moved.unfunded(lever, low), moved.unfunded(lever, high)
    return Switching(lever, low, high, None if np.isnan(planned) else planned >= 0, tuple(found), unfunded, at_ends)


def turns(beyond: Callable[[Array], Array], low: float, high: float, *, is_whole: bool = False) -> list[Turn]:
    """Every value at which a line is met on one side and not on the other, in rising order.

    Args:
        beyond: How far a result lies beyond the line at many values at once, which is met from nothing on; not a number
            where it has no meaning, which is no turn.
        low: Where the search begins.
        high: Where it ends.
        is_whole: Whether only whole numbers are tried.

    Example:
        >>> [round(each.met, 6) for each in turns(lambda x: (x - 1) * (x - 3), 0.0, 4.0)]
        [1.0, 3.0]
        >>> turns(lambda x: x - 2.5, 0.0, 4.0, is_whole=True)
        [Turn(met=3.0, missed=2.0)]
    """
    points = _whole(low, high) if is_whole else np.unique(np.linspace(low, high, POINTS))
    if points.size < 2:
        return []
    finest = _NARROW * max(high - low, _NARROW)
    step = float(np.diff(points).max())

    def is_met(values: Array) -> Array:
        found = np.asarray(beyond(values))
        return np.where(np.isnan(found), np.nan, np.where(found >= 0, _MET, -_MET))

    solved = solve(is_met, points, 0.0, Search(finest=lambda _: finest, is_whole=is_whole))
    found = [_turn(each) for each in solved.crossings if each.above.at - each.below.at <= step]
    if is_whole or not found:
        return found
    between = np.array([_roundest(*sorted((each.met, each.missed))) for each in found])
    return [
        _at(each, value, figure > 0) if not np.isnan(figure) else each
        for each, value, figure in zip(found, between.tolist(), is_met(between).tolist(), strict=True)
    ]


def _turn(crossing: Crossing) -> Turn:
    """The side that meets the line, and the other."""
    below, above = crossing.below, crossing.above
    return Turn(above.at, below.at) if above.figure > 0 else Turn(below.at, above.at)


def _roundest(low: float, high: float) -> float:
    """The value between two that has the fewest digits: contracts turn at 50 % and not at 49.99999998 %."""
    middle = (low + high) / 2
    rounded = (float(f"{middle:.{digits}g}") for digits in range(1, 16))
    return next((each for each in rounded if low <= each <= high), middle)


def _at(turn: Turn, value: float, is_met: bool) -> Turn:  # noqa: FBT001 - it is read off a row of answers
    """A turn with a value between its sides, which then stands for the side on which it is."""
    return replace(turn, met=value) if is_met else replace(turn, missed=value)


def _whole(low: float, high: float) -> Array:
    return np.arange(np.ceil(low - _NARROW), np.floor(high + _NARROW) + 1)


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
