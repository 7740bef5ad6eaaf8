"""The evaluator's design: how an effect is measured, and what noise that adds to what is true.

Each design has a *sampling* part, which shrinks with the number of people, and a *systematic* part, which does not: a
comparison group that differs in what nobody observed, a baseline from which the world has drifted. The systematic
part is common to all cohorts that are measured alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from sibmodel.deal.part import LABEL, ODDS, Name, Part, Text
from sibmodel.deal.risk.numbers import Above, Chance, Correlation, EffectSize, EffectSpread, People, Spread
from sibmodel.deal.risk.spread_of_events import uneven_faults
from sibmodel.deal.risk.wrong import Wrong
from sibmodel.deal.wording import percent


class Design(Part):
    """A way of measuring an effect.

    ``differs_by`` is the standard deviation of what makes the comparison unlike, in the terms of the effect;
    ``off_by`` is by how much it is expected to be off: what an evaluator without a comparison group takes for an
    effect though it would have come about anyway.
    """

    title: Text = ""
    differs_by: EffectSpread = 0.0
    off_by: EffectSize = 0.0

    def faults(self, stated: str) -> Iterator[Wrong]:
        """What does not fit in it, for an effect that is stated ``relative`` or ``absolute``."""
        yield from ()


class Stated(Design):
    """A standard error as the evaluator states it; left out, that of the outcome itself."""

    kind: Annotated[Literal["stated"], LABEL]
    standard_error: EffectSpread | None = None


class OfPeople(Design):
    """A design that observes single people: a share of them, events of each, or a score."""

    treated: People
    rate_without: Chance | None = None
    events_without: Above | None = None
    with_any: Chance | None = None
    clustered: Annotated[float, ODDS, Field(ge=1, le=1e6, description="A multiple, such as 1.5.")] = 1.0
    explained: Annotated[float, ODDS, Field(ge=0, lt=1, description="A share below 100%.")] = 0.0

    def faults(self, stated: str) -> Iterator[Wrong]:
        """One measure, and what it needs."""
        if self.rate_without is None and self.events_without is None:
            message = "does not say how things are without the programme."
            yield Wrong("", message, "Add rate_without (a share of people) or events_without (events of each person).")
        elif self.rate_without is not None:
            yield from self._of_a_share(self.rate_without)
        elif self.events_without is not None:
            yield from self._of_events(self.events_without, stated)

    def _of_a_share(self, rate: float) -> Iterator[Wrong]:
        for field in ("events_without", "with_any"):
            if getattr(self, field) is not None:
                message = "belongs to a design that counts events, and this one has a rate_without: a share of people."
                yield Wrong(field, message, "Remove one of the two.")
        if not 0 < rate < 1:
            who = "nobody" if rate == 0 else "everybody"
            yield Wrong("rate_without", f"is {percent(rate)}: with {who} there is nothing to measure.", _BETWEEN)

    def _of_events(self, events: float, stated: str) -> Iterator[Wrong]:
        if stated == "absolute":
            message = "counts events, and this effect is stated absolute: in points of a share of people."
            yield Wrong("events_without", message, "State the effect as relative, or measure a share: rate_without.")
        if self.with_any is None:
            message = "needs with_any beside it: without it nobody knows how unevenly events are spread over people."
            yield Wrong("events_without", message, "Add with_any: the share of people who have any event.")
        else:
            yield from uneven_faults(self.with_any, events)


_BETWEEN = "Write a share above 0% and below 100%."


class AgainstOthers(OfPeople):
    """A design with a comparison group."""

    comparison: People
    comparison_group: Text = ""

    @property
    def group(self) -> str:
        """The name of the comparison group; cohorts that name the same one share its luck."""
        return self.comparison_group


class Randomised(AgainstOthers):
    """A randomised trial: lots decide who takes part."""

    kind: Annotated[Literal["randomised"], LABEL]


class MatchedComparison(AgainstOthers):
    """People alike who did not take part, as far as their records tell.

    ``comparison`` is as many as they are worth: weighted controls count for (sum of weights)^2 / sum of squares.
    """

    kind: Annotated[Literal["matched_comparison"], LABEL]


class HistoricalBaseline(OfPeople):
    """Earlier people, from whom things may have drifted since: ``differs_by`` is how far.

    The baseline is fixed in the contract. ``baseline_error`` is how uncertain it was when it was fixed.
    """

    kind: Annotated[Literal["historical_baseline"], LABEL]
    baseline_error: Spread = 0.0


class DifferenceInDifferences(Design):
    """The change of those who take part less the change of others.

    ``sd`` is the standard deviation between people, in the terms of the effect; ``before_and_after`` how strongly a
    person's two readings go together; ``differs_by`` how far the two trends may part.
    """

    kind: Annotated[Literal["difference_in_differences"], LABEL]
    sd: Above
    treated: People
    comparison: People
    before_and_after: Correlation = 0.0

    def faults(self, stated: str) -> Iterator[Wrong]:
        """Two readings that were the same would measure without any noise."""
        if self.before_and_after >= 1:
            message = "is 1: two readings that always agree would measure without any error."
            yield Wrong("before_and_after", message, "Write less than 1; it is mostly well below.")


class NoCounterfactual(OfPeople):
    """No comparison: whatever changes is taken for the effect; ``off_by`` is what would have changed anyway."""

    kind: Annotated[Literal["no_counterfactual"], LABEL]


class Composite(Design):
    """One estimate made of two or more others, each with its weight."""

    kind: Annotated[Literal["composite"], LABEL]
    of: Annotated[dict[Name, Chance], Field(min_length=2)]
    correlation: Correlation = 0.0

    def faults(self, stated: str) -> Iterator[Wrong]:
        """The weights add up."""
        whole = sum(self.of.values())
        if abs(whole - 1) > 1e-6:
            message = f"has weights that add up to {percent(round(whole, 8))}; they must add up to 100%."
            yield Wrong("of", message, "Change them until they do.")


DesignTerm = Annotated[
    Stated
    | Randomised
    | MatchedComparison
    | HistoricalBaseline
    | DifferenceInDifferences
    | NoCounterfactual
    | Composite,
    Field(discriminator="kind"),
]


class Measurement(Part):
    """How one reduction is measured, and what the contract could fall back on.

    ``designs`` names the ways; the contract uses ``by``, the first one where nothing is said. ``no_result`` is the
    chance that nothing valid is reported; then the contract ``falls_back_on`` another of the designs, or takes
    ``deemed`` as the result: no effect, unless it says otherwise. ``success`` is the true effect at which the
    programme counts as working; the plan's, if left out. ``systematic_with`` names another outcome that is measured
    alike, so that both are off by the same.
    """

    designs: Annotated[dict[Name, DesignTerm], Field(min_length=1)]
    by: Text = ""
    falls_back_on: Text = ""
    no_result: Chance = 0.0
    deemed: EffectSize = 0.0
    success: EffectSize | None = None
    systematic_with: Text = ""

    @property
    def used(self) -> str:
        """The name of the design that the contract uses."""
        return self.by or next(iter(self.designs))
