"""Charts: numbers to be drawn, and the drawing of them as SVG elements.

One kind of chart serves the page: series over a number line, as lines or as bars, with a zero line, and with marks
where something happens. Series differ in lightness and dash, so that they can be told apart in grey.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal
from xml.etree.ElementTree import Element

from sibmodel.report import svg

Look = Literal["line", "dashed", "dotted", "dash-dot", "dark bars", "light bars", "levels", "light band", "dark band"]
"""A band is drawn between two rows of points: there along its upper edge, back along the lower."""
Point = tuple[float, float]

WIDTH: Final = 680.0
HEIGHT: Final = 270.0
_RIGHT, _BOTTOM = 12.0, 46.0
_LEGEND_LINE, _MARK_LINE = 20.0, 16.0
LETTER: Final = 6.4
"""About how wide a letter is."""
DARK, LIGHT, INK, GRID = "#1c3d5a", "#c3d2df", "#222222", "#d9d9d9"
_BANDS: Final = {"light band": "#dfe7ee", "dark band": "#b3c5d5"}
_DASHES: Final = {"dashed": "6 4", "dotted": "1.5 3", "dash-dot": "9 3 2 3"}
_EDGE: Final = "#ffffff"
"""The light edge that keeps a line apart from the dark bars behind it."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of points and how it looks."""

    label: str
    look: Look
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A number line: its ends, and the numbers written along it."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the horizontal scale where something happens."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn.

    Args:
        name: Its name in links, unique on the page.
        title: What it shows, in a few words.
        description: The same for somebody who cannot see it.
        measure: What the horizontal scale measures.
        across: The horizontal scale.
        up: The vertical scale.
        series: What is drawn, in the order of drawing.
        marks: Places that are pointed out.
        bar: How much of the horizontal scale one bar takes.
        height: The height of the drawing.
    """

    name: str
    title: str
    description: str
    measure: str
    across: Scale
    up: Scale
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    bar: float = 1.0
    height: float = HEIGHT


def round_steps(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers that cover a range, about so many.

    Example:
        >>> round_steps(-6.1, 1.2)
        [-8.0, -6.0, -4.0, -2.0, 0.0, 2.0]
        >>> round_steps(0, 0)
        [0.0, 1.0]
    """
    if not high > low:
        return [float(low), float(low) + 1.0]
    rough = (high - low) / count
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * number for number in range(first, last + 1)]


def straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """A line without the points that lie on the straight between their neighbours.

    Example:
        >>> straightened([(0, 0), (1, 0), (2, 0), (3, 5)])
        ((0, 0), (2, 0), (3, 5))
    """
    kept = list(points[:1])
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        turn = (here[1] - before[1]) * (after[0] - here[0]) - (after[1] - here[1]) * (here[0] - before[0])
        if abs(turn) > 1e-9 * max(1.0, abs(here[1]) + abs(after[1])) * abs(after[0] - before[0]):
            kept.append(here)
    return (*kept, *points[len(points) - 1 :]) if len(points) > 1 else tuple(kept)


def draw(chart: Chart) -> Element:
    """The chart as an SVG element."""
    return _Drawing(chart).whole()


class _Drawing:
    """One chart on its canvas."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.left = 16 + LETTER * max(len(text) for _, text in chart.up.ticks)
        self.legend = legend_places([each.label for each in chart.series], self.left)
        lines = max((line for line, _ in self.legend), default=0) + 1
        self.top = lines * _LEGEND_LINE + (_MARK_LINE if chart.marks else 0) + 8

    def whole(self) -> Element:
        """Grid, series, axes, marks and legend."""
        chart = self.chart
        parts = [*self._grid(), *(part for each in chart.series for part in self._series(each))]
        parts += [*self._across(), *(part for mark in chart.marks for part in self._mark(mark)), *self._legend()]
        return svg.drawing(chart.name, chart.title, chart.description, WIDTH, chart.height, parts)

    def x(self, value: float) -> float:
        """Where a value lies across."""
        return _placed(value, self.chart.across, self.left, WIDTH - _RIGHT)

    def y(self, value: float) -> float:
        """Where a value lies up."""
        return _placed(value, self.chart.up, self.chart.height - _BOTTOM, self.top)

    def _grid(self) -> list[Element]:
        parts = []
        for value, text in self.chart.up.ticks:
            is_zero = value == 0
            height = self.y(value)
            parts.append(svg.stroke(self.left, height, WIDTH - _RIGHT, height, INK if is_zero else GRID))
            parts.append(svg.label(self.left - 8, height + 4, text, anchor="end"))
        return parts

    def _across(self) -> list[Element]:
        foot = self.chart.height - _BOTTOM
        parts = [self._tick(value, text, foot + 17) for value, text in self.chart.across.ticks]
        parts += [svg.stroke(self.x(value), foot, self.x(value), foot + 4, INK) for value, _ in self.chart.across.ticks]
        middle = (self.left + WIDTH - _RIGHT) / 2
        return [*parts, svg.label(middle, self.chart.height - 8, self.chart.measure, anchor="middle")]

    def _tick(self, value: float, text: str, base: float) -> Element:
        """A number below the scale; the last one stays within the drawing."""
        at, reach = self.x(value), len(text) * LETTER / 2
        if at + reach > WIDTH:
            return svg.label(WIDTH - 1, base, text, anchor="end")
        return svg.label(at, base, text, anchor="middle")

    def _series(self, series: Series) -> list[Element]:
        if series.look in ("dark bars", "light bars"):
            return [bar for point in series.points if (bar := self._bar(point, series.look)) is not None]
        if series.look == "levels":
            return [stroke for point in series.points for stroke in self._level(point)]
        line = [(self.x(x), self.y(y)) for x, y in series.points]
        if series.look in _BANDS:
            return [svg.area(line, _BANDS[series.look])]
        if series.look in _DASHES:  # without an edge, so that a line below it stays a line
            return [svg.path(line, INK, 1.5, _DASHES[series.look])]
        return [svg.path(line, _EDGE, 4), svg.path(line, INK, 2)]

    def _bar(self, point: Point, look: Look) -> Element | None:
        ends = sorted((self.y(point[1]), self.y(0)))
        if ends[1] - ends[0] < 0.05:
            return None
        left, right = self._sides(point[0])
        return _box(left, ends[0], right - left, ends[1] - ends[0], look)

    def _level(self, point: Point) -> list[Element]:
        left, right = self._sides(point[0], 1.2)
        height = self.y(point[1])
        return [svg.stroke(left, height, right, height, colour, width) for colour, width in ((_EDGE, 4), (INK, 2))]

    def _sides(self, at: float, wider: float = 1.0) -> Point:
        half = max(self.chart.bar * wider / 2, 0.0)
        left, right = self.x(at - half), self.x(at + half)
        return max(left, self.left), min(max(right, left + 0.8), WIDTH - _RIGHT)

    def _mark(self, mark: Mark) -> list[Element]:
        at = self.x(mark.at)
        anchor = "start" if at < (self.left + WIDTH) / 2 else "end"
        return [
            svg.stroke(at, self.top - 6, at, self.chart.height - _BOTTOM, INK, 1, "2 3"),
            svg.label(at + (-3 if anchor == "end" else 3), self.top - 9, mark.label, anchor=anchor),
        ]

    def _legend(self) -> list[Element]:
        parts = []
        for series, (line, x) in zip(self.chart.series, self.legend, strict=True):
            base = 13 + line * _LEGEND_LINE
            parts += [_sample(x, base - 4, series.look), svg.label(x + 30, base, series.label)]
        return parts


def _placed(value: float, scale: Scale, start: float, end: float) -> float:
    span = scale.high - scale.low
    return start + (end - start) * ((value - scale.low) / span if span else 0.5)


def _box(x: float, y: float, width: float, height: float, look: Look) -> Element:
    fill = DARK if look == "dark bars" else LIGHT
    outline = min(1.0, width / 6)
    return svg.element(
        "rect", x=x, y=y, width=width, height=height, fill=fill, stroke=DARK, stroke_width=outline
    )  # fmt: skip


def _sample(x: float, y: float, look: Look) -> Element:
    """What a series looks like, beside its name."""
    if look in ("dark bars", "light bars"):
        return _box(x, y - 5, 22, 10, look)
    if look in _BANDS:
        return svg.element("rect", x=x, y=y - 5, width=22, height=10, fill=_BANDS[look])
    return svg.stroke(x, y, x + 22, y, INK, 1.5 if look in _DASHES else 2, _DASHES.get(look, ""))


def legend_places(labels: Sequence[str], left: float) -> list[tuple[int, float]]:
    """Line and place of each name, begun afresh where the next does not fit."""
    places: list[tuple[int, float]] = []
    line, x = 0, left
    for text in labels:
        wide = 30 + len(text) * LETTER + 22
        if x > left and x + wide > WIDTH:
            line, x = line + 1, left
        places.append((line, x))
        x += wide
    return places


def thinned(ticks: Sequence[tuple[float, str]], most: int) -> tuple[tuple[float, str], ...]:
    """Every so many of the ticks, so that no more than so many are left.

    Example:
        >>> thinned([(n, str(n)) for n in range(10)], 4)
        ((0, '0'), (3, '3'), (6, '6'), (9, '9'))
    """
    step = max(1, math.ceil(len(ticks) / most))
    return tuple(ticks[::step])


def narrowest(values: Sequence[float]) -> float:
    """The smallest distance between neighbours; one where there are no two."""
    return min((after - before for before, after in pairwise(sorted(values)) if after > before), default=1.0)
