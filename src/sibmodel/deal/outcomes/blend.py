"""Blend: one estimate made of several, each with its weight, as contracts that fall back on a second design have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import Around, Basis, Outcome, Reading
from sibmodel.deal.outcomes.term import Numbers, Rounded
from sibmodel.deal.part import SHAPE, Name, Share, Writer
from sibmodel.deal.say import Say
from sibmodel.graph.expressions import Expression, Number, add_up, at_least, maximum, power
from sibmodel.graph.units import SHARE, Unit


class Blend(Rounded):
    """One estimate made of several reductions, each with its weight; known when the last of them is.

    Massachusetts paid on four fifths of the estimate of a randomised trial and one fifth of a difference in
    differences. Its standard error is that of independent estimates, where each of them has one.
    """

    is_of_whole: ClassVar[bool] = True
    bases: ClassVar[tuple[Basis, ...]] = ("net",)

    kind: Annotated[Literal["blend"], SHAPE]
    of: Annotated[dict[Name, Share], Field(min_length=2)]

    @property
    def unit(self) -> Unit:
        """A share."""
        return SHARE

    def reads(self) -> list[str]:
        """The estimates that it is made of."""
        return list(self.of)

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write the weighted sum."""
        pen, parts = writer.pen, {name: around.before[name] for name in self.of}
        weights = {name: writer.read(f"of.{name}", SHARE) for name in self.of}
        pen.check(
            "weights",
            f"{writer.title}: the weights add up",
            at_least(add_up(list(weights.values()), SHARE), 1) * at_least(1, add_up(list(weights.values()), SHARE)),
            "the weights do not add up to 100%.",
            "Change them until they do.",
            writer.path,
        )
        weighted = [parts[name].level["net"].amount * weight for name, weight in weights.items()]
        blended = pen.line("blended", f"{writer.title}: weighted estimate", add_up(weighted, SHARE), unit=SHARE)
        level = pen.line("level_net", f"{writer.title}: estimate paid on", self.as_paid_on(writer, blended), unit=SHARE)
        measured = reduce(maximum, [part.level["net"].measured for part in parts.values()])
        verified = reduce(maximum, [part.level["net"].verified for part in parts.values()])
        reading = Reading("", writer.title, level, level, measured, verified)
        error = self._standard_error(writer, weights, {name: part.standard_error for name, part in parts.items()})
        really = [(part.true or part.level)["net"].amount * weights[name] for name, part in parts.items()]
        effect = pen.line("effect", f"{writer.title}: weighted effect as it is", add_up(really, SHARE), unit=SHARE)
        true: dict[Basis, Reading] = {"net": replace(reading, amount=effect, so_far=effect)}
        return Outcome(writer.title, SHARE, {}, {"net": reading}, {"net": [reading]}, standard_error=error, true=true)

    def _standard_error(
        self, writer: Writer, weights: Mapping[str, Expression], errors: Mapping[str, Expression | None]
    ) -> Expression | None:
        squares = [weights[name] * weights[name] * error * error for name, error in errors.items() if error is not None]
        if len(squares) < len(weights):
            return None
        tiny = Number(1e-30)  # the base of a power is above zero
        return writer.pen.line(
            "standard_error", f"{writer.title}: standard error", power(add_up(squares, SHARE) + tiny, 0.5), unit=SHARE
        )

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """The weighted estimate, and the estimate as the contract rounds it."""
        return f"outcomes.{name}.blended", f"outcomes.{name}.level_net"

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """What it is made of and what it comes to."""
        made_of = [f"{say.percent(weight)} {say.outcome(name)}" for name, weight in self.of.items()]
        yield "Measure", f"one estimate made of {say.listed(made_of)}; net by nature"
        yield "Expected", say.percent(round(number("blended"), 6))
        yield from self.rounding_in_words(say)
