"""Fading: what savings and benefits are worth that grow less with time.

Effects fade. Half-lives say it month by month, and the convention of a social return on investment (SROI) by a share
that drops off each year after the first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sibmodel.analysis.closed.present import moved
from sibmodel.risk import bounds
from sibmodel.risk.dilution import effect_after


def fading_saving(yearly: float, *, half_life: float, rate: float, months: int) -> float:
    """What a saving is worth today that comes month by month and halves in a fixed time.

    A twelfth of the yearly amount comes at the end of each month, less what has faded by then; months are discounted
    at the yearly rate to the power of a twelfth.

    Args:
        yearly: What it comes to in a year before it fades.
        half_life: Months in which it halves; endless is no fading.
        rate: The discount rate, a year.
        months: How long it is counted.

    Raises:
        ValueError: If one of them cannot be.

    Example:
        >>> round(fading_saving(10_000, half_life=24, rate=0.035, months=60), 4)
        21988.8171
    """
    bounds.whole(months=months)
    bounds.finite(yearly=yearly)
    month = np.arange(1, months + 1)
    discounted = effect_after(yearly / 12.0, half_life, month) * moved(1.0, rate, -1.0 / 12.0) ** month
    return float(discounted.sum())


@dataclass(frozen=True, slots=True)
class SocialReturn:
    """A social return on investment.

    Args:
        first_year: The benefit of the first year, after deductions.
        benefits: All of them in money of the first year.
        ratio: What comes for each unit of money put in.
    """

    first_year: float
    benefits: float
    ratio: float


def social_return(
    gross: float,
    inputs: float,
    *,
    deadweight: float,
    attributed_to_others: float,
    displacement: float,
    drop_off: float,
    years: int,
    rate: float,
) -> SocialReturn:
    """The ratio of benefits to inputs by the SROI convention: shares are taken off one after the other.

    The first year is neither dropped off nor discounted, the second is so once, and so on; inputs stand in money of
    the first year. There are no usual shares: whoever has none to take off states 0.

    Source: the worked example of an employment programme in the Rust crate ``public_value``, module
    ``impact_measurement``: 60 people at 8,500 a year, 40 % deadweight, 30 % attribution to others, 30 % drop-off,
    3.5 %, 250,000 put in, which prints 1.436. It counts two years of benefits, the first undiscounted, against the
    whole input undiscounted. Discounting the first year as well would give 1.388, half of the input a year later 1.461,
    and other numbers of years are far from it (0.857 for one, 1.828 for three).

    Args:
        gross: What all outcomes of a year are valued at.
        inputs: What was put in, above 0.
        deadweight: The share that would have come anyway.
        attributed_to_others: The share that is owed to others.
        displacement: The share that somebody else loses.
        drop_off: The share that is gone each year after the first.
        years: How many years of benefits are counted, at least 1.
        rate: The discount rate, a year.

    Raises:
        ValueError: If a share is none, nothing is put in, or no year is counted.

    Example:
        >>> shares = dict(deadweight=0.4, attributed_to_others=0.3, displacement=0.0, drop_off=0.3)
        >>> found = social_return(60 * 8_500, 250_000, years=2, rate=0.035, **shares)
        >>> round(found.first_year), round(found.benefits, 2), round(found.ratio, 3)
        (214200, 359069.57, 1.436)
    """
    bounds.shares(
        deadweight=deadweight, attributed_to_others=attributed_to_others, displacement=displacement, drop_off=drop_off
    )
    bounds.more_than(0.0, inputs=inputs)
    bounds.finite(gross=gross, inputs=inputs)
    bounds.whole(years=years)
    bounds.at_least(1.0, years=years)
    first = gross * (1.0 - deadweight) * (1.0 - attributed_to_others) * (1.0 - displacement)
    benefits = sum(moved(first * (1.0 - drop_off) ** year, rate, -year) for year in range(years))
    return SocialReturn(first, benefits, benefits / inputs)
