"""The canonical schedule in numbers: what a payment comes to on average when its level is measured with noise.

    f(x) = start + slope * x + sum over knots of [ jump + bend * (x - at) ] where x has reached ``at``

Piecewise linear with jumps, as every payment by level is. Under a normal level its mean, its spread, its chances and
the slope that is felt all have closed forms, for what is normal between two knots has.

Levels and errors may be arrays of any shapes that go together. Without error everything is what the contract says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sibmodel.graph.expressions import GUARD
from sibmodel.risk import bounds
from sibmodel.risk.normal import Array, cdf, density
from sibmodel.risk.normal import quantile as normal_quantile
from sibmodel.risk.paid import NO_ERROR
from sibmodel.risk.pieces import Knot, Piece, capped, joined, mirrored, pieces_of

_NEAR: Final = 1e-9
"""Amounts that differ by so small a share are the same."""
_FAR: Final = 40.0
"""Standard deviations beyond which a normal number never is."""
_MOST_STEPS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Canonical:
    """A payment as a function of one level.

    Args:
        start: What it comes to at level nought before any knot.
        slope: What each unit of the level adds from minus infinity on.
        knots: Where it jumps or bends.

    Example:
        >>> half = Canonical(knots=(Knot(0.10, jump=1_000_000),))
        >>> half.value([0.05, 0.10]).tolist(), round(float(half.mean(0.08, 0.04)))
        ([0.0, 1000000.0], 308538)
    """

    start: float = 0.0
    slope: float = 0.0
    knots: tuple[Knot, ...] = ()

    # --- the contract ---------------------------------------------------------------------------------------------

    def value(self, level: Any) -> Array:
        """What is paid at a measured level; thresholds have the guard of every comparison of levels."""
        x = np.asarray(level, dtype=float)
        amount = self.start + self.slope * x
        for knot in self.knots:
            reached = x > knot.at + GUARD if knot.only_above else x >= knot.at - GUARD
            amount = amount + reached * (knot.jump + knot.bend * (x - knot.at))
        return np.asarray(amount)

    @property
    def pieces(self) -> list[Piece]:
        """The straight lines that it is made of, from the lowest level up."""
        return pieces_of(self.start, self.slope, self.knots)

    @property
    def highest(self) -> float:
        """The most that it comes to; infinite where nothing ends it."""
        return max(piece.at(end) for piece in self.pieces for end in (piece.low, piece.high))

    @property
    def lowest(self) -> float:
        """The least that it comes to; minus infinity where nothing ends it."""
        return min(piece.at(end) for piece in self.pieces for end in (piece.low, piece.high))

    @property
    def never_falls(self) -> bool:
        """Whether a higher level is never paid less."""
        return all(piece.slope >= 0 for piece in self.pieces) and all(knot.jump >= 0 for knot in self.knots)

    # --- under noise ----------------------------------------------------------------------------------------------

    def mean(self, mu: Any, s: Any) -> Array:
        """The expected payment where the measured level is normal.

        Args:
            mu: The true level; or the expected one, under a prior.
            s: Standard deviation of what is measured about it.

        Raises:
            ValueError: If s is below 0.
        """
        mu, s, safe = _levels(mu, s)
        total = self.start + self.slope * mu
        for knot in self.knots:
            z = (mu - knot.at) / safe
            total = total + (knot.jump + knot.bend * (mu - knot.at)) * cdf(z) + knot.bend * s * density(z)
        return np.where(s == 0, self.value(mu), total)

    def sd(self, mu: Any, s: Any) -> Array:
        """The standard deviation of the payment; 0 without noise."""
        mu, s, safe = _levels(mu, s)
        expected = self.mean(mu, s)
        square = np.zeros(mu.shape)
        for piece in self.pieces:
            low, high = (np.clip((end - mu) / safe, -_FAR, _FAR) for end in (piece.low, piece.high))
            at_low, at_high, inside = density(low), density(high), _between(low, high)
            middle, width = piece.base + piece.slope * mu - expected, piece.slope * s
            square = square + middle**2 * inside + 2.0 * middle * width * (at_low - at_high)
            square = square + width**2 * (inside + low * at_low - high * at_high)
        return np.where(s == 0, 0.0, np.sqrt(np.maximum(square, 0.0)))

    def slope_felt(self, mu: Any, s: Any) -> Array:
        """What one unit more of the true level adds to the expected payment: the incentive behind the noise.

        Without noise it is the slope of the contract to the right of the level.

        Raises:
            ValueError: If s is below 0, or is 0 right at a jump, where there is no slope.
        """
        mu, s, safe = _levels(mu, s)
        felt = self.slope + np.zeros(mu.shape)
        for knot in self.knots:
            z = (mu - knot.at) / safe
            at_jump = (s == 0) & (np.abs(mu - knot.at) <= GUARD)
            if knot.jump and np.any(at_jump):
                raise ValueError(f"without noise there is no slope at {knot.at}, where the payment jumps")
            smooth = knot.jump * density(z) / safe + knot.bend * cdf(z)
            felt = felt + np.where(s == 0, knot.bend * (mu >= knot.at - GUARD), smooth)
        return felt

    def value_of_noise(self, mu: Any, s: Any) -> Array:
        """What one unit more of noise adds to the expected payment; below nothing where noise costs."""
        mu, s, safe = _levels(mu, s)
        worth = np.zeros(mu.shape)
        for knot in self.knots:
            z = (mu - knot.at) / safe
            z = np.where(s == 0, np.where(np.abs(mu - knot.at) <= GUARD, 0.0, _FAR), z)
            worth = worth + density(z) * (knot.bend - knot.jump * z / safe)
        return worth

    def quantile(self, p: Any, mu: Any, s: Any) -> Array:
        """The payment that is not passed with probability p.

        Raises:
            ValueError: If a higher level is paid less anywhere.
        """
        if not self.never_falls:
            raise ValueError("a payment that falls anywhere has no quantile by that of its level")
        mu, s, _ = _levels(mu, s)
        z = normal_quantile(p)
        return self.value(np.where(s == 0, mu, mu + s * z))

    def probability_of_at_least(self, amount: float, mu: Any, s: Any) -> Array:
        """The probability that so much or more is paid."""
        return self._probability(amount - _NEAR * max(1.0, abs(amount)), mu, s)

    def probability_paid(self, mu: Any, s: Any) -> Array:
        """The probability that anything is paid at all."""
        return self._probability(_NEAR, mu, s)

    def _probability(self, amount: float, mu: Any, s: Any) -> Array:
        """The probability of more than an amount: of the levels, on each straight line, at which there is more."""
        mu, s, safe = _levels(mu, s)
        total = np.zeros(mu.shape)
        for piece in self.pieces:
            low, high = _above(piece, amount)
            if low < high:
                total = total + _between((low - mu) / safe, (high - mu) / safe)
        return np.where(s == 0, self.value(mu) > amount, total)

    # --- other schedules made of it -------------------------------------------------------------------------------

    def capped(self, amount: float) -> Canonical:
        """The same, paying no more than an amount."""
        return Canonical(*joined(capped(self.pieces, amount)))

    def floored(self, amount: float) -> Canonical:
        """The same, paying no less than an amount."""
        return Canonical(*joined(mirrored(capped(mirrored(self.pieces), -amount))))

    def scaled(self, factor: float) -> Canonical:
        """The same, so many times."""
        knots = tuple(Knot(each.at, each.jump * factor, each.bend * factor, each.only_above) for each in self.knots)
        return Canonical(self.start * factor, self.slope * factor, knots)

    def plus(self, other: Canonical) -> Canonical:
        """Both together, on one level."""
        both = pieces_of(self.start + other.start, self.slope + other.slope, self.knots + other.knots)
        return Canonical(*joined(both))

    @property
    def ends(self) -> bool:
        """Whether it stands still at both ends of the scale."""
        pieces = self.pieces
        return pieces[0].slope == 0 and pieces[-1].slope == 0

    def rounded(self, step: float, *, down: bool = False) -> Canonical:
        """The same on a level that the contract rounds first: a staircase over the level as measured.

        To the nearest step, halves away from nought, each stair begins half a step early; rounded down, on its step.

        Args:
            step: What is rounded to.
            down: Whether always down.

        Raises:
            ValueError: If the step is not above 0, or there would be endless stairs.
        """
        if not step > 0 or not self.ends:
            raise ValueError("only a schedule that stands still at both ends is rounded, to a step above 0")
        if not self.knots:
            return self
        at = [knot.at for knot in self.knots]
        first, last = int(np.floor(min(at) / step)) - 1, int(np.ceil(max(at) / step)) + 1
        if last - first > _MOST_STEPS:
            raise ValueError(f"rounding to {step} makes more than {_MOST_STEPS} stairs")
        stairs = np.arange(first, last + 1)
        amounts = self.value(stairs * step)
        knots = [
            Knot(edge * step, rise, only_above=not down and edge < 0)
            for edge, rise in zip(
                (stairs[1:] - (0.0 if down else 0.5)).tolist(), np.diff(amounts).tolist(), strict=True
            )
            if rise
        ]
        return Canonical(float(amounts[0]), 0.0, tuple(knots))


def _levels(mu: Any, s: Any) -> tuple[Array, Array, Array]:
    """True levels and errors in one shape, and errors that may be divided by."""
    level, error = np.broadcast_arrays(np.asarray(mu, dtype=float), np.asarray(s, dtype=float))
    bounds.at_least(0.0, s=error)
    error = np.where(error <= NO_ERROR, 0.0, error)
    return level, error, np.where(error == 0, 1.0, error)


def _between(low: Array, high: Array) -> Array:
    """The probability between two standard normal numbers, without losing the digits of a thin upper tail."""
    return np.where(low > 0, cdf(-low) - cdf(-high), cdf(high) - cdf(low))


def _above(piece: Piece, amount: float) -> tuple[float, float]:
    """Between which levels a straight line is above an amount."""
    if piece.slope == 0:
        return (piece.low, piece.high) if piece.base > amount else (piece.high, piece.low)
    turn = (amount - piece.base) / piece.slope
    return (max(piece.low, turn), piece.high) if piece.slope > 0 else (piece.low, min(piece.high, turn))
