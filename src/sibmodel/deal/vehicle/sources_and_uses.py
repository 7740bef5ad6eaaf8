"""Sources and uses: where the vehicle's money comes from over the life of the deal, and where it goes."""

from __future__ import annotations

from collections.abc import Callable

from sibmodel.deal.vehicle.vehicle import Vehicle
from sibmodel.graph.expressions import add_up, at_least, total
from sibmodel.graph.model import Model
from sibmodel.graph.units import MONEY


def write_sources_and_uses(model: Model, vehicle: Vehicle, called: Callable[[str], str]) -> None:
    """Write one number for each source and use, and the check that they are equal.

    A guarantee is paid to the tranche that it stands behind and never passes through the vehicle.
    """
    pen = model.section("sources_and_uses", "Capital", "Sources and uses")
    sources = [
        pen.line(f"drawn_{name}", f"Source: {stake.writer.title}", total(stake.drawn))
        for name, stake in vehicle.stakes.items()
    ]
    sources.append(pen.line("received", "Source: outcome payments", total(vehicle.received)))
    uses = [pen.line("costs", "Use: costs of the programme", total(vehicle.costs_paid))]
    for name, stake in vehicle.stakes.items():
        uses += [
            pen.line(f"{what}_{name}", f"Use: {stake.writer.title}, {stake.claims[what].words}", total(line))
            for what, line in stake.paid().items()
        ]
    uses += [
        pen.line(f"fee_{name}", f"Use: {title}, a cost of the structure", total(line))
        for name, (title, line) in vehicle.fees.items()
    ]
    uses += [
        pen.line(f"reimbursement_{name}", f"Use: {title}, reimbursement", total(line))
        for name, (title, line) in vehicle.reimbursed.items()
    ]
    uses += [
        pen.line(f"surplus_{name}", f"Use: surplus to {called(name)}", total(line))
        for name, line in vehicle.surplus_to.items()
    ]
    all_sources = pen.line("sources", "All sources", add_up(sources, MONEY))
    all_uses = pen.line("uses", "All uses", add_up(uses, MONEY))
    pen.check(
        "balance",
        "Sources equal uses",
        at_least(all_sources, all_uses) * at_least(all_uses, all_sources),
        "what the vehicle takes in is not what it pays out.",
        "Cash is left in the vehicle: check maturities and the surplus.",
        "terms.order_of_payments",
        is_warning=True,
    )
