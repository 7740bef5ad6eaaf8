"""What a search for a target finds: where it is met or passed, stretches that meet it, or the nearest there is.

A figure may pass a target in four ways. It goes through it (a *root*); it leaps over it, as a threshold payment does
(a *jump*); it stays on it for a while (a *stretch*); or it has no value where it would pass it (a *hole*).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Passed = Literal["root", "jump", "stretch", "hole"]
Kind = Literal["one", "several", "jump", "stretch", "hole", "none"]
Wanted = Literal["at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Point:
    """A value of what is changed, and the figure there."""

    at: float
    figure: float


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where a figure meets a target or passes it.

    Args:
        passed: How.
        value: The answer: of a root the root itself, of a jump or a hole the side that meets the target, of a stretch
            its lower end.
        below: The last point on the lower side: of a stretch, its lower end.
        above: The first point on the upper side: of a stretch, its upper end.
    """

    passed: Passed
    value: float
    below: Point
    above: Point


@dataclass(frozen=True, slots=True)
class Solved:
    """What a search for a target found.

    Args:
        target: The target.
        crossings: Every point or stretch that was found, from the lowest value up.
        lowest: The lowest figure there is, and the first value that has it; roughly, where there is a crossing.
        highest: The highest, likewise.
        holes: From where to where there is no figure, as far as points were tried.
        low: The lowest value that was tried.
        high: The highest value that was tried.
        tried: How many points were tried.
    """

    target: float
    crossings: tuple[Crossing, ...]
    lowest: Point | None
    highest: Point | None
    holes: tuple[tuple[float, float], ...]
    low: float
    high: float
    tried: int

    @property
    def kind(self) -> Kind:
        """What was found, in a word."""
        if not self.crossings:
            return "none"
        if len(self.crossings) > 1:
            return "several"
        passed = self.crossings[0].passed
        return "one" if passed == "root" else passed

    @property
    def first(self) -> Crossing | None:
        """The crossing at the lowest value; None where there is none."""
        return self.crossings[0] if self.crossings else None

    @property
    def nearest(self) -> Point | None:
        """What comes nearest to the target where it is not met; None where there is no figure at all."""
        if self.lowest is None or self.highest is None:
            return None
        return self.highest if self.highest.figure <= self.target else self.lowest
