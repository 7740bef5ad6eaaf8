"""Outcomes: what is measured, against what it is counted, and when it is known.

Three kinds cover the deals of the first library: a success rate among the people who start, a reduction measured
once by an evaluator, and a count (of days or people) read off at stated dates. Each answers two questions, on the
gross or the net measure:

* ``observed``: units by instant, for payments that price each outcome;
* ``level``: one number, for payments that depend on how far a measure moved.

*Achievement* scales every planned outcome at once. It is how a return ladder asks what happens at 80 % of plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import SHAPE, Effect, Months, Name, Part, Quantity, Share, Text, Writer, titled
from sibmodel.deal.programme import Programme
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, Number, add_up, at_least, maximum, minimum, ratio, rounded
from sibmodel.graph.model import Line, Model
from sibmodel.graph.units import DAYS, MONTHS, PEOPLE, SHARE, Unit

Basis = Literal["gross", "net"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One number known at one time."""

    amount: Expression
    measured: Expression
    verified: Expression
    title: str


@dataclass(frozen=True, slots=True)
class Stream:
    """Units by the instant from which their lags run, so that several lags are rounded to a period end only once."""

    amount: Expression
    measured_after: Expression
    verified_after: Expression


@dataclass(frozen=True, slots=True)
class Observed:
    """Units of an outcome over time: single readings, streams, or both."""

    unit: Unit
    readings: list[Reading]
    streams: list[Stream]

    def measured(self, clock: Clock) -> Expression:
        """Units by the instant at which they are measured."""
        parts = [reading.amount * clock.falls(reading.measured) for reading in self.readings]
        parts += [clock.later(stream.amount, stream.measured_after) for stream in self.streams]
        return add_up(parts, self.unit)


class SuccessRate(Part):
    """The share of those who start that reach an outcome, so many months after they start."""

    kind: Annotated[Literal["success_rate"], SHAPE]
    title: Text = ""
    rate: Share
    counterfactual: Share = 0.0
    measured_after: Months = 0
    verified_after: Months = 0

    @property
    def unit(self) -> Unit:
        """People."""
        return PEOPLE

    def write(self, writer: Writer, clock: Clock, programme: Programme, achievement: Expression) -> Outcome:
        """Write the people who reach the outcome, gross and net of those who would have anyway."""
        pen = writer.pen
        planned = writer.read("rate", SHARE) * achievement
        reached = pen.line(
            "rate_gross",
            f"{writer.title}: share who reach it",
            minimum(planned, 1),
            unit=SHARE,
        )
        writer.pen.check(
            "rate_possible",
            f"{writer.title}: no more than everybody reaches it",
            at_least(1, planned),
            "more than everybody would reach the outcome; it is taken as everybody.",
            "Lower the rate or the achievement.",
            writer.path,
            is_warning=True,
        )
        above_it = pen.line(
            "rate_net",
            f"{writer.title}: share beyond those who would have anyway",
            reached - writer.read("counterfactual", SHARE),
            unit=SHARE,
        )
        after = writer.read("measured_after", MONTHS)
        verified_after = writer.read("verified_after", MONTHS)
        due = pen.flow("people_measured", f"{writer.title}: people measured", clock.later(programme.starts, after))
        clock.check_carried(writer, "measured", programme.starts, due, "people are measured")
        rates: dict[Basis, Line] = {"gross": reached, "net": above_it}
        observed: dict[Basis, Observed] = {}
        for basis, rate in rates.items():
            label = f"{writer.title}: people, {basis}"
            by_start = pen.flow(f"starters_{basis}", f"{label}, by start", programme.starts * rate, unit=PEOPLE)
            observed[basis] = Observed(PEOPLE, [], [Stream(by_start, after, verified_after)])
            pen.flow(f"people_{basis}", f"{label}, when measured", observed[basis].measured(clock), unit=PEOPLE)
        return Outcome(writer.title, PEOPLE, observed, {})


class Reduction(Part):
    """How much less of something bad: an evaluator's single estimate against a comparison group.

    An improvement is positive. A relative reduction of 10 % means one tenth fewer events than the comparison; an
    absolute one means ten percentage points fewer people. Either is net by nature.
    """

    kind: Annotated[Literal["reduction"], SHAPE]
    title: Text = ""
    stated: Annotated[Literal["relative", "absolute"], SHAPE]
    effect: Effect
    measured_at: Months
    verified_after: Months = 0
    rounded_to: Annotated[Share, Field(gt=0)] | None = None

    @property
    def unit(self) -> Unit:
        """A share."""
        return SHARE

    def write(self, writer: Writer, clock: Clock, programme: Programme, achievement: Expression) -> Outcome:
        """Write the effect, the effect paid on, and when it is known."""
        pen = writer.pen
        effect = pen.line(
            "effect", f"{writer.title}: {self.stated} reduction", writer.read("effect", SHARE) * achievement, unit=SHARE
        )
        paid_on = pen.line("paid_on", f"{writer.title}: reduction paid on", self._rounded(writer, effect), unit=SHARE)
        measured = writer.read("measured_at", MONTHS)
        verified = pen.line(
            "verified", f"{writer.title}: month verified", measured + writer.read("verified_after", MONTHS)
        )
        clock.check_within(writer, "verified", verified, "the verified result")
        reading = Reading(paid_on, measured, verified, writer.title)
        return Outcome(writer.title, SHARE, {}, {"net": reading})

    def _rounded(self, writer: Writer, effect: Line) -> Expression:
        if self.rounded_to is None:
            return effect
        return rounded(effect, ratio(Number(1.0), writer.read("rounded_to", SHARE), 1))


class CountReading(Part):
    """A count read off in one month, and what it would have been without the programme."""

    month: Months
    count: Quantity
    without_programme: Quantity = 0.0
    verified_after: Months = 0
    title: Text = ""


class Count(Part):
    """A count of people or days, read off at stated dates."""

    kind: Annotated[Literal["count"], SHAPE]
    title: Text = ""
    of: Annotated[Literal["people", "days"], SHAPE]
    readings: Annotated[dict[Name, CountReading], Field(min_length=1)]

    @property
    def unit(self) -> Unit:
        """People or days."""
        return PEOPLE if self.of == "people" else DAYS

    def write(self, writer: Writer, clock: Clock, programme: Programme, achievement: Expression) -> Outcome:
        """Write each reading, gross and net, and when it is known."""
        found: dict[Basis, list[Reading]] = {"gross": [], "net": []}
        for name, reading in self.readings.items():
            each = writer.into(reading, f"readings.{name}", f"{writer.title}, {reading.title or titled(name).lower()}")
            gross, net = self._counts(each, achievement)
            month = each.read("month", MONTHS)
            verified = each.pen.line(
                "verified", f"{each.title}: month verified", month + each.read("verified_after", MONTHS)
            )
            clock.check_within(each, "verified", verified, "the verified count")
            found["gross"].append(Reading(gross, month, verified, each.title))
            found["net"].append(Reading(net, month, verified, each.title))
        return Outcome(
            writer.title,
            self.unit,
            {basis: Observed(self.unit, readings, []) for basis, readings in found.items()},
            {basis: self._all(writer, basis, readings) for basis, readings in found.items()},
        )

    def _counts(self, each: Writer, achievement: Expression) -> tuple[Line, Line]:
        gross = each.pen.line(
            "gross", f"{each.title}: count", each.read("count", self.unit) * achievement, unit=self.unit
        )
        net = each.pen.line(
            "net",
            f"{each.title}: count beyond what would have been anyway",
            gross - each.read("without_programme", self.unit),
            unit=self.unit,
        )
        return gross, net

    def _all(self, writer: Writer, basis: Basis, readings: list[Reading]) -> Reading:
        """All readings together, known when the last is."""
        measured, verified = readings[0].measured, readings[0].verified
        for reading in readings[1:]:
            measured, verified = maximum(measured, reading.measured), maximum(verified, reading.verified)
        amount = add_up([reading.amount for reading in readings], self.unit)
        return Reading(
            writer.pen.line(f"total_{basis}", f"{writer.title}: all readings, {basis}", amount, unit=self.unit),
            measured,
            verified,
            writer.title,
        )


OutcomeTerm = Annotated[SuccessRate | Reduction | Count, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an outcome offers to payments and savings."""

    title: str
    unit: Unit
    observed: Mapping[Basis, Observed]
    level: Mapping[Basis, Reading]


def write_outcomes(
    model: Model, clock: Clock, programme: Programme, terms: Mapping[Name, OutcomeTerm], achievement: Expression
) -> dict[str, Outcome]:
    """Write every outcome."""
    outcomes = {}
    for name, term in terms.items():
        pen = model.section(f"outcomes.{name}", "Outcomes", titled(name, term.title))
        writer = Writer(term, f"plan.outcomes.{name}", titled(name, term.title), pen)
        outcomes[name] = term.write(writer, clock, programme, achievement)
    return outcomes
