"""The plan: what is expected, and the scenarios in which it turns out otherwise."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcomes import OutcomeTerm
from sibmodel.deal.part import LABEL, Multiplier, Name, Part, Text
from sibmodel.deal.programme import Cohort, Cost
from sibmodel.deal.rates import Discount, Inflation
from sibmodel.deal.savings import Saving

PLAN = "plan"
"""The scenario of the plan itself."""


class Plan(Part):
    """What is expected: who starts, what is achieved, what it costs and what it saves."""

    achievement: Multiplier = 1.0
    starts: dict[Name, Cohort] = {}
    outcomes: Annotated[dict[Name, OutcomeTerm], Field(min_length=1)]
    costs: dict[Name, Cost] = {}
    savings: dict[Name, Saving] = {}
    inflation: dict[Name, Inflation] = {}
    discount: dict[Literal["government", "investors"], Discount] = {}


class Scenario(Part):
    """A case of the same deal: inputs that differ, by path."""

    title: Text = ""
    changes: dict[str, Annotated[float | dt.date, LABEL]] = {}
