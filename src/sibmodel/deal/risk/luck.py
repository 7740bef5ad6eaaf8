"""The luck of single people and of whole cohorts: what remains uncertain when every rate is known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import ODDS, Part
from sibmodel.deal.percent import NoShare
from sibmodel.deal.risk.numbers import Above, Chance, People, Spread


class Luck(Part):
    """By how much a measured outcome of so many people may differ from its rate.

    A ``success_rate`` is a number of people: each reaches it or does not. ``alike`` is how much those of one cohort
    resemble each other (the correlation within cohorts); nothing is a row of coin tosses. A ``count`` of events needs
    ``people`` and ``with_any``, the share of them who have any, from which the spread between people follows;
    ``between_cohorts`` is the standard deviation of what multiplies a whole cohort's rate.
    """

    alike: Annotated[float, ODDS, Field(ge=0, lt=1, description="A share below 100%, such as 2%.")] = 0.0
    people: People | None = None
    with_any: Chance | None = None
    between_cohorts: Spread = 0.0


class StartsLuck(Part):
    """How far the number of people who start may be off the plan, and how many there is room for.

    Referrals arrive by chance (``poisson``), or in more or less uneven waves with a standard deviation of ``uneven``
    as a share of the plan (``negative_binomial``). Whoever comes when there is no ``room`` left does not start: a
    plan at the edge of the room is met or missed, never exceeded.
    """

    arrive: Annotated[Literal["as_planned", "poisson", "negative_binomial"], ODDS] = "poisson"
    uneven: Spread = 0.0
    room: Annotated[Above, NoShare("a number of people")] | None = None
