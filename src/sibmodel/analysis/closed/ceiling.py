"""Ceiling: the most that a government can pay for an outcome and be no worse off.

It is what the outcome saves, less all of that which the payer would have had anyway or never sees as money. Nothing may
be taken off twice: what is measured against a comparison group has left out what would have come anyway, so that a
deduction for deadweight would count it again. And nothing is assumed: each share is stated, and for whose purse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sibmodel.analysis.closed.present import present_value
from sibmodel.risk import bounds

Perspective = Literal["payer's budget", "all of government", "society"]
"""Whose savings are counted. A budget gains only what it can take out in cash."""


@dataclass(frozen=True, slots=True)
class Additionality:
    """Which part of a saving is due to the programme.

    Args:
        metric: ``net`` where outcomes are measured against others, as in a trial or by matching; ``gross`` where they
            are counted as they come.
        displacement: The share of it that somebody else loses.
        optimism_bias: The share by which estimates of its kind are too high.
        deadweight: The share of gross outcomes that would have come anyway; None for a net metric, which has no such.
        attribution: The share that is owed to this programme and not to others.
        because: Why that is below 1: what else differs between those served and those they are compared with.

    Raises:
        ValueError: If deadweight is stated for a net metric or missing for a gross one, an attribution below 1 has no
            reason, or a share is none.

    Example:
        >>> round(Additionality("net", displacement=0.05, optimism_bias=0.15).kept, 4)
        0.8075
        >>> Additionality("net", displacement=0.05, optimism_bias=0.15, deadweight=0.2)
        Traceback (most recent call last):
        ValueError: a net metric has left out what would have come anyway: deadweight must not be taken off once more
    """

    metric: Literal["net", "gross"]
    displacement: float
    optimism_bias: float
    deadweight: float | None = None
    attribution: float = 1.0
    because: str = ""

    def __post_init__(self) -> None:
        bounds.shares(
            displacement=self.displacement, optimism_bias=self.optimism_bias, attribution=self.attribution,
            deadweight=self.deadweight or 0.0,
        )  # fmt: skip
        if self.metric == "net" and self.deadweight is not None:
            raise ValueError(
                "a net metric has left out what would have come anyway: deadweight must not be taken off once more"
            )
        if self.metric == "gross" and self.deadweight is None:
            raise ValueError("a gross metric counts what would have come anyway: its deadweight must be stated")
        if self.attribution < 1 and not self.because.strip():
            raise ValueError(f"an attribution of {self.attribution:g} needs a reason: what else contributed")

    @property
    def kept(self) -> float:
        """The part of a saving that is left."""
        without = (1.0 - self.displacement) * (1.0 - self.optimism_bias) * (1.0 - (self.deadweight or 0.0))
        return self.attribution * without


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What an outcome is worth to somebody.

    Args:
        perspective: To whom.
        saving: What one outcome saves, as claimed, in money of today.
        before_fixed: The part of it that counts for them.
        amount: The same less the outcome's share of what the deal costs them whatever comes; below nought where
            they lose even if outcomes are free.
    """

    perspective: Perspective
    saving: float
    before_fixed: float
    amount: float


def highest_price(
    savings: Mapping[float, float],
    rate: float,
    additionality: Additionality,
    *,
    perspective: Perspective,
    cashable: float,
    fixed_costs: float = 0.0,
    outcomes: float | None = None,
) -> Ceiling:
    """The most that an outcome may cost, in money of today.

    Args:
        savings: What one outcome saves after so many years, for whoever's perspective is taken; lags and fading are in
            it.
        rate: The government's discount rate, a year; real for savings in real money, nominal for nominal.
        additionality: Which part of it is due to the programme.
        perspective: Whose purse it is.
        cashable: The share of savings that can be taken out in cash; it counts for a budget only.
        fixed_costs: What the deal costs whatever comes, such as evaluation, in money of today.
        outcomes: The expected number of outcomes over which these are spread; needed where there are any.

    Raises:
        ValueError: If a share is none, or there are fixed costs and no outcomes to bear them.

    Example:
        >>> trial = Additionality(
        ...     "net", displacement=0.05, optimism_bias=0.15, attribution=0.9, because="a housing service"
        ... )
        >>> savings = {1: 9_000, 2: 7_000, 3: 5_000, 4: 4_000, 5: 3_000}
        >>> found = highest_price(savings, 0.035, trial, perspective="payer's budget", cashable=0.6)
        >>> round(found.saving, 2), round(found.amount, 2)
        (25751.63, 11229.0)
    """
    bounds.shares(cashable=cashable)
    bounds.at_least(0.0, fixed_costs=fixed_costs)
    if fixed_costs and not (outcomes or 0.0) > 0:
        raise ValueError("fixed costs are spread over outcomes: how many are expected must be stated, above 0")
    saving = present_value(savings, rate)
    worth = saving * additionality.kept * (cashable if perspective == "payer's budget" else 1.0)
    return Ceiling(perspective, saving, worth, worth - (fixed_costs / outcomes if outcomes else 0.0))
