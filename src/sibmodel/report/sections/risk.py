"""What could happen: the simulation of a deal, from what is drawn to who loses how much and how often.

Every figure here is simulated and carries its standard error; every probability says what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.report.blocks import Block, Section, prose, section
from sibmodel.report.view import View

if TYPE_CHECKING:
    from sibmodel.risk.payment_risk import PaymentRisk

TITLE: Final = "What could happen: simulated payments and returns"


def risk(view: View) -> Section | None:
    """The simulation, or that there is none and how to have one."""
    if view.risk is None:
        return section("risk", TITLE, prose(_why_none(view)))
    return section("risk", TITLE, *(block for part in _parts() for block in part(view, view.risk)))


def _parts() -> tuple[Callable[[View, PaymentRisk], Iterator[Block]], ...]:
    """What is told, in the order in which it is read; loaded late, for a page without a simulation needs none of it."""
    from sibmodel.report.sections import risk_curve, risk_designs, risk_paid, risk_returns, risk_split, risk_stated

    return (
        risk_stated.stated,
        risk_paid.paid,
        risk_split.split,
        risk_paid.on_a_cliff,
        risk_curve.curve,
        risk_curve.over_time,
        risk_returns.returns,
        risk_designs.designs,
        risk_designs.limits,
    )


def _why_none(view: View) -> str:
    if view.projection.deal.risk.is_there:
        return "The deal file says what is uncertain, but this page was written without simulating it: use sib run."
    return (
        "The deal file states no uncertainty, so nothing on this page is a probability: every figure is worked out as "
        "if the plan, or a scenario, were certain. A part “risk:” in the file, with what is uncertain and how effects "
        "are measured, adds a simulation of payments and returns; docs/deal-file.md shows what may stand in it."
    )
