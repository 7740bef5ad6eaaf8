"""Solving a deal's lever for a target, on the plan or over all that is drawn, and saying how well the answer is known.

On the plan every value is worked out at once and the answer is exact. Over draws the search goes from coarse to fine:
all orders of magnitude on a few scenarios, each crossing on some, and on all of them only where the answer lies. The
scenarios are the same throughout. It ends far below the error of the simulation itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.price.crossings import Crossing, Point, Solved, Wanted
from sibmodel.analysis.price.grounds import Ground, OnDraws
from sibmodel.analysis.price.levers import Lever
from sibmodel.analysis.price.solver import FINE, Search, solve

Array = NDArray[np.float64]

COARSE: Final = 2048
SOME: Final = 8192
_CENT: Final = 0.01
_DECADE: Final = 6
_EVEN: Final = 32
_FAR_BELOW: Final = 0.02
"""The share of its own standard error to which a simulated answer is narrowed."""
_ERRORS: Final = 4.0
"""Within so many errors of a shorter run the answer of a longer one is looked for first."""
_LEAST_WINDOW: Final = 0.002
_WIDENINGS: Final = 4
_MOST_CROSSINGS: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What a target comes to.

    Args:
        solved: Everything that the search found.
        error: The standard error of the answer in units of the lever; nothing on the plan; None where it is not known,
            as at a leap.
        proof: The figure just below and just above the answer: at the cents about it for an amount of money; None
            where there is no answer.
        scenarios: Over how many scenarios; 0 on the plan.
    """

    solved: Solved
    error: float | None
    proof: tuple[Point, Point] | None
    scenarios: int

    @property
    def value(self) -> float | None:
        """The answer; the lowest one where there are several, None where there is none."""
        return None if self.solved.first is None else self.solved.first.value


def find(
    ground: Ground,
    reading: int,
    target: float,
    *,
    same: float,
    noise: float = 0.0,
    wanted: Wanted = "at_least",
    scenarios: int | None = None,
    about: float | None = None,
) -> Found:
    """The values of the lever at which a figure meets a target.

    Args:
        ground: Where the figure is read.
        reading: Which of its readings it is.
        target: The target.
        same: Figures that differ from the target by no more are on it.
        noise: A leap of no more is none, on the plan; on draws that is the error of the simulation.
        wanted: Which side of the target meets it.
        scenarios: Over how many scenarios, on draws; all by default.
        about: A value near which the answer is expected, so that fewer are tried.
    """
    if isinstance(ground, OnDraws):
        return _Drawn(ground, reading, target, same, wanted, scenarios or ground.scenarios).found(about)
    lever = ground.lever

    def figure(values: Array) -> Array:
        return np.asarray(ground.at(values).means[reading])

    grid = lever.grid() if about is None else lever.near(about, 121)
    solved = solve(figure, grid, target, Search(same=same, finest=_exactly(lever), noise=noise, wanted=wanted))
    return Found(solved, 0.0 if solved.first else None, _proof(lever, solved, figure), 0)


def _exactly(lever: Lever) -> Callable[[float], float]:
    least = _CENT / 100 if lever.is_money else FINE
    return lambda at: min(least, FINE * max(abs(at), 1.0)) if at < 1e6 else FINE * abs(at)


def _proof(lever: Lever, solved: Solved, figure: Callable[[Array], Array]) -> tuple[Point, Point] | None:
    """The figure on either side of the answer: a cent apart where it is an amount of money."""
    first = solved.first
    if first is None:
        return None
    if first.passed != "root" or not lever.is_money:
        return first.below, first.above
    cents = math.floor(round(first.value / _CENT, 6))
    ends = np.array([cents, cents + 1]) * _CENT
    figures = figure(ends).tolist()
    return Point(float(ends[0]), figures[0]), Point(float(ends[1]), figures[1])


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One search over draws."""

    ground: OnDraws
    reading: int
    target: float
    same: float
    wanted: Wanted
    scenarios: int

    def found(self, about: float | None) -> Found:
        lever = self.ground.lever
        grid = lever.grid(_DECADE, _EVEN) if about is None else lever.near(about)
        coarse = self._solved(grid, COARSE, rough=0.02)
        if not coarse.crossings:
            return self._none(coarse, grid)
        crossings, errors = [], []
        for each in coarse.crossings[:_MOST_CROSSINGS]:
            for finer in self._finer(each):
                crossings.append(finer)
                errors.append(self._error(finer))
        if not crossings:
            return self._none(coarse, grid)
        solved = replace(coarse, crossings=tuple(crossings))
        return Found(solved, errors[0], _proof(lever, solved, self._figure(self.scenarios)), self.scenarios)

    def _none(self, coarse: Solved, grid: Array) -> Found:
        """On all scenarios, at fewer values: what a short run just missed may be there after all."""
        thin = np.unique(np.concatenate([grid[:: max(1, grid.size // 16)], grid[-1:], _ends(coarse)]))
        whole = self._solved(thin, self.scenarios, rough=0.005)
        errors = self._error(whole.crossings[0]) if whole.crossings else None
        return Found(whole, errors, _proof(self.ground.lever, whole, self._figure(self.scenarios)), self.scenarios)

    def _figure(self, scenarios: int) -> Callable[[Array], Array]:
        return lambda values: np.asarray(self.ground.at(values, scenarios).means[self.reading])

    def _solved(self, grid: Array, scenarios: int, *, rough: float) -> Solved:
        noise = float(np.max(self.ground.at(grid, scenarios).errors[self.reading]))
        search = Search(
            same=self.same,
            finest=lambda at: rough * max(abs(at), FINE),
            stretch=1.0,
            at_once=3,
            about=(0.05,),
            noise=noise,
            wanted=self.wanted,
        )
        return solve(self._figure(scenarios), grid, self.target, search)

    def _finer(self, rough: Crossing) -> tuple[Crossing, ...]:
        """A crossing of a short run, found again in longer ones."""
        at = rough.value
        found: tuple[Crossing, ...] = (rough,)
        before = COARSE
        for scenarios in dict.fromkeys((min(SOME, self.scenarios), self.scenarios)):
            found = self._about(at, before, scenarios, rough)
            if not found:
                return ()
            at, before = found[0].value, scenarios
        return found

    def _about(self, at: float, before: int, scenarios: int, rough: Crossing) -> tuple[Crossing, ...]:
        """The crossings near a value, in a window that is widened until there is one."""
        lever = self.ground.lever
        step = max(_LEAST_WINDOW * max(abs(at), FINE), 2 * FINE)
        slope, error = self._slope(at, step, before)
        wide = max(_ERRORS * error / slope if slope > 0 else 0.0, step)
        if rough.passed != "root":
            wide = max(wide, rough.above.at - rough.below.at)
        for _ in range(_WIDENINGS):
            low, high = max(at - wide, lever.lowest), min(at + wide, lever.highest)
            finest = max(_FAR_BELOW * self._known_to(slope, scenarios, at), FINE * max(abs(at), FINE))
            noise = float(np.max(self.ground.at(np.array([low, high]), scenarios).errors[self.reading]))
            search = Search(self.same, lambda _, finest=finest: finest, 10.0, 2, (0.005,), noise, self.wanted)
            solved = solve(self._figure(scenarios), np.array([low, high]), self.target, search)
            if solved.crossings:
                return solved.crossings
            wide *= 4
        return ()

    def _slope(self, at: float, step: float, scenarios: int) -> tuple[float, float]:
        """How much the figure rises with the lever, without its sign, and the figure's standard error."""
        lever = self.ground.lever
        ends = np.array([max(at - step, lever.lowest), min(at + step, lever.highest)])
        seen = self.ground.at(ends, scenarios)
        rise = abs(float(seen.means[self.reading, 1] - seen.means[self.reading, 0])) / float(ends[1] - ends[0])
        return rise, float(seen.errors[self.reading].mean())

    def _known_to(self, slope: float, scenarios: int, at: float) -> float:
        error = float(self.ground.at(np.array([at]), scenarios).errors[self.reading, 0])
        return error / slope if slope > 0 else 0.0

    def _error(self, crossing: Crossing) -> float | None:
        """The standard error of an answer: that of the figure over its slope (the delta method)."""
        if crossing.passed != "root":
            return None
        step = 2.5 * _LEAST_WINDOW * max(abs(crossing.value), FINE)
        slope, error = self._slope(crossing.value, step, self.scenarios)
        return error / slope if slope > 0 else None


def _ends(coarse: Solved) -> Array:
    return np.array([point.at for point in (coarse.lowest, coarse.highest) if point is not None])
