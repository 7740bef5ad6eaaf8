"""Solving a deal's lever for a target, on the plan or over all that is drawn, and saying how well the answer is known.

On the plan every value is worked out at once and the answer is exact. Over draws the search goes from coarse to fine:
all orders of magnitude on a few scenarios, each crossing on some, and on all of them only where the answer lies. The
scenarios are the same throughout. It ends far below the error of the simulation itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.crossings.found import Crossing, Point, Solved, Wanted
from sibmodel.analysis.crossings.search import FINE, Closeness, Search
from sibmodel.analysis.crossings.solver import solve
from sibmodel.analysis.price.grounds import Ground, OnDraws
from sibmodel.analysis.price.levers import Lever

Array = NDArray[np.float64]

COARSE: Final = 2048
SOME: Final = 8192
_DECADE: Final = 6
_EVEN: Final = 32
_FAR_BELOW: Final = 0.02
"""The share of its own standard error to which a simulated answer is narrowed."""
_ERRORS: Final = 4.0
"""Within so many errors of a shorter run the answer of a longer one is looked for first."""
_LEAST_WINDOW: Final = 0.002
_WIDENINGS: Final = 4
_MOST_CROSSINGS: Final = 6
_SAME: Final = 1e-4
_EXPECTED: Final = 0.1
"""How far, as a share, an answer may lie from where it is expected before a wider window is tried."""


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
        rounded: The answer to the cent, or to the lever's own step: where the two sides can be told apart the one that
            meets the target. None where it is no root.
    """

    solved: Solved
    error: float | None
    proof: tuple[Point, Point] | None
    scenarios: int
    rounded: float | None = None

    @property
    def value(self) -> float | None:
        """The answer; the lowest one where there are several, None where there is none."""
        return None if self.solved.first is None else self.solved.first.value

    @property
    def told(self) -> float | None:
        """The answer as it is told, everywhere the same: rounded, where it is a root."""
        return self.value if self.rounded is None else self.rounded


def find(
    ground: Ground,
    reading: int,
    target: float,
    close: Closeness,
    *,
    wanted: Wanted = "at_least",
    scenarios: int | None = None,
    about: float | None = None,
) -> Found:
    """The values of the lever at which a figure meets a target.

    Args:
        ground: Where the figure is read.
        reading: Which of its readings it is.
        target: The target.
        close: What differences are none; on draws the error of the simulation stands for what is of rounding.
        wanted: Which side of the target meets it.
        scenarios: Over how many scenarios, on draws; all by default.
        about: A value near which the answer is expected, so that fewer are tried.
    """
    if isinstance(ground, OnDraws):
        return _Drawn(ground, reading, target, close.same, wanted, scenarios or ground.scenarios).found(about)
    lever = ground.lever

    def figure(values: Array) -> Array:
        return np.asarray(ground.at(values).means[reading])

    search = Search(close.same, close.flat, _exactly(lever), noise=close.noise, wanted=wanted)
    solved = solve(figure, lever.grid(), target, search)
    proof = _proof(lever, solved, figure)
    return Found(solved, 0.0 if solved.first else None, proof, 0, _rounded(lever, solved, proof, wanted))


def _exactly(lever: Lever) -> Callable[[float], float]:
    least = lever.step / 100 if lever.is_money else FINE
    return lambda at: min(least, FINE * max(abs(at), 1.0)) if at < 1e6 else FINE * abs(at)


def _proof(lever: Lever, solved: Solved, figure: Callable[[Array], Array]) -> tuple[Point, Point] | None:
    """The figure on either side of the answer: one step apart, such as a cent, where that tells the two sides apart.

    A chance over scenarios stays the same for many cents and then leaps: the steps are then those just outside of
    where it was narrowed to.
    """
    first = solved.first
    if first is None:
        return None
    if first.passed != "root":
        return first.below, first.above
    steps = math.floor(round(first.value / lever.step, 6))
    outside = math.floor(first.below.at / lever.step), math.ceil(first.above.at / lever.step)
    for ends in ((steps, steps + 1), outside):
        low, high = (round(each * lever.step, 9) for each in ends)
        if lever.lowest <= low < high <= lever.highest:
            figures = figure(np.array([low, high])).tolist()
            if min(figures) <= solved.target <= max(figures) and figures[0] != figures[1]:
                return Point(low, figures[0]), Point(high, figures[1])
    return first.below, first.above


def _rounded(lever: Lever, solved: Solved, proof: tuple[Point, Point] | None, wanted: Wanted) -> float | None:
    """The step, of the two about a root, that meets the target."""
    if proof is None or solved.first is None or solved.first.passed != "root":
        return None
    nearest = round(round(solved.first.value / lever.step) * lever.step, 9)
    if proof == (solved.first.below, solved.first.above):
        return nearest
    good = [point for point in proof if (point.figure >= solved.target) == (wanted == "at_least")]
    return good[0].at if len(good) == 1 else nearest


@dataclass(frozen=True, slots=True)
class _Placed:
    """A crossing, and the standard error of its value: that of the figure over its slope; None where it leaps."""

    crossing: Crossing
    error: float | None


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
        """Every crossing of a coarse run, found again on all scenarios."""
        if about is not None and (near := self._near(about)):
            return self._found(replace(self._nothing, crossings=tuple(each.crossing for each in near)), near[0].error)
        grid = self.ground.lever.grid(_DECADE, _EVEN)
        coarse = self._solved(grid, COARSE, rough=0.02)
        placed = _distinct(each for rough in coarse.crossings[:_MOST_CROSSINGS] for each in self._finer(rough))
        if placed:
            solved = replace(coarse, crossings=tuple(each.crossing for each in placed))
            return self._found(solved, placed[0].error)
        thin = np.unique(np.concatenate([grid[:: max(1, grid.size // 16)], grid[-1:], _ends(coarse)]))
        whole = self._solved(thin, self.scenarios, rough=0.02)  # what a short run just missed may be there after all
        placed = _distinct(each for rough in whole.crossings for each in self._about(*_window(rough), self.scenarios))
        if placed:
            whole = replace(whole, crossings=tuple(each.crossing for each in placed))
        return self._found(whole, placed[0].error if placed else None)

    @property
    def _nothing(self) -> Solved:
        """A search that has found nothing yet."""
        lever = self.ground.lever
        return Solved(self.target, (), None, None, (), lever.lowest, lever.highest, 0)

    def _found(self, solved: Solved, error: float | None) -> Found:
        lever = self.ground.lever
        proof = _proof(lever, solved, self._figure(self.scenarios))
        return Found(solved, error, proof, self.scenarios, _rounded(lever, solved, proof, self.wanted))

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

    def _finer(self, rough: Crossing) -> list[_Placed]:
        """A crossing of a short run, found again in longer ones: in a window that is some of its errors wide."""
        step = _LEAST_WINDOW * max(abs(rough.value), FINE)
        slope, error = self._slope(rough.value - step, rough.value + step, COARSE)
        wide = rough.above.at - rough.below.at if rough.passed != "root" else 0.0
        near = _Placed(rough, error / slope if slope > 0 else 0.0)
        some = self._about(rough.value, max(wide, _ERRORS * (near.error or 0.0), step), min(SOME, self.scenarios))
        return self._on_all(some, max(wide, step))

    def _near(self, about: float) -> list[_Placed]:
        """The crossings near where they are expected."""
        wide = _EXPECTED * max(abs(about), FINE)
        some = self._about(about, wide, min(SOME, self.scenarios))
        return self._on_all(some, _LEAST_WINDOW * max(abs(about), FINE))

    def _on_all(self, some: list[_Placed], least: float) -> list[_Placed]:
        """The same on all scenarios, where there are more."""
        if not some or self.scenarios <= SOME:
            return some
        return self._about(some[0].crossing.value, max(least, _ERRORS * (some[0].error or 0.0)), self.scenarios)

    def _about(self, at: float, wide: float, scenarios: int) -> list[_Placed]:
        """The crossings near a value, in a window that is widened until there is one."""
        lever, least = self.ground.lever, FINE * max(abs(at), FINE)
        for _ in range(_WIDENINGS):
            ends = np.array([max(at - wide, lever.lowest), min(at + wide, lever.highest)])
            slope, error = self._slope(float(ends[0]), float(ends[1]), scenarios)
            known_to = error / slope if slope > 0 else 0.0
            finest = max(_FAR_BELOW * known_to, least)
            search = Search(self.same, 0.0, _always(finest), 10.0, 2, (0.005,), error, self.wanted)
            solved = solve(self._figure(scenarios), ends, self.target, search)
            if solved.crossings:
                return [_Placed(each, known_to if each.passed == "root" else None) for each in solved.crossings]
            wide *= 4
        return []

    def _slope(self, low: float, high: float, scenarios: int) -> tuple[float, float]:
        """How much the figure rises with the lever, without its sign, and its standard error: the delta method."""
        lever = self.ground.lever
        ends = np.array([max(low, lever.lowest), min(high, lever.highest)])
        seen = self.ground.at(ends, scenarios)
        rise = abs(float(seen.means[self.reading, 1] - seen.means[self.reading, 0])) / float(ends[1] - ends[0])
        return rise, float(seen.errors[self.reading].mean())


def _distinct(placed: Iterable[_Placed]) -> list[_Placed]:
    """Each crossing once, from the lowest up: windows about two rough ones may hold the same."""
    found: list[_Placed] = []
    for each in sorted(placed, key=lambda one: one.crossing.value):
        close = _SAME * max(abs(each.crossing.value), FINE)
        if not found or each.crossing.value - found[-1].crossing.value > close:
            found.append(each)
    return found


def _window(rough: Crossing) -> tuple[float, float]:
    """Where a crossing is, and how far around it is looked for again."""
    return rough.value, max(rough.above.at - rough.below.at, _LEAST_WINDOW * max(abs(rough.value), FINE))


def _always(width: float) -> Callable[[float], float]:
    return lambda _: width


def _ends(coarse: Solved) -> Array:
    return np.array([point.at for point in (coarse.lowest, coarse.highest) if point is not None])
