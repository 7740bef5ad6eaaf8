"""Rates: inflation that indexes prices and costs, and the rates at which later money is discounted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from sibmodel.deal.part import SHAPE, Name, Part, Rate, Text, Writer, titled
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, power, ratio
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONTHS, NUMBER, SHARE


class Inflation(Part):
    """A price index that grows at one yearly rate from financial close on."""

    rate: Rate
    title: Text = ""


class Discount(Part):
    """A yearly discount rate: nominal, or real and then put on top of an inflation.

    All flows of a model are nominal, so a real rate is first turned into a nominal one: (1 + real) x
    (1 + inflation) - 1. Nominal money is never discounted at a real rate.
    """

    rate: Rate
    basis: Annotated[Literal["nominal", "real"], SHAPE] = "nominal"
    inflation: Annotated[str | None, SHAPE] = None
    title: Text = ""


class Indices:
    """The price indices of a deal, by name."""

    def __init__(self, lines: Mapping[str, Line], growth: Mapping[str, Expression]) -> None:
        self.lines = lines
        self.growth = growth

    def applied(self, amount: Expression, name: str | None) -> Expression:
        """An amount at the prices of its instant; as it stands where no index is named."""
        return amount if name is None else amount * self.lines[name]

    def applied_in(self, amount: Expression, name: str | None, month: Expression) -> Expression:
        """An amount at the prices of a month, whichever instant takes it."""
        return amount if name is None else amount * power(self.growth[name], ratio(month, Number(12.0, MONTHS), 0))


def write_indices(model: Model, clock: Clock, inflation: Mapping[Name, Inflation]) -> Indices:
    """Write a line for each price index."""
    pen = model.section("indices", "Timeline", "Price indices")
    lines: dict[str, Line] = {}
    growths: dict[str, Expression] = {}
    for name, part in inflation.items():
        writer = Writer(part, f"plan.inflation.{name}", titled(name, part.title), pen)
        growths[name] = growth = 1 + writer.read("rate", SHARE)
        lines[name] = pen.line(name, f"{writer.title}: price index", power(growth, clock.years), unit=NUMBER)
    return Indices(lines, growths)


def write_discount(model: Model, name: str, discount: Discount | None) -> Line:
    """Write the nominal yearly rate of one party; zero, said to be assumed, where the deal states none."""
    pen = model.section("discount", "Timeline", "Discount rates")
    title = titled(name, discount.title if discount else "")
    if discount is None:
        return pen.line(name, f"{title}: none stated, so not discounted", Number(0.0), unit=SHARE)
    rate: Expression = Writer(discount, f"plan.discount.{name}", title, pen).read("rate", SHARE)
    if discount.basis == "real" and discount.inflation is not None:
        inflation = model.inputs[f"plan.inflation.{discount.inflation}.rate"]
        rate = (1 + rate) * (1 + inflation) - 1
    return pen.line(name, f"{title}: nominal yearly rate", rate, unit=SHARE)
