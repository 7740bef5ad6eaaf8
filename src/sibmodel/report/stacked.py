"""A stacked bar: an amount in its parts, one after the other; a part below nothing takes away what stands before it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final
from xml.etree.ElementTree import Element

from sibmodel.report import svg
from sibmodel.report.charts import DARK, INK, LETTER, LIGHT, WIDTH

_HEIGHT: Final = 92.0
_TOP, _BAR = 30.0, 30.0
_LEFT, _RIGHT = 8.0, 8.0
_FILLS: Final = (LIGHT, DARK, "#ffffff")


@dataclass(frozen=True, slots=True)
class Stacked:
    """What is drawn.

    Args:
        name: Its name in links, unique on the page.
        title: What it shows, in a few words.
        description: The same for somebody who cannot see it.
        parts: The parts, each with its name; at most three, told apart by their fill.
        whole: What is written where they end.
    """

    name: str
    title: str
    description: str
    parts: tuple[tuple[str, float], ...]
    whole: str


def draw_stacked(bar: Stacked) -> Element:
    """The bar as an SVG element."""
    ends = [0.0, *accumulate(value for _, value in bar.parts)]
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return _LEFT + (WIDTH - _LEFT - _RIGHT) * (value - low) / span

    parts = [
        _box(x(min(start, end)), _TOP, x(max(start, end)) - x(min(start, end)), _BAR, fill, is_taken=end < start)
        for start, end, fill in zip(ends, ends[1:], _FILLS, strict=False)
        if abs(x(end) - x(start)) > 0.05
    ]
    end = x(ends[-1])
    parts.append(svg.stroke(end, _TOP - 4, end, _TOP + _BAR + 8, INK, 2))
    anchor = "end" if end > WIDTH / 2 else "start"
    parts.append(svg.label(end, _TOP + _BAR + 22, bar.whole, anchor=anchor))
    return svg.drawing(bar.name, bar.title, bar.description, WIDTH, _HEIGHT, [*_legend(bar), *parts])


def _legend(bar: Stacked) -> list[Element]:
    found, at = [], _LEFT
    for (label, value), fill in zip(bar.parts, _FILLS, strict=False):
        found += [_box(at, 4, 22, 10, fill, is_taken=value < 0), svg.label(at + 28, 13, label)]
        at += 28 + len(label) * LETTER + 18
    return found


def _box(x: float, y: float, width: float, height: float, fill: str, *, is_taken: bool) -> Element:
    made = svg.element("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=DARK, stroke_width=1)
    if is_taken:
        made.set("stroke-dasharray", "3 2")
    return made
