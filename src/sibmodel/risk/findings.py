"""Findings: what noise shows in a payment schedule that its table does not.

A cliff beside the plan makes payment a coin toss. A schedule pays something for nothing, because errors of measurement
are paid for where they are high and not taken back where they are low. In a dead zone more effect earns next to
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import Array, density

CLIFF: Final = 0.10
"""A jump of more than this share of the most that is paid is a cliff."""
BESIDE: Final = 0.5
"""A plan so few standard errors from a cliff stands on it."""
FLAT: Final = 0.25
"""A slope of less than this share of that of the whole schedule is flat."""
SATURATED: Final = 0.25
"""The most is paid at the plan with more than this chance."""
_FINE: Final = 2001
_AROUND: Final = 4.0


class Split(NamedTuple):
    """An expected payment in two parts.

    Args:
        for_true_effect: What would be paid if it were measured without error.
        for_noise: What errors of measurement add, or take away.
    """

    for_true_effect: Array
    for_noise: Array


def split(schedule: Canonical, mu: Any, s: Any) -> Split:
    """What of an expected payment is for the true effect and what for noise.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> found = split(Canonical(knots=(Knot(0.10, jump=1_000_000),)), 0.10, 0.04)
        >>> float(found.for_true_effect), float(found.for_noise)
        (1000000.0, -500000.0)
    """
    sure = schedule.value(mu)
    return Split(sure, np.asarray(schedule.mean(mu, s) - sure))


@dataclass(frozen=True, slots=True)
class PayoutCurve:
    """What true effects bring.

    Args:
        effects: The true effects.
        means: The expected payment at each.
        sds: Its standard deviation.
        amounts: Amounts of money that are asked for.
        chances: The probability of at least each of them (amounts, effects).
    """

    effects: Array
    means: Array
    sds: Array
    amounts: tuple[float, ...]
    chances: Array


def payout_curve(schedule: Canonical, effects: Any, s: float, amounts: tuple[float, ...] = ()) -> PayoutCurve:
    """The expected payment, and the chance of at least so much, at each of many true effects.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> half = Canonical(knots=(Knot(0.10, jump=1_000_000),))
        >>> payout_curve(half, [0.10, 0.15], 0.04, (500_000,)).chances.round(4).tolist()
        [[0.5, 0.8944]]
    """
    at = np.asarray(effects, dtype=float)
    chances = [schedule.probability_of_at_least(amount, at, s) for amount in amounts]
    found = np.array(chances) if chances else np.empty((0, *at.shape))
    return PayoutCurve(at, schedule.mean(at, s), schedule.sd(at, s), amounts, found)


# --- findings -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cliff:
    """A jump that decides a good part of the payment.

    Args:
        at: The level.
        jump: What it adds.
        steepest: What one unit of the true effect adds right there, at most.
        like_a_ramp: Over which width of the true effect it is felt to rise.
        has_plan_on_it: Whether the plan is so near that its payment is a coin toss.
    """

    at: float
    jump: float
    steepest: float
    like_a_ramp: float
    has_plan_on_it: bool


class Span(NamedTuple):
    """From one true effect to another."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Findings:
    """What a schedule does under noise.

    Args:
        cliffs: Its cliffs.
        chance_of_most: The chance of the most that it pays, at the plan; None where nothing ends it.
        is_saturated: Whether more than the plan would earn next to nothing more.
        leak: What it pays without any effect, as a share of what it pays at the plan; None where that is nothing.
        inversions: The levels from which on more effect is paid less.
        dead_zones: Where more effect earns next to nothing; from no effect to the end of the schedule.
        uneconomic: Where it earns less than it costs.
    """

    cliffs: tuple[Cliff, ...]
    chance_of_most: float | None
    is_saturated: bool
    leak: float | None
    inversions: tuple[float, ...]
    dead_zones: tuple[Span, ...]
    uneconomic: tuple[Span, ...]

    @property
    def has_plan_on_cliff(self) -> bool:
        """Whether the plan stands on any cliff."""
        return any(cliff.has_plan_on_it for cliff in self.cliffs)


def findings(
    schedule: Canonical, plan: float, s: float, marginal_cost: Callable[[Array], Array] | None = None
) -> Findings:
    """What a schedule does under noise, at a planned true effect.

    Args:
        schedule: The payment.
        plan: The true effect planned.
        s: Standard error of measurement, above 0.
        marginal_cost: What one unit more of effect costs at each true effect, where that is known.

    Raises:
        ValueError: If there is no noise to look through.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> found = findings(Canonical(knots=(Knot(0.10, jump=1_000_000),)), plan=0.10, s=0.04)
        >>> found.has_plan_on_cliff, round(found.leak, 4)
        (True, 0.0124)
    """
    if not s > 0:
        raise ValueError("findings are about noise: the standard error must be above 0")
    expected, without = float(schedule.mean(plan, s)), float(schedule.mean(0.0, s))
    reference = reference_slope(schedule)
    chance = float(schedule.probability_of_at_least(schedule.highest, plan, s)) if isfinite(schedule.highest) else None
    at_plan = float(schedule.slope_felt(plan, s))
    effects = np.linspace(*_scale(schedule, plan), _FINE)
    felt = schedule.slope_felt(effects, s)
    return Findings(
        cliffs=tuple(_cliffs(schedule, plan, s)),
        chance_of_most=chance,
        is_saturated=chance is not None and (chance > SATURATED or at_plan < FLAT * reference),
        leak=without / expected if expected else None,
        inversions=tuple(piece.low for piece in schedule.pieces if piece.slope < 0)
        + tuple(knot.at for knot in schedule.knots if knot.jump < 0),
        dead_zones=tuple(_spans(effects, felt < FLAT * reference)),
        uneconomic=() if marginal_cost is None else tuple(_spans(effects, felt < marginal_cost(effects))),
    )


def reference_slope(schedule: Canonical) -> float:
    """What one unit of effect adds on the way from no effect to the last knot, on average.

    Example:
        >>> from sibmodel.risk.pieces import Knot
        >>> reference_slope(Canonical(knots=(Knot(0.25, jump=1_000_000),)))
        4000000.0
    """
    last = _last(schedule)
    if last <= 0:
        return schedule.pieces[-1].slope
    return float(schedule.value(last) - schedule.value(0.0)) / last


def _last(schedule: Canonical) -> float:
    return max((knot.at for knot in schedule.knots), default=0.0)


def _scale(schedule: Canonical, plan: float) -> tuple[float, float]:
    return 0.0, max(_last(schedule), plan)


def _cliffs(schedule: Canonical, plan: float, s: float) -> Iterator[Cliff]:
    """Jumps that are large against the most that is paid; where nothing ends that, against what is paid at the plan."""
    most = schedule.highest if isfinite(schedule.highest) else float(schedule.value(plan))
    steepest, ramp = float(density(0.0)) / s, s / float(density(0.0))
    for knot in schedule.knots:
        if abs(knot.jump) > CLIFF * abs(most):
            yield Cliff(knot.at, knot.jump, knot.jump * steepest, ramp, abs(plan - knot.at) < BESIDE * s)


def _spans(effects: Array, holds: NDArray[np.bool_]) -> Iterator[Span]:
    """The spans over which something holds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(int)))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        yield Span(float(effects[first]), float(effects[after - 1]))
