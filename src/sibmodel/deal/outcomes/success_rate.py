"""Success rate: the share of people that reach an outcome, so many months after they start or after an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Annotated, Any, ClassVar, Literal

from sibmodel.deal.outcomes.outcome import BASES, Around, Basis, Lag, Observed, Outcome, Path, Reading, Stream, apart
from sibmodel.deal.outcomes.term import Measured, Numbers, Span, When, after
from sibmodel.deal.part import SHAPE, Months, Name, Part, Share, Writer, titled
from sibmodel.deal.say import Say, Table
from sibmodel.deal.timeline import Clock
from sibmodel.graph.expressions import Expression, add_up, at_least, maximum, minimum
from sibmodel.graph.model import Line
from sibmodel.graph.units import MONTHS, PEOPLE, SHARE, Unit


class Arrival(Part):
    """Part of those who reach an outcome, and after how many months they do."""

    after: Months
    share: Share


class SuccessRate(Measured):
    """The share of those who start that reach an outcome, so many months after they start.

    ``of`` makes it a step on a person's path: the share is then of those who reached the outcome before, and the
    months run from there. ``among`` names the cohorts it is about, where prices differ between groups of people.
    ``arrives`` spreads those who reach it over several months. A payment by level is on the share itself, known when
    the last person has been measured.
    """

    has_units: ClassVar[bool] = True
    is_of_whole: ClassVar[bool] = True

    kind: Annotated[Literal["success_rate"], SHAPE]
    rate: Share
    counterfactual: Share = 0.0
    of: Annotated[Name | None, SHAPE] = None
    among: Annotated[list[Name] | None, SHAPE] = None
    measured_after: Months = 0
    arrives: dict[Name, Arrival] = {}
    verified_after: Months = 0

    @property
    def unit(self) -> Unit:
        """People."""
        return PEOPLE

    @property
    def level_unit(self) -> Unit:
        """A share of those who start."""
        return SHARE

    def reads(self) -> list[str]:
        """The outcome before it on a person's path."""
        return [] if self.of is None else [self.of]

    def units_measured(self, when: When) -> Span:
        """So long after people start, or reach the outcome before."""
        since = when.started(self.among) if self.of is None else when.measured(self.of)
        arrivals = [arrival.after for arrival in self.arrives.values()] or [0]
        return since.later(self.measured_after + min(arrivals), self.measured_after + max(arrivals))

    def units_verified(self, when: When) -> Span:
        """So long after that."""
        return self.units_measured(when).later(self.verified_after, self.verified_after)

    def level_lines(self, name: str, basis: Basis) -> tuple[str, str]:
        """The share of those who start."""
        return f"outcomes.{name}.rate_{basis}", f"outcomes.{name}.rate_{basis}"

    def inputs_at(self, path: str, levels: Any, basis: Basis) -> Mapping[str, Any] | None:
        """The rate; for a step on a path the rates before it stand, so that no rate of its own says."""
        if self.of is not None:
            return None
        return {f"{path}.rate": levels + (self.counterfactual if basis == "net" else 0.0)}

    def at_best(self, path: str) -> dict[str, float]:
        """Everybody who reached the outcome before it reaches it."""
        return {f"{path}.rate": 1.0}

    def without(self) -> Mapping[str, str | float]:
        """The rate without the programme."""
        return {"rate": "counterfactual"}

    def is_so_anyway(self) -> bool:
        """Whether anybody would reach it without the programme."""
        return self.counterfactual > 0

    def write(self, writer: Writer, around: Around) -> Outcome:
        """Write the people who reach the outcome, gross and net of those who would have anyway."""
        path = self._path(writer, around)
        rates = self._rates(writer, around, path)
        self._write_measured(writer, around.clock, path)
        verified_after = writer.read("verified_after", MONTHS)
        observed = {
            basis: self._observed(writer, around, path, basis, rate, verified_after) for basis, rate in rates.items()
        }
        levels = self._levels(writer, path, rates, verified_after)
        readings = {basis: [level] for basis, level in levels.items()}
        return Outcome(writer.title, PEOPLE, observed, levels, readings, path=path)

    def _write_measured(self, writer: Writer, clock: Clock, path: Path) -> None:
        """Write who is measured when, and the check that nobody is after the last instant."""
        seen = [_by_the_end(clock, lag, path.people) for lag in path.lags]
        later = [(lag.name, clock.later(each, lag.after)) for lag, each in zip(path.lags, seen, strict=True)]
        label = f"{writer.title}: people measured"
        due = writer.pen.flow("people_measured", label, apart(writer.pen, "measured", label, later, PEOPLE))
        before = path.people if clock.ending is None else add_up(seen, PEOPLE)
        clock.check_carried(writer, "measured", before, due, "people are measured")

    def _path(self, writer: Writer, around: Around) -> Path:
        """Where on their path it meets people: after the start, or after the outcome before it."""
        planned, anyway = writer.read("rate", SHARE), writer.read("counterfactual", SHARE)
        lags = self._lags(writer)
        if self.of is None:
            people, last_start = around.programme.among(self.among), around.programme.last_start(self.among)
            return Path(people, last_start, planned, anyway, lags)
        before = around.before[self.of].path
        assert before is not None
        pen, title = writer.pen, writer.title
        return Path(
            before.people,
            before.last_start,
            pen.line("rate_of_starts", f"{title}: planned share of those who start", before.planned * planned),
            pen.line("anyway_of_starts", f"{title}: share of those who start, anyway", before.anyway * anyway),
            tuple(earlier.then(own) for earlier in before.lags for own in lags),
        )

    def _lags(self, writer: Writer) -> tuple[Lag, ...]:
        after = writer.read("measured_after", MONTHS)
        if not self.arrives:
            return (Lag("", after),)
        shares = {name: writer.read(f"arrives.{name}.share", SHARE) for name in self.arrives}
        whole = add_up(list(shares.values()), SHARE)
        writer.pen.check(
            "arrivals",
            f"{writer.title}: everybody who reaches it does so in some month",
            at_least(whole, 1) * at_least(1, whole),
            "the shares of those who reach it do not add up to 100%.",
            "Change them until they do.",
            writer.path,
        )
        return tuple(
            Lag(name, after + writer.read(f"arrives.{name}.after", MONTHS), share) for name, share in shares.items()
        )

    def _rates(self, writer: Writer, around: Around, path: Path) -> dict[Basis, Line]:
        """The shares of those who start: what is reached, and what goes beyond those who would have anyway."""
        pen = writer.pen
        scaled = path.planned * around.achievement
        reached = pen.line("rate_gross", f"{writer.title}: share who reach it", minimum(scaled, 1), unit=SHARE)
        pen.check(
            "rate_possible",
            f"{writer.title}: no more than everybody reaches it",
            at_least(1, scaled),
            "more than everybody would reach the outcome; it is taken as everybody.",
            "Lower the rate or the achievement.",
            writer.path,
            is_warning=True,
        )
        label = f"{writer.title}: share beyond those who would have anyway"
        return {"gross": reached, "net": pen.line("rate_net", label, reached - path.anyway, unit=SHARE)}

    def _observed(
        self, writer: Writer, around: Around, path: Path, basis: Basis, rate: Line, verified_after: Expression
    ) -> Observed:
        label = f"{writer.title}: people, {basis}"
        by_start = writer.pen.flow(f"starters_{basis}", f"{label}, by start", path.people * rate, unit=PEOPLE)
        streams = [
            Stream(lag.name, _by_the_end(around.clock, lag, by_start), lag.after, verified_after) for lag in path.lags
        ]
        observed = Observed(PEOPLE, [], streams)
        measured = observed.measured(writer.pen.at(basis), label, around.clock)
        writer.pen.flow(f"people_{basis}", f"{label}, when measured", measured, unit=PEOPLE)
        return observed

    def _levels(
        self, writer: Writer, path: Path, rates: Mapping[Basis, Line], verified_after: Expression
    ) -> dict[Basis, Reading]:
        """The share of those who start, known once the last of them is measured."""
        after = reduce(maximum, [lag.after for lag in path.lags])
        label = f"{writer.title}: month in which all are measured"
        measured = writer.pen.line("all_measured", label, path.last_start + after)
        return {
            basis: Reading("", writer.title, rates[basis], rates[basis], measured, measured + verified_after)
            for basis in BASES
        }

    def facts(self, say: Say, number: Numbers) -> Iterator[tuple[str, str]]:
        """The share, gross and net, and when it is measured."""
        whom = "the people who start" if self.of is None else f"those who reached “{say.outcome(self.of)}”"
        if self.among is not None:
            whom += f" ({say.listed(say.party(name) for name in self.among)})"
        yield "Measure", f"share of {whom} that reach the outcome"
        yield "Expected, gross", self._of_both(say, self._planned(number), self._people(say, number, "gross"))
        yield "Would have reached it anyway", self._of_both(say, self.counterfactual, self._anyway(say, number))
        yield "Expected, net", self._people(say, number, "net")
        since = "the end of the period in which a person starts" if self.of is None else "that"
        if not self.arrives:
            yield "Measured", after(say, self.measured_after, since, f"at {since}" if self.of is None else "with that")
        yield "Verified", after(say, self.verified_after, "that", "at once")

    def _planned(self, number: Numbers) -> float:
        """The share of those before it that is expected to reach it: its own rate where all are asked for at once."""
        return self.rate if self.of is not None else number("rate_gross")

    def _of_both(self, say: Say, of_those_before: float, of_starts: str) -> str:
        """A share of those who reached the outcome before it, and what that is of those who start."""
        if self.of is None or not of_those_before:
            return of_starts
        return f"{say.percent(of_those_before)} of those before; {of_starts}"

    def _anyway(self, say: Say, number: Numbers) -> str:
        """Of those who start; a step on a path counts those who would have come so far anyway."""
        if self.of is None:
            return say.percent(self.counterfactual)
        return f"{say.percent(round(number('anyway_of_starts'), 6))} of those who start"

    def _people(self, say: Say, number: Numbers, basis: Basis) -> str:
        share = say.percent(round(number(f"rate_{basis}"), 6))
        of_all = " of those who start" if self.of is not None else ""
        return f"{share}{of_all}, which is {say.number(round(number(f'people_{basis}'), 1))} people"

    def table(self, say: Say, number: Numbers) -> Table | None:
        """When those who reach it do."""
        if not self.arrives:
            return None
        rows = tuple(
            (titled(name), say.months(self.measured_after + each.after), say.percent(each.share))
            for name, each in self.arrives.items()
        )
        return Table("when they reach it", (("Group", False), ("After", False), ("Share of those who do", True)), rows)


def _by_the_end(clock: Clock, lag: Lag, people: Expression) -> Expression:
    """Those of some people, by start, who are measured after a lag; where the deal ends early, by its end."""
    return clock.counted(lag.part_of(people), clock.closes + lag.after)
