"""What outcomes are worth, as a deal states it: savings, unit costs, and corrections for weak evidence.

Classes are never added silently. *Cashable* money can be taken out of a budget; *fiscal* value is a budget's
capacity that is freed and not cash; *economic* and *social* value accrue to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import Basis
from sibmodel.deal.part import INPUT, LABEL, SHAPE, Money, Months, Name, Part, Share, Text, titled
from sibmodel.deal.percent import NoShare
from sibmodel.deal.prices import PriceYear
from sibmodel.deal.sources import Confidence, Evidence

ValueClass = Literal["cashable", "fiscal", "economic", "social"]
VALUE_CLASSES: Final[tuple[ValueClass, ...]] = ("cashable", "fiscal", "economic", "social")
Per = Literal["person", "day", "outcome", "point"]
Capacity = Annotated[float, INPUT, Field(gt=0, le=1e9, allow_inf_nan=False), NoShare("a count of units in a year")]
DropOff = Annotated[float, INPUT, Field(ge=0, le=1, allow_inf_nan=False)]


class UnitCost(Part):
    """What one unit of an outcome costs, from a table of unit costs: one entry for each class of value.

    ``value`` is in the prices of ``price_year``. A marginal cost is what one unit less really saves; an average one
    shares out costs that stay until something closes. ``parent`` is the entry that this one is a part of: to add a
    part to its whole would count it twice.
    """

    title: Text = ""
    code: Text = ""
    per: Annotated[Per, SHAPE] = "person"
    value: Money
    price_year: PriceYear | None = None
    basis: Annotated[Literal["marginal", "average"], LABEL] = "average"
    parent: Annotated[Name | None, SHAPE] = None
    source: Text = ""

    def told(self, name: str) -> str:
        """What it is, what kind of cost and where it is printed, in a sentence."""
        kind = "a marginal cost" if self.basis == "marginal" else "an average cost"
        called = f"{titled(name, self.title)}{f' ({self.code})' if self.code else ''}"
        return f"{called}: {kind}{f', {self.source}' if self.source else ''}".rstrip(".") + "."

    def evidence(self, stated: Evidence | None) -> Evidence | None:
        """Where its value comes from, with what the deal states of the figures around it; None where nobody says."""
        if not self.source:
            return stated
        confidence: Confidence = "dataset" if self.code else "stated"
        note = f"Code {self.code}. " if self.code else ""
        note += f"Prices of {self.price_year}. " if self.price_year else ""
        if stated is not None:
            confidence, note = stated.confidence, note + stated.note
        return Evidence(source=self.source, confidence=confidence, note=note.strip())


class Grade(Part):
    """By how much values that rest on evidence of this grade are cut: a table of the user's own, none is given."""

    correction: Share
    title: Text = ""


class Saving(Part):
    """The value of one outcome to one agency.

    The value is for each unit of the outcome (a person, a day), or for each percentage point of a reduction: ``value``,
    or a ``share`` of a ``unit_cost``. It falls evenly over ``lasts`` months, beginning ``after`` months after the
    outcome is measured; with ``yearly`` it is the value of each year of them. Each further year keeps what
    ``drop_off`` leaves of the year before.

    What is left of it is worked out in this order: less ``deadweight`` (what would have been anyway, and only of a
    gross count: a net one has it off already), times ``attribution`` (the share that is due to this programme), less
    ``displacement`` (what is only moved elsewhere), less the correction of its ``grade`` of evidence. Of a cashable
    one with ``released_by`` only whole steps of so many units a year become cash; the rest is capacity.

    A ``transfer`` (a benefit or a tax) is a gain to the agency and as large a loss to somebody else: it counts in
    budgets and not in public value.
    """

    title: Text = ""
    agency: Annotated[str, SHAPE]
    value_class: Annotated[ValueClass, SHAPE]
    outcome: Annotated[str, SHAPE]
    counted: Annotated[Basis, SHAPE] = "net"
    value: Money | None = None
    unit_cost: Annotated[str | None, SHAPE] = None
    share: Share | None = None
    yearly: Annotated[bool, SHAPE] = False
    price_year: PriceYear | None = None
    indexed: Annotated[str | None, SHAPE] = None
    after: Months = 0
    lasts: Months = 0
    drop_off: DropOff | None = None
    deadweight: Share | None = None
    attribution: Share | None = None
    displacement: Share | None = None
    because: Text = ""
    transfer: Annotated[bool, SHAPE] = False
    grade: Annotated[str | None, SHAPE] = None
    released_by: Capacity | None = None

    def prices_of(self, unit_costs: Mapping[Name, UnitCost]) -> int | None:
        """The year in whose prices its value is stated: that of its unit cost, where it takes one."""
        cost = unit_costs.get(self.unit_cost or "")
        return self.price_year if cost is None else cost.price_year

    @property
    def parts(self) -> tuple[tuple[str, ValueClass], ...]:
        """The rows that it comes to, each with its class: cash that is released has a rest that is capacity."""
        whole = (("avoided", self.value_class),)
        return whole if self.released_by is None else (*whole, ("capacity", "fiscal"))
