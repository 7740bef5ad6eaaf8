"""Numbers that say how uncertain something is: read by the simulation, and by no formula of the deal.

The descriptions are what an editor shows; the least and the most alone would not tell a spread from money.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from sibmodel.deal.part import ODDS
from sibmodel.deal.percent import KEPT_IN_PER_CENT, NoShare

Chance = Annotated[float, ODDS, Field(ge=0, le=1, allow_inf_nan=False)]
"""A probability, or a correlation that cannot be negative."""
Amount = Annotated[
    float,
    ODDS,
    Field(ge=-1e12, le=1e12, allow_inf_nan=False, description="In the terms of what it moves or measures."),
    KEPT_IN_PER_CENT,
]
"""A number that may stand for a value of any input."""
Spread = Annotated[
    float,
    ODDS,
    Field(ge=0, le=1e12, allow_inf_nan=False, description="A spread, in the terms of what it is about."),
    KEPT_IN_PER_CENT,
]
"""A standard deviation."""
Above = Annotated[float, ODDS, Field(gt=0, le=1e12, allow_inf_nan=False, description="A number above nothing.")]
"""A number above nothing."""
CORRELATES: Final = "correlates"
"""Marks what is a correlation and no share, so that it is spoken of as one."""
Correlation = Annotated[
    float,
    ODDS,
    CORRELATES,
    Field(ge=-1, le=1, allow_inf_nan=False, description="A correlation, from -1 to 1, such as 0.3."),
]
"""Of ranks, of readings or of errors."""
EffectSize = Annotated[
    float, ODDS, Field(ge=-1, le=1, allow_inf_nan=False, description="A share, in the terms of the effect, such as 3%.")
]
"""An effect, or by how much one is off; every effect is a share."""
EffectSpread = Annotated[
    float, ODDS, Field(ge=0, le=1, allow_inf_nan=False, description="A spread, in the terms of the effect, such as 3%.")
]
"""A standard deviation of an effect."""
People = Annotated[
    int, ODDS, Field(ge=1, le=100_000_000, description="A number of people."), NoShare("a number of people")
]
"""How many people, or as many as they are worth."""
