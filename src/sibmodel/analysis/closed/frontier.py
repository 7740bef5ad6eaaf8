"""Cap and price: what a cap on payments costs in price, which a plan without noise cannot see.

A cap above the planned payment binds in no plan, and still takes away the good luck that pays for the bad. Investors
who ask for the same worth ask for a higher price, and the payer is left with a smaller worst case and a higher usual
one. Each cap has its price; all of them together are the frontier from which a deal picks one point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sibmodel.analysis.closed.price import NoPrice
from sibmodel.risk import bounds
from sibmodel.risk.canonical import Canonical
from sibmodel.risk.normal import cdf, density
from sibmodel.risk.pieces import Knot

APPROPRIATED: Final = 0.95
"""The share of cases that an appropriation is usually asked to cover."""
_DEAREST: Final = 1_000
"""So many times the price without a cap is no price any more."""
_STEPS: Final = 500
_CLOSE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """A cap with the price that makes up for it.

    Args:
        cap: The most that is paid in all.
        price: For each outcome.
        chance_of_cap: The chance that the cap is reached.
        sd: Standard deviation of what is paid.
        p95: What is not passed in 95 of 100 cases: the appropriation.
        above_uncapped: By which share the price is above that without a cap.
    """

    cap: float
    price: float
    chance_of_cap: float
    sd: float
    p95: float
    above_uncapped: float


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Outcomes as they are measured: a normal number, of which nothing below nought is paid.

    Args:
        mean: Outcomes expected.
        sd: Standard deviation of what is measured of them.

    Raises:
        ValueError: If none is expected or the spread is below 0.
    """

    mean: float
    sd: float

    def __post_init__(self) -> None:
        bounds.more_than(0.0, mean=self.mean)
        bounds.at_least(0.0, sd=self.sd)
        bounds.finite(mean=self.mean, sd=self.sd)

    def paid(self, price: float, cap: float) -> Canonical:
        """What is paid for them: a price each, from nought to a cap."""
        return Canonical(knots=(Knot(0.0, bend=price),)).capped(cap)

    @property
    def counted(self) -> float:
        """Outcomes expected where what is below nought counts as nought."""
        return float(Canonical(knots=(Knot(0.0, bend=1.0),)).mean(self.mean, self.sd))

    def counted_below(self, level: float) -> float:
        """The part of them in cases with fewer than so many: what one unit of price adds where a cap binds beyond."""
        if self.sd == 0:
            return self.mean if self.mean < level else 0.0
        low, high = -self.mean / self.sd, (level - self.mean) / self.sd
        return float(self.mean * (cdf(high) - cdf(low)) + self.sd * (density(low) - density(high)))


def cap_frontier(expected: float, outcomes: Outcomes, caps: Sequence[float]) -> list[FrontierPoint | NoPrice]:
    """The price for each of several caps, at one expected payment.

    Args:
        expected: The payment that investors need on average, in money of the day of payment.
        outcomes: The outcomes that are paid for.
        caps: The most that is paid in all, each above 0.

    Returns:
        For each cap a point, or why there is none.

    Example:
        >>> tight, loose, none = cap_frontier(1_833_580.8, Outcomes(75, 22.1218), [2_000_000, 3_000_000, 1_800_000])
        >>> round(tight.price), round(tight.above_uncapped, 3), round(tight.chance_of_cap, 3), round(loose.price)
        (29567, 0.209, 0.63, 24488)
        >>> none.because
        'a cap of 1,800,000 pays no more than 1,799,368 on average even at 1,000 times the price without one, and \
1,833,581 is needed'
    """
    bounds.more_than(0.0, expected=expected, cap=caps)
    bounds.finite(expected=expected, cap=caps)
    return [_point(expected, outcomes, float(cap)) for cap in caps]


def _point(expected: float, outcomes: Outcomes, cap: float) -> FrontierPoint | NoPrice:
    uncapped = expected / outcomes.counted
    price = _price(expected, outcomes, cap)
    if isinstance(price, NoPrice):
        return price
    paid, mean, sd = outcomes.paid(price, cap), outcomes.mean, outcomes.sd
    return FrontierPoint(
        cap,
        price,
        float(paid.probability_of_at_least(cap, mean, sd)),
        float(paid.sd(mean, sd)),
        float(paid.quantile(APPROPRIATED, mean, sd)),
        price / uncapped - 1.0,
    )


def _price(expected: float, outcomes: Outcomes, cap: float) -> float | NoPrice:
    """By Newton's steps from the uncapped price.

    What is paid bends downwards as the price rises, so that no step passes the price that is looked for: each comes
    nearer from below.
    """

    def paid_at(price: float) -> float:
        return float(outcomes.paid(price, cap).mean(outcomes.mean, outcomes.sd))

    price = expected / outcomes.counted
    most = paid_at(_DEAREST * price)
    if expected > most * (1.0 + _CLOSE):
        return NoPrice(
            f"a cap of {cap:,.0f} pays no more than {most:,.0f} on average even at {_DEAREST:,} times the price "
            f"without one, and {expected:,.0f} is needed"
        )
    for _ in range(_STEPS):
        short = expected - paid_at(price)
        if short <= _CLOSE * expected:
            break
        price += short / outcomes.counted_below(cap / price)
    return price
