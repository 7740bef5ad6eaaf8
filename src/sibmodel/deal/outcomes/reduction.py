"""Reduction: how much less of something bad, an evaluator's single estimate against a comparison group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import Around, Basis, Outcome, Reading
from sibmodel.deal.outcomes.term import Numbers, ReadOnce
from sibmodel.deal.part import SHAPE, Effect, Share, Writer
from sibmodel.deal.say import Say
from sibmodel.graph.units import MONTHS, SHARE, Unit

_STATED = {"relative": "relative reduction", "absolute": "absolute reduction, in percentage points"}


class Reduction(ReadOnce):
    """How much less of something bad: an evaluator's single estimate against a comparison group.

    An improvement is positive. A relative reduction of 10 % means one tenth fewer events than the comparison; an
    absolute one means ten percentage points fewer people. Either is net by nature. The standard error is the
    evaluator's, in the same terms; a payment that asks for a significant effect needs it. ``effect`` is what is true;
    ``surprise`` is by how much the evaluator finds more than that or less, nothing in a plan. Payments act on what is
    found, savings on what is true.
    """

    is_of_whole: ClassVar[bool] = True
    bases: ClassVar[tuple[Basis, ...]] = ("net",)

    kind: Annotated[Literal["reduction"], SHAPE]
    stated: Annotated[Literal["relative", "absolute"], SHAPE]
    effect: Effect
    surprise: Effect = 0.0
    standard_error: Annotated[Share, Field(gt=0)] | None = None

    @property
    def unit(self) -> Unit:
        """A share."""
        return SHARE

    @property
    def is_in_points(self) -> bool:
        """An absolute reduction is one share less another."""
        return self.stated == "absolute"

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """The estimate, and the estimate as the contract rounds it."""
        return f"outcomes.{name}.measured", f"outcomes.{name}.paid_on"

    def inputs_at(self, path: str, levels: Any, basis: Basis) -> Mapping[str, Any] | None:
        """The effect itself."""
        return {f"{path}.effect": levels}

    def without(self) -> Mapping[str, str | float]:
        """No effect."""
        return {"effect": 0.0}

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write the true effect, the effect measured, the effect paid on, and when it is known."""
        pen = writer.pen
        effect = pen.line(
            "effect",
            f"{writer.title}: {self.stated} reduction",
            writer.read("effect", SHARE) * around.achievement,
            unit=SHARE,
        )
        estimate = effect + writer.read("surprise", SHARE)
        found = pen.line("measured", f"{writer.title}: reduction measured", estimate, unit=SHARE)
        paid_on = pen.line("paid_on", f"{writer.title}: reduction paid on", self.as_paid_on(writer, found), unit=SHARE)
        measured = writer.read("measured_at", MONTHS)
        verified = pen.line(
            "verified", f"{writer.title}: month verified", measured + writer.read("verified_after", MONTHS)
        )
        around.clock.check_within(writer, "verified", verified, "the verified result")
        reading = Reading("", writer.title, paid_on, paid_on, measured, verified)
        true: dict[Basis, Reading] = {"net": replace(reading, amount=effect, so_far=effect)}
        error = None if self.standard_error is None else writer.read("standard_error", SHARE)
        return Outcome(writer.title, SHARE, {}, {"net": reading}, {"net": [reading]}, standard_error=error, true=true)

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """The measure, what is expected, and when it is known."""
        yield "Measure", f"{_STATED[self.stated]}, against a comparison; net by nature"
        shown = say.points if self.is_in_points else say.percent
        yield "Expected", shown(round(number("effect"), 6))
        if self.standard_error is not None:
            yield "Standard error of the estimate", shown(self.standard_error)
        if self.surprise:
            yield "The evaluator finds more than is true by", shown(self.surprise)
        yield from self.rounding_in_words(say)
        if self.rounded_to is not None:
            yield "Expected, as rounded for payment", shown(round(number("paid_on"), 6))
        yield "Measured", say.month(self.measured_at)
        yield "Verified", say.month(number("verified"))
