"""Pieces: a canonical schedule as the straight lines that it is made of, which is how it is cut and summed up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

_NOISE: Final = 1e-12
"""So small a share of what is added up is what a subtraction leaves over."""


@dataclass(frozen=True, slots=True)
class Knot:
    """Where a schedule jumps or bends: reached at ``at``, or only above it.

    Args:
        at: The level.
        jump: What is added at once.
        bend: What is added for each unit of the level beyond.
        only_above: Whether the level itself does not reach it.
    """

    at: float
    jump: float = 0.0
    bend: float = 0.0
    only_above: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """One straight line of a schedule: base + slope * level, from one level to the next.

    Args:
        low: Where it begins; minus infinity for the first.
        high: Where it ends; infinity for the last.
        base: What it would come to at level nought.
        slope: What each unit of the level adds.
        only_above: Whether its beginning is the end of the one before.
    """

    low: float
    high: float
    base: float
    slope: float
    only_above: bool = False

    def at(self, level: float) -> float:
        """What the line comes to."""
        return self.base if self.slope == 0 else self.base + self.slope * level


def pieces_of(start: float, slope: float, knots: Iterable[Knot]) -> list[Piece]:
    """The straight lines of a schedule, from the lowest level up.

    Example:
        >>> [(each.low, each.base, each.slope) for each in pieces_of(0.0, 0.0, [Knot(1.0, jump=5.0, bend=2.0)])]
        [(-inf, 0.0, 0.0), (1.0, 3.0, 2.0)]
    """
    rising = sorted(knots, key=lambda knot: (knot.at, knot.only_above))
    found = [Piece(-inf, rising[0].at if rising else inf, start, slope)]
    for number, knot in enumerate(rising, start=1):
        before, high = found[-1], rising[number].at if number < len(rising) else inf
        base = _added(before.base, knot.jump, -knot.bend * knot.at)
        found.append(Piece(knot.at, high, base, _added(before.slope, knot.bend), knot.only_above))
    return found


def _added(*parts: float) -> float:
    """A sum in which what a subtraction leaves over is nothing, so that what stands still has no slope."""
    whole = sum(parts)
    return 0.0 if abs(whole) <= _NOISE * sum(abs(part) for part in parts) else whole


def joined(pieces: Sequence[Piece]) -> tuple[float, float, tuple[Knot, ...]]:
    """The schedule that straight lines make: start, slope and knots; where nothing changes there is no knot.

    What changes at one level is one knot, however many steps it was stated in.

    Example:
        >>> joined(pieces_of(0.0, 0.0, [Knot(1.0, jump=5.0), Knot(1.0, jump=2.0), Knot(2.0)]))
        (0.0, 0.0, (Knot(at=1.0, jump=7.0, bend=0.0, only_above=False),))
    """
    lasting = [piece for piece, after in pairwise(pieces) if not _is_point(piece, after)] + [pieces[-1]]
    knots = []
    for before, after in pairwise(lasting):
        jump = _added(after.base, after.slope * after.low, -before.base, -before.slope * after.low)
        bend = after.slope - before.slope
        if jump or bend:
            knots.append(Knot(after.low, jump, bend, after.only_above))
    return pieces[0].base, pieces[0].slope, tuple(knots)


def _is_point(piece: Piece, after: Piece) -> bool:
    """Whether the next line begins where a line does, so that nothing is ever on it."""
    return piece.low == after.low and piece.only_above == after.only_above


def capped(pieces: Iterable[Piece], amount: float) -> list[Piece]:
    """The same with nothing above an amount: a line that passes it is cut in two.

    Example:
        >>> joined(capped(pieces_of(0.0, 10.0, []), 20.0))
        (0.0, 10.0, (Knot(at=2.0, jump=0.0, bend=-10.0, only_above=False),))
    """
    return [part for piece in pieces for part in _capped(piece, amount)]


def mirrored(pieces: Iterable[Piece]) -> list[Piece]:
    """The same with every sign turned, so that a floor is a cap."""
    return [Piece(each.low, each.high, -each.base, -each.slope, each.only_above) for each in pieces]


def _capped(piece: Piece, amount: float) -> Iterator[Piece]:
    low, high, above = piece.low, piece.high, piece.only_above
    if piece.slope == 0:
        yield Piece(low, high, min(piece.base, amount), 0.0, above)
        return
    turn = (amount - piece.base) / piece.slope
    is_over_first = piece.slope < 0
    if turn <= low or turn >= high:
        is_over = (turn <= low) != is_over_first
        yield Piece(low, high, amount, 0.0, above) if is_over else piece
        return
    for start, end, is_over, is_above in ((low, turn, is_over_first, above), (turn, high, not is_over_first, False)):
        base, slope = (amount, 0.0) if is_over else (piece.base, piece.slope)
        yield Piece(start, end, base, slope, is_above)
