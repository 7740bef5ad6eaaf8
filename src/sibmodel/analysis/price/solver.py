"""Every value at which a figure meets a target: found along a grid, narrowed by sections, and never taken for granted.

The solver knows nothing of deals. It asks for the figure at many values at once, because a deal that is evaluated at
sixty values costs little more than one. Where the figure has no meaning it is not a number, and that is a hole: no
root is ever found in it, and none is found by drawing a line across it.

What lies between two points of the grid and comes back again is not seen; the result says how many points were tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.price.crossings import Crossing, Passed, Point, Solved, Wanted

Array = NDArray[np.float64]
Figure = Callable[[Array], Array]

FINE: Final = 1e-9
_HOLE: Final = 2
_ON: Final = 0
_ROUNDS: Final = 60
_MOST_EDGES: Final = 64
_WIDER: Final = 16.0
_SHRINKS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Search:
    """How a target is searched for.

    Args:
        same: Figures that differ from the target by no more are on it.
        finest: The width to which a crossing is narrowed at a value.
        stretch: What is on the target over so many of these widths is a stretch, and no root.
        at_once: How many points cut a section at a time.
        about: How far to either side of a straight line's answer points are tried, as shares of the section.
        noise: A leap of no more than this is not told from a steep rise; nothing, for figures that are certain.
        wanted: Which side of the target meets it.
    """

    same: float = 1e-11
    finest: Callable[[float], float] = lambda at: FINE * max(abs(at), 1e-3)
    stretch: float = 1e3
    at_once: int = 65
    about: tuple[float, ...] = (0.02, 1e-5)
    noise: float = 0.0
    wanted: Wanted = "at_least"


@dataclass(slots=True)
class _Edge:
    """A section at whose ends the figure stands differently to the target."""

    low: Point
    high: Point
    widths: tuple[tuple[float, float], ...] = ()


def solve(figure: Figure, grid: Array, target: float, search: Search | None = None) -> Solved:
    """Find every value at which a figure meets a target.

    Args:
        figure: Gives the figure at each of some values; not a number where it has no meaning.
        grid: The values that are tried first, rising.
        target: The target.
        search: How it is searched for.

    Example:
        >>> found = solve(lambda x: x * x, np.linspace(0.0, 10.0, 11), 2.0)
        >>> found.kind, round(found.first.value, 6)
        ('one', 1.414214)
        >>> found = solve(lambda x: np.minimum(x, 3.0), np.linspace(0.0, 10.0, 11), 4.0)
        >>> found.kind, round(found.nearest.at, 6), round(found.nearest.figure, 6)
        ('none', 3.0, 3.0)
    """
    return _Solver(figure, target, search or Search()).solved(np.asarray(grid, dtype=np.float64))


class _Solver:
    """One search: it remembers what it has tried."""

    def __init__(self, figure: Figure, target: float, search: Search) -> None:
        self.figure, self.target, self.search = figure, target, search
        self.known: dict[float, float] = {}

    def solved(self, grid: Array) -> Solved:
        points = self.tried(grid)
        edges = [edge for one, other in self._changes(points) for edge in self._narrowed(_Edge(one, other))]
        lowest, highest = self._extreme(-1.0), self._extreme(1.0)
        return Solved(
            self.target,
            tuple(self._crossings(points, edges)),
            lowest,
            highest,
            tuple(_holes(points)),
            float(grid[0]),
            float(grid[-1]),
            len(self.known),
        )

    def tried(self, values: Array) -> list[Point]:
        """The figure at some values, asked for only where it is not known."""
        wanted = [value for value in dict.fromkeys(values.tolist()) if value not in self.known]
        if wanted:
            figures = np.broadcast_to(self.figure(np.array(wanted)), (len(wanted),))
            self.known.update(zip(wanted, figures.tolist(), strict=True))
        return [Point(value, self.known[value]) for value in dict.fromkeys(values.tolist())]

    # --- where it changes ------------------------------------------------------------------------------------------

    def side(self, point: Point) -> int:
        """On which side of the target a point is: -1, 1, or 0 for on it; 2 where there is no figure."""
        if np.isnan(point.figure):
            return _HOLE
        off = point.figure - self.target
        return _ON if abs(off) <= self.search.same else int(np.sign(off))

    def _changes(self, points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
        for one, other in pairwise(points):
            if self.side(one) != self.side(other):
                yield one, other

    def _narrowed(self, edge: _Edge) -> list[_Edge]:
        """An edge narrowed to the finest width; the edges that show up inside it, each narrowed too."""
        waiting, done = [edge], []
        for _ in range(_ROUNDS * _MOST_EDGES):
            if not waiting or len(done) + len(waiting) > _MOST_EDGES:
                break
            wide = waiting.pop(0)
            points = self.tried(self._sections(wide))
            before = (*wide.widths, (wide.high.at - wide.low.at, abs(wide.high.figure - wide.low.figure)))
            for one, other in self._changes(points):
                found = _Edge(one, other, before)
                finest = self.search.finest(other.at)
                is_done = other.at - one.at <= finest or len(before) >= _ROUNDS or len(points) <= 2
                (done if is_done else waiting).append(found)
        return sorted([*done, *waiting], key=lambda each: each.low.at)

    def _sections(self, edge: _Edge) -> Array:
        """Points that cut a section evenly, and some about where a straight line would meet the target.

        Where such a line says nothing, as at the rim of a stretch, or said little the last time, there is one in the
        middle.
        """
        low, high = edge.low.at, edge.high.at
        is_crossed = self.side(edge.low) + self.side(edge.high) == 0 != self.side(edge.low)
        is_slow = bool(edge.widths) and high - low > _SHRINKS * edge.widths[-1][0]
        even = np.linspace(low, high, max(self.search.at_once, 2 if is_crossed and not is_slow else 3))
        ends = np.array([edge.low.figure, edge.high.figure]) - self.target
        if not is_crossed:
            return even
        off = np.array(self.search.about)
        share = np.clip(ends[0] / (ends[0] - ends[1]), 0.0, 1.0) + np.concatenate([-off, off])
        near = low + np.clip(share, 0.0, 1.0) * (high - low)
        return np.unique(np.concatenate([even, near]))

    # --- what it means ---------------------------------------------------------------------------------------------

    def _crossings(self, points: Sequence[Point], edges: Sequence[_Edge]) -> Iterator[Crossing]:
        """What the edges come to, from the lowest value up; what is on the target lies between two of them."""
        begun: _Edge | None = None
        if self.side(points[0]) == _ON:
            begun = _Edge(points[0], points[0])
        for edge in edges:
            sides = (self.side(edge.low), self.side(edge.high))
            if sides[0] == _ON and begun is not None:
                yield self._on(begun, edge)
                begun = None
            elif sides[0] == _HOLE and sides[1] != _ON and begun is not None:
                if self.side(begun.low) not in (sides[1], _ON):
                    yield self._between("hole", begun.low, edge.high)
                begun = None
            elif _HOLE not in sides and _ON not in sides:
                yield self._leap_or_root(edge)
            if sides[1] == _ON or (sides[1] == _HOLE and sides[0] != _ON):
                begun = edge
        if begun is not None and self.side(points[-1]) == _ON:
            yield self._on(begun, _Edge(points[-1], points[-1]))

    def _on(self, begun: _Edge, ended: _Edge) -> Crossing:
        """A root that was met within the tolerance, or a stretch."""
        low, high = begun.high, ended.low
        if high.at - low.at <= self.search.stretch * self.search.finest(high.at):
            return Crossing("root", (low.at + high.at) / 2, begun.low, ended.high)
        return Crossing("stretch", low.at, low, high)

    def _leap_or_root(self, edge: _Edge) -> Crossing:
        """A leap keeps its height however close one looks; a rise does not."""
        width, gap = edge.high.at - edge.low.at, abs(edge.high.figure - edge.low.figure)
        wider = [height for wide, height in edge.widths if wide >= _WIDER * width]
        leaps = bool(wider) and gap > _SHRINKS * wider[-1] and gap > max(self.search.same, self.search.noise)
        return self._between("jump" if leaps else "root", edge.low, edge.high)

    def _between(self, passed: Passed, low: Point, high: Point) -> Crossing:
        if passed == "root":
            share = (self.target - low.figure) / (high.figure - low.figure)
            return Crossing(passed, low.at + share * (high.at - low.at), low, high)
        is_above = high.figure > low.figure
        value = high.at if is_above == (self.search.wanted == "at_least") else low.at
        return Crossing(passed, value, low, high)

    # --- the most and the least there is ---------------------------------------------------------------------------

    def _extreme(self, sign: float) -> Point | None:
        """The highest figure (or lowest), looked at more closely about where it stands, and the first value with it."""
        for _ in range(2):
            points = self._with_figures()
            if not points:
                return None
            best = max(range(len(points)), key=lambda at: sign * points[at].figure)
            around = points[max(best - 1, 0)].at, points[min(best + 1, len(points) - 1)].at
            self.tried(np.linspace(*around, self.search.at_once))
        points = self._with_figures()
        most = max(sign * point.figure for point in points)
        close = self.search.same + FINE * abs(most)
        return self._first_with(points, sign, most - max(close, self.search.noise / 100))

    def _first_with(self, points: Sequence[Point], sign: float, most: float) -> Point:
        """The lowest value whose figure is as good as the best one."""
        at = next(number for number, point in enumerate(points) if sign * point.figure >= most)
        high = points[at]
        low = points[at - 1] if at else high
        for _ in range(_ROUNDS):
            if high.at - low.at <= max(self.search.finest(high.at), FINE * abs(high.at)):
                break
            inside = self.tried(np.linspace(low.at, high.at, self.search.at_once))
            good = [number for number, point in enumerate(inside) if sign * point.figure >= most]
            if good[0] == 0:
                return inside[0]
            low, high = inside[good[0] - 1], inside[good[0]]
        return high

    def _with_figures(self) -> list[Point]:
        return [Point(at, figure) for at, figure in sorted(self.known.items()) if not np.isnan(figure)]


def _holes(points: Sequence[Point]) -> Iterator[tuple[float, float]]:
    """The runs of points without a figure."""
    begun: float | None = None
    for one, other in pairwise([*points, Point(np.inf, 0.0)]):
        if np.isnan(one.figure):
            begun = one.at if begun is None else begun
            if not np.isnan(other.figure):
                yield begun, one.at
                begun = None
