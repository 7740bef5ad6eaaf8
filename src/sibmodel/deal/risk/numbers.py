"""Numbers that say how uncertain something is: read by the simulation, and by no formula of the deal."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sibmodel.deal.part import ODDS

Chance = Annotated[float, ODDS, Field(ge=0, le=1, allow_inf_nan=False)]
"""A probability, or a correlation that cannot be negative."""
Amount = Annotated[float, ODDS, Field(ge=-1e12, le=1e12, allow_inf_nan=False)]
"""A number that may stand for a value of any input."""
Spread = Annotated[float, ODDS, Field(ge=0, le=1e12, allow_inf_nan=False)]
"""A standard deviation."""
Above = Annotated[float, ODDS, Field(gt=0, le=1e12, allow_inf_nan=False)]
"""A number above nothing."""
Correlation = Annotated[float, ODDS, Field(ge=-1, le=1, allow_inf_nan=False)]
People = Annotated[int, ODDS, Field(ge=1, le=100_000_000)]
"""How many people, or as many as they are worth."""
