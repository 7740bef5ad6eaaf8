"""What investors ask of a projection besides their rate: how deep in they are and when, and how long money is out.

Everything is read off the cash flow of all investors together. Time runs in whole months since financial close, as
everywhere in the model, and is told in years.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np

from sibmodel.deal.deal import PLAN
from sibmodel.deal.part import date_of
from sibmodel.engine.evaluate import evaluate
from sibmodel.engine.measures import weighted_life
from sibmodel.engine.projection import Array, Projection, scenario_inputs
from sibmodel.graph.model import Model

DRAWN: Final = "investors.total.all_drawn"
BACK: Final = "investors.total.all_returned"
AT_RISK: Final = "investors.total.rate.at_risk"
"""What is out of pocket after the draws of an instant and before its receipts."""
_CENT: Final = 0.005


@dataclass(frozen=True, slots=True)
class Peak:
    """The most that investors are out of pocket, when, and how much less that is than what they committed.

    Args:
        amount: The most that was drawn and had not come back, after the draws and before the receipts of an instant.
        at: The instant, counted from financial close.
        day: Its date.
        committed: What investors commit in all.
        undrawn: What of it is never drawn.
    """

    amount: float
    at: int
    day: dt.date
    committed: float
    undrawn: float

    @property
    def headroom(self) -> float:
        """Commitment less the peak."""
        return self.committed - self.amount


@dataclass(frozen=True, slots=True)
class CashDates:
    """When money of investors moves first and last; None where it never does."""

    first_draw: dt.date | None
    last_draw: dt.date | None
    first_back: dt.date | None
    last_back: dt.date | None


def lines_of_all(model: Model) -> list[str]:
    """The lines from which the figures of all investors together are made; the rest of a deal may be left out."""
    own = [name for name in model.lines if name.startswith("investors.total.")]
    return ["payments.paid", "vehicle.unfunded", "time.years", *own]


def running(projection: Projection, scenario: str = PLAN) -> Array:
    """The J-curve: what came back less what was drawn, up to and including each instant."""
    return np.cumsum(projection.row(BACK, scenario) - projection.row(DRAWN, scenario))


def peak(projection: Projection, scenario: str = PLAN) -> Peak:
    """The peak draw of all investors together.

    Example:
        >>> import sibmodel
        >>> found = peak(sibmodel.project(sibmodel.read_deal("deal_templates/rikers_able.yaml")))
        >>> found.amount, found.at, found.headroom
        (9600000.0, 0, 0.0)
    """
    at = int(np.argmax(projection.row(AT_RISK, scenario)))
    committed = projection.number("investors.total.committed", scenario)
    drawn = projection.number("investors.total.drawn", scenario)
    amount = projection.number("investors.total.peak_drawn", scenario)
    return Peak(amount, at, _dates(projection, scenario)[at], committed, committed - drawn)


def cash_dates(projection: Projection, scenario: str = PLAN) -> CashDates:
    """The first and last dates of draws and of what comes back."""
    days = _dates(projection, scenario)
    ends = []
    for line in (DRAWN, BACK):
        moved = np.flatnonzero(projection.row(line, scenario) > _CENT)
        ends += [days[moved[0]], days[moved[-1]]] if moved.size else [None, None]
    return CashDates(*ends)


def average_life(projection: Projection, scenario: str = PLAN) -> float | None:
    """Years from financial close to what comes back, on average, each amount counted by its size.

    A euro back after two years and three after four come to 3.5 years. None where nothing comes back.
    """
    back = projection.row(BACK, scenario)
    return weighted_life(back, projection.row("time.years", scenario)) if back.sum() > _CENT else None


def fees_paid(projection: Projection, scenario: str = PLAN) -> dict[str, float]:
    """What the vehicle pays of each fee of the structure."""
    return {name: projection.number(f"fees.{name}.fee_paid", scenario) for name in projection.deal.terms.fees}


def before_fees(projection: Projection, scenario: str = PLAN) -> Projection:
    """The same scenario with every fee of the structure at nothing: the gross return is the investors' rate there.

    What a fee leaves goes where the order of payments and the surplus send it, so that only the investors' share of
    the fees makes the difference between the gross and the net return. Costs of the programme are no fees.
    """
    deal = projection.deal
    nothing = np.zeros(1)
    free = {path: nothing for path in deal.written.inputs if _is_of_a_fee(path)}
    inputs = {**scenario_inputs(deal, [scenario]), **free}
    return Projection(deal, (scenario,), evaluate(deal.written, inputs, keep=lines_of_all(deal.written)))


def _is_of_a_fee(path: str) -> bool:
    """Whether an input says how large a fee of the structure is."""
    return path.startswith("terms.fees.") and path.rsplit(".", 1)[-1] in ("amount", "share", "per_year")


def _dates(projection: Projection, scenario: str) -> list[dt.date]:
    return [date_of(number) for number in projection.row("time.date", scenario)]
