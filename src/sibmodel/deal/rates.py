"""Rates: at which later money is discounted."""

from __future__ import annotations

from typing import Annotated, Literal

from sibmodel.deal.part import SHAPE, Part, Rate, Text, Writer, titled
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import SHARE


class Discount(Part):
    """A yearly discount rate: nominal, or real and then put on top of an inflation.

    All flows of a model are nominal, so a real rate is first turned into a nominal one: (1 + real) x
    (1 + inflation) - 1. Nominal money is never discounted at a real rate.
    """

    rate: Rate
    basis: Annotated[Literal["nominal", "real"], SHAPE] = "nominal"
    inflation: Annotated[str | None, SHAPE] = None
    title: Text = ""


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
