"""Cost avoidance: what an outcome is worth to an agency, of which kind, when and for how long.

Classes are never added silently. *Cashable* money can be taken out of a budget; *fiscal* value is a budget's
capacity that is freed and not cash; *economic* and *social* value accrue to others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from sibmodel.deal.outcomes.outcome import Basis, Observed, Outcome, apart
from sibmodel.deal.part import SHAPE, Money, Months, Name, Part, Share, Text, Writer, titled
from sibmodel.deal.rates import Indices
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import MONEY, MONTHS, SHARE

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
    model: Model,
    clock: Clock,
    savings: Mapping[Name, Saving],
    outcomes: Mapping[str, Outcome],
    indices: Indices,
    called: Callable[[str], str],
) -> list[Avoided]:
    """Write every line of cost avoidance.

    Args:
        model: Where the lines go.
        clock: The timeline.
        savings: What outcomes are worth.
        outcomes: What is measured.
        indices: What values rise with.
        called: What readers call the agency of a name.
    """
    written = []
    for name, saving in savings.items():
        title = titled(name, saving.title)
        pen = model.section(f"savings.{name}", "Savings", f"{called(saving.agency)}: {saving.value_class}")
        writer = Writer(saving, f"plan.savings.{name}", title, pen)
        observed = outcomes[saving.outcome].happened(saving.counted, clock)
        each = _worth_of_each(writer, saving, observed)
        measured = observed.measured(pen, title, clock)
        units = pen.flow("units", f"{title}: {saving.counted} units", measured, unit=observed.unit)
        worth = pen.flow("value", f"{title}: value when measured", each * units, unit=MONEY)
        spread = pen.flow("spread", f"{title}: value when it falls", _spread(writer, clock, observed, each), unit=MONEY)
        avoided = pen.flow("avoided", f"{title}: cost avoided", indices.applied(spread, saving.indexed), unit=MONEY)
        clock.check_carried(writer, "avoided", worth, spread, "savings fall")
        written.append(Avoided(saving.agency, saving.value_class, avoided))
    return written


def _worth_of_each(writer: Writer, saving: Saving, observed: Observed) -> Expression:
    """The value of one unit, less the share that would have been anyway."""
    if observed.unit.shown_as == SHARE.shown_as:
        worth: Expression = writer.read("value", MONEY, "value of a percentage point") * POINTS
    else:
        each = str(MONEY / observed.unit).removeprefix("money").strip() or "of a point"
        worth = writer.read("value", MONEY / observed.unit, f"value {each}")
    return worth if saving.deadweight is None else worth * (1 - writer.read("deadweight", SHARE))


def _spread(writer: Writer, clock: Clock, observed: Observed, each: Expression) -> Expression:
    """The value in the months in which it falls, counted from the month of measurement."""
    after, lasts = writer.read("after", MONTHS), writer.read("lasts", MONTHS)
    parts = [
        (reading.name, each * reading.amount * clock.share_of(reading.measured + after, lasts))
        for reading in observed.readings
    ]
    parts += [
        (stream.name, clock.spread(each * stream.amount, stream.measured_after + after, lasts))
        for stream in observed.streams
    ]
    label = f"{writer.title}: value when it falls"
    return apart(writer.pen, "falls", label, parts, MONEY, is_by_start=bool(observed.streams))
