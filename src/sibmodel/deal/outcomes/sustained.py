"""Sustained: people still there at each of several readings after an outcome, such as every four weeks in work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from sibmodel.deal.outcomes.outcome import BASES, Around, Basis, Observed, Outcome, Stream
from sibmodel.deal.outcomes.term import Measured, Numbers, Span, When, after
from sibmodel.deal.part import SHAPE, Months, Name, Share, SomeMonths, Writer, in_words
from sibmodel.deal.say import Say
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, add_up, at_least, minimum, ratio, total
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONTHS, NUMBER, PEOPLE, SHARE, Unit


class Sustained(Measured):
    """People who reached an outcome and are still there at each of several readings after it.

    At each reading a share goes on to the next: with 93 % and thirteen readings a person who found work is counted
    0.93 + 0.93^2 + ... + 0.93^13 times. Its units are readings of a person; ``most`` is the largest number for which
    a contract pays. Readings are in whole months: thirteen payments every four weeks are taken as monthly.
    """

    has_units: ClassVar[bool] = True
    has_level: ClassVar[bool] = False

    kind: Annotated[Literal["sustained"], SHAPE]
    of: Annotated[Name, SHAPE]
    continues: Share
    most: Annotated[int, SHAPE, Field(ge=1, le=120)]
    first_after: Months = 1
    every: SomeMonths = 1
    verified_after: Months = 0

    @property
    def unit(self) -> Unit:
        """People, once for each reading."""
        return PEOPLE

    @property
    def each(self) -> str:
        """A person is counted at each reading."""
        return "reading of a person"

    def reads(self) -> list[str]:
        """The outcome that is sustained."""
        return [self.of]

    def units_measured(self, when: When) -> Span:
        """From the first reading of the first to reach the outcome to the last reading of the last."""
        last = self.first_after + (self.most - 1) * self.every
        return when.measured(self.of).later(self.first_after, last)

    def units_verified(self, when: When) -> Span:
        """So long after that."""
        return self.units_measured(when).later(self.verified_after, self.verified_after)

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write one stream of people for each reading, and how many readings of a person there are in all."""
        before, pen, title = around.before[self.of].observed, writer.pen, writer.title
        continues = self._continues(writer)
        observed, people = {}, {}
        for basis in BASES:
            streams = list(self._streams(writer, around.clock, basis, before[basis], continues))
            whole = total(add_up([stream.amount for stream in streams], PEOPLE))
            label = f"{title}: readings of a person in all, {basis}"
            people[basis] = pen.line(f"people_{basis}", label, whole, unit=PEOPLE)
            observed[basis] = Observed(PEOPLE, [], streams)
        reached = total(add_up([stream.amount for stream in before["gross"].streams], PEOPLE))
        average = ratio(people["gross"], reached, 0)
        pen.line("times", f"{title}: readings of a person, on average", average, unit=NUMBER)
        self._check_carried(writer, around, observed["gross"].streams[-1])
        return Outcome(title, PEOPLE, observed, {}, {})

    def _continues(self, writer: Writer) -> Line:
        """The share that goes on, taken as everybody where more is entered: its power grows with every reading."""
        stated, pen = writer.read("continues", SHARE), writer.pen
        pen.check(
            "continues_possible",
            f"{writer.title}: no more than everybody goes on",
            at_least(1, stated),
            "more than everybody would go on to the next reading; it is taken as everybody.",
            "Lower the share that continues.",
            writer.path,
            is_warning=True,
        )
        label = f"{writer.title}: share that goes on to the next reading"
        return pen.line("continues", label, minimum(stated, 1), unit=SHARE)

    def _streams(
        self, writer: Writer, clock: Clock, basis: Basis, before: Observed, continues: Line
    ) -> Iterator[Stream]:
        """Those still there at each reading, by start; where the deal ends early, at each reading by its end.

        Each reading is a line that reads the one before it, so that no formula grows with their number.
        """
        verified_after = writer.read("verified_after", MONTHS)
        first, every = writer.read("first_after", MONTHS), writer.read("every", MONTHS)
        for stream in before.streams:
            left: Expression = stream.amount
            for number in range(self.most):
                measured_after = stream.measured_after + first + number * every
                still = clock.counted(left * continues, clock.closes + measured_after)
                name = "_".join(part for part in (stream.name, f"reading_{number + 1}") if part)
                label = f"{writer.title}: still there at {in_words(name)}, {basis}, by start"
                left = writer.pen.flow(f"{name}_{basis}", label, still, unit=PEOPLE)
                yield Stream(name, left, measured_after, verified_after)

    def _check_carried(self, writer: Writer, around: Around, last: Stream) -> None:
        measured = around.clock.later(last.amount, last.measured_after)
        line = writer.pen.flow("last_reading", f"{writer.title}: people at the last reading", measured, unit=PEOPLE)
        around.clock.check_carried(writer, "measured", last.amount, line, "people are measured")

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """How often people are looked at, and how many are still there."""
        yield "Measure", f"people still there at each reading after “{say.outcome(self.of)}”"
        first, every = after(say, self.first_after, "it", "with it"), say.months(self.every)
        often = "monthly" if self.every == 1 else f"every {every}"
        yield "Readings", f"at most {self.most}, the first {first}, then {often}"
        yield "Still there at the next reading", say.percent(self.continues)
        yield "Expected, gross", f"{say.number(round(number('people_gross'), 1))} readings of a person"
        yield "Expected, net", f"{say.number(round(number('people_net'), 1))} readings of a person"
        yield "Verified", after(say, self.verified_after, "each reading", "at once")
