"""Capital outstanding: what has been put in and is not yet paid back, before an instant."""

from __future__ import annotations

from sibmodel.deal.capital.stake import Stake
from sibmodel.deal.timeline import Clock
from sibmodel.deal.vehicle.vehicle import Vehicle
from sibmodel.graph.expressions import Expression, add_up, positive, previous
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONEY


def capital_outstanding(clock: Clock, vehicle: Vehicle) -> Expression:
    """Principal owed before the instant; for what owes none, what was drawn less all that came back."""
    return add_up([_of(clock, stake) for stake in vehicle.at_risk.values()], MONEY)


def _of(clock: Clock, stake: Stake) -> Expression:
    principal = stake.closing("principal")
    if principal is not None:
        return previous(principal)
    back = stake.returned()

    def grown(line: Line) -> Expression:
        return previous(line) + back

    label = f"{stake.writer.title}: all that came back so far"
    to_date = stake.writer.pen.recurrence("returned_to_date", label, MONEY, clock.axis, grown)
    return positive(previous(stake.drawn_to_date) - previous(to_date))
