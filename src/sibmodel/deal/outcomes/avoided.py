"""Avoided: events or days that did not come about, worked out from a measured reduction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, ClassVar, Final, Literal

from sibmodel.deal.outcomes.outcome import Around, Basis, Observed, Outcome
from sibmodel.deal.outcomes.term import Measured, Numbers
from sibmodel.deal.part import SHAPE, Name, Quantity, Writer
from sibmodel.deal.say import Say
from sibmodel.graph.units import DAYS, OUTCOMES, PEOPLE, Unit

_UNITS: Final[dict[str, Unit]] = {"people": PEOPLE, "days": DAYS, "outcomes": OUTCOMES}


class Avoided(Measured):
    """What a reduction comes to in units: the share by which something fell, of what was expected without it.

    A tenth less of 1,550 reconviction events is 155 events avoided. It is known when the reduction is, and moves with
    what the evaluator finds; what is saved moves with what is true. Net by nature.
    """

    has_units: ClassVar[bool] = True
    bases: ClassVar[tuple[Basis, ...]] = ("net",)

    kind: Annotated[Literal["avoided"], SHAPE]
    what: Annotated[Literal["people", "days", "outcomes"], SHAPE]
    of: Annotated[Name, SHAPE]
    expected: Quantity

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return _UNITS[self.what]

    def reads(self) -> list[str]:
        """The reduction that it is worked out from."""
        return [self.of]

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """All units together."""
        return f"outcomes.{name}.avoided", f"outcomes.{name}.avoided"

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write the units by the reduction that is paid on, and by the one that is true."""
        pen, fall, expected = writer.pen, around.before[self.of], writer.read("expected", self.unit)
        read = fall.level["net"]
        label = f"{writer.title}: avoided, as measured"
        found = pen.line("avoided", label, expected * read.amount, unit=self.unit)
        really = (fall.true or fall.level)["net"].amount
        true = pen.line("truly_avoided", f"{writer.title}: avoided, as it is", expected * really, unit=self.unit)
        reading = replace(read, title=writer.title, amount=found, so_far=found)
        return Outcome(
            writer.title,
            self.unit,
            {"net": Observed(self.unit, [reading], [])},
            {"net": reading},
            {"net": [reading]},
            true={"net": replace(reading, amount=true, so_far=true)},
        )

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """What it is worked out from and what it comes to."""
        expected = f"{say.number(self.expected)} {self.what}"
        yield "Measure", f"“{say.outcome(self.of)}”, of {expected} expected without the programme; net by nature"
        yield "Expected", f"{say.counted(number('avoided'))} {self.what}"
