"""Faults of measurement: what is no effect, designs that measure nothing, names that stand for no design."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sibmodel.deal.faults.fault import Fault, unknown
from sibmodel.deal.faults.risk import at_field
from sibmodel.deal.outcomes.reduction import Reduction
from sibmodel.deal.risk.designs import Composite, Stated
from sibmodel.deal.wording import called

if TYPE_CHECKING:
    from sibmodel.deal.deal import Deal
    from sibmodel.deal.risk.designs import Measurement


def measures_a_reduction(deal: Deal, name: str, measured: Measurement) -> Iterator[Fault]:
    """What is measured by a design is an effect."""
    where = ("risk", "measured", name)
    part = deal.plan.outcomes.get(name)
    if part is None:
        reductions = [each for each, other in deal.plan.outcomes.items() if isinstance(other, Reduction)]
        yield unknown(where, "outcome", name, reductions, at_key=True)
    elif not isinstance(part, Reduction):
        message = f"'{name}' is {called(type(part))}; a design measures a reduction."
        hint = "Say what luck its people have, under risk.luck, or make its inputs uncertain."
        yield Fault(where, message, hint, at_key=True)
    for key in ("by", "falls_back_on"):
        named = getattr(measured, key)
        if named and named not in measured.designs:
            yield unknown((*where, key), "design", named, measured.designs)
    if measured.falls_back_on and measured.falls_back_on == measured.used:
        message = f"is '{measured.used}', for which it should stand in."
        yield Fault((*where, "falls_back_on"), message, "Name another design, or leave it out.")
    others = [other for other in deal.risk.measured if other != name]
    if measured.systematic_with == name:
        yield Fault((*where, "systematic_with"), f"'{name}' is this outcome itself.", "Name another, or remove it.")
    elif measured.systematic_with and measured.systematic_with not in others:
        yield unknown((*where, "systematic_with"), "other measured outcome", measured.systematic_with, others)


def designs_fit(deal: Deal, name: str, measured: Measurement) -> Iterator[Fault]:
    """Each design says what it needs to measure this effect."""
    part = deal.plan.outcomes.get(name)
    stated = part.stated if isinstance(part, Reduction) else "relative"
    for key, design in measured.designs.items():
        where = ("risk", "measured", name, "designs", key)
        yield from at_field(where, design.faults(stated))
        own = part.standard_error if isinstance(part, Reduction) else 0.0
        if isinstance(design, Stated) and design.standard_error is None and own is None:
            message = "has no standard error, and the outcome states none either."
            yield Fault(where, message, "Add standard_error, in the terms of the effect, such as 4%.", at_key=True)
        if isinstance(design, Composite):
            yield from _made_of(where, design, measured)


def _made_of(where: tuple[str, ...], design: Composite, measured: Measurement) -> Iterator[Fault]:
    """A composite is made of single designs of the same outcome."""
    single = [name for name, other in measured.designs.items() if not isinstance(other, Composite)]
    for one in design.of:
        if one in measured.designs and one not in single:
            message = f"'{one}' is a composite itself."
            hint = f"Name single designs: {', '.join(single) or 'there is none yet'}."
            yield Fault((*where, "of", one), message, hint, at_key=True)
        elif one not in single:
            yield unknown((*where, "of", one), "design", one, single, at_key=True)


OF_EACH: Final = (measures_a_reduction, designs_fit)
