"""Cost avoidance: what an outcome is worth to an agency, of which kind, when and for how long.

Classes are never added silently. *Cashable* money can be taken out of a budget; *fiscal* value is a budget's
capacity that is freed and not cash; *economic* and *social* value accrue to others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from sibmodel.deal.outcomes import Basis, Outcome
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Share, Text, Writer, titled
from sibmodel.deal.rates import Indices
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, SHARE

ValueClass = Literal["cashable", "fiscal", "economic", "social"]
VALUE_CLASSES: Final[tuple[ValueClass, ...]] = ("cashable", "fiscal", "economic", "social")
POINTS = Number(100.0)


class Saving(Part):
    """The value of one outcome to one agency.

    ``value`` is for each unit of the outcome (a person, a day), or for each percentage point of a reduction. It
    falls evenly over ``lasts`` months, beginning ``after`` months after the outcome is measured. Deadweight may
    only be taken off a gross count: a net one has it off already.
    """

    title: Text = ""
    agency: Annotated[str, SHAPE]
    value_class: Annotated[ValueClass, SHAPE]
    outcome: Annotated[str, SHAPE]
    counted: Annotated[Basis, SHAPE] = "net"
    value: Money
    deadweight: Share | None = None
    after: Months = 0
    lasts: Months = 0
    indexed: Annotated[str | None, SHAPE] = None


@dataclass(frozen=True, slots=True)
class Avoided:
    """One line of cost avoidance."""

    agency: str
    value_class: ValueClass
    line: Line


def write_savings(
    model: Model, clock: Clock, savings: Mapping[Name, Saving], outcomes: Mapping[str, Outcome], indices: Indices
) -> list[Avoided]:
    """Write every line of cost avoidance."""
    written = []
    for name, saving in savings.items():
        title = titled(name, saving.title)
        pen = model.section(f"savings.{name}", "Savings", f"{titled(saving.agency)}: {saving.value_class}")
        writer = Writer(saving, f"plan.savings.{name}", title, pen)
        worth = pen.flow("value", f"{title}: value when measured", _worth(writer, saving, outcomes, clock), unit=MONEY)
        months = clock.closes.counts
        after, lasts = writer.read("after", months), writer.read("lasts", months)
        spread = pen.flow("spread", f"{title}: value when it falls", clock.spread(worth, after, lasts))
        avoided = pen.flow("avoided", f"{title}: cost avoided", indices.applied(spread, saving.indexed), unit=MONEY)
        clock.check_carried(writer, "avoided", worth, spread, "savings fall")
        written.append(Avoided(saving.agency, saving.value_class, avoided))
    return written


def _worth(writer: Writer, saving: Saving, outcomes: Mapping[str, Outcome], clock: Clock) -> Expression:
    outcome = outcomes[saving.outcome]
    if outcome.unit == SHARE and "net" in outcome.level and not outcome.observed:
        reading = outcome.level["net"]
        return (
            writer.read("value", MONEY, "value of a percentage point")
            * (reading.amount * POINTS)
            * clock.falls(reading.measured)
        )
    units = writer.pen.flow(
        "units",
        f"{writer.title}: {saving.counted} units",
        outcome.observed[saving.counted].measured(clock),
        unit=outcome.unit,
    )
    worth = (
        writer.read("value", MONEY / outcome.unit, f"value {str(MONEY / outcome.unit).removeprefix('money ')}") * units
    )
    if saving.deadweight is not None:
        worth = worth * (1 - writer.read("deadweight", SHARE))
    return worth
