"""Odds: what a one-page summary for investors tells of a simulation, each figure with its standard error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk
    from sibmodel.risk.simulation import Share, Spread


@dataclass(frozen=True, slots=True)
class Estimate:
    """A simulated figure and its standard error; a value of None where there is no such figure."""

    value: float | None
    error: float


@dataclass(frozen=True, slots=True)
class Odds:
    """What a simulation says of all investors together, given all that is uncertain.

    Args:
        trials: How many scenarios were drawn.
        principal_loss: The probability that any investor loses principal.
        expected_loss: The principal lost on average, in the currency of the deal.
        below_drawn: The probability that all of them together get back less than they put in.
        rate_of_expected: The internal rate of their expected cash flows.
        unfunded: The probability that costs have no funding, so that returns take it that somebody else pays them.
        irr_p10: The internal rate that one scenario in ten stays below; all lost, or a loss at any rate, is -100 %.
        irr_p50: The rate that half of them stay below.
        irr_p90: The rate that nine in ten stay below.
    """

    trials: int
    principal_loss: Estimate
    expected_loss: Estimate
    below_drawn: Estimate
    rate_of_expected: Estimate
    unfunded: Estimate
    irr_p10: Estimate
    irr_p50: Estimate
    irr_p90: Estimate


def odds_of(risk: PaymentRisk) -> Odds | None:
    """The odds of all investors together; None where nobody puts money at risk.

    Example:
        >>> import sibmodel
        >>> from sibmodel.risk.payment_risk import payment_risk
        >>> deal = sibmodel.read_deal("deal_templates/rikers_able.yaml")
        >>> odds = odds_of(payment_risk(deal, 8192))
        >>> round(odds.principal_loss.value, 2), round(odds.irr_p10.value, 4)
        (0.5, -0.0694)
    """
    run = risk.run
    if "investors.total.irr" not in run.spreads:
        return None
    lost, loss = run.chances["investors.total.loses_principal"], run.spreads["investors.total.principal_lost"]
    rate = run.spreads["investors.total.irr"]
    return Odds(
        run.scenarios,
        _chance(lost),
        Estimate(loss.mean, loss.error),
        _chance(run.chances["investors.total.below_one"]),
        Estimate(run.rate_of_expected("total"), run.error_of_rate("total") or 0.0),
        _chance(run.chances["unfunded"]),
        _quantile(rate, 0.10),
        _quantile(rate, 0.50),
        _quantile(rate, 0.90),
    )


def _chance(share: Share) -> Estimate:
    return Estimate(share.value, share.error)


def _quantile(rate: Spread, share: float) -> Estimate:
    """A quantile and its standard error; none where no scenario has a rate."""
    if rate.missing >= 1:
        return Estimate(None, 0.0)
    found = rate.at(share)
    return Estimate(found.value, found.error)
