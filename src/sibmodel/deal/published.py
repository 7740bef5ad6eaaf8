"""Published figures: what a source prints about a deal, to be held against what this model gives.

They change no line. A figure names something that the engine says (a line, a headline figure, an input), perhaps
less another and over a third, perhaps in a window of time; the value is what was printed, and *within* is half a
unit of the last digit printed. One that equals an input, a limit that binds, or an input worked back from the figure
itself agrees *by construction*: the deal file says so, and it is counted apart from what the model works out. What
this model has nothing of is shown too, with its unit and why, rather than beside a figure that means something else.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import LABEL, Part, Text, titled
from sibmodel.deal.percent import KEPT_IN_PER_CENT
from sibmodel.deal.plan import PLAN

PublishedConfidence = Literal["stated", "dataset", "computed", "unconfirmed"]
UnitOfNothing = Literal["money", "share", "number"]
FigureName = Annotated[str, LABEL, Field(min_length=1, max_length=200)]
Day = Annotated[dt.date, LABEL]


class PublishedFigure(Part):
    """A figure that a source prints, and the figure of this model that it is held against."""

    title: Text = ""
    scenario: Annotated[str, LABEL] = PLAN
    figure: FigureName | None = None
    minus: FigureName | None = None
    over: FigureName | None = None
    from_date: Day | None = None
    to_date: Day | None = None
    in_fiscal_year: Annotated[int, LABEL, Field(ge=1900, le=2200)] | None = None
    value: Annotated[float, LABEL, Field(ge=-1e12, le=1e12, allow_inf_nan=False), KEPT_IN_PER_CENT]
    within: Annotated[float, LABEL, Field(gt=0, le=1e12, allow_inf_nan=False), KEPT_IN_PER_CENT]
    source: Text = ""
    confidence: Annotated[PublishedConfidence, LABEL]
    note: Text = ""
    by_construction: Annotated[bool, LABEL] = False
    not_reproduced: Text = ""
    unit: Annotated[UnitOfNothing, LABEL] | None = None

    @property
    def is_published(self) -> bool:
        """Whether a source is known to print it; a recollection is shown and never counted."""
        return self.confidence != "unconfirmed"

    @property
    def is_an_input(self) -> bool:
        """Whether it names one input as it was entered, and so cannot be worked out from other terms."""
        return not (self.minus or self.over) and (self.figure or "").startswith(("terms.", "plan."))

    @property
    def named(self) -> dict[str, str]:
        """The figures of this model that it is made of, by the key that names each."""
        keys = {"figure": self.figure, "minus": self.minus, "over": self.over}
        return {key: name for key, name in keys.items() if name is not None}

    def called(self, name: str) -> str:
        """What readers call it."""
        return titled(name, self.title)
