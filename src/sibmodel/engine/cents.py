"""Flows in whole cents, split into what comes back and what is put in, and what can be told from their signs."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sibmodel.engine.grid import Grid
from sibmodel.graph.expressions import MONEY_GUARD, ROUNDING_GUARD

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Scenarios = NDArray[np.intp]

_PER: Final = 100.0
_HALF: Final = 0.5 + ROUNDING_GUARD
_LEAST: Final = MONEY_GUARD * _PER
"""What a worth must come to, as seen from the last instant, to be more than nothing."""


class _Room(threading.local):
    """Arrays that a thread uses again for the next scenarios."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], tuple[Array, ...]] = {}

    def arrays(self, instants: int, scenarios: int) -> tuple[Array, ...]:
        """Room for the running sum, what comes back and what is put in, and for some rows besides."""
        key = (instants, scenarios)
        if key not in self.kept:
            if len(self.kept) > 4:
                self.kept.clear()
            shapes = ((instants + 1, scenarios), (instants, scenarios), (instants, scenarios), (6, scenarios))
            self.kept[key] = tuple(np.empty(shape) for shape in shapes)
        return self.kept[key]


_ROOM: Final = _Room()


@dataclass(frozen=True, slots=True)
class Side:
    """What comes back, or what is put in: the rows from the first to the last in which there is anything."""

    rows: Array
    first: int

    def worth(self, discounts: list[Array], which: list[int]) -> Array:
        """The worth at the first instant, by Horner's scheme; rows of nothing at its end would change no bit of it."""
        *rows, last = self.rows
        whole: Array = last.copy()
        for at in range(len(rows) - 1, -1, -1):
            np.multiply(whole, discounts[which[self.first + at + 1]], whole)
            np.add(whole, rows[at], whole)
        for at in range(self.first, 0, -1):
            np.multiply(whole, discounts[which[at]], whole)
        return whole

    def of(self, scenarios: Scenarios) -> Side:
        """The same for some scenarios."""
        return Side(np.take(self.rows, scenarios, axis=1), self.first)


def side(rows: Array) -> Side:
    """Rows without those at both ends that are nothing in every scenario."""
    used = [at for at, row in enumerate(rows) if row[0] or row.any()] or [0]
    return Side(rows[used[0] : used[-1] + 1], used[0])


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of the flows of some scenarios, and when they fall."""

    back: Side
    put_in: Side
    grid: Grid

    def height(self, x: Array) -> Array:
        """ln(worth of what comes back) - ln(worth of what is put in), where growth is e^x."""
        discounts = self.grid.discounts(x)
        ratio = self.back.worth(discounts, self.grid.which)
        np.divide(ratio, self.put_in.worth(discounts, self.grid.which), ratio)
        height: Array = np.log(ratio, ratio)
        return height

    def of(self, scenarios: Scenarios) -> Sides:
        """The same for some scenarios."""
        return Sides(self.back.of(scenarios), self.put_in.of(scenarios), self.grid.of(scenarios))


class Cents:
    """Flows of some scenarios in whole cents.

    The running sum is rounded and the flows are what changes in it, so that roundings do not add up. Sums of whole
    numbers are exact, and a cent is well above the guard with which lines compare money.

    Args:
        flow: (instant, scenario), money.
        grid: When they fall.
    """

    def __init__(self, flow: Array, grid: Grid) -> None:
        instants, scenarios = flow.shape
        self.so_far, self.back, self.out, rows = _ROOM.arrays(instants, scenarios)
        self.so_far[0] = 0.0
        self.grid = grid
        self.at_ends = np.zeros((2, scenarios))
        self._back_later = [np.zeros(scenarios) for _ in grid.gaps]
        self._net_later = [np.zeros(scenarios) for _ in grid.gaps]
        self._enter(list(flow), rows)
        self.total: Array = self.so_far[-1]
        self.came_back: Array = rows[1].copy()
        self.put_in: Array = self.came_back - self.total
        self.sides = Sides(side(self.back), side(self.out), grid)

    def _enter(self, flow: list[Array], rows: Array) -> None:
        """Round the running sum half away from zero; enter what has changed in it, by its sign; add up on the way."""
        running, came_back, change, half = rows[:4]
        running[:] = came_back[:] = 0.0
        so_far, back, out = list(self.so_far), list(self.back), list(self.out)
        for instant, which in enumerate(self.grid.which):
            if instant:
                np.add(self._back_later[which], came_back, self._back_later[which])
                np.add(self._net_later[which], so_far[instant], self._net_later[which])
            np.add(running, flow[instant], running)
            rounded = so_far[instant + 1]
            np.multiply(running, _PER, rounded)
            np.copysign(_HALF, running, half)
            np.add(rounded, half, rounded)
            np.trunc(rounded, rounded)
            np.subtract(rounded, so_far[instant], change)
            np.maximum(change, 0.0, out=back[instant])
            np.subtract(back[instant], change, out[instant])
            np.add(came_back, back[instant], came_back)
            np.multiply(self.at_ends, self.grid.ends[instant], self.at_ends)
            np.add(self.at_ends, change, self.at_ends)

    def start(self) -> tuple[Array, Array]:
        """The height at a rate of nothing, and how fast it falls: the years between what is put in and what comes back.

        What lies ahead of an instant is what the running sum at the end exceeds it by there, so the mean time of the
        flows follows from their running sums.
        """
        gaps = self.grid.gaps
        back = sum(gap * later for gap, later in zip(gaps, self._back_later, strict=True)) / self.came_back
        net = sum(gap * later for gap, later in zip(gaps, self._net_later, strict=True))
        put_in = (back * self.came_back - net) / self.put_in
        return np.log(self.came_back / self.put_in), put_in - back

    def flow(self, scenarios: Scenarios) -> Array:
        """The flows of some scenarios."""
        flow = np.take(self.back, scenarios, axis=1)
        return np.subtract(flow, np.take(self.out, scenarios, axis=1), flow)

    def has_a_rate(self) -> Flags:
        """Something is put in, something comes back, and the worth differs in sign at the ends of the search."""
        gains, loses = self._gains_at_lowest(), self._loses_at_highest()
        found: Flags = gains & loses & (self.put_in > 0) & (self.came_back > 0)
        return found

    def is_a_loss_at_both_ends(self) -> Flags:
        """The worth is below nothing at both ends of the search; with one rate at most, at every rate between them."""
        found: Flags = ~self._gains_at_lowest() & self._loses_at_highest()
        return found

    def _gains_at_lowest(self) -> Flags:
        found: Flags = self.at_ends[0] > _LEAST * self.grid.last[0]
        return found

    def _loses_at_highest(self) -> Flags:
        found: Flags = self.at_ends[1] < -_LEAST * self.grid.last[1]
        return found

    def has_one_rate_at_most(self) -> Flags:
        """The certificate before the search: changes of sign of the running sum and of what is still to come."""
        paid, before = self.so_far[1:], self.so_far[:-1]
        changes = _changes(paid > 0.0, paid < 0.0) + _changes(before < self.total, before > self.total)
        bounded: Flags = changes + (self.total == 0) <= 1
        return bounded


def _changes(positive: Flags, negative: Flags) -> NDArray[np.signedinteger]:
    """How often signs change along the first axis, zeros passed over."""
    nothing = np.logical_or(positive, negative)
    np.logical_not(nothing, nothing)
    for instant in np.flatnonzero(nothing[1:].any(axis=1)) + 1:
        for sign in (positive, negative):
            sign[instant] |= sign[instant - 1] & nothing[instant]
    changed = positive[1:] & negative[:-1]
    changed |= negative[1:] & positive[:-1]
    counted: NDArray[np.signedinteger] = np.add.reduce(changed.view(np.int8), axis=0, dtype=_counter(changed.shape[0]))
    return counted


def _counter(most: int) -> type[np.int8 | np.int16]:
    """The smallest whole numbers that can count so many."""
    return np.int8 if most <= np.iinfo(np.int8).max // 2 else np.int16
