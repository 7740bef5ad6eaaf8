"""Outcome payers: who pays which share of what is due, within what limits, in which fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from sibmodel.deal.part import SHAPE, Money, Part, Share, Text, Writer, titled
from sibmodel.deal.payments.limits import Limited, limited
from sibmodel.deal.payments.payment import Due
from sibmodel.deal.timeline import Clock, MonthName
from sibmodel.graph.expressions import add_up, ratio
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, SHARE


class Payer(Part):
    """A party that pays for outcomes.

    Its share is of every payment due. The limit of the fiscal year is applied first and the one in all to what that
    lets through, so that money which is never paid uses up nothing. What a limit cuts is lost; no other payer picks
    it up. It is cut from the terms due at that instant in proportion.
    """

    title: Text = ""
    share: Share = 1.0
    max: Money | None = None
    max_per_fiscal_year: Money | None = None
    fiscal_year_ends: Annotated[MonthName, SHAPE] = "december"


@dataclass(frozen=True, slots=True)
class Paid:
    """What one payer pays: in all, for each term, and what its limits cut from each term."""

    title: str
    total: Line
    by_term: Mapping[str, Line]
    cuts: Mapping[str, Mapping[str, Line]]
    fiscal_year: Line
    fiscal_year_ends: str


def write_payer(model: Model, name: str, payer: Payer, dues: Mapping[str, Due], clock: Clock) -> Paid:
    """Write one payer's share of every term, its limits, and what it pays."""
    title = titled(name, payer.title)
    pen = model.section(f"payers.{name}", "Payments", f"Paid by {title}")
    writer = Writer(payer, f"terms.payers.{name}", title, pen)
    share = writer.read("share", SHARE)
    due = {
        term: pen.flow(f"{term}.due", f"{title}: share of {each.title}", each.due * share, unit=MONEY)
        for term, each in dues.items()
    }
    all_due = pen.flow("due", f"{title}: due in all", add_up(list(due.values()), MONEY), unit=MONEY)
    fiscal_year = clock.fiscal_year(payer.fiscal_year_ends)
    steps: dict[str, Limited] = {}
    paid = all_due
    if payer.max_per_fiscal_year is not None:
        limit = writer.read("max_per_fiscal_year", MONEY)
        steps["max_per_fiscal_year"] = limited(
            pen.at("max_per_fiscal_year"), f"{title}, limit of a fiscal year", paid, limit, fiscal_year=fiscal_year
        )
        paid = steps["max_per_fiscal_year"].out
    if payer.max is not None:
        steps["max"] = limited(pen.at("max"), f"{title}, limit in all", paid, writer.read("max", MONEY))
        paid = steps["max"].out
    whole = pen.flow("paid", f"{title}: paid", paid, unit=MONEY)
    return Paid(
        title,
        whole,
        {
            term: pen.flow(f"{term}.paid", f"{title}: paid for {dues[term].title}", row * ratio(whole, all_due, 0))
            for term, row in due.items()
        },
        {
            term: {
                limit: pen.flow(
                    f"{term}.cut_by_{limit}",
                    f"{title}: cut from {dues[term].title} by {limit.replace('_', ' ')}",
                    row * ratio(step.cut, all_due, 0),
                )
                for limit, step in steps.items()
            }
            for term, row in due.items()
        },
        fiscal_year,
        payer.fiscal_year_ends,
    )
