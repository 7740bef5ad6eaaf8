"""Spans: horizontal bars on one scale, a row for each, with lines down through all rows where something is.

They draw what moves a result, and the room between what investors need and what government can pay. Looks differ in
lightness and outline, so that they can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from xml.etree.ElementTree import Element

from sibmodel.report import svg
from sibmodel.report.charts import DARK, GRID, INK, LETTER, LIGHT, WIDTH, Mark, Scale, legend_places, thinned

Fill = Literal["dark", "light", "open"]
"""An open span is white with a broken outline."""

_RIGHT: Final = 12.0
_NAMES: Final = 205.0
"""The room in which rows are named."""
LONGEST: Final = int(_NAMES / LETTER)
"""Letters of a name that fit in it."""
_ASIDE: Final = 62.0
"""The room to both sides of the scale for what is written at the ends of a span."""
BESIDE: Final = int(_ASIDE / LETTER)
"""Letters that fit at the end of a span."""
_ROW: Final = 24.0
_BAR: Final = 13.0
_LINE: Final = 18.0
_FOOT: Final = 44.0
_FILLS: Final = {"dark": DARK, "light": LIGHT, "open": "#ffffff"}
_DASHES: Final = ("", "5 3", "1.5 3")
_LEAST: Final = 1.0
"""A span is no narrower, so that it is seen."""


@dataclass(frozen=True, slots=True)
class Span:
    """One row.

    Args:
        label: Its name.
        low: Where it begins.
        high: Where it ends.
        fill: How it looks.
        at_low: What is written before it.
        at_high: What is written behind it.
    """

    label: str
    low: float
    high: float
    fill: Fill
    at_low: str = ""
    at_high: str = ""


@dataclass(frozen=True, slots=True)
class Spans:
    """What is drawn.

    Args:
        name: Its name in links, unique on the page.
        title: What it shows, in a few words.
        description: The same for somebody who cannot see it.
        measure: What the scale measures.
        across: The scale.
        rows: The spans, from the top down.
        marks: Lines through all rows, each with its name; named one below the other.
        legend: What each look means.
    """

    name: str
    title: str
    description: str
    measure: str
    across: Scale
    rows: tuple[Span, ...]
    marks: tuple[Mark, ...]
    legend: tuple[tuple[str, Fill], ...]


def fitting(ticks: Sequence[tuple[float, str]]) -> tuple[tuple[float, str], ...]:
    """As many of the ticks as there is room for along the scale."""
    longest = max(len(text) for _, text in ticks)
    return thinned(ticks, int((WIDTH - _RIGHT - _NAMES - 2 * _ASIDE) / (longest * LETTER + 12)))


def draw_spans(spans: Spans) -> Element:
    """The spans as an SVG element."""
    return _Drawing(spans).whole()


class _Drawing:
    """Spans on their canvas."""

    def __init__(self, spans: Spans) -> None:
        self.spans = spans
        self.legend = legend_places([label for label, _ in spans.legend], 0.0)
        lines = max((line for line, _ in self.legend), default=-1) + 1
        self.named = lines * _LINE + 6
        self.top = self.named + len(spans.marks) * _LINE + 4
        self.foot = self.top + len(spans.rows) * _ROW + 4
        self.height = self.foot + _FOOT

    def whole(self) -> Element:
        """Legend, grid, spans, marks and scale."""
        spans = self.spans
        parts = [*self._legend(), *self._across()]
        parts += [part for at, each in enumerate(spans.rows) for part in self._row(each, self.top + at * _ROW)]
        parts += [self._line(each, at) for at, each in enumerate(spans.marks)]
        parts += [part for at, each in enumerate(spans.marks) for part in self._named(each, at)]
        return svg.drawing(spans.name, spans.title, spans.description, WIDTH, self.height, parts)

    def x(self, value: float) -> float:
        """Where a value lies across."""
        scale, left = self.spans.across, _NAMES + _ASIDE
        share = (value - scale.low) / (scale.high - scale.low)
        return left + (WIDTH - _RIGHT - _ASIDE - left) * share

    def _across(self) -> list[Element]:
        parts = []
        for value, text in self.spans.across.ticks:
            parts.append(svg.stroke(self.x(value), self.top, self.x(value), self.foot + 4, GRID))
            parts.append(svg.label(self.x(value), self.foot + 18, text, anchor="middle"))
        ends = self.x(self.spans.across.low), self.x(self.spans.across.high)
        parts.append(svg.stroke(ends[0], self.foot, ends[1], self.foot, INK))
        return [*parts, svg.label(sum(ends) / 2, self.height - 8, self.spans.measure, anchor="middle")]

    def _row(self, span: Span, top: float) -> list[Element]:
        left, base = self.x(span.low), top + _ROW / 2 + 4
        width = max(self.x(span.high) - left, _LEAST)
        parts = [svg.label(0.0, base, span.label), _box(left, top + (_ROW - _BAR) / 2, width, _BAR, span.fill)]
        if span.at_low:
            parts.append(svg.label(left - 4, base, span.at_low, anchor="end"))
        if span.at_high:
            parts.append(svg.label(left + width + 4, base, span.at_high))
        return parts

    def _line(self, mark: Mark, at: int) -> Element:
        x = self.x(mark.at)
        return svg.stroke(x, self.named + at * _LINE + 2, x, self.foot, INK, 1.5, _DASHES[at % len(_DASHES)])

    def _named(self, mark: Mark, at: int) -> list[Element]:
        """The name of a line, on white, so that no other line runs through it."""
        x, wide = self.x(mark.at), LETTER * len(mark.label)
        is_left = x + wide + 8 > WIDTH
        left, base = (x - wide - 6 if is_left else x + 4), self.named + at * _LINE + 13
        box = svg.element("rect", x=max(left, 0.0), y=base - 11, width=min(wide, WIDTH), height=14.0, fill="#ffffff")
        return [box, svg.label(x - 6 if is_left else x + 6, base, mark.label, anchor="end" if is_left else "start")]

    def _legend(self) -> list[Element]:
        parts = []
        for (label, fill), (line, x) in zip(self.spans.legend, self.legend, strict=True):
            base = 13 + line * _LINE
            parts += [_box(x + 1, base - 9, 22, 10, fill), svg.label(x + 30, base, label)]
        return parts


def _box(x: float, y: float, width: float, height: float, fill: Fill) -> Element:
    made = svg.element("rect", x=x, y=y, width=width, height=height, fill=_FILLS[fill], stroke=DARK, stroke_width=1)
    if fill == "open":
        made.set("stroke-dasharray", "3 2")
    return made
