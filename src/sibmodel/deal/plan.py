"""The plan: what is expected, and the scenarios in which it turns out otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcomes import OutcomeTerm
from sibmodel.deal.part import LABEL, SHAPE, Multiplier, Name, Part, Text
from sibmodel.deal.percent import KEPT_IN_PER_CENT
from sibmodel.deal.prices import Inflation
from sibmodel.deal.programme import Cohort, Cost
from sibmodel.deal.rates import Discount
from sibmodel.deal.savings.saving import Grade, Saving, UnitCost

PLAN = "plan"
"""The scenario of the plan itself."""


class Plan(Part):
    """What is expected: who starts, what is achieved, what it costs and what it saves.

    Savings are counted as long as the deal runs, or for ``savings_years`` from financial close.
    """

    achievement: Multiplier = 1.0
    starts: dict[Name, Cohort] = {}
    outcomes: Annotated[dict[Name, OutcomeTerm], Field(min_length=1)]
    costs: dict[Name, Cost] = {}
    savings: dict[Name, Saving] = {}
    savings_years: Annotated[int | None, SHAPE, Field(ge=1, le=60)] = None
    standing: Annotated[list[Name], SHAPE] = []
    unit_costs: dict[Name, UnitCost] = {}
    evidence: dict[Name, Grade] = {}
    inflation: dict[Name, Inflation] = {}
    discount: dict[Literal["government", "investors"], Discount] = {}


class Scenario(Part):
    """A case of the same deal: inputs that differ, by path."""

    title: Text = ""
    changes: dict[str, Annotated[float | dt.date, LABEL, KEPT_IN_PER_CENT]] = {}
