"""Grid: a result over two inputs at once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from sibmodel.analysis.asked import Result
from sibmodel.analysis.columns import End, evaluated
from sibmodel.analysis.sensitivity.levers import Lever
from sibmodel.deal.deal import PLAN, Deal

STEPS = 5
"""Values of each input where nothing is said,"""
MOST_STEPS = 25
"""and the most that a table is still read with."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a grid: a lever and the numbers at which it is tried, in rising order."""

    lever: Lever
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A result over two inputs.

    Args:
        deal: The deal.
        scenario: The scenario that is moved.
        result: The result.
        down: What differs from row to row.
        across: What differs from column to column.
        cells: Row by row.
    """

    deal: Deal
    scenario: str
    result: Result
    down: Side
    across: Side
    cells: tuple[tuple[End, ...], ...]


def side(lever: Lever, low: float, high: float, steps: int = STEPS) -> Side:
    """Evenly spaced numbers from low to high; whole ones where only whole numbers make a difference.

    Example:
        >>> import sibmodel
        >>> from sibmodel.analysis.sensitivity.levers import lever_of
        >>> deal = sibmodel.read_deal("deal_templates/starter.yaml")
        >>> side(lever_of(deal, "plan.outcomes.in_work.measured_after"), 3, 8, 4).numbers
        (3.0, 5.0, 6.0, 8.0)
    """
    numbers = np.linspace(low, high, steps)
    return Side(lever, tuple(dict.fromkeys((np.rint(numbers) if lever.is_whole else numbers).tolist())))


def grid(deal: Deal, result: Result, down: Side, across: Side, scenario: str = PLAN) -> Grid:
    """Evaluate a result at every pair of numbers, all at once.

    Args:
        deal: The deal.
        result: What is asked for.
        down: What differs from row to row.
        across: What differs from column to column.
        scenario: The scenario that is moved.
    """
    base = deal.changed_numbers(scenario)
    pairs = list(product(down.numbers, across.numbers))
    changes = [base | down.lever.at(one) | across.lever.at(other) for one, other in pairs]
    columns = evaluated(deal, [base, *changes], [result])
    cells = columns.ends(result)[1:]
    width = len(across.numbers)
    rows = (cells[start : start + width] for start in range(0, len(cells), width))
    return Grid(deal, scenario, result, down, across, tuple(rows))
