"""One search for a target along a grid: where the figure changes sides, narrowed by sections, and what that means.

The figure is asked for at many values at once, because a deal that is evaluated at sixty values costs little more than
one. Where it has no meaning it is not a number, and that is a hole: no root is found by drawing a line across it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.analysis.crossings.found import Crossing, Passed, Point, Solved, Wanted

Array = NDArray[np.float64]
Figure = Callable[[Array], Array]

FINE: Final = 1e-9
_HOLE: Final = 2
_ON: Final = 0
_ROUNDS: Final = 60
_MOST_EDGES: Final = 64
_WIDER: Final = 16.0
_SHRINKS: Final = 0.5
_ENOUGH: Final = 9
_MOST_TURNS: Final = 32


@dataclass(frozen=True, slots=True)
class Closeness:
    """What differences of a figure are none.

    Args:
        same: Figures that differ from a target by no more are on it.
        flat: What stays so close to a target over a while is a stretch on it: such differences are of rounding.
        noise: Leaps of no more are of rounding too.
    """

    same: float
    flat: float = 0.0
    noise: float = 0.0


@dataclass(frozen=True, slots=True)
class Search:
    """How a target is searched for.

    Args:
        same: Figures that differ from the target by no more are on it.
        flat: What stays as close to the target as this over more than a thousandth of its value counts as a stretch on
            it: differences so small are of rounding. Nothing, where figures are not rounded.
        finest: The width to which a crossing is narrowed at a value.
        stretch: What is on the target over so many of these widths is a stretch, and no root.
        at_once: How many points cut a section at a time.
        about: How far to either side of a straight line's answer points are tried, as shares of the section.
        noise: A leap of no more than this is not told from a steep rise; nothing, for figures that are certain.
        wanted: Which side of the target meets it.
        is_whole: Whether only whole numbers are tried.
    """

    same: float = 1e-11
    flat: float = 0.0
    finest: Callable[[float], float] = lambda at: FINE * max(abs(at), 1e-3)
    stretch: float = 1e3
    at_once: int = 65
    about: tuple[float, ...] = (0.02, 1e-5)
    noise: float = 0.0
    wanted: Wanted = "at_least"
    is_whole: bool = False


@dataclass(slots=True)
class _Edge:
    """A section at whose ends the figure stands differently to the target."""

    low: Point
    high: Point
    widths: tuple[tuple[float, float], ...] = ()


class Searching:
    """One search: it remembers what it has tried.

    Args:
        figure: Gives the figure at each of some values; not a number where it has no meaning.
        target: The target.
        search: How it is searched for.
    """

    def __init__(self, figure: Figure, target: float, search: Search) -> None:
        self.figure, self.target, self.search = figure, target, search
        self.known: dict[float, float] = {}

    def solved(self, grid: Array) -> Solved:
        """Everything that is found from the first of some rising values to the last."""
        points = self._with_turns(self.tried(grid))
        crossings = self._crossed(points)
        if not crossings:
            for sign in (-1.0, 1.0):
                self._look_closely(sign)
            points = [Point(at, figure) for at, figure in sorted(self.known.items())]
            crossings = self._crossed(points)
        return Solved(
            self.target,
            crossings,
            self._extreme(-1.0, is_placed=not crossings),
            self._extreme(1.0, is_placed=not crossings),
            tuple(_holes(points)),
            float(grid[0]),
            float(grid[-1]),
            len(self.known),
        )

    def _crossed(self, points: Sequence[Point]) -> tuple[Crossing, ...]:
        """The crossings between some points, each narrowed."""
        edges = [edge for one, other in self._changes(points) for edge in self._narrowed(_Edge(one, other))]
        return tuple(self._crossings(points, edges))

    def tried(self, values: Array) -> list[Point]:
        """The figure at some values, asked for only where it is not known."""
        wanted = [value for value in dict.fromkeys(values.tolist()) if value not in self.known]
        if wanted:
            figures = np.broadcast_to(self.figure(np.array(wanted)), (len(wanted),))
            self.known.update(zip(wanted, figures.tolist(), strict=True))
        return [Point(value, self.known[value]) for value in dict.fromkeys(values.tolist())]

    def _with_turns(self, points: list[Point]) -> list[Point]:
        """More points where the figure turns back before the target: its peak may lie between two, and beyond it."""
        if self.search.at_once < _ENOUGH:
            return points
        for _ in range(2):
            figures = np.array([point.figure for point in points])
            rises, off = np.sign(np.diff(figures)), figures[1:-1] - self.target
            turns = np.flatnonzero((rises[:-1] * rises[1:] < 0) & (rises[:-1] * off < 0)) + 1
            if turns.size > _MOST_TURNS:
                break
            spans = [np.linspace(points[at - 1].at, points[at + 1].at, self.search.at_once) for at in turns]
            points = self.tried(np.unique(np.concatenate([[point.at for point in points], *spans])))
        return points

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
        waiting, done = [edge], list[_Edge]()
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
        """Points that cut a section, whole where only such are tried: of two neighbours there is none between."""
        points = self._cut(edge)
        return np.unique(np.rint(points)) if self.search.is_whole else points

    def _cut(self, edge: _Edge) -> Array:
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

    def _look_closely(self, sign: float) -> None:
        """Try more points about the highest figure (or the lowest), unless it is the same wherever it was tried."""
        for _ in range(2):
            points = self._with_figures()
            if len({point.figure for point in points}) > 1:
                best = max(range(len(points)), key=lambda at: sign * points[at].figure)
                around = points[max(best - 1, 0)].at, points[min(best + 1, len(points) - 1)].at
                self.tried(np.linspace(*around, self.search.at_once))

    def _extreme(self, sign: float, *, is_placed: bool) -> Point | None:
        """The highest figure (or lowest), and the first value with it: to the last digit where that matters."""
        points = self._with_figures()
        if not points:
            return None
        most = max(sign * point.figure for point in points)
        least = most - max(FINE * (1 + abs(most)), self.search.noise / 100)
        if is_placed:
            return self._first_with(points, sign, least)
        return next(point for point in points if sign * point.figure >= least)

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
